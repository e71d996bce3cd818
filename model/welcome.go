package model

import (
	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/ui"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// welcome is the screen of a machine where nothing is configured: what was looked for, and what to do.
func (m *Model) welcome() *ui.Welcome {
	if !m.unconfigured() {
		return nil
	}
	lines := []theme.Line{
		theme.Words(theme.Plain, "bricktop found no Databricks workspace to sign in to."),
		nil,
		{{Text: "enter", Tone: theme.Accent}, {Text: "  see it all in a demo, on an invented workspace"}},
	}
	if m.noSwitch() == "" {
		lines = append(lines, theme.Line{{Text: "p", Tone: theme.Accent}, {Text: "      sign in by a profile"}})
	}
	lines = append(lines,
		theme.Line{{Text: "R", Tone: theme.Accent}, {Text: "      look again: set up a profile with databricks configure"}},
		theme.Line{{Text: "q", Tone: theme.Accent}, {Text: "      quit"}},
		nil,
		theme.Words(theme.Dim, "It looked here:"),
		theme.Words(theme.Plain, "DATABRICKS_HOST with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or with DATABRICKS_TOKEN"))
	for _, file := range m.judged.report.Files {
		lines = append(lines, theme.Line{{Text: text.Clean(m.short(file.Path))}, {Text: "  " + m.fileWords(file), Tone: theme.Dim}})
	}
	return &ui.Welcome{Title: "Welcome to bricktop", Lines: lines, Scroll: m.scroll}
}

// fileWords says in two words what a look at a file came to.
func (m *Model) fileWords(file report.File) string {
	switch {
	case file.Error != "":
		return "cannot be read"
	case !file.Exists:
		return "not there"
	case len(file.Secrets) == 0:
		return "no credential in it"
	}
	return text.Plural(len(file.Secrets), "credential", "credentials")
}

func (m *Model) leaveForDemo() tea.Cmd {
	m.ended.demo = true
	return m.quit()
}

package model

import (
	"strings"

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
		lines = append(lines, m.offer("profile", "sign in by a profile"))
	}
	lines = append(lines,
		m.offer("refresh", "look again: set up a profile with databricks configure"),
		m.offer("quit", "quit"),
		nil,
		theme.Words(theme.Dim, "It looked here:"),
		theme.Words(theme.Plain, "DATABRICKS_HOST with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or with DATABRICKS_TOKEN"))
	for _, file := range m.judged.report.Files {
		lines = append(lines, theme.Line{{Text: text.Clean(m.short(file.Path))}, {Text: "  " + m.fileWords(file), Tone: theme.Dim}})
	}
	return &ui.Welcome{Title: "Welcome to bricktop", Lines: lines, Scroll: m.scroll}
}

// offer is an action in a list of those that make sense.
func (m *Model) offer(id, does string) theme.Line {
	return theme.Line{{Text: m.key(id), Tone: theme.Accent}, {Text: strings.Repeat(" ", max(7-text.Width(m.key(id)), 1)) + does}}
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

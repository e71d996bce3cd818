package model

import (
	tea "charm.land/bubbletea/v2"

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
		theme.Words(theme.Plain, "bricktop looked for a Databricks workspace to sign in to and found none."),
		nil,
		theme.Words(theme.Dim, "It looked here:"),
		{{Text: "  DATABRICKS_HOST with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or DATABRICKS_TOKEN"}},
	}
	profiles := 0
	for _, file := range m.machine.inv.Files {
		words := "  not there"
		if file.Exists {
			words = "  " + text.Plural(len(file.Profiles), "profile", "profiles")
		}
		profiles += len(file.Profiles)
		lines = append(lines, theme.Line{{Text: "  " + text.Clean(m.short(file.Path))}, {Text: words, Tone: theme.Dim}})
	}
	lines = append(lines, nil, theme.Words(theme.Dim, "What you can do:"),
		theme.Line{{Text: "  enter", Tone: theme.Accent}, {Text: "  see it all in a demo, on an invented workspace"}})
	if profiles > 0 {
		lines = append(lines, theme.Line{{Text: "  p", Tone: theme.Accent}, {Text: "      sign in by a profile"}})
	}
	lines = append(lines,
		theme.Line{{Text: "  set", Tone: theme.Accent}, {Text: "    the variables above, or run databricks configure, and start again"}},
		theme.Line{{Text: "  q", Tone: theme.Accent}, {Text: "      quit"}})
	return &ui.Welcome{Title: "Welcome to bricktop", Lines: lines}
}

func (m *Model) leaveForDemo() tea.Cmd {
	m.ended.demo = true
	return m.quit()
}

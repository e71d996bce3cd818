package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/ui/chart"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

func (m *Model) openHelp() tea.Cmd {
	m.open(&reading{title: "Keys", body: (*Model).helpLines})
	return nil
}

// helpLines are all actions with their keys; one that can do nothing now says why.
func (m *Model) helpLines() []theme.Line {
	var lines []theme.Line
	for _, group := range groups {
		if lines != nil {
			lines = append(lines, nil)
		}
		lines = append(lines, theme.Words(theme.Strong, group))
		for _, a := range m.actions {
			if a.group != group {
				continue
			}
			keys := text.Pad(keyNames(a.keys.Keys()), 13)
			if why := m.disabled(a); why != "" {
				lines = append(lines, theme.Words(theme.Muted, keys+a.help+" "+why))
				continue
			}
			lines = append(lines, theme.Line{{Text: keys, Tone: theme.Accent}, {Text: a.help}})
		}
	}
	return append(lines, nil,
		theme.Words(theme.Strong, "Signs"),
		m.legend(),
		theme.Words(theme.Dim, "Bars show how much of its life a token has behind it. In the lifetimes chart:"),
		m.chartLegend(),
		nil, theme.Words(theme.Dim, "bricktop "+m.opts.Version))
}

func (m *Model) legend() theme.Line {
	var line theme.Line
	for _, s := range m.term.marks.urgency {
		line = append(line, s, theme.Span{Text: "  "})
	}
	return line
}

func (m *Model) chartLegend() theme.Line {
	var line theme.Line
	for _, item := range chart.Legend(m.term.theme) {
		line = append(append(line, item...), theme.Span{Text: "  "})
	}
	return line
}

// keyNames writes keys as people read them.
func keyNames(keys []string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = keyName(k)
	}
	return strings.Join(names, " ")
}

func keyName(key string) string {
	switch key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	}
	return key
}

// KeyTable is the table of all keys, in Markdown, for the README.
func KeyTable() string {
	var b strings.Builder
	b.WriteString("| keys | action | what they do |\n|---|---|---|\n")
	for _, a := range actions() {
		b.WriteString("| `" + keyNames(a.keys.Keys()) + "` | `" + a.id + "` | " + a.help + " |\n")
	}
	return b.String()
}

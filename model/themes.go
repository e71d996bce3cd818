package model

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	uidialog "bricktop/ui/dialog"
	"bricktop/ui/theme"
)

// themeDialog chooses a theme. The screen beneath it wears the one under the cursor.
type themeDialog struct {
	names  []string
	choice int
	before string
}

func (m *Model) openThemes() tea.Cmd {
	d := &themeDialog{names: theme.Names(), before: m.term.look.Name}
	d.choice = max(0, slices.Index(d.names, d.before)) // no name: auto, the first
	m.open(d)
	if m.term.look.Colors == theme.NoColors {
		m.say(theme.Warn, "There are no colours here, so all themes look the same.")
	}
	return nil
}

func (d *themeDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch k := key.String(); k {
	case "esc", "q", "t":
		m.shut(d)
		m.wear(d.before)
	case "enter":
		m.shut(d)
		if name := d.names[d.choice]; name != d.before {
			m.say(theme.Good, fmt.Sprintf("The theme is %[1]s until bricktop ends; theme = %[1]q in config.toml keeps it.", name))
		}
	default:
		if k == "tab" {
			k = "down"
		}
		d.choice = chosen(d.choice, len(d.names), k)
		m.wear(d.names[d.choice])
	}
	return nil
}

// wear puts on the theme of a name.
func (m *Model) wear(name string) {
	look := m.term.look
	look.Name = name
	m.setTheme(look)
}

func (d *themeDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{
		Title: "Theme", Tone: theme.Accent, Columns: true, Choice: d.choice, Lit: true,
		Body: []theme.Line{m.legend()},
		Hint: "enter keeps it · esc goes back",
	}
	for _, name := range d.names {
		line := theme.Line{{Text: name, Tone: theme.Strong}, {Text: theme.About(name), Tone: theme.Dim}}
		if name == d.before || d.before == "" && name == theme.Auto {
			line = append(line, theme.Span{Text: "now", Tone: theme.Accent})
		}
		p.Choices = append(p.Choices, line)
	}
	return p
}

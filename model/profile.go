package model

import (
	tea "charm.land/bubbletea/v2"

	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// profileDialog chooses how to sign in: by what flags and environment say, or by one profile.
type profileDialog struct {
	names  []string // "" first: flags and environment
	lines  []theme.Line
	choice int
}

func (m *Model) openProfiles() tea.Cmd {
	d := &profileDialog{names: []string{""}}
	d.lines = []theme.Line{{{Text: "as flags and environment say", Tone: theme.Strong}}}
	for _, file := range m.machine.inv.Files {
		for _, p := range file.Profiles {
			if p.Name == m.machine.profile {
				d.choice = len(d.names)
			}
			d.names = append(d.names, p.Name)
			line := theme.Line{{Text: text.Clean(p.Name), Tone: theme.Strong}, {Text: "  " + host(p.Host), Tone: theme.Plain}}
			for _, kind := range p.AuthKinds {
				line = append(line, theme.Span{Text: "  " + text.Clean(kind), Tone: theme.Dim})
			}
			d.lines = append(d.lines, line)
		}
	}
	m.open(d)
	return nil
}

func (d *profileDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "up", "k":
		d.choice = max(d.choice-1, 0)
	case "down", "j", "tab":
		d.choice = min(d.choice+1, len(d.names)-1)
	case "g", "home":
		d.choice = 0
	case "G", "end":
		d.choice = len(d.names) - 1
	case "esc", "q", "p":
		m.shut(d)
	case "enter":
		m.shut(d)
		return m.switchTo(d.names[d.choice])
	}
	return nil
}

// switchTo signs in by another profile. What is still in flight for the old one changes nothing.
func (m *Model) switchTo(profile string) tea.Cmd {
	m.machine.profile = profile
	m.machine.known = false // the next look signs in, even where it finds the same login
	return m.lookNow()      // what a look in flight finds is of the profile that was
}

func (d *profileDialog) draw(*Model) *uidialog.Props {
	return &uidialog.Props{
		Title: "Sign in by", Tone: theme.Accent, Choices: d.lines, Choice: d.choice,
		Hint: "enter signs in · esc goes back",
	}
}

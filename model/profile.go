package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
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
	profiles := make([]report.Profile, 0, 8)
	for _, file := range m.machine.inv.Files {
		profiles = append(profiles, file.Profiles...)
	}
	d.lines = []theme.Line{append(theme.Line{{Text: "flags, environment, default", Tone: theme.Strong}, {}, {}}, m.current("")...)}
	for _, p := range profiles {
		if p.Name == m.machine.profile {
			d.choice = len(d.names)
		}
		d.names = append(d.names, p.Name)
		d.lines = append(d.lines, append(theme.Line{
			{Text: text.Clean(p.Name), Tone: theme.Strong},
			{Text: host(p.Host)},
			{Text: text.Clean(strings.Join(p.AuthKinds, " and ")), Tone: theme.Dim},
		}, m.current(p.Name)...))
	}
	m.open(d)
	return nil
}

// current marks the way that we are signed in by.
func (m *Model) current(profile string) theme.Line {
	if profile != m.machine.profile {
		return nil
	}
	return theme.Line{{Text: "now", Tone: theme.Accent}}
}

func (d *profileDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "tab":
		d.choice = chosen(d.choice, len(d.names), "down")
	case "esc", "q", "p":
		m.shut(d)
	case "enter":
		m.shut(d)
		return m.switchTo(d.names[d.choice])
	default:
		d.choice = chosen(d.choice, len(d.names), key.String())
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
		Title: "Sign in by", Tone: theme.Accent, Choices: d.lines, Columns: true, Choice: d.choice, Wide: true,
		Hint: "enter signs in · esc goes back",
	}
}

package model

import (
	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"

	"bricktop/ui/theme"
)

// graphemes is the private mode of a terminal that clusters graphemes (mode 2027 of contour-terminal.org).
const graphemes = 2027

// terminal is what is known of the terminal.
type terminal struct {
	w, h  int
	grace grace // of a dialog that opened by itself
	mouse mouse
	hand  hand
	links bool // it takes OSC 8 for what it is

	attention attention
	look      theme.Options
	theme     *theme.Theme
	marks     marks
}

func (m *Model) setTheme(look theme.Options) {
	m.term.look = look
	m.term.theme = theme.New(look)
	m.term.marks = newMarks(m.term.theme)
}

// onTerminal takes what the terminal tells of itself.
func (m *Model) onTerminal(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.EnvMsg:
		m.onEnv(msg)
	case tea.WindowSizeMsg:
		m.resized(msg)
	case tea.BackgroundColorMsg:
		look := m.term.look
		look.Dark = msg.IsDark()
		m.setTheme(look)
	case tea.ColorProfileMsg:
		look := m.term.look
		look.Colors = level(msg.Profile)
		m.setTheme(look)
	case tea.ModeReportMsg:
		// A terminal that clusters graphemes counts an emoji as the two cells that we do.
		if msg.Mode.Mode() == graphemes {
			look := m.term.look
			look.Emoji = msg.Value.IsSet() || msg.Value.IsReset()
			m.setTheme(look)
		}
	case tea.BlurMsg:
		m.onBlur()
	case tea.FocusMsg:
		return m.onFocus()
	case tea.ResumeMsg:
		return tea.Batch(m.look(), m.refresh(), m.visitHome())
	}
	return nil
}

func level(p colorprofile.Profile) theme.Level {
	switch {
	case p >= colorprofile.TrueColor:
		return theme.TrueColor
	case p == colorprofile.ANSI256:
		return theme.ANSI256
	case p == colorprofile.ANSI:
		return theme.ANSI
	}
	return theme.NoColors
}

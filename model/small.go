package model

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"bricktop/ui"
)

// tooSmall reports whether the screen shows nothing but that it is too small.
func (m *Model) tooSmall() bool { return ui.Plan(m.term.w, m.term.h, m.focus).TooSmall }

// onUnseenKey is a key while the screen is too small: nobody sees what it would act on, so all that one can do is leave.
func (m *Model) onUnseenKey(pressed tea.KeyPressMsg) tea.Cmd {
	for _, a := range m.actions {
		if !key.Matches(pressed, a.keys) || !slices.Contains([]string{"quit", "quit-now", "suspend", "redraw"}, a.id) {
			continue
		}
		if a.id == "quit" {
			return m.quitUnseen()
		}
		return m.do(a)
	}
	return nil
}

// quitUnseen quits, unless something is being written: the question about it, asked once, is there to be seen when the
// screen is large enough.
func (m *Model) quitUnseen() tea.Cmd {
	if m.ops.busy() == "" {
		return m.quit()
	}
	if c, ok := m.top().(*confirm); ok && c.title == quitTitle {
		return nil
	}
	return m.askQuit()
}

// resized takes the size of the screen. A dialog that comes into sight again waits as one that opened by itself.
func (m *Model) resized(msg tea.WindowSizeMsg) {
	unseen := m.tooSmall()
	m.term.w, m.term.h = max(msg.Width, 0), max(msg.Height, 0)
	if unseen && !m.tooSmall() && m.top() != nil {
		m.term.grace.begin(m.now)
	}
}

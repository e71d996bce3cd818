package model

import (
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	uidialog "bricktop/ui/dialog"
	"bricktop/ui/theme"
)

// dialog is what lies over the screen and takes the keys. It acts on the IDs that it was opened with, never
// on what is selected beneath it.
type dialog interface {
	press(*Model, tea.KeyPressMsg) tea.Cmd
	draw(*Model) *uidialog.Props
}

// quiet is how long the keyboard has to rest before a dialog that opened by itself takes keys, and patient how
// long it waits for that: a key meant for what was there before must not answer it.
const (
	quiet   = 425 * time.Millisecond
	patient = 1500 * time.Millisecond
)

// grace is the waiting of a dialog that opened by itself; the zero grace does not wait.
type grace struct {
	opened, last time.Time
	held         []late // what is not open yet, the oldest first
}

// begin has keys and clicks wait from now on: what they are meant for is not what is there now.
func (g *grace) begin(now time.Time) { g.opened, g.last = now, now }

func (m *Model) open(d dialog) { m.dialogs = append(m.dialogs, d) }

// openByItself opens a dialog that the user did not ask for at this moment.
func (m *Model) openByItself(d dialog) {
	m.term.grace.begin(m.now)
	m.open(d)
}

// graceful reports whether a key at that time still belongs to what was there before.
func (m *Model) graceful(at time.Time) bool {
	g := &m.term.grace
	if g.opened.IsZero() {
		return false
	}
	if at.Sub(g.last) >= quiet || at.Sub(g.opened) >= patient {
		g.opened, g.last = time.Time{}, time.Time{}
		return false
	}
	g.last = at
	return true
}

func (m *Model) top() dialog {
	if len(m.dialogs) == 0 {
		return nil
	}
	return m.dialogs[len(m.dialogs)-1]
}

// shut closes a dialog, wherever it lies.
func (m *Model) shut(d dialog) {
	for i, open := range m.dialogs {
		if open == d {
			m.dialogs = append(m.dialogs[:i:i], m.dialogs[i+1:]...)
			return
		}
	}
}

// closeActing closes what would act on the workspace that was: its questions, open or waiting, and a form not yet
// sent. What is only read, and the value of a token just made, stays.
func (m *Model) closeActing() tea.Cmd {
	var cmds []tea.Cmd
	closes := func(d dialog) bool {
		switch d := d.(type) {
		case *confirm:
			if d.no != nil {
				cmds = append(cmds, d.no(m))
			}
			return true
		case *createDialog:
			return d.sending == 0
		}
		return false
	}
	open, held := len(m.dialogs), len(m.term.grace.held)
	m.dialogs = slices.DeleteFunc(m.dialogs, closes)
	m.term.grace.held = slices.DeleteFunc(m.term.grace.held, func(l late) bool { return closes(l.dialog) })
	if len(m.dialogs) < open || len(m.term.grace.held) < held {
		m.say(theme.Warn, "The sign-in changed, so the question was closed.")
	}
	return tea.Batch(cmds...)
}

// buttons is a row of buttons of which one has the focus.
type buttons struct {
	list  []uidialog.Button
	focus int
}

// press moves the focus, or tells which button was pressed: -1 for none.
func (b *buttons) press(key string) int {
	switch key {
	case "left", "shift+tab":
		b.focus = (b.focus + len(b.list) - 1) % len(b.list)
	case "right", "tab":
		b.focus = (b.focus + 1) % len(b.list)
	case "enter":
		return b.focus
	}
	for i, button := range b.list {
		if button.Key == key {
			return i
		}
	}
	return -1
}

func (b *buttons) draw() []uidialog.Button {
	drawn := make([]uidialog.Button, len(b.list))
	copy(drawn, b.list)
	drawn[b.focus].Focused = true
	return drawn
}

// chosen moves the choice in a list of n.
func chosen(at, n int, key string) int {
	switch key {
	case "up", "k":
		at--
	case "down", "j":
		at++
	case "pgup", "b":
		at -= 10
	case "pgdown":
		at += 10
	case "g", "home":
		at = 0
	case "G", "end":
		at = n - 1
	}
	return max(0, min(at, n-1))
}

// scrolled moves the first line of a body that is too tall; scrollWithin stops it at the end.
func scrolled(at int, key string, page int) int {
	switch key {
	case "up", "k":
		at--
	case "down", "j":
		at++
	case "pgup", "b":
		at -= page
	case "pgdown", "space":
		at += page
	case "g", "home":
		at = 0
	case "G", "end":
		at = math.MaxInt32
	}
	return max(at, 0)
}

// scrollWithin keeps a scroll position where it still changes what is drawn, so that a long press of down does
// not have to be undone by as many presses of up.
func (m *Model) scrollWithin(p *uidialog.Props, at int) int {
	return min(at, uidialog.MaxScroll(*p, m.term.theme, m.term.w, m.term.h))
}

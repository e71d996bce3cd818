package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// prompt is how soon a dialog has to come after the key that asked for it, to be part of it for whoever pressed it.
const prompt = 100 * time.Millisecond

// hand is what the user did last.
type hand struct {
	presses int // keys, clicks and pastes, ever
	at      time.Time
}

// moment is where the user was when something was asked for that takes a while.
type moment struct{ presses, depth int }

// asks notes that an operation will answer with a dialog.
func (m *Model) asks(op int) {
	o := m.ops.running[op]
	o.asked = moment{presses: m.term.hand.presses, depth: len(m.dialogs)}
	m.ops.running[op] = o
}

// late is a dialog that waits until the user is done with what came between.
type late struct {
	dialog
	depth int // of the dialogs that it may lie on
}

// openLate ends an operation that [Model.asks] noted, and opens the dialog that it brought. By now the user may be
// elsewhere: then it waits for the keyboard to rest, and for another dialog or the filter to be closed.
func (m *Model) openLate(op int, d dialog) {
	asked := m.ops.running[op].asked
	m.ops.end(op)
	switch since := m.now.Sub(m.term.hand.at); {
	case m.occupied(asked.depth):
		m.term.grace.held = append(m.term.grace.held, late{d, asked.depth})
		m.say(theme.Plain, text.Clean(d.draw(m).Title)+" This is asked when you are done here.")
	case asked.presses != m.term.hand.presses || since < 0 || since >= prompt:
		m.openByItself(d)
	default:
		m.open(d)
	}
}

// occupied reports whether something takes the keys that a dialog asked for at that depth must not take.
func (m *Model) occupied(depth int) bool {
	return len(m.dialogs) > depth || len(m.dialogs) == 0 && m.tokens.filter.typing
}

// closeOver closes a question that nothing is left of: what became of it is told by whoever did it. A key that was on its way to it is for nobody.
func (m *Model) closeOver() {
	if c, ok := m.top().(*confirm); ok && c.over != nil && c.over(m) {
		m.shut(c)
		m.term.grace.begin(m.now)
	}
}

// settleDialogs follows a message: what waited is opened when its turn has come, and a click that was on its way to
// what lay there before is for nobody.
func (m *Model) settleDialogs(msg tea.Msg, before dialog) {
	m.closeOver()
	if g := &m.term.grace; len(g.held) > 0 && !m.ended.quitting && !m.occupied(g.held[0].depth) {
		next := g.held[0]
		g.held = g.held[1:]
		m.openByItself(next.dialog)
	}
	if _, key := msg.(tea.KeyPressMsg); !key && m.top() != before {
		m.term.mouse.changed = m.now
	}
}

// touched notes what the user does.
func (m *Model) touched(msg tea.Msg) {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg, Do:
		m.term.hand.presses++
		m.term.hand.at = m.now
	}
}

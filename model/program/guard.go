package program

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// guard ends the program in good order when the model panics: in Update, in View or in a command. Left to
// Bubble Tea a panic kills the program while its input is still being read (a data race of v2.1.1), and is
// printed with whatever it holds.
type guard struct {
	model tea.Model
	quit  func()
	trace func(tea.Msg)

	mu   sync.Mutex
	said string // the first panic and its stack; empty: nothing broke
}

// broken is what broke, empty when nothing did.
func (g *guard) broken() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.said
}

// catch keeps a panic, if there is one, and asks for the end. It has to be deferred itself.
func (g *guard) catch() {
	value := recover()
	if value == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.said == "" {
		g.said = fmt.Sprintf("%v\n\n%s", value, debug.Stack())
		go g.quit() // Update and View must not wait for the loop that they run in
	}
}

func (g *guard) Init() tea.Cmd {
	defer g.catch()
	return g.guarded(g.model.Init())
}

func (g *guard) Update(msg tea.Msg) (same tea.Model, cmd tea.Cmd) {
	same = g // also after a panic
	if g.broken() != "" {
		return same, nil
	}
	defer g.catch()
	g.trace(msg)
	g.model, cmd = g.model.Update(msg)
	return same, g.guarded(cmd)
}

func (g *guard) View() (v tea.View) {
	v.AltScreen = true // the last frame of a broken program leaves nothing on the user's own screen
	if g.broken() != "" {
		return v
	}
	defer g.catch()
	return g.model.View()
}

// guarded is a command whose panics are caught, and those of the commands that it batches.
func (g *guard) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer g.catch()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			kept := make(tea.BatchMsg, len(batch))
			for i, c := range batch {
				kept[i] = g.guarded(c)
			}
			return kept
		}
		return msg
	}
}

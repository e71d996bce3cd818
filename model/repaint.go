package model

import (
	tea "charm.land/bubbletea/v2"

	"bricktop/ui"
	"bricktop/ui/table"
)

// window is what part of everything is in view. The renderer moves lines that it finds again elsewhere by scrolling
// the terminal, which some browser terminals get wrong: where it may do so, the screen can be drawn anew.
type window struct {
	w, h                      int
	focus                     ui.Panel
	tokens, files, context    int
	top                       dialog
	scroll, choice            int
	shown, held, said, listed int
}

func (m *Model) window() window {
	plan := ui.PlanFor(m.term.w, m.term.h, m.focus, m.shape())
	w := window{w: m.term.w, h: m.term.h, focus: m.focus, context: m.scroll, top: m.top(),
		shown: len(m.tokens.shown), held: len(m.files.items), said: len(m.log)}
	w.tokens, w.listed = table.Page(len(m.tokens.shown), m.tokens.cursor, plan.TokenRows)
	w.files, _ = table.Page(len(m.files.items), m.files.cursor, plan.FileRows)
	if w.top != nil {
		p := w.top.draw(m)
		w.scroll, w.choice = p.Scroll, p.Choice
	}
	return w
}

// repainting routes a message, and draws the whole screen anew where the window moved and the user settled that.
func (m *Model) repainting(msg tea.Msg) tea.Cmd {
	if !m.opts.Settings.FullRepaint {
		return m.route(msg)
	}
	before := m.window()
	cmd := m.route(msg)
	if m.window() == before {
		return cmd
	}
	return tea.Batch(cmd, tea.ClearScreen)
}

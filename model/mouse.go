package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/settings"
	"bricktop/ui"
	"bricktop/ui/theme"
)

// wheelRows is how many rows a notch of the wheel moves.
const wheelRows = 3

// mouse is whether the mouse is ours, and when a click last put another dialog, or none, under the pointer.
type mouse struct {
	on      bool
	changed time.Time
}

// keepsSelection are variables of terminals in which to select text is the way to copy it, be it the only one
// that is sure to work: a remote session, tmux, an app terminal in a browser. There the mouse stays the
// terminal's until the user asks.
var keepsSelection = []string{"SSH_TTY", "SSH_CONNECTION", "TMUX", "DATABRICKS_APP_NAME", "DATABRICKS_APP_PORT"}

// onEnv takes what the environment tells of the terminal.
func (m *Model) onEnv(env tea.EnvMsg) {
	m.term.links = takesLinks(env)
	m.term.mouse.on = m.opts.Settings.Mouse != settings.Off
	if m.opts.Settings.Mouse != settings.Auto {
		return
	}
	for _, name := range keepsSelection {
		if env.Getenv(name) != "" {
			m.term.mouse.on = false
		}
	}
}

func (m *Model) toggleMouse() tea.Cmd {
	m.term.mouse.on = !m.term.mouse.on
	if m.term.mouse.on {
		m.say(theme.Plain, "Mouse on: click rows, panels, buttons and keys. Shift and drag selects text, on a Mac Option and drag.")
	} else {
		m.say(theme.Plain, "Mouse off: drag selects text.")
	}
	return nil
}

// onClick gives a click to what is drawn under it. A dialog that opened by itself waits for clicks as for keys,
// and the second half of a double click is not for what the first one brought.
func (m *Model) onClick(msg tea.MouseClickMsg) tea.Cmd {
	if !m.term.mouse.on || m.tooSmall() || msg.Button != tea.MouseLeft || m.graceful(m.now) {
		return nil
	}
	if since := m.now.Sub(m.term.mouse.changed); since >= 0 && since < quiet {
		return nil
	}
	hits := m.frame().Hits
	for i := len(hits) - 1; i >= 0; i-- {
		if !hits[i].Contains(msg.X, msg.Y) {
			continue
		}
		before := m.top()
		cmd := m.click(hits[i], msg.X-hits[i].X)
		if m.top() != before {
			m.term.mouse.changed = m.now
		}
		return cmd
	}
	return nil
}

// click does what a click on a part of the screen means, x cells from its left end.
func (m *Model) click(hit ui.Hit, x int) tea.Cmd {
	if d := m.top(); d != nil {
		return m.clickIn(d, hit, x)
	}
	if hit.Kind == ui.HitHint {
		return m.clickHint(hit.ID)
	}
	m.tokens.filter.typing = false // as in any form, the keyboard goes where the click went
	switch hit.Kind {
	case ui.HitTokenRow:
		again := m.focus == ui.TokensPanel && m.tokens.cursor == hit.Index
		m.focus = ui.TokensPanel
		m.tokens.moveTo(hit.Index)
		return m.detailIf(again)
	case ui.HitFileRow:
		again := m.focus == ui.FilesPanel && m.files.cursor == hit.Index
		m.focus = ui.FilesPanel
		m.files.moveTo(hit.Index)
		return m.detailIf(again)
	case ui.HitTitle:
		return m.sortByTitle(hit.Index)
	case ui.HitPanel:
		m.focus = ui.Panel(hit.Index)
	}
	return nil
}

func (m *Model) detailIf(again bool) tea.Cmd {
	if !again {
		return nil
	}
	return m.openDetail()
}

// clickHint does what the key of a hint does, also to say why it can do nothing.
func (m *Model) clickHint(id string) tea.Cmd {
	if key, ok := hintKeys[id]; ok {
		return m.onKey(named(key))
	}
	for _, a := range m.actions {
		if a.id == id {
			return m.do(a)
		}
	}
	return nil
}

// answering is a dialog with buttons.
type answering interface {
	answer(m *Model, button int) tea.Cmd
}

// clickIn is a click in the dialog on top.
func (m *Model) clickIn(d dialog, hit ui.Hit, x int) tea.Cmd {
	switch hit.Kind {
	case ui.HitKey:
		return d.press(m, named(hit.ID))
	case ui.HitButton:
		if d, ok := d.(answering); ok {
			return d.answer(m, hit.Index)
		}
	case ui.HitChoice:
		return m.clickChoice(d, hit.Index)
	case ui.HitInput:
		d.draw(m).Form.Point(hit.Index, x, hit.W)
	}
	return nil
}

// clickChoice moves the cursor to a choice, as the keys would; a click on the one that has it takes it. Where there
// are buttons a choice is only looked at: enter is theirs.
func (m *Model) clickChoice(d dialog, choice int) tea.Cmd {
	p := d.draw(m)
	at := p.Choice
	switch {
	case at == choice && len(p.Buttons) > 0:
		return nil
	case at == choice:
		return d.press(m, named("enter"))
	}
	key, steps := named("down"), choice-at
	if steps < 0 {
		key, steps = named("up"), -steps
	}
	cmds := make([]tea.Cmd, 0, steps)
	for range steps {
		cmds = append(cmds, d.press(m, key))
	}
	return tea.Batch(cmds...)
}

// onWheel moves in the panel under the pointer, or in the dialog on top. Rows flip by pages, as with the keys.
func (m *Model) onWheel(msg tea.MouseWheelMsg) tea.Cmd {
	by := wheelRows
	switch {
	case !m.term.mouse.on || m.tooSmall() || m.graceful(m.now):
		return nil
	case msg.Button == tea.MouseWheelUp:
		by = -by
	case msg.Button != tea.MouseWheelDown:
		return nil
	}
	if d := m.top(); d != nil {
		return m.wheelIn(d, by)
	}
	for _, hit := range m.frame().Hits {
		if hit.Kind == ui.HitPanel && hit.H > 1 && hit.Contains(msg.X, msg.Y) || m.unconfigured() {
			m.moveIn(ui.Panel(hit.Index), func(_, _, at int) int { return at + by })
			break
		}
	}
	return nil
}

// wheelIn presses up or down: a choice a notch, or a few lines of text. Between several inputs it moves nothing.
func (m *Model) wheelIn(d dialog, by int) tea.Cmd {
	p, key := d.draw(m), named("down")
	if p.Form != nil && p.Form.Len() > 1 {
		return nil
	}
	if by < 0 {
		key, by = named("up"), -by
	}
	if len(p.Choices) > 0 {
		by = 1
	}
	var cmds []tea.Cmd
	for range by {
		cmds = append(cmds, d.press(m, key))
	}
	return tea.Batch(cmds...)
}

// named is the press of a key by its name.
func named(name string) tea.KeyPressMsg {
	code, ok := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
		"up": tea.KeyUp, "down": tea.KeyDown}[name]
	if !ok {
		return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
	}
	return tea.KeyPressMsg{Code: code}
}

package model

import (
	tea "charm.land/bubbletea/v2"

	uidialog "bricktop/ui/dialog"
	"bricktop/ui/form"
	"bricktop/ui/theme"
)

// confirm is a question before something that cannot be taken back. The safe button is the first one and has
// the focus; where typed is set, only typing it arms the other one.
type confirm struct {
	title  string
	tone   theme.Tone
	body   []theme.Line
	live   func(*Model) []theme.Line // a body that changes while it is read; nil: body
	scroll int
	rows   func(*Model) []theme.Line // a list of what it is about, in columns; nil: none
	row    int                       // of them, which the body tells more of
	buttons
	typed string
	form  *form.Form
	yes   func(*Model) tea.Cmd
	no    func(*Model) tea.Cmd // nil: nothing is to be done
	over  func(*Model) bool    // nothing is left to ask: it closes by itself; nil: only an answer closes it
}

// ask opens a question with a safe button and one that acts.
func ask(title string, tone theme.Tone, body []theme.Line, no, yes string, act func(*Model) tea.Cmd) *confirm {
	return &confirm{title: title, tone: tone, body: body, yes: act, buttons: buttons{list: []uidialog.Button{
		{Label: no, Key: "n"}, {Label: yes, Key: "y", Danger: tone == theme.Bad},
	}}}
}

// guarded makes a question ask for a text before it acts.
func (c *confirm) guarded(label, typed string) *confirm {
	c.typed = typed
	c.form = form.New(form.Field{Label: label, Limit: 64})
	c.list[0].Key, c.list[1].Key = "", ""
	return c
}

func (c *confirm) armed() bool { return c.form == nil || c.form.Value(0) == c.typed }

func (c *confirm) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	name := key.String()
	if name == "esc" || c.form == nil && name == "q" {
		return c.refuse(m)
	}
	moves := c.form == nil || name == "up" || name == "down" || name == "pgup" || name == "pgdown"
	if moves && c.rows != nil {
		c.row = chosen(c.row, len(c.rows(m)), name)
	}
	switch {
	case moves:
		c.scroll = m.scrollWithin(c.draw(m), scrolled(c.scroll, name, 5))
	case name != "enter" && name != "tab" && name != "shift+tab":
		c.edit(key)
		return nil
	case name == "enter" && c.focus == 0 && c.form.Value(0) != "" && !c.armed():
		c.form.SetError(0, "That is not it.")
		return nil
	}
	if button := c.buttons.press(name); button >= 0 {
		return c.answer(m, button)
	}
	return nil
}

// answer is a button pressed.
func (c *confirm) answer(m *Model, button int) tea.Cmd {
	c.focus = button
	switch {
	case button == 0:
		return c.refuse(m)
	case !c.armed():
		c.form.SetError(0, "That is not it.")
		return nil
	}
	m.shut(c)
	return c.yes(m)
}

func (c *confirm) refuse(m *Model) tea.Cmd {
	m.shut(c)
	if c.no == nil {
		return nil
	}
	return c.no(m)
}

func (c *confirm) paste(_ *Model, msg tea.PasteMsg) {
	if c.form != nil {
		c.edit(msg)
	}
}

// edit takes what was typed or pasted. What arms the other button also gives it the focus, for all to see: enter
// now acts.
func (c *confirm) edit(msg tea.Msg) {
	c.form.SetError(0, "")
	c.form.Handle(msg)
	c.focus = 0
	if c.armed() {
		c.focus = 1
	}
}

func (c *confirm) draw(m *Model) *uidialog.Props {
	hint := "enter presses the marked button · y yes · n no"
	if c.form != nil {
		hint = "type it and press enter · esc goes back"
	}
	body := c.body
	if c.live != nil {
		body = c.live(m)
	}
	p := &uidialog.Props{
		Title: c.title, Tone: c.tone, Body: body, Scroll: c.scroll, Form: c.form, Buttons: c.buttons.draw(), Hint: hint,
	}
	if c.rows != nil {
		p.Choices, p.Choice, p.Columns, p.Wide = c.rows(m), c.row, true, true
		p.Hint = "↑↓ looks at each · " + hint
	}
	return p
}

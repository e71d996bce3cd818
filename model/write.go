package model

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/model/report"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// slotDialog chooses where a token just made is written.
type slotDialog struct {
	value  secret.Secret
	slots  []report.Slot
	choice int
}

type slotsFoundMsg struct {
	op    int
	value secret.Secret
	slots []report.Slot
}

// findSlots looks where a token of our workspace can be written.
func (m *Model) findSlots(value secret.Secret) tea.Cmd {
	ctx, op := m.ops.begin("")
	m.asks(op)
	files, profile, host := m.opts.Files, m.machine.profile, m.conn.login.Host
	return func() tea.Msg { return slotsFoundMsg{op: op, value: value, slots: files.Slots(ctx, profile, host)} }
}

func (m *Model) onSlotsFound(msg slotsFoundMsg) tea.Cmd {
	d := &slotDialog{value: msg.value, slots: msg.slots}
	if len(d.slots) == 0 {
		m.ops.end(msg.op)
		m.say(theme.Warn, "There is no place that this token could be written to.")
		return nil
	}
	// The first place that can be written is the one most likely meant.
	d.choice = max(0, slices.IndexFunc(d.slots, func(s report.Slot) bool { return s.Refused == nil }))
	m.openLate(msg.op, d)
	return nil
}

func (d *slotDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "up", "k", "down", "j":
		d.choice = chosen(d.choice, len(d.slots), key.String())
	case "tab":
		d.choice = chosen(d.choice, len(d.slots), "down")
	case "esc", "q":
		m.shut(d)
	case "enter":
		slot := d.slots[d.choice]
		if slot.Refused != nil {
			m.say(theme.Warn, m.homely(slot.Refused.Error()))
			return nil
		}
		m.shut(d)
		files, value := m.opts.Files, d.value
		if slot.SignIn {
			value = secret.Secret{} // it takes the app's own sign-in, and no token
		}
		return m.plan(func(ctx context.Context) (report.Change, error) { return files.PlanWrite(ctx, slot, value) })
	}
	return nil
}

func (d *slotDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Title: "Write the token into", Tone: theme.Accent, Choice: d.choice, Columns: true, Wide: true,
		Hint: "enter shows what would change · esc goes back"}
	for _, s := range d.slots {
		line := theme.Line{{Text: text.Clean(m.short(s.Path))}, {Text: text.Clean(s.Where), Tone: theme.Strong}}
		switch {
		case s.Refused != nil:
			for i := range line {
				line[i].Tone = theme.Muted
			}
		case s.Missing:
			line = append(line, theme.Span{Text: "sets it up", Tone: theme.Good})
		default:
			line = append(line, theme.Span{Text: "holds " + text.Clean(s.Held.Mask()), Tone: theme.Dim})
		}
		p.Choices = append(p.Choices, line)
	}
	slot := d.slots[d.choice]
	note := slot.Reader
	if slot.Refused != nil {
		note = slot.Refused.Error()
	}
	p.Body = foreign(theme.Dim, m.homely(note))
	return p
}

package model

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/ui"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// offer asks how a target is to be kept: rotated in its file, or asked for by its reader, so that the file never
// holds a secret.
type offer struct {
	targets []string
	change  planned
	scroll  int
	buttons
}

type pullPlannedMsg struct {
	op      int
	targets []string
	worked
}

// pulling plans that the reader of a target asks for its token.
func (m *Model) pulling(target string) func(context.Context) (report.Change, error) {
	files, profile, host := m.opts.Files, m.machine.profile, m.conn.login.Host
	return func(ctx context.Context) (report.Change, error) { return files.PlanPull(ctx, profile, host, target) }
}

// planPull looks what would change if a target's reader asked; the targets are all that are to be kept.
func (m *Model) planPull(targets []string, target string) tea.Cmd {
	ctx, op := m.ops.begin("")
	m.asks(op)
	files, work := m.opts.Files, m.pulling(target)
	return func() tea.Msg { return pullPlannedMsg{op, targets, workOut(ctx, files, work)} }
}

func (m *Model) onPullPlanned(msg pullPlannedMsg) tea.Cmd {
	if msg.err != nil {
		m.ops.end(msg.op)
		cmd := m.keepRotated(msg.targets)
		m.remember(theme.Dim, "Its reader cannot be made to ask for the token instead: "+msg.err.Error())
		return cmd
	}
	m.openLate(msg.op, &offer{targets: msg.targets, change: m.planned(msg.worked), buttons: buttons{list: []uidialog.Button{
		{Label: "Cancel", Key: "n"}, {Label: "Keep rotated", Key: "y"}, {Label: "Switch", Key: "s"},
	}}})
	return nil
}

func (d *offer) press(m *Model, key tea.KeyPressMsg) (cmd tea.Cmd) {
	name := key.String()
	if name == "esc" || name == "q" {
		m.shut(d)
		return nil
	}
	d.scroll = m.scrollWithin(d.draw(m), scrolled(d.scroll, name, 5))
	switch d.buttons.press(name) {
	case 0:
		m.shut(d)
	case 1:
		m.shut(d)
		return m.keepRotated(d.targets)
	case 2:
		m.shut(d)
		if others := slices.DeleteFunc(slices.Clone(d.targets), func(t string) bool { return t == d.change.Pull.Target }); len(others) > 0 {
			cmd = m.keepRotated(others) // what that asks comes after what lies here by then
		}
		if d.change.Confirm != "" {
			m.open(m.changeQuestion(d.change)) // the file asks for a yes of its own
		} else {
			cmd = tea.Batch(m.apply(d.change), cmd)
		}
	}
	return cmd
}

func (d *offer) draw(m *Model) *uidialog.Props {
	body := []theme.Line{
		theme.Words(theme.Plain, text.Clean(m.targetWords(d.change.Pull.Target))+" holds a token. It can be kept in two ways:"),
		nil,
		{{Text: "Keep rotated  ", Tone: theme.Strong}, {Text: "bricktop writes a new token there before the old one ends, while it runs."}},
		{{Text: "Switch        ", Tone: theme.Strong}, {Text: "the program that reads it asks bricktop for a token when it needs one; the file holds none. This changes:"}},
		nil,
	}
	return &uidialog.Props{
		Title: "Keep it rotated, or have it asked for?", Tone: theme.Accent, Body: append(body, m.changeBody(d.change)...),
		Scroll: d.scroll, Buttons: d.buttons.draw(), Hint: "enter presses the marked button · y keeps · s switches · n neither", Wide: true,
	}
}

// pulled is the command by which the selected secret is asked for; empty: it is not.
func (m *Model) pulled() string {
	if it, ok := m.files.current(); ok && m.focus == ui.FilesPanel && it.secret >= 0 {
		return m.judged.report.Files[it.file].Secrets[it.secret].Pull
	}
	return ""
}

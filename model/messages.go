package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// entry is something that was said or done. Where done is set it may be taken back.
type entry struct {
	at   time.Time
	text string
	tone theme.Tone
	done *report.Done

	undone bool
}

// maxEntries bounds the messages that are kept.
const maxEntries = 200

// note says a sentence and keeps it.
func (m *Model) note(tone theme.Tone, sentence string, done *report.Done) {
	m.say(tone, sentence)
	m.log[len(m.log)-1].done = done
}

// remember adds a sentence to the messages.
func (m *Model) remember(tone theme.Tone, sentence string) {
	if len(m.log) >= maxEntries {
		m.log = append(m.log[:0], m.log[1:]...)
		m.forgotten++
	}
	m.log = append(m.log, entry{at: m.now, text: sentence, tone: tone})
}

// messagesDialog lists what was said and done, the newest first. u takes the selected change back.
type messagesDialog struct{ choice int }

func (m *Model) openMessages() tea.Cmd {
	m.open(&messagesDialog{})
	return nil
}

func (m *Model) noMessages() string {
	if len(m.log) == 0 {
		return "There are no messages yet."
	}
	return ""
}

// entry is the message in a row of the dialog.
func (d *messagesDialog) entry(m *Model) *entry {
	d.choice = max(0, min(d.choice, len(m.log)-1))
	return &m.log[len(m.log)-1-d.choice]
}

func (d *messagesDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "esc", "q", "!":
		m.shut(d)
	case "enter":
		e := *d.entry(m)
		m.open(&reading{title: "Message", body: func(*Model) []theme.Line { return foreign(e.tone, e.text) }})
	case "u":
		return d.undo(m)
	default:
		d.choice = chosen(d.choice, len(m.log), key.String())
	}
	return nil
}

type changeUndoneMsg struct {
	op   int
	done *report.Done
	err  error
}

func (d *messagesDialog) undo(m *Model) tea.Cmd {
	e := d.entry(m)
	if e.done == nil || !e.done.CanUndo || e.undone {
		m.say(theme.Warn, "This cannot be undone.")
		return nil
	}
	ctx, op := m.ops.begin("a file is being put back")
	work, done := m.undoing(e.done), e.done
	e.undone = true // once is enough, unless it fails
	return func() tea.Msg { return changeUndoneMsg{op: op, done: done, err: work(ctx)} }
}

func (m *Model) onChangeUndone(msg changeUndoneMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.err != nil {
		for i := range m.log {
			if m.log[i].done == msg.done {
				m.log[i].undone = false
			}
		}
		m.say(theme.Bad, m.homely(msg.err.Error()))
	} else {
		m.did("Put back " + msg.done.Path + ".")
		m.say(theme.Good, "The contents of "+m.short(msg.done.Path)+" are as they were.")
	}
	if d, ok := m.top().(*messagesDialog); ok {
		d.choice++ // the same message as before: this one is above it now
	}
	return m.look()
}

func (d *messagesDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Title: "Messages", Tone: theme.Accent, Wide: true, Choice: d.choice, Hint: "enter reads · esc goes back"}
	for i := len(m.log) - 1; i >= 0; i-- {
		e := m.log[i]
		line := theme.Line{{Text: e.at.In(m.opts.Location).Format("15:04:05") + "  ", Tone: theme.Dim}, {Text: text.Clean(e.text), Tone: e.tone}}
		p.Choices = append(p.Choices, line)
	}
	if e := d.entry(m); e.done != nil && e.done.CanUndo && !e.undone {
		p.Hint = "u undoes · " + p.Hint
	}
	return p
}

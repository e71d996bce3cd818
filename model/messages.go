package model

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/session"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// entry is something that was said or done. Where done is set it may be taken back.
type entry struct {
	number  int // in the order of their coming
	at      time.Time
	text    string
	tone    theme.Tone
	done    *report.Done
	request *session.Exchange // nil: it was said
	profile string            // that the request was signed in by
	final   string            // why it can never be taken back

	undone bool
}

// maxEntries bounds the messages that are kept, and as many requests.
const maxEntries = 200

// note says a sentence and keeps it.
func (m *Model) note(tone theme.Tone, sentence string, done *report.Done) {
	m.say(tone, sentence)
	m.log[len(m.log)-1].done = done
}

// remember adds a sentence to the messages.
func (m *Model) remember(tone theme.Tone, sentence string) {
	if len(m.log) >= maxEntries {
		m.forgotten++
	}
	m.log = m.keepEntry(m.log, entry{at: m.now, text: sentence, tone: tone})
}

// noteFinal adds to the last message why what it tells of can never be taken back, unless why is empty.
func (m *Model) noteFinal(why string) { m.log[len(m.log)-1].final = why }

func (m *Model) noteRevoked() { m.noteFinal("A revoked token never comes back. n makes another one.") }

func (m *Model) keepEntry(log []entry, e entry) []entry {
	m.entries++
	e.number = m.entries
	if len(log) >= maxEntries {
		log = append(log[:0], log[1:]...)
	}
	return append(log, e)
}

// What the dialog of messages shows.
const (
	showAll = iota
	showSaid
	showRequests
	shows
)

// messagesDialog lists what was said and what was asked of the workspace, the newest first. u takes the selected
// change back. The selection is a message, not a row: others come meanwhile.
type messagesDialog struct {
	selected int // its number
	shows    int
}

func (m *Model) openMessages() tea.Cmd {
	m.open(&messagesDialog{selected: m.entries})
	return nil
}

func (m *Model) noMessages() string {
	if len(m.log)+len(m.requests) == 0 {
		return "There are no messages yet."
	}
	return ""
}

// list is what is shown, the newest first, and which of it is selected.
func (d *messagesDialog) list(m *Model) (list []*entry, at int) {
	for _, log := range [][]entry{m.log, m.requests} {
		for i := range log {
			if isRequest := log[i].request != nil; d.shows == showAll || isRequest == (d.shows == showRequests) {
				list = append(list, &log[i])
			}
		}
	}
	slices.SortFunc(list, func(a, b *entry) int { return b.number - a.number })
	at = slices.IndexFunc(list, func(e *entry) bool { return e.number <= d.selected })
	if at < 0 {
		at = len(list) - 1
	}
	return list, at
}

func (d *messagesDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	list, at := d.list(m)
	switch name := key.String(); {
	case name == "esc" || name == "q" || name == "!":
		m.shut(d)
	case name == "tab":
		d.shows = (d.shows + 1) % shows
	case len(list) == 0:
	case name == "enter":
		e := *list[at]
		m.open(&reading{title: "Message", body: func(m *Model) []theme.Line {
			if e.request != nil {
				return m.requestBody(&e)
			}
			return foreign(e.tone, e.text)
		}})
	case name == "u":
		return m.undo(list[at])
	case name == "e":
		m.openCommand(list[at])
	default:
		d.selected = list[chosen(at, len(list), name)].number
	}
	return nil
}

// openCommand shows a request as a command, or says why it is none.
func (m *Model) openCommand(e *entry) {
	if e.request == nil {
		m.say(theme.Warn, "This was said. The requests have commands.")
		return
	}
	command, why := m.asCommand(e)
	if why != "" {
		m.say(theme.Warn, why)
		return
	}
	m.open(&cliDialog{commands: []shellCommand{{text.Clean(e.text), command}}})
}

type changeUndoneMsg struct {
	op   int
	done *report.Done
	err  error
}

func (m *Model) undo(e *entry) tea.Cmd {
	if e.done == nil || !e.done.CanUndo || e.undone {
		why := cmp.Or(e.final, "This cannot be undone.")
		switch {
		case e.undone:
			why = "It was taken back already."
		case e.done == nil && e.final == "":
			why = "Nothing was changed here that could be taken back."
		}
		m.say(theme.Warn, why)
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
		return m.look()
	}
	file := m.short(msg.done.Path)
	said := "The contents of " + file + " are as they were."
	if msg.done.OfMode() {
		said = "The mode of " + file + " is as it was."
	}
	if m.opts.DryRun {
		said = "Taken back: the change of " + file + " is off the list of what would be done."
	} else {
		m.did("Put back " + msg.done.Path + ".")
	}
	m.say(theme.Good, said)
	return m.look()
}

func (d *messagesDialog) draw(m *Model) *uidialog.Props {
	list, at := d.list(m)
	title := [...]string{showAll: "Messages", showSaid: "Messages · said", showRequests: "Messages · requests"}[d.shows]
	p := &uidialog.Props{Title: title, Tone: theme.Accent, Wide: true, Choice: at,
		Hint: "enter reads · e CLI command · tab said, requests, all · esc goes back"}
	for _, e := range list {
		if e.request != nil {
			p.Choices = append(p.Choices, m.requestLine(e))
			continue
		}
		p.Choices = append(p.Choices, theme.Line{{Text: m.clockWords(e.at) + "  ", Tone: theme.Dim}, {Text: text.Clean(e.text), Tone: e.tone}})
	}
	if len(list) == 0 {
		p.Body = []theme.Line{theme.Words(theme.Dim, "None so far.")}
		p.Hint = "tab said, requests, all · esc goes back"
	} else if e := list[at]; e.done != nil && e.done.CanUndo && !e.undone {
		p.Hint = "u undoes · " + p.Hint
	}
	return p
}

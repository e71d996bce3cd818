package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/ui"
	"bricktop/ui/table"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// What follows is for whoever shows the dashboard in lines, with neither screen nor keys.

// Do asks for an action by its ID, as its key does. A dialog that is open takes it for nothing.
type Do struct {
	ID    string
	Alone bool // it is about the selected row alone, whatever is marked
}

func (m *Model) onDo(msg Do) tea.Cmd {
	if m.top() != nil {
		return nil
	}
	at := slices.IndexFunc(m.actions, func(a action) bool { return a.id == msg.ID })
	if at < 0 {
		return nil
	}
	if msg.Alone {
		marked := m.tokens.marked
		m.tokens.marked = nil
		defer func() { m.tokens.marked = marked }()
	}
	return m.do(m.actions[at])
}

// OnlyCloses is the hint of a dialog that has nothing to ask.
const OnlyCloses = "esc closes"

// Command is an action with its keys, in words.
type Command struct {
	ID, Help, Group, Off string // Off: why it can do nothing now, empty: it can
	Keys                 []string
}

// Commands are all actions, in the order of the help.
func (m *Model) Commands() []Command {
	all := make([]Command, len(m.actions))
	for i, a := range m.actions {
		all[i] = Command{ID: a.id, Help: a.help, Group: a.group, Off: m.disabled(a), Keys: a.keys.Keys()}
	}
	return all
}

// Row is a row of a panel in words. Its ID stays when rows move.
type Row struct {
	ID, Name, State string
	Line            theme.Line
}

// Rows are the rows of the tokens or of the files.
func (m *Model) Rows(p ui.Panel) []Row {
	var rows []Row
	switch p {
	case ui.TokensPanel:
		var into table.Row
		for i := range m.tokens.shown {
			m.tokenRow(i, &into)
			t := m.tokens.row(i)
			rows = append(rows, Row{
				ID: string(t.ID), Name: text.Clean(t.Comment), Line: m.cellWords(into),
				State: m.opts.Settings.Thresholds.Urgency(*t, m.clock()).String(),
			})
		}
	case ui.FilesPanel:
		for _, it := range m.files.items {
			rows = append(rows, Row{ID: it.key, Line: m.fileRow(it)})
		}
	}
	return rows
}

// Lifetimes are the rows of the tokens, with what the chart shows of each in words.
func (m *Model) Lifetimes() []Row {
	rows := m.Rows(ui.TokensPanel)
	for i := range rows {
		t := m.tokens.row(i)
		rows[i].Line = append(theme.Line{{Text: commentWords(t.Comment) + ", "}}, m.lifetimeNote(t)...)
	}
	return rows
}

// cellWords is a row of the table in words: all but the first two columns say what they are.
func (m *Model) cellWords(row table.Row) (line theme.Line) {
	if row.Mark {
		line = append(line, theme.Span{Text: "marked"})
	}
	for i, cell := range row.Cells {
		name := m.opts.Settings.Columns[i]
		if cell.Bar || cell.Text == "" {
			continue // how much of a life is over the time that is left says
		}
		if len(line) > 0 {
			line = append(line, theme.Span{Text: ", "})
		}
		if title := tokenColumns[name].Title; title != "STATE" && title != "COMMENT" && title != "ID" {
			line = append(line, theme.Span{Text: strings.ToLower(title) + " "})
		} else if title == "ID" {
			line = append(line, theme.Span{Text: "ID "})
		}
		line = append(line, theme.Span{Text: cell.Text})
	}
	return line
}

// Select selects a row by its ID, and reports whether there is one.
func (m *Model) Select(p ui.Panel, id string) bool {
	rows := m.Rows(p)
	at := slices.IndexFunc(rows, func(r Row) bool { return r.ID == id })
	if at < 0 {
		return false
	}
	m.focus = p
	if p == ui.TokensPanel {
		m.tokens.moveTo(at)
	} else {
		m.files.moveTo(at)
	}
	return true
}

// Said are the sentences said after the first n, and how many there are by now.
func (m *Model) Said(n int) (sentences []string, total int) {
	first := m.forgotten
	for i, e := range m.log {
		if first+i >= n {
			sentences = append(sentences, text.Clean(e.text))
		}
	}
	return sentences, first + len(m.log)
}

// Dialogs is how many dialogs lie over each other, and whether the top one is only to be read.
func (m *Model) Dialogs() (depth int, toRead bool) {
	_, toRead = m.top().(*reading)
	return len(m.dialogs), toRead
}

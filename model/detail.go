package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	"bricktop/ui"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// reading is a text over the screen, scrolled with the keys: details, help.
type reading struct {
	title  string
	body   func(*Model) []theme.Line
	scroll int
}

func (d *reading) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "esc", "enter", "q", "?":
		m.shut(d)
		return nil
	}
	d.scroll = m.scrollWithin(d.draw(m), scrolled(d.scroll, key.String(), max(m.term.h-8, 1)))
	return nil
}

func (d *reading) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Title: d.title, Tone: theme.Accent, Body: d.body(m), Scroll: d.scroll, Wide: true, Hint: OnlyCloses}
	if m.scrollWithin(p, 1) > 0 {
		p.Hint = "↑↓ scroll · " + p.Hint
	}
	return p
}

// openDetail shows all about the selected row. A token is named by its ID, so that the dialog stays with it.
func (m *Model) openDetail() tea.Cmd {
	switch m.focus {
	case ui.ContextPanel:
		m.open(&reading{title: "Workspace", body: func(m *Model) []theme.Line { return m.fieldLines(m.contextFields()) }})
	case ui.FilesPanel:
		if it, ok := m.files.current(); ok {
			title, _ := m.itemDetail(it)
			m.open(&reading{title: title, body: func(m *Model) []theme.Line {
				_, fields := m.itemDetail(it)
				return m.fieldLines(fields)
			}})
		}
	default:
		if t, ok := m.tokens.current(); ok {
			m.open(&reading{title: "Token", body: func(m *Model) []theme.Line { return m.tokenLines(t.ID) }})
		}
	}
	return nil
}

func (m *Model) tokenLines(id token.ID) []theme.Line {
	t, ok := m.tokens.find(id)
	if !ok {
		return []theme.Line{theme.Words(theme.Dim, "This token is no longer in the list.")}
	}
	return m.fieldLines(append([]ui.Field{plain("ID", string(t.ID)), m.stateField(t)}, m.tokenFields(t)...))
}

// fieldLines is a line for each field. On a narrow screen a long label has a line to itself.
func (m *Model) fieldLines(fields []ui.Field) []theme.Line {
	width, most := 0, text.Width(longestLabel)
	if m.term.w >= 80 {
		most = m.term.w
	}
	for _, f := range fields {
		if w := text.Width(f.Label); f.Value != nil && w <= most {
			width = max(width, w)
		}
	}
	lines := make([]theme.Line, 0, len(fields))
	for i, f := range fields {
		if f.Value == nil {
			if i > 0 {
				lines = append(lines, nil)
			}
			lines = append(lines, theme.Words(theme.Strong, f.Label))
			continue
		}
		if text.Width(f.Label) > most {
			lines = append(lines, theme.Words(theme.Dim, f.Label), append(theme.Line{{Text: "  "}}, f.Value...))
			continue
		}
		lines = append(lines, append(theme.Line{{Text: text.Pad(f.Label, width) + "  ", Tone: theme.Dim}}, f.Value...))
	}
	return lines
}

// longestLabel is the longest one that a narrow screen has room for beside the value.
const longestLabel = "client_secret"

func plain(label, value string) ui.Field {
	return ui.Field{Label: label, Value: theme.Words(theme.Plain, text.Clean(value))}
}

func toned(label, value string, tone theme.Tone) ui.Field {
	return ui.Field{Label: label, Value: theme.Words(tone, text.Clean(value))}
}

func (m *Model) stateField(t token.Token) ui.Field {
	now := m.clock()
	mark := m.term.marks.urgency[m.opts.Settings.Thresholds.Urgency(t, now)]
	state := theme.Line{mark}
	if _, known := t.Left(now); known && t.Expiry.At().After(now) {
		state = append(state, theme.Span{Text: ", " + m.leftWords(t) + " left", Tone: mark.Tone})
	}
	return ui.Field{Label: "State", Value: state}
}

// tokenFields is what stands in the pane beside the table. ID and state are in the row itself: here they would
// cost more to draw than all the rest of a cursor move.
func (m *Model) tokenFields(t token.Token) []ui.Field {
	now := m.clock()
	fields := []ui.Field{
		{Label: "Comment", Value: theme.Words(theme.Strong, text.Clean(t.Comment))},
		plain("Created", m.when(t.Created)),
	}
	if t.Expiry.Known() {
		at := t.Expiry.At()
		fields = append(fields, plain("Expires", text.When(at, now, m.opts.Location)+"  "+at.UTC().Format("2006-01-02 15:04:05 UTC")))
	} else {
		fields = append(fields, plain("Expires", m.leftWords(t)))
	}
	scopes := "not restricted"
	if len(t.Scopes) > 0 {
		scopes = strings.Join(t.Scopes, ", ")
	}
	fields = append(fields, plain("Scopes", scopes))
	users := m.judged.usedBy[t.ID]
	for i, u := range users {
		label := "Used by"
		if i > 0 {
			label = ""
		}
		value := theme.Line{{Text: text.Clean(m.targetWords(u))}}
		if kept := m.keptWords(u); kept != "" {
			value = append(value, theme.Span{Text: "  " + kept, Tone: theme.Accent})
		}
		fields = append(fields, ui.Field{Label: label, Value: value})
	}
	if len(users) == 0 {
		fields = append(fields, toned("Used by", "nothing known here", theme.Dim))
	}
	if self, _ := m.selfID(); self == t.ID {
		fields = append(fields, toned("Note", "bricktop is signed in with this token", theme.Accent))
	}
	return fields
}

package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/ui"
	"bricktop/ui/form"
)

// filter is the line above the table that takes what the rows have to hold.
type filter struct {
	form   *form.Form // nil: never opened
	typing bool
}

func (f *filter) text() string {
	if f.form == nil {
		return ""
	}
	return strings.TrimSpace(f.form.Value(0))
}

func (m *Model) openFilter() tea.Cmd {
	f := &m.tokens.filter
	if f.form == nil {
		f.form = form.New(form.Field{Limit: 100})
	}
	f.typing = true
	m.focus = ui.TokensPanel
	return nil
}

func (m *Model) onFilterKey(key tea.KeyPressMsg) tea.Cmd {
	f := &m.tokens.filter
	switch key.String() {
	case "esc":
		m.clearFilter()
	case "enter":
		f.typing = false
	case "up", "down", "pgup", "pgdown":
		return m.act(key)
	default:
		if f.form.Handle(key) {
			m.tokens.sift()
		}
	}
	return nil
}

func (m *Model) pasteFilter(msg tea.PasteMsg) {
	if m.tokens.filter.form.Handle(msg) {
		m.tokens.sift()
	}
}

func (m *Model) clearFilter() {
	m.tokens.filter = filter{}
	m.tokens.sift()
}

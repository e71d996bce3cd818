package model

import (
	"slices"

	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/token"
	"bricktop/ui"
)

// Advertised is every key that an action has.
func Advertised() []string {
	var keys []string
	for _, a := range actions() {
		keys = append(keys, a.keys.Keys()...)
	}
	return keys
}

// ActionKeys is every action with its keys, its word and its help.
func ActionKeys() map[string][]string {
	ids := make(map[string][]string)
	for _, a := range actions() {
		ids[a.id] = a.keys.Keys()
	}
	return ids
}

// Marked reports whether a token is marked.
func (m *Model) Marked(id token.ID) bool { return m.tokens.marked[id] }

// RevokesMany reports whether many tokens are being revoked.
func (m *Model) RevokesMany() bool {
	return slices.ContainsFunc(m.dialogs, func(d dialog) bool { _, ok := d.(*manyDialog); return ok })
}

// HelpOf is the sentence of an action.
func HelpOf(id string) string {
	for _, a := range actions() {
		if a.id == id {
			return a.help
		}
	}
	return ""
}

// Dialog names the dialog on top.
func (m *Model) Dialog() string {
	switch m.top().(type) {
	case *confirm:
		return "question"
	case *createDialog:
		return "create"
	case *createdDialog:
		return "created"
	case *reading:
		return "reading"
	case *profileDialog:
		return "profiles"
	}
	return ""
}

// HasHeadline reports whether a kind of finding has its short words.
func HasHeadline(c report.Code) bool { return headlines[c] != "" }

// Hits are what answers to the mouse now.
func (m *Model) Hits() []ui.Hit { return m.frame().Hits }

// Question is the question on top, nil if there is none, and which of its buttons has the focus.
func (m *Model) Question() (question any, focus int) {
	if c, ok := m.top().(*confirm); ok {
		return c, c.focus
	}
	return nil, 0
}

// InFlight is how many operations run.
func (m *Model) InFlight() int { return len(m.ops.running) }

// NoteReaders sees what a rotation said of its readers, and what that asks for.
func NoteReaders(m *Model, s rotate.State) {
	if cmd := m.noteReaders(s); cmd != nil {
		m.Update(cmd())
	}
}

// NoRestart is why claude-code-router is not restarted.
func NoRestart(m *Model) string { return m.noRestart() }

package model

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	"bricktop/ui"
)

// markRow marks the selected token, or no longer, and goes on to the next.
func (m *Model) markRow() tea.Cmd {
	m.focus = ui.TokensPanel
	if t, ok := m.tokens.current(); ok {
		m.tokens.mark(t.ID, !m.tokens.marked[t.ID])
		m.tokens.anchor = t.ID
		m.tokens.moveTo(m.tokens.cursor + 1)
	}
	return nil
}

// markRange marks every token that is shown from the one marked last to the selected one.
func (m *Model) markRange() tea.Cmd {
	m.focus = ui.TokensPanel
	t := &m.tokens
	from, to := t.anchored(), t.cursor
	if from < 0 {
		return nil
	}
	for at := min(from, to); at <= max(from, to); at++ {
		t.mark(t.row(at).ID, true)
	}
	t.anchor = t.row(to).ID
	return nil
}

// anchored is the row of the token marked last, -1 where there is none, or it is marked no more.
func (t *tokens) anchored() int {
	if !t.marked[t.anchor] {
		return -1
	}
	return slices.IndexFunc(t.shown, func(i int) bool { return t.list.Tokens[i].ID == t.anchor })
}

func (m *Model) noAnchor() string {
	if m.tokens.anchored() < 0 {
		return "Mark one of those that are shown first, with " + m.key("mark") + "."
	}
	return ""
}

// markAll marks every token that the filter shows; where all of them are, none of them.
func (m *Model) markAll() tea.Cmd {
	m.focus = ui.TokensPanel
	t, on := &m.tokens, false
	for at := range t.shown {
		on = on || !t.marked[t.row(at).ID]
	}
	for at := range t.shown {
		t.mark(t.row(at).ID, on)
	}
	return nil
}

func (m *Model) noRow() string {
	if len(m.tokens.shown) == 0 {
		return "There is no token here."
	}
	return ""
}

func (t *tokens) mark(id token.ID, on bool) {
	if !on {
		delete(t.marked, id)
		return
	}
	if t.marked == nil {
		t.marked = make(map[token.ID]bool)
	}
	t.marked[id] = true
}

// marking is the marked tokens in the order of the table, also those that the filter hides.
func (t *tokens) marking() []token.Token {
	if len(t.marked) == 0 {
		return nil
	}
	var marking []token.Token
	for _, i := range t.list.View(t.order, "", nil) {
		if tok := t.list.Tokens[i]; t.marked[tok.ID] {
			marking = append(marking, tok)
		}
	}
	return marking
}

// unmarkGone takes the marks of tokens that are no longer there: an ID that comes back was not meant.
func (t *tokens) unmarkGone() {
	for id := range t.marked {
		if _, there := t.find(id); !there {
			delete(t.marked, id)
		}
	}
}

// meant is the tokens that a key acts on: that of the selected secret in the files panel, else the marked ones,
// else the selected one. What it acts on comes to the front.
func (m *Model) meant() []token.Token {
	if _, here := m.pointed(); !here {
		if marked := m.tokens.marking(); marked != nil {
			m.focus = ui.TokensPanel
			return marked
		}
	}
	if t, ok := m.chosen(); ok {
		return []token.Token{t}
	}
	return nil
}

// noneMeant is why nothing can be done to the tokens that a key would act on.
func (m *Model) noneMeant() string {
	if len(m.tokens.marked) > 0 {
		return m.signedOut()
	}
	return m.noToken()
}

// markWords counts the marks for the title of the panel.
func (t *tokens) markWords() string {
	if len(t.marked) == 0 {
		return ""
	}
	if hidden := len(t.marked) - t.markedInView(); hidden > 0 {
		return fmt.Sprintf(" · %d marked, %d of them not shown", len(t.marked), hidden)
	}
	return fmt.Sprintf(" · %d marked", len(t.marked))
}

func (t *tokens) markedInView() (n int) {
	if t.filter.text() == "" {
		return len(t.marked)
	}
	for at := range t.shown {
		if t.marked[t.row(at).ID] {
			n++
		}
	}
	return n
}

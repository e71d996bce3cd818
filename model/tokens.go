package model

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/session"
	"bricktop/model/token"
)

// tokens is the list, and which of it is selected. The selection is an ID: refresh and sort move rows, and a
// dangerous key must not hit whatever came to lie under the cursor.
type tokens struct {
	all      []token.Token // in the order shown
	index    *token.Index  // of all, nil until a filter needs it
	shown    []int         // indices into all that pass the filter
	order    token.Order
	filter   filter
	selected token.ID
	cursor   int // where selected stands in shown

	listed   bool
	at       time.Time
	err      error
	revoking map[token.ID]bool

	asked int // counts the lists asked for
	floor int // a list asked for before this one tells what is no longer so
}

type tokensListedMsg struct {
	gen, op int
	asked   int
	at      time.Time
	tokens  []token.Token
	err     error
}

func (m *Model) listTokens() tea.Cmd {
	ctx, op := m.ops.begin("")
	m.tokens.asked++
	ws, gen, asked, now := m.conn.ws, m.conn.gen, m.tokens.asked, m.opts.Now
	return func() tea.Msg {
		list, err := ws.Tokens(ctx)
		return tokensListedMsg{gen: gen, op: op, asked: asked, at: now(), tokens: list, err: err}
	}
}

func (m *Model) onTokensListed(msg tokensListedMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.gen != m.conn.gen {
		return nil
	}
	if msg.asked < m.tokens.floor {
		return m.asked()
	}
	m.tokens.floor = msg.asked
	m.tokens.err = msg.err
	if msg.err == nil {
		m.tokens.set(msg.tokens, m.clock())
		m.tokens.listed, m.tokens.at = true, msg.at
	}
	return m.asked()
}

// forget drops what another session listed; order and filter are the user's and stay.
func (t *tokens) forget() {
	*t = tokens{order: t.order, filter: t.filter}
}

func (t *tokens) set(list []token.Token, now time.Time) {
	t.all = list
	t.sort(t.order, now)
}

// sift applies the filter and finds the selection again; where it is gone, its neighbour is selected.
func (t *tokens) sift() {
	if t.filter.text() == "" {
		t.shown = t.shown[:0]
		for i := range t.all {
			t.shown = append(t.shown, i)
		}
	} else {
		if t.index == nil {
			t.index = token.NewIndex(t.all)
		}
		t.shown = t.index.Match(t.filter.text())
	}
	for at, i := range t.shown {
		if t.all[i].ID == t.selected {
			t.cursor = at
			return
		}
	}
	t.moveTo(t.cursor)
}

// moveTo selects the row at the place, or the nearest there is.
func (t *tokens) moveTo(at int) {
	t.cursor = max(0, min(at, len(t.shown)-1))
	t.selected = ""
	if t.cursor < len(t.shown) {
		t.selected = t.all[t.shown[t.cursor]].ID
	}
}

func (t *tokens) sort(o token.Order, now time.Time) {
	t.order, t.index = o, nil
	t.order.Sort(t.all, now)
	t.sift()
}

// current is the selected token.
func (t *tokens) current() (token.Token, bool) {
	if t.cursor >= len(t.shown) {
		return token.Token{}, false
	}
	return t.all[t.shown[t.cursor]], true
}

func (t *tokens) find(id token.ID) (token.Token, bool) {
	if i := slices.IndexFunc(t.all, func(tok token.Token) bool { return tok.ID == id }); i >= 0 {
		return t.all[i], true
	}
	return token.Token{}, false
}

func asSessionError(err error) (*session.Error, bool) { return errors.AsType[*session.Error](err) }

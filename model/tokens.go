package model

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// tokens is the list, and which of it is selected. The selection is an ID: refresh and sort move rows, and a
// dangerous key must not hit whatever came to lie under the cursor.
type tokens struct {
	list     *token.List // never nil
	shown    []int       // positions in the list that pass the filter, in order
	order    token.Order
	filter   filter
	selected token.ID // stays while a filter hides it
	cursor   int      // index into shown of the row that keys act on
	marked   map[token.ID]bool
	anchor   token.ID // marked last
	chart    lifetimes

	listed   bool
	at       time.Time
	err      error
	revoking map[token.ID]time.Time // since when
	gone     map[token.ID]bool      // revoked by us since the list was asked for
	heirs    map[token.ID]token.ID  // what took the place of tokens, until a list has it

	asked int // counts the lists asked for
	floor int // a list asked for before this one tells what is no longer so
}

type tokensListedMsg struct {
	gen, op int
	asked   int
	at      time.Time
	list    *token.List
	err     error
}

func (m *Model) listTokens() tea.Cmd {
	ctx, op := m.ops.begin("")
	m.tokens.asked++
	ws, gen, asked, clock := m.conn.ws, m.conn.gen, m.tokens.asked, m.wallClock()
	return func() tea.Msg {
		listed, err := ws.Tokens(ctx)
		for i := range listed {
			// A comment may hold a token that somebody pasted there.
			listed[i].Comment = secret.Redact(listed[i].Comment)
		}
		at := clock()
		return tokensListedMsg{gen: gen, op: op, asked: asked, at: at, list: token.NewList(listed, at), err: err}
	}
}

// wallClock tells the time of the system's clock alone: the monotonic one stands still while a laptop sleeps.
func (m *Model) wallClock() func() time.Time {
	now := m.opts.Now
	return func() time.Time { return now().Round(0) }
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
		m.orderByUse(msg.list)
		m.tokens.set(msg.list)
		m.tokens.listed, m.tokens.at = true, msg.at
	}
	m.settleLost(msg.err)
	m.tellList(msg.err)
	return m.asked()
}

// forget drops what another session listed; order and filter are the user's and stay.
func (t *tokens) forget() {
	t.chart.gaps = nil
	*t = tokens{order: t.order, filter: t.filter, chart: t.chart, list: token.NewList(nil, time.Time{})}
}

func (t *tokens) set(list *token.List) {
	t.list, t.gone = list, nil
	t.unmarkGone()
	t.inherit()
	t.sift()
}

// drop takes a token off the list before the workspace's next answer does.
func (t *tokens) drop(id token.ID) {
	if t.gone == nil {
		t.gone = make(map[token.ID]bool)
	}
	t.gone[id] = true
	t.mark(id, false)
	t.sift()
}

// sift shows what passes the filter, in order, and finds the selection again. Where it is gone its neighbour is
// selected; where only the filter hides it, it is selected again when the filter lets it.
func (t *tokens) sift() {
	t.shown = t.list.View(t.order, t.filter.text(), t.shown)
	if len(t.gone) > 0 {
		kept := t.shown[:0]
		for _, i := range t.shown {
			if !t.gone[t.list.Tokens[i].ID] {
				kept = append(kept, i)
			}
		}
		t.shown = kept
	}
	for at, i := range t.shown {
		if t.list.Tokens[i].ID == t.selected {
			t.cursor = at
			return
		}
	}
	hidden := t.selected
	t.moveTo(t.cursor)
	if _, there := t.find(hidden); there {
		t.selected = hidden
	}
}

// moveTo selects the row at the place, or the nearest there is.
func (t *tokens) moveTo(at int) {
	t.cursor = max(0, min(at, len(t.shown)-1))
	t.selected = ""
	if t.cursor < len(t.shown) {
		t.selected = t.row(t.cursor).ID
	}
}

// row is the token in a row.
func (t *tokens) row(at int) *token.Token { return &t.list.Tokens[t.shown[at]] }

// current is the token in the selected row.
func (t *tokens) current() (token.Token, bool) {
	if t.cursor >= len(t.shown) {
		return token.Token{}, false
	}
	return *t.row(t.cursor), true
}

func (t *tokens) find(id token.ID) (token.Token, bool) {
	if t.gone[id] {
		return token.Token{}, false
	}
	return t.list.Find(id)
}

// there is the list without what we revoked since it was asked for.
func (t *tokens) there() []token.Token {
	if len(t.gone) == 0 {
		return t.list.Tokens
	}
	return slices.DeleteFunc(slices.Clone(t.list.Tokens), func(tok token.Token) bool { return t.gone[tok.ID] })
}

// count is how many tokens there are, whatever the filter hides.
func (t *tokens) count() int { return len(t.list.Tokens) - len(t.gone) }

func asSessionError(err error) (*session.Error, bool) { return errors.AsType[*session.Error](err) }

package token

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Column is something to sort tokens by.
type Column int

// The columns, in the order in which the sort key walks through them. The state follows from the time left.
const (
	ByLeft Column = iota
	ByLife        // the share of its life that is used, as it was when the list was worked out
	ByUse         // what uses it, as SortByUse was told last
	ByCreated
	ByID
	ByComment
	columns
)

// Next is the column after c, ByLeft after the last.
func (c Column) Next() Column { return (c + 1) % columns }

// Order is a column and a direction. What has no value in the column comes last either way.
type Order struct {
	Column Column
	Desc   bool
}

// List is tokens with all that sorting, filtering and finding need, worked out once, away from the keyboard.
type List struct {
	Tokens []Token
	orders [columns][2][]int // and the other way round
	byID   map[ID]int
	index  *Index
}

// NewList works out a list. What is over at the time now comes last where the list is sorted by time left.
func NewList(tokens []Token, now time.Time) *List {
	l := &List{Tokens: tokens, byID: make(map[ID]int, len(tokens)), index: NewIndex(tokens)}
	for i := range tokens {
		l.byID[tokens[i].ID] = i
	}
	for c := range columns {
		l.orders[c] = [2][]int{sorted(tokens, Order{c, false}, now), sorted(tokens, Order{c, true}, now)}
	}
	return l
}

// SortByUse tells the list who uses each token, empty for nobody: those come last.
func (l *List) SortByUse(user func(ID) string) {
	by := func(t *Token) (s sortable) {
		if s.word = user(t.ID); s.word == "" {
			s.rank = 1
		}
		return s
	}
	l.orders[ByUse] = [2][]int{inOrder(l.Tokens, by, false), inOrder(l.Tokens, by, true)}
}

// Find is the token with an ID.
func (l *List) Find(id ID) (Token, bool) {
	i, ok := l.byID[id]
	if !ok {
		return Token{}, false
	}
	return l.Tokens[i], true
}

// Next is the token that ends next after now; ok is false when none that is known to end is left.
func (l *List) Next(now time.Time) (t Token, ok bool) {
	for _, i := range l.orders[ByLeft][0] {
		if left, known := l.Tokens[i].Left(now); known && left > 0 {
			return l.Tokens[i], true
		}
	}
	return Token{}, false
}

// View is the positions of the tokens that hold every word of the query, in an order, in a slice that may be
// reused as into.
func (l *List) View(o Order, query string, into []int) []int {
	into = into[:0]
	order := l.orders[o.Column][0]
	if o.Desc {
		order = l.orders[o.Column][1]
	}
	if strings.TrimSpace(query) == "" {
		into = append(into, order...)
	} else {
		found := make([]bool, len(l.Tokens))
		for _, i := range l.index.Match(query) {
			found[i] = true
		}
		for _, i := range order {
			if found[i] {
				into = append(into, i)
			}
		}
	}
	return into
}

// Sort sorts in place. By time left: the soonest first, then the unknown, then those that never expire, and at
// last those that are over; the other way round those that never expire, the longest, the unknown, and again those
// that are over. Equal tokens stay in the order of their IDs, so that a list does not dance.
func (o Order) Sort(tokens []Token, now time.Time) {
	unsorted := slices.Clone(tokens)
	for at, i := range sorted(tokens, o, now) {
		tokens[at] = unsorted[i]
	}
}

// sorted is the positions of tokens in an order.
func sorted(tokens []Token, o Order, now time.Time) []int {
	return inOrder(tokens, func(t *Token) sortable { return newSortable(t, o, now) }, o.Desc)
}

// inOrder is the positions of tokens in the order of what they are sorted by.
func inOrder(tokens []Token, by func(*Token) sortable, desc bool) []int {
	way := 1
	if desc {
		way = -1
	}
	rows := make([]sortable, len(tokens))
	for i := range tokens {
		rows[i] = by(&tokens[i])
		rows[i].id, rows[i].place = tokens[i].ID, i
	}
	slices.SortFunc(rows, func(a, b sortable) int {
		c := cmp.Compare(a.rank, b.rank)
		if c == 0 {
			c = way * cmp.Compare(a.at, b.at)
		}
		if c == 0 {
			c = way * cmp.Compare(a.word, b.word)
		}
		if c == 0 {
			c = cmp.Compare(a.id, b.id)
		}
		return c
	})
	order := make([]int, len(rows))
	for at, r := range rows {
		order[at] = r.place
	}
	return order
}

// sortable is what a token is sorted by, worked out once and not at every comparison.
type sortable struct {
	rank, at int64
	word     string
	id       ID
	place    int
}

func newSortable(t *Token, o Order, now time.Time) (s sortable) {
	switch o.Column {
	case ByUse: // nobody told yet
	case ByLife:
		if used, ok := t.Used(now); ok {
			s.at = int64(used * 1e9)
		} else {
			s.rank = 1
		}
	case ByComment:
		if s.word = t.Comment; s.word == "" {
			s.rank = 1
		}
	case ByID:
		s.word = string(t.ID)
	case ByCreated:
		if s.at = t.Created.UnixMilli(); t.Created.IsZero() {
			s.rank = 1
		}
	default:
		if s.rank = t.Expiry.rank(now); o.Desc && t.Expiry.Never() {
			s.rank = -1
		}
		if t.Expiry.Known() {
			s.at = t.Expiry.at.UnixMilli()
		}
	}
	return s
}

func (e Expiry) rank(now time.Time) int64 {
	switch {
	case e.never:
		return 2
	case e.at.IsZero():
		return 1
	case !e.at.After(now):
		return 3
	default:
		return 0
	}
}

// New returns the tokens with a comment that are not among known: what a create whose answer was lost may have
// left behind.
func New(tokens []Token, comment string, known map[ID]bool) []Token {
	var found []Token
	for _, t := range tokens {
		if t.Comment == comment && !known[t.ID] {
			found = append(found, t)
		}
	}
	return found
}

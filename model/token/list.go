package token

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Column is something to sort tokens by.
type Column int

// The columns, in the order in which the sort key walks through them.
const (
	ByLeft Column = iota
	ByComment
	ByCreated
	ByID
	columns
)

// Next is the column after c, ByLeft after the last.
func (c Column) Next() Column { return (c + 1) % columns }

// Order is a column and a direction.
type Order struct {
	Column Column
	Desc   bool
}

// Sort sorts in place. By time left: the soonest first, then the unknown, then those that never expire, and at
// last those that are over. Equal tokens stay in the order of their IDs, so that a list does not dance.
func (o Order) Sort(tokens []Token, now time.Time) {
	rows := make([]sortable, len(tokens))
	for i := range tokens {
		rows[i] = o.sortable(&tokens[i], now)
	}
	slices.SortFunc(rows, func(a, b sortable) int {
		c := cmp.Compare(a.rank, b.rank)
		if c == 0 {
			c = cmp.Compare(a.at, b.at)
		}
		if c == 0 {
			c = cmp.Compare(a.word, b.word)
		}
		if o.Desc {
			c = -c
		}
		if c == 0 {
			c = cmp.Compare(a.token.ID, b.token.ID)
		}
		return c
	})
	sorted := make([]Token, len(tokens))
	for i, r := range rows {
		sorted[i] = *r.token
	}
	copy(tokens, sorted)
}

// sortable is what a token is sorted by, worked out once and not at every comparison.
type sortable struct {
	rank, at int64
	word     string
	token    *Token
}

func (o Order) sortable(t *Token, now time.Time) sortable {
	s := sortable{token: t}
	switch o.Column {
	case ByComment:
		s.word = t.Comment
	case ByID:
		s.word = string(t.ID)
	case ByCreated:
		if !t.Created.IsZero() {
			s.rank, s.at = 1, t.Created.UnixMilli()
		}
	default:
		s.rank = t.Expiry.rank(now)
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

// Index is the text of a list that a filter searches: comment, ID and scopes of every token, in lower case. It
// is one string, so that a key press in the filter costs one search and not one per token.
type Index struct {
	text string
	ends []int // where each token's text ends
}

// NewIndex makes the index of a list.
func NewIndex(tokens []Token) *Index {
	var b strings.Builder
	x := &Index{ends: make([]int, len(tokens))}
	for i := range tokens {
		b.WriteString(strings.ToLower(tokens[i].Comment))
		b.WriteByte(0)
		b.WriteString(strings.ToLower(string(tokens[i].ID)))
		for _, scope := range tokens[i].Scopes {
			b.WriteByte(0)
			b.WriteString(strings.ToLower(scope))
		}
		b.WriteByte(0)
		x.ends[i] = b.Len()
	}
	x.text = b.String()
	return x
}

// Match returns, in order, the positions of the tokens that hold every word of the query.
func (x *Index) Match(query string) []int {
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(query, "\x00", " ")))
	if len(words) == 0 {
		words = []string{""}
	}
	// The longest word is the rarest.
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	found, at := make([]int, 0, 64), 0
	for i := 0; i < len(x.ends); i++ {
		hit := strings.Index(x.text[at:], words[0])
		if hit < 0 {
			break
		}
		for x.ends[i] <= at+hit {
			i++
		}
		if x.holds(i, words[1:]) {
			found = append(found, i)
		}
		at = x.ends[i]
	}
	return found
}

// holds reports whether token i holds all the words.
func (x *Index) holds(i int, words []string) bool {
	start := 0
	if i > 0 {
		start = x.ends[i-1]
	}
	for _, w := range words {
		if !strings.Contains(x.text[start:x.ends[i]], w) {
			return false
		}
	}
	return true
}

// Since returns the tokens with the comment that are not among known: what a create whose answer was lost
// may have left behind. Comments alone do not prove it, since two people may write the same one.
func Since(tokens []Token, comment string, known map[ID]bool, sent time.Time) []Token {
	var found []Token
	for _, t := range tokens {
		// A minute of grace, because created is the server's clock and sent is ours.
		recent := t.Created.IsZero() || t.Created.After(sent.Add(-time.Minute))
		if t.Comment == comment && !known[t.ID] && recent {
			found = append(found, t)
		}
	}
	return found
}

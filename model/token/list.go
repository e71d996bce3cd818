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
	slices.SortFunc(tokens, func(a, b Token) int {
		c := o.compare(&a, &b, now)
		if o.Desc {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a.ID, b.ID))
	})
}

func (o Order) compare(a, b *Token, now time.Time) int {
	switch o.Column {
	case ByComment:
		return strings.Compare(a.Comment, b.Comment)
	case ByCreated:
		return a.Created.Compare(b.Created)
	case ByID:
		return cmp.Compare(a.ID, b.ID)
	default:
		if c := cmp.Compare(a.Expiry.rank(now), b.Expiry.rank(now)); c != 0 {
			return c
		}
		return a.Expiry.at.Compare(b.Expiry.at)
	}
}

func (e Expiry) rank(now time.Time) int {
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

// Haystack is the text of a token that a filter searches: comment, ID and scopes, in lower case. It is made
// once per list, so that a key press in the filter costs no more than the search.
func Haystack(t Token) string {
	return strings.ToLower(t.Comment + "\x00" + string(t.ID) + "\x00" + strings.Join(t.Scopes, "\x00"))
}

// Match returns the indices of the haystacks that hold every word of the query, in order.
func Match(haystacks []string, query string) []int {
	words := strings.Fields(strings.ToLower(query))
	found := make([]int, 0, len(haystacks))
next:
	for i, h := range haystacks {
		for _, w := range words {
			if !strings.Contains(h, w) {
				continue next
			}
		}
		found = append(found, i)
	}
	return found
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

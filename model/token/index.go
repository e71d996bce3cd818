package token

import (
	"slices"
	"strings"
)

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

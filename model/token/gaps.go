package token

import (
	"slices"
	"time"
)

// Gap is a time in which no token of a family lives.
type Gap struct{ From, To time.Time }

// Gaps are the gaps between the tokens of each family, by the ID of the token that ends where one begins. A token
// of the family "" is in none. What ends nobody knows when is taken to live: no gap is told that may not be one.
func Gaps(tokens []Token, family func(*Token) string) map[ID]Gap {
	families := make(map[string][]*Token)
	for i := range tokens {
		if name := family(&tokens[i]); name != "" {
			families[name] = append(families[name], &tokens[i])
		}
	}
	gaps := make(map[ID]Gap)
	for _, members := range families {
		if len(members) > 1 {
			sweep(members, gaps)
		}
	}
	return gaps
}

// sweep goes through a family in the order of time. A token that was made nobody knows when comes first.
func sweep(members []*Token, gaps map[ID]Gap) {
	slices.SortFunc(members, func(a, b *Token) int { return a.Created.Compare(b.Created) })
	var last *Token // of those so far the one that lives longest
	for _, t := range members {
		if last != nil && last.Expiry.Known() && t.Created.After(last.Expiry.At()) {
			gaps[last.ID] = Gap{From: last.Expiry.At(), To: t.Created}
		}
		if last == nil || last.Expiry.Known() && (!t.Expiry.Known() || t.Expiry.At().After(last.Expiry.At())) {
			last = t
		}
	}
}

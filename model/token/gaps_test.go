package token

import (
	"maps"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestGaps(t *testing.T) {
	at := func(id string, from, to time.Duration) Token {
		return Token{ID: ID(id), Comment: id[:1], Created: now.Add(from), Expiry: ExpiresAt(now.Add(to))}
	}
	byComment := func(t *Token) string { return t.Comment }
	first, second := at("a1", -3*time.Hour, -2*time.Hour), at("a2", -time.Hour, time.Hour)
	gap := Gap{From: now.Add(-2 * time.Hour), To: now.Add(-time.Hour)}
	for name, c := range map[string]struct {
		tokens []Token
		want   map[ID]Gap
	}{
		"a gap":             {[]Token{second, first}, map[ID]Gap{"a1": gap}},
		"overlapping":       {[]Token{at("a1", -3*time.Hour, 0), second}, nil},
		"one inside":        {[]Token{at("a1", -9*time.Hour, -2*time.Hour), at("a3", -8*time.Hour, -7*time.Hour), second}, map[ID]Gap{"a1": gap}},
		"another family":    {[]Token{first, at("b1", -time.Hour, time.Hour)}, nil},
		"no family":         {[]Token{{ID: "1", Created: first.Created, Expiry: first.Expiry}, {ID: "2", Created: second.Created}}, nil},
		"one never ends":    {[]Token{{ID: "a0", Comment: "a", Created: now.Add(-9 * time.Hour), Expiry: NeverExpires()}, first, second}, nil},
		"one may live":      {[]Token{{ID: "a0", Comment: "a", Created: now.Add(-9 * time.Hour)}, first, second}, nil},
		"made at the end":   {[]Token{first, at("a2", -2*time.Hour, time.Hour)}, nil},
		"creation not told": {[]Token{first, {ID: "a0", Comment: "a", Expiry: second.Expiry}, second}, nil},
	} {
		if got := Gaps(c.tokens, byComment); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// In a gap no token of its family lives; and of two neighbours in time one without a gap between them overlaps.
func TestNothingLivesInAGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tokens := make([]Token, rapid.IntRange(0, 12).Draw(t, "tokens"))
		hours := rapid.IntRange(0, 40)
		for i := range tokens {
			created := now.Add(time.Duration(hours.Draw(t, "created")) * time.Hour)
			tokens[i] = Token{ID: ID(strconv.Itoa(i)), Comment: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "family"), Created: created,
				Expiry: ExpiresAt(created.Add(time.Duration(hours.Draw(t, "life")) * time.Hour))}
		}
		gaps := Gaps(tokens, func(t *Token) string { return t.Comment })
		for hour := range 80 {
			at := now.Add(time.Duration(hour)*time.Hour + time.Minute)
			for _, family := range []string{"a", "b"} {
				lives, before, after, inGap := false, false, false, false
				for _, tok := range tokens {
					if tok.Comment != family {
						continue
					}
					begun, over := tok.Created.Before(at), tok.Expiry.At().Before(at)
					lives, before, after = lives || begun && !over, before || over, after || !begun
					gap, ok := gaps[tok.ID]
					inGap = inGap || ok && gap.From.Before(at) && gap.To.After(at)
				}
				if want := before && after && !lives; inGap != want {
					t.Fatalf("hour %d of %s: in a gap %v, want %v: %v", hour, family, inGap, want, gaps)
				}
			}
		}
	})
}

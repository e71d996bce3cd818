package token

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// lived is a token that is used old and has left to go.
func lived(used, left time.Duration) Token {
	return Token{ID: "1", Created: now.Add(-used), Expiry: ExpiresAt(now.Add(left))}
}

func TestExpiryFromMillis(t *testing.T) {
	if e := ExpiryFromMillis(-1); !e.Never() || e.Known() {
		t.Errorf("-1: %+v", e)
	}
	if e := ExpiryFromMillis(0); e.Never() || e.Known() {
		t.Errorf("0: %+v", e)
	}
	if e := ExpiryFromMillis(now.UnixMilli()); e.Never() || !e.Known() || !e.At().Equal(now) {
		t.Errorf("now: %+v", e)
	}
}

func TestUrgency(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name  string
		token Token
		want  Urgency
	}{
		{"an hour, fresh", lived(0, time.Hour), OK},
		{"an hour, a third left", lived(40*time.Minute, 20*time.Minute), OK},
		{"an hour, less than a third left", lived(40*time.Minute+time.Second, 20*time.Minute-time.Second), Soon},
		{"an hour, five minutes left", lived(55*time.Minute, 5*time.Minute), Soon},
		{"an hour, less than five minutes left", lived(55*time.Minute+1, 5*time.Minute-1), Urgent},
		{"two minutes, fresh: the floor", lived(0, 2*time.Minute), Urgent},
		{"90 days, 8 left", lived(82*day, 8*day), OK},
		{"90 days, less than 7 left", lived(83*day+1, 7*day-1), Soon},
		{"90 days, a day left", lived(89*day, day), Soon},
		{"90 days, less than an hour left", lived(90*day-time.Hour+1, time.Hour-1), Urgent},
		{"unknown creation, a week left", Token{Expiry: ExpiresAt(now.Add(7 * day))}, OK},
		{"unknown creation, less left", Token{Expiry: ExpiresAt(now.Add(7*day - 1))}, Soon},
		{"created after its end", Token{Created: now.Add(2 * day), Expiry: ExpiresAt(now.Add(day))}, Soon},
		{"this very moment", lived(time.Hour, 0), Expired},
		{"past", lived(time.Hour, -time.Second), Expired},
		{"never", Token{Expiry: NeverExpires()}, Never},
		{"not told", Token{}, Unknown},
	} {
		if got := DefaultThresholds.Urgency(c.token, now); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// NextChange names the first moment at which the urgency is another one, and no earlier.
func TestNextChangeIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tok := lived(time.Duration(rapid.Int64Range(0, int64(MaxLifetime)).Draw(t, "used")),
			time.Duration(rapid.Int64Range(int64(-time.Hour), int64(MaxLifetime)).Draw(t, "left")))
		at, was := now, DefaultThresholds.Urgency(tok, now)
		for range 4 {
			next := DefaultThresholds.NextChange(tok, at)
			if next.IsZero() {
				if was != Expired {
					t.Fatalf("%s never changes", was)
				}
				return
			}
			if !next.After(at) {
				t.Fatalf("the next change is not in the future")
			}
			if u := DefaultThresholds.Urgency(tok, next.Add(-time.Nanosecond)); u != was {
				t.Fatalf("it was %s before it changed to %s", u, was)
			}
			is := DefaultThresholds.Urgency(tok, next)
			if is == was {
				t.Fatalf("%s did not change", was)
			}
			at, was = next, is
		}
		t.Fatal("more than four changes")
	})
}

func TestUsed(t *testing.T) {
	for _, c := range []struct {
		token Token
		want  float64
		ok    bool
	}{
		{lived(15*time.Minute, 45*time.Minute), 0.25, true},
		{lived(2*time.Hour, -time.Hour), 1, true},
		{Token{Created: now.Add(time.Minute), Expiry: ExpiresAt(now.Add(time.Hour))}, 0, true},
		{Token{Expiry: ExpiresAt(now.Add(time.Hour))}, 0, false},
		{Token{Created: now, Expiry: NeverExpires()}, 0, false},
	} {
		if got, ok := c.token.Used(now); got != c.want && c.ok || ok != c.ok {
			t.Errorf("%+v: got %v %v", c.token, got, ok)
		}
	}
}

// A monotonic reading stops while a laptop sleeps; a token does not.
func TestLeftIgnoresTheMonotonicClock(t *testing.T) {
	real := time.Now()
	tok := Token{Expiry: ExpiresAt(real.Add(time.Hour).Round(0))}
	with, _ := tok.Left(real)
	without, _ := tok.Left(real.Round(0))
	if with != without {
		t.Errorf("%v with, %v without the monotonic reading", with, without)
	}
}

func TestParseLifetime(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"3600": time.Hour, "90m": 90 * time.Minute, "12h": 12 * time.Hour, "30d": 720 * time.Hour, "1d 12h": 36 * time.Hour,
		" 2 H ": 2 * time.Hour, "730d": MaxLifetime, "1": time.Second, "1w": 168 * time.Hour, "1h30": time.Hour + 30*time.Second,
	} {
		if got, err := ParseLifetime(text); got != want || err != nil {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"", " ", "0", "0h", "-1", "-90m", "731d", "730d 1s", "63072001", "99999999999999999999", "h", "12x",
		"1.5h", "ten", "1e3", "d1", "9223372036854775807d", "12h-1"} {
		if got, err := ParseLifetime(text); err == nil {
			t.Errorf("%q is %v", text, got)
		} else if !strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%q: %q is no sentence", text, err)
		}
	}
}

func FuzzParseLifetime(f *testing.F) {
	for _, s := range []string{"3600", "1d12h", "-1", "999999999w", "0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseLifetime(s); err == nil && CheckLifetime(d) != nil {
			t.Errorf("%q is %v", s, d)
		}
	})
}

func TestFormatLifetimeReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(1, int64(MaxLifetime/time.Second)).Draw(t, "seconds")) * time.Second
		if back, err := ParseLifetime(FormatLifetime(d)); back != d || err != nil {
			t.Fatalf("%v is %q, read back as %v %v", d, FormatLifetime(d), back, err)
		}
	})
	if got := FormatLifetime(time.Hour); got != "1h" {
		t.Errorf("an hour is %q", got)
	}
}

func TestSortByLeft(t *testing.T) {
	list := []Token{
		{ID: "never", Expiry: NeverExpires()}, {ID: "b", Expiry: ExpiresAt(now.Add(time.Hour))}, {ID: "unknown"},
		{ID: "expired", Expiry: ExpiresAt(now.Add(-time.Hour))}, {ID: "a", Expiry: ExpiresAt(now.Add(time.Hour))},
	}
	order := func() string {
		var ids []string
		for _, tok := range list {
			ids = append(ids, string(tok.ID))
		}
		return strings.Join(ids, " ")
	}
	Order{}.Sort(list, now)
	if got := order(); got != "a b unknown never expired" {
		t.Error(got)
	}
	Order{Desc: true}.Sort(list, now)
	if got := order(); got != "never a b unknown expired" {
		t.Error(got)
	}
}

// By life, the least used comes first and what has none last; by use, what nobody uses comes last.
func TestSortByLifeAndUse(t *testing.T) {
	tok := func(id string, created, ends time.Duration) Token {
		return Token{ID: ID(id), Created: now.Add(created), Expiry: ExpiresAt(now.Add(ends))}
	}
	list := NewList([]Token{
		{ID: "never", Expiry: NeverExpires()}, tok("old", -9*time.Hour, time.Hour), tok("new", -time.Hour, 9*time.Hour), tok("half", -time.Hour, time.Hour),
	}, now)
	order := func(o Order) string {
		var ids []string
		for _, i := range list.View(o, "", nil) {
			ids = append(ids, string(list.Tokens[i].ID))
		}
		return strings.Join(ids, " ")
	}
	if got := order(Order{Column: ByLife}); got != "new half old never" {
		t.Error(got)
	}
	list.SortByUse(func(id ID) string { return map[ID]string{"old": "b", "never": "a"}[id] })
	if got := order(Order{Column: ByUse}); got != "never old half new" {
		t.Error(got)
	}
	if got := order(Order{Column: ByUse, Desc: true}); got != "old never half new" {
		t.Error(got)
	}
}

// Sorting does not depend on the order that the workspace answers in.
func TestSortIsTotal(t *testing.T) {
	list := many(200)
	for c := range columns {
		for _, desc := range []bool{false, true} {
			want := slices.Clone(list)
			Order{c, desc}.Sort(want, now)
			got := slices.Clone(list)
			rand.New(rand.NewPCG(1, uint64(c))).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
			Order{c, desc}.Sort(got, now)
			if !slices.EqualFunc(got, want, func(a, b Token) bool { return a.ID == b.ID }) {
				t.Errorf("column %d, desc %v", c, desc)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	index := NewIndex([]Token{
		{ID: "aa11", Comment: "CI nightly"}, {ID: "bb22", Comment: "laptop", Scopes: []string{"sql"}}, {ID: "cc33"},
	})
	for query, want := range map[string][]int{
		"": {0, 1, 2}, "NIGHT": {0}, "bb": {1}, "sql lap": {1}, "nightly ci": {0}, "zzz": {}, "  ": {0, 1, 2}, "3": {2},
		"bb22 cc33": {}, "\x00": {0, 1, 2}, "aa11bb22": {},
	} {
		if got := index.Match(query); !slices.Equal(got, want) {
			t.Errorf("%q: %v", query, got)
		}
	}
	if got := NewIndex(nil).Match("x"); len(got) > 0 {
		t.Error(got)
	}
}

// The one search finds what a search per token would.
func TestMatchAgreesWithTheSimpleSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.RuneFrom([]rune("ab0 ")), 0, 5, -1)
		var list []Token
		for range rapid.IntRange(0, 8).Draw(t, "tokens") {
			list = append(list, Token{ID: ID(words.Draw(t, "id")), Comment: words.Draw(t, "comment"),
				Scopes: rapid.SliceOfN(words, 0, 2).Draw(t, "scopes")})
		}
		query := words.Draw(t, "query")
		var want []int
	next:
		for i, tok := range list {
			for _, w := range strings.Fields(query) {
				all := append([]string{tok.Comment, string(tok.ID)}, tok.Scopes...)
				if !slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, w) }) {
					continue next
				}
			}
			want = append(want, i)
		}
		if got := NewIndex(list).Match(query); !slices.Equal(got, want) {
			t.Fatalf("%q in %+v: %v, not %v", query, list, got, want)
		}
	})
}

func TestNew(t *testing.T) {
	list := []Token{{ID: "known", Comment: "x"}, {ID: "new", Comment: "x"}, {ID: "other", Comment: "y"}}
	if got := New(list, "x", map[ID]bool{"known": true}); len(got) != 1 || got[0].ID != "new" {
		t.Error(got)
	}
}

// A list shows, in any order and for any query, just what sorting and searching the tokens themselves would.
func TestListAgreesWithSortAndMatch(t *testing.T) {
	tokens := many(300)
	list := NewList(slices.Clone(tokens), now)
	for c := range columns {
		for _, o := range []Order{{c, false}, {c, true}} {
			for _, query := range []string{"", "token 7", "nothing"} {
				want := slices.Clone(tokens)
				o.Sort(want, now)
				want = slices.DeleteFunc(want, func(tok Token) bool {
					return len(NewIndex([]Token{tok}).Match(query)) == 0
				})
				view := list.View(o, query, nil)
				if len(view) != len(want) {
					t.Fatalf("%v %q: %d tokens, want %d", o, query, len(view), len(want))
				}
				for at, i := range view {
					if list.Tokens[i].ID != want[at].ID {
						t.Fatalf("%v %q: another token at %d", o, query, at)
					}
				}
			}
		}
	}
	if tok, ok := list.Find(tokens[7].ID); !ok || tok.ID != tokens[7].ID {
		t.Error("a token is not found by its ID")
	}
	if _, ok := list.Find("nope"); ok {
		t.Error("a token is found that is not there")
	}
}

func many(n int) []Token {
	list := make([]Token, n)
	r := rand.New(rand.NewPCG(7, 7))
	for i := range list {
		list[i] = Token{ID: ID(fmt.Sprintf("%016x", r.Uint64())), Comment: fmt.Sprintf("token %d", r.IntN(n)),
			Created: now.Add(-time.Duration(r.IntN(1000)) * time.Hour), Expiry: ExpiresAt(now.Add(time.Duration(r.IntN(1000)) * time.Hour))}
	}
	return list
}

func BenchmarkMatch10000(b *testing.B) {
	index := NewIndex(many(10000))
	for b.Loop() {
		index.Match("token 77")
	}
}

func BenchmarkNewList10000(b *testing.B) {
	tokens := many(10000)
	for b.Loop() {
		NewList(tokens, now)
	}
}

func BenchmarkView10000(b *testing.B) {
	list := NewList(many(10000), now)
	var view []int
	for b.Loop() {
		view = list.View(Order{Column: ByCreated, Desc: true}, "77", view)
	}
}

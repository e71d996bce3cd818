package text

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMiddle(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{
		{"dbc-a1b2c3d4-e5f6.cloud.example.com", 40, "dbc-a1b2c3d4-e5f6.cloud.example.com"},
		{"dbc-a1b2c3d4-e5f6.cloud.example.com", 20, "dbc-a1b2c3…ample.com"},
		{"abcdef", 6, "abcdef"}, {"abcdef", 5, "ab…ef"}, {"abcdef", 4, "ab…f"}, {"abcdef", 2, "a…"}, {"abcdef", 1, "…"}, {"abcdef", 0, ""},
		{"日本語日本語", 7, "日…本語"}, {"日本語日本語", 3, "…語"}, {"", 0, ""}, {"", -1, ""},
	} {
		if got := Middle(c.s, c.w); got != c.want {
			t.Errorf("Middle(%q, %d) is %q, want %q", c.s, c.w, got, c.want)
		}
	}
}

func TestMiddleOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, w := Clean(rapid.String().Draw(t, "s")), rapid.IntRange(0, 40).Draw(t, "w")
		got := Middle(s, w)
		if Width(got) > w {
			t.Fatalf("Middle(%q, %d) is %q: %d cells", s, w, got, Width(got))
		}
		if got == s {
			return
		}
		head, tail, cut := strings.Cut(got, "…")
		if Width(s) <= w || w > 0 && !cut || !strings.Contains(s, "…") && !(strings.HasPrefix(s, head) && strings.HasSuffix(s, tail)) {
			t.Fatalf("Middle(%q, %d) is %q", s, w, got)
		}
	})
}

package text

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"ci-deploy ~!", "ci-deploy ~!"},
		{"Grüße 日本 ✓ 🚀", "Grüße 日本 ✓ 🚀"},
		{"e\u0301", "é"},
		{"a\u0301\u0302\u0303\u0304", "á\u0302\u0303"},
		{"\u0301x", "‹U+0301›x"},
		{"a\x00b\x1b[31mc\x7f", "a^@b^[[31mc^?"},
		{"one\r\ntwo\tthree", "one^M^Jtwo^Ithree"},
		{"\u009b2J\u009d0;x", "‹U+009B›2J‹U+009D›0;x"},
		{"raw \x9b\xff", `raw \x9b\xff`},
		{"\u202egnp.exe", "‹U+202E›gnp.exe"},
		{"zero\u200bwidth\u200d\ufeff\u00ad", "zero‹U+200B›width‹U+200D›‹U+FEFF›‹U+00AD›"},
		{"tag\U000e0041\ue000\ufdd0\u2028\u2029", "tag‹U+E0041›‹U+E000›‹U+FDD0›‹U+2028›‹U+2029›"},
		{"filler\u3164\u115f", "filler‹U+3164›‹U+115F›"},
		{"a\u00a0b\u3000c", "a b c"},
		{"warn \u26a0\ufe0f now", "warn \u26a0 now"},
		{"\x1b\u0301", "^[‹U+0301›"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestCleanOfPlainTextCostsNothing(t *testing.T) {
	s := strings.Repeat("plain text ", 10)
	if n := testing.AllocsPerRun(100, func() { _ = Clean(s) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCleanLines(t *testing.T) {
	got := CleanLines("one\r\ntwo\x1b]0;x\x07\n\n\tthree\u2028")
	want := []string{"one", "two^[]0;x^G", "", "    three‹U+2028›"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTruncateAndPad(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want string
	}{
		{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"abcd", 1, "…"}, {"abcd", 0, ""}, {"abc", -1, ""},
		{"日本語", 6, "日本語"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日…"}, {"a\u0323\u0304bc", 2, "a\u0323\u0304…"},
	} {
		if got := Truncate(c.in, c.w); got != c.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
	if got := Pad("日本語", 4); got != "日… " {
		t.Errorf("Pad gives %q", got)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want []string
	}{
		{"", 5, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"● one two three", 9, []string{"● one two", "  three"}},
		{"o one two three", 9, []string{"o one two", "  three"}},
		{"a one two three", 9, []string{"a one two", "three"}},
		{"A one two three", 9, []string{"A one two", "three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"   deep", 2, []string{"", "de", "ep"}},
		{"ID    0123456789", 12, []string{"ID    012345", "      6789"}},
		{"  n   makes a token", 12, []string{"  n   makes", "      a", "      token"}},
		{"dbc-1.cloud.example.com", 15, []string{"dbc-1.cloud.", "example.com"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"  spaced   out  ", 8, []string{"  spaced", "  out"}},
		{"日本", 1, []string{"", "", ""}},
	} {
		if got := Wrap(c.in, c.w); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
}

func TestCountdownAndNextTick(t *testing.T) {
	for _, c := range []struct {
		left time.Duration
		want string
		next time.Duration
	}{
		{8*day + 23*time.Hour + 5*time.Minute, "8d 23h", 5*time.Minute + 1},
		{364*day + 2*time.Hour, "364d 02h", 1},
		{3*time.Hour + 12*time.Minute + 30*time.Second, "3h 12m", 30*time.Second + 1},
		{41*time.Minute + 7*time.Second + 250*time.Millisecond, "41m 07s", 250*time.Millisecond + 1},
		{59 * time.Second, "59s", 1},
		{time.Millisecond, "0s", time.Millisecond},
		{0, "expired", 0},
		{-time.Hour, "expired", 0},
	} {
		if got := Countdown(c.left); got != c.want {
			t.Errorf("Countdown(%v) = %q, want %q", c.left, got, c.want)
		}
		next := NextTick(c.left)
		if next != c.next {
			t.Errorf("NextTick(%v) = %v, want %v", c.left, next, c.next)
		}
		if c.left > 0 && (Countdown(c.left-next) == c.want || next > 1 && Countdown(c.left-next+1) != c.want) {
			t.Errorf("the label of %v does not change after just %v", c.left, next)
		}
	}
}

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour: "now", 59 * time.Second: "now", 2 * time.Minute: "2m", 3 * time.Hour: "3h", 81 * day: "81d",
		729 * day: "729d", 800 * day: "2y",
	} {
		if got := Age(d); got != want {
			t.Errorf("Age(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestWhen(t *testing.T) {
	zone := time.FixedZone("east", 2*3600)
	now := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC) // the 24th, 01:30, in zone
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Time{}, "unknown"},
		{now.Add(time.Hour), "02:30 today"},
		{now.Add(-2 * time.Hour), "Nov 23 23:30"},
		{now.Add(24 * time.Hour), "Nov 25 01:30"},
		{now.AddDate(0, 2, 0), "Jan 24 01:30"},
		{now.AddDate(1, 0, 0), "2027-11-24"},
	} {
		if got := When(c.at, now, zone); got != c.want {
			t.Errorf("When(%v) = %q, want %q", c.at, got, c.want)
		}
	}
}

func TestBytesAndPlural(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 1260: "1.2 KiB", 34 << 20: "34 MiB", 1<<20 - 1: "1.0 MiB", 1<<63 - 1: "8.0 EiB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
	if Plural(1, "file", "files") != "1 file" || Plural(0, "file", "files") != "0 files" || Plural(2, "entry", "entries") != "2 entries" {
		t.Error("Plural counts wrongly")
	}
}

func TestStrip(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", " dapi\x1b[31m\r\n": " dapi[31m ", "one\ntwo": "one two", "a\u202eb\u200b\xff": "ab", "e\u0301": "é",
	} {
		if got := Strip(in); got != want {
			t.Errorf("Strip(%q) = %q, want %q", in, got, want)
		}
	}
}

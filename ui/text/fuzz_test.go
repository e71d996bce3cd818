package text

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// attacks are the shapes that terminals and renderers are known to act on.
var attacks = []string{
	"\x1b]52;c;aGk=\x07", "\x1b]0;title\x1b\\", "\x1b]8;;http://x\x07y\x1b]8;;\x07", "\x1b[2J\x1b[H", "\x1b[6n", "\x1b[31m",
	"\x1bP+q544e\x1b\\", "\x1bPq#0\x1b\\", "\x1b_Gt=f;L2V0Yw==\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\u009b2J", "\u009d0;x\u009c",
	"\x9b2J", "\a\b\x00\x7f\x0e\x0f", "\x1bc", "\x1b#8", "\r", "\n", "\t", "\u202e", "\u200b", "\x1b]0;never ends",
	"\u2066\u2069", "\u0301\u0301\u0301\u0301", "\U000e0020", "\u0958\u0301\u0302", "e\ufe0f\u0301", "\xf0\x9f",
}

func FuzzClean(f *testing.F) {
	for _, a := range attacks {
		f.Add(a)
		f.Add("comment" + a + "end")
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Fatalf("Clean(%q) = %q: not UTF-8 in normal form C", s, got)
		}
		marks := 0
		for i, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) || r != ' ' && unicode.Is(unicode.Zs, r) {
				t.Fatalf("Clean(%q) lets %U through", s, r)
			}
			if !unicode.In(r, unicode.Mn, unicode.Me) {
				marks = 0
			} else if marks++; marks > maxMarks || i == 0 {
				t.Fatalf("Clean(%q) = %q: marks pile up or sit on nothing", s, got)
			}
		}
		if again := Clean(got); again != got {
			t.Fatalf("Clean(%q) = %q, and cleaned again %q", s, got, again)
		}
	})
}

func FuzzTruncate(f *testing.F) {
	f.Add("日本語 e\u0301 text", 7)
	f.Fuzz(func(t *testing.T, s string, w int) {
		s = Clean(s)
		if w > 1<<20 {
			t.Skip("Pad would fill the memory")
		}
		if got := Truncate(s, w); Width(got) > max(w, 0) {
			t.Fatalf("Truncate(%q, %d) = %q takes %d cells", s, w, got, Width(got))
		}
		if got := Pad(s, w); Width(got) != max(w, 0) {
			t.Fatalf("Pad(%q, %d) = %q takes %d cells", s, w, got, Width(got))
		}
		for _, line := range Wrap(s, w) {
			if Width(line) > max(w, 1) {
				t.Fatalf("Wrap(%q, %d) has the line %q of %d cells", s, w, line, Width(line))
			}
		}
	})
}

package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bricktop/model/modeltest"
	"bricktop/model/token"
)

// charted is a dashboard with the chart open, of 120 by 40 cells.
func charted(t testing.TB, edit ...func(*stage)) *stage {
	s := newStage(t, edit...)
	s.Resize(120, 40)
	s.Press("L")
	return s
}

// row is the line of the screen with a text.
func (s *stage) row(text string) string {
	for line := range strings.SplitSeq(s.screen(), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	s.t.Fatalf("%q is not on screen:\n%s", text, s.screen())
	return ""
}

// cursor is the label of the row with the cursor.
func (s *stage) cursor() string { return strings.Fields(s.row("❯"))[2] }

func TestLifetimesOpenOnEveryEnd(t *testing.T) {
	s := charted(t)
	s.sees("Lifetimes 3", "6 months from Oct", "▼", "now", "next rotation", "esc back", "2m 00s left, until 12:06 today", "created 11:06 today").
		misses("Credential files", "q quit")
	for label, want := range map[string]string{"laptop": "┾", "notebook export": "┾", "ci-nightly": "─┾━"} {
		if row := s.row(label); !strings.Contains(row, want) {
			t.Errorf("%q has no %q", row, want)
		}
	}
	// The line of now is in one column.
	column := -1
	for line := range strings.SplitSeq(s.screen(), "\n") {
		if i := strings.IndexAny(line, "▼┝┾"); i >= 0 {
			at := ansi.StringWidth(line[:i])
			if column >= 0 && at != column {
				t.Errorf("now is at %d and at %d", column, at)
			}
			column = at
		}
	}
	for _, back := range []string{"L", "esc", "q"} {
		s.Press(back)
		s.sees("Credential files").misses("Lifetimes 3")
		s.Press("L")
		s.sees("Lifetimes 3")
	}
	if s.Quit {
		t.Error("q quit")
	}
	for _, panel := range []string{"1", "2", "3", "tab", "shift+tab"} {
		s.Press(panel)
		s.sees("Credential files")
		s.Press("L")
		s.sees("Lifetimes 3")
	}
}

func TestLifetimesZoom(t *testing.T) {
	s := charted(t)
	for _, want := range []string{"3 months from Oct 31 2026", "1 month from Nov 15 2026", "2 weeks", "1 week", "3 days", "1 day", "12 hours from Nov 23", "6 hours", "3 hours",
		"1 hour from Nov 23 11:49", "1 hour from Nov 23 11:49"} {
		s.Press("+")
		s.sees(want)
	}
	s.sees("12:00", "12:20")
	if row := s.row("laptop"); !strings.Contains(row, "┾━━") {
		t.Errorf("two minutes are not to be seen in an hour: %q", row)
	}
	for range 14 {
		s.Press("-")
	}
	s.sees("2 years from May", "2027", "2028")
	s.Press("=")
	s.sees("1 year from")
	s.Press("0")
	s.sees("6 months")
	// The zoom is the user's: it stays.
	s.Press("+", "L", "L")
	s.sees("3 months")
}

func TestLifetimesPan(t *testing.T) {
	s := charted(t)
	still := s.screen()
	for _, keys := range [][2]string{{"h", "l"}, {"left", "right"}, {"l", "left"}} {
		s.Press(keys[0])
		if s.screen() == still {
			t.Errorf("%s moves nothing", keys[0])
		}
		s.Press(keys[1])
		if s.screen() != still {
			t.Errorf("%s does not take %s back", keys[1], keys[0])
		}
	}
	s.Press("l", "l", "l", "l", "l", "l", "l", "l")
	s.misses("▼")
	if row := s.row("laptop"); !strings.Contains(row, "‹") {
		t.Errorf("what lies to the left is not told: %q", row)
	}
	// Without now in view the middle stays.
	before := s.row("Lifetimes")
	s.Press("+", "-")
	if s.row("Lifetimes") != before {
		t.Errorf("zooming in and out moves %q to %q", before, s.row("Lifetimes"))
	}
	s.Press("0")
	if s.screen() != still {
		t.Error("0 does not lead back")
	}
	for range 200 {
		s.Press("h")
	}
	s.sees("from").Press("0")
}

func TestLifetimesShareTheSelection(t *testing.T) {
	s := charted(t, jobs(100))
	first := s.cursor()
	for _, keys := range [][2]string{{"down", "up"}, {"j", "k"}, {"pgdown", "pgup"}, {"pgdown", "b"}, {"G", "g"}, {"end", "home"}} {
		s.Press(keys[0])
		moved := s.cursor()
		s.Press("L")
		if line := s.row("❯"); !strings.Contains(line, moved+" ") || moved == first {
			t.Errorf("%s: %s in the chart, in the table %q", keys[0], moved, line)
		}
		s.Press("L", keys[1])
		if s.cursor() != first {
			t.Errorf("%s does not take %s back", keys[1], keys[0])
		}
	}
	// A page is a page of the chart, and whole pages scroll.
	s.sees("1–31 of 100")
	s.Press("pgdown")
	s.sees("32–62 of 100")
	s.Press("j")
	s.sees("32–62 of 100")
}

// jobs is as many tokens, of a week each.
func jobs(n int) func(*stage) {
	return func(s *stage) {
		s.ws.tokens = nil
		for i := range n {
			tok := tokenOf("", "job-"+string(rune('a'+i/26))+string(rune('a'+i%26)), time.Duration(i)*time.Hour, time.Duration(168-i)*time.Hour)
			tok.ID = token.ID(strings.Repeat(tok.Comment, 8))
			s.ws.tokens = append(s.ws.tokens, tok)
		}
	}
}

// What a key does it does to the token that the chart shows as selected, whatever the list does meanwhile.
func TestLifetimesActOnWhatIsSeen(t *testing.T) {
	s := charted(t)
	s.Press("j") // notebook export
	s.ws.tokens = append([]token.Token{tokenOf("dddd4444", "just made", 0, time.Minute)}, s.ws.tokens...)
	s.Press("R")
	if got := s.cursor(); got != "notebook" {
		t.Fatalf("the selection went to %s", got)
	}
	s.Press("enter")
	s.sees("cccc3333cccc3333").Press("esc")
	s.sees("Lifetimes 4").Press("x")
	s.sees("Revoke this token?", "cccc3333").Press("y")
	s.calledTimes("revoke "+strings.Repeat("cccc3333", 8), 1).calledTimes("revoke", 1)
	s.sees("Lifetimes 3").misses("notebook export  ")
	s.Press("n", "enter")
	s.calledTimes("create", 1).Press("esc")
	s.sees("Lifetimes 4")
}

// Marks are those of the table, and going back from the chart leaves them.
func TestLifetimesShowMarks(t *testing.T) {
	s := charted(t)
	s.Press("space")
	s.sees("•◆ laptop").Press("esc")
	s.sees("•◆ urgent")
}

// From the files panel the chart opens on the token that the selected secret is.
func TestLifetimesOfAFilesToken(t *testing.T) {
	s := newStage(t, heldToken(time.Hour))
	s.Press("3", "down", "L")
	s.sees("Lifetimes 4")
	if got := s.cursor(); got != "held" {
		t.Errorf("selected is %s", got)
	}
}

// heldToken is a token that ends after a time, in ~/.databrickscfg.
func heldToken(left time.Duration) func(*stage) {
	return func(s *stage) {
		tok := tokenOf("", "held", 20*time.Minute, left)
		tok.ID = token.ID(canary(2).TokenID())
		s.ws.tokens = append(s.ws.tokens, tok)
	}
}

func TestLifetimesTellWhenAFileIsWithoutAToken(t *testing.T) {
	s := charted(t, heldToken(time.Hour), func(s *stage) {
		s.ws.tokens = append(s.ws.tokens, tokenOf("eeee5555", "sdk-1700000000000000000", 5*time.Hour, -4*time.Hour),
			tokenOf("ffff6666", "sdk-1700000001000000000", 2*time.Hour, -time.Hour), token.Token{ID: "never", Comment: "bridge", Expiry: token.NeverExpires()},
			token.Token{ID: "unknown", Comment: "untold", Created: modeltest.Start.Add(-time.Hour)})
	})
	s.Press("+", "+", "+", "+", "+", "+", "+")
	s.sees("12 hours").Press("h")
	for label, want := range map[string]string{"held": "━╸╱╱╱", "sdk-1700000000000000000": "─╴╱╱", "bridge": "┝━", "untold": "╌╌?"} {
		if row := s.row(label); !strings.Contains(row, want) {
			t.Errorf("%q has no %q", row, want)
		}
	}
	if row := s.row("sdk-1700000001000000000"); strings.Contains(row, "╱") {
		t.Errorf("the last of its kind has a gap behind it: %q", row)
	}
	s.Press("g", "j")
	s.sees("❯ ● held", "1h 00m left", "then ~/.databrickscfg · DEFAULT holds no living token")
	s.Press("G", "k")
	s.sees("then none like it for 2h 00m")
}

// The chart is drawn anew as often as something in it changes, and no more often.
func TestLifetimesTick(t *testing.T) {
	for span, keys := range map[string][]string{"2 years": {"-", "-", "-"}, "1 week": {"+", "+", "+", "+"}} {
		s := charted(t, func(s *stage) {
			s.ws.tokens = []token.Token{tokenOf("aaaa1111", "bridge", 19*24*time.Hour, 71*24*time.Hour)}
		})
		s.Press(keys...)
		s.sees(span)
		seconds, changed, last := map[time.Time]bool{}, 0, s.Frame()
		s.Every = func(_ tea.Msg, v tea.View) {
			seconds[s.Clock.Now()] = true
			if v.Content != last {
				changed++
			}
			last = v.Content
		}
		s.Advance(10 * time.Minute)
		// The files are looked at every three seconds, and the header's clock changes ten times.
		if len(seconds) > 250 || changed > 12 {
			t.Errorf("%s: awake in %d seconds, and %d frames, in ten minutes", span, len(seconds), changed)
		}
	}
	s := charted(t)
	s.Press("+", "+", "+", "+", "+", "+", "+", "+", "+", "+")
	before := s.row("laptop")
	s.Advance(time.Minute)
	if s.row("laptop") == before {
		t.Error("a minute changes nothing in an hour")
	}
}

func TestLifetimesWithoutTokens(t *testing.T) {
	s := charted(t, func(s *stage) { s.ws.tokens = nil })
	s.sees("Lifetimes 0", "No tokens.", "n creates one").Press("L")
	s.Press("L", "/")
	s.Type("zzz")
	s.sees("/ zzz", "No token").Press("enter", "j", "+", "h", "x", "esc")
	s.sees("Credential files")
}

func TestLifetimesAtEverySize(t *testing.T) {
	s := charted(t, heldToken(time.Hour))
	for w := 0; w <= 210; w += 7 {
		for h := 0; h <= 55; h += 4 {
			s.Resize(w, h)
			if frame := s.Frame(); w > 0 && h > 0 && strings.Count(frame, "\n") != h-1 {
				t.Fatalf("%d lines at %dx%d", strings.Count(frame, "\n")+1, w, h)
			}
			s.Press("+", "l", "j", "-", "0")
		}
	}
}

func BenchmarkLifetimes10000(b *testing.B) {
	s := crowd(b)
	s.Press("L")
	b.ReportAllocs()
	for b.Loop() {
		sink = s.Model.View().Content
	}
}

package ui

import (
	"strings"
	"testing"

	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

// tail is the last n lines of a screen.
func tail(p Props, w, h, n int) []string {
	lines := strings.Split(ansi.Strip(Screen(p, w, h).Content), "\n")
	return lines[len(lines)-n:]
}

func TestPinnedHintsStayToTheEnd(t *testing.T) {
	p := dashboard(theme.New(theme.Options{}))
	for w := 32; w < 180; w++ {
		line := tail(p, w, 24, 1)[0]
		if !strings.HasSuffix(line, " ? help   q quit ") {
			t.Errorf("%d cells: %q", w, line)
		}
		if all := strings.Contains(line, "copy ID"); all == strings.Contains(line, "…") {
			t.Errorf("%d cells: what is missing is not marked: %q", w, line)
		}
		for _, hit := range check(t, p, w, 24).Hits {
			if hit.Kind == HitHint && !strings.HasSuffix(ansi.Cut(line, hit.X, hit.X+hit.W), map[string]string{"help": "? help", "quit": "q quit"}[hit.ID]) {
				t.Errorf("%d cells: %+v is on %q", w, hit, line)
			}
		}
	}
}

func TestAToastTakesTheRoomOfTheHintsThenMoreLines(t *testing.T) {
	p := dashboard(theme.New(theme.Options{}))
	for _, c := range []struct {
		say  string
		w    int
		want []string // the last lines, the first of which the message leaves alone
	}{
		{"✓ Revoked ci-deploy", 60, []string{" 3 Cred", " n new   x revoke   …  ✓ Revoked ci-deploy  ? help   q quit "}},
		{"Sent to the clipboard; paste it now.", 60, []string{" 3 Cred", " …    Sent to the clipboard; paste it now.  ? help   q quit "}},
		{"The workspace did not answer within ten seconds; R tries again.", 60, []string{"╰─ tab next panel ─",
			" The workspace did not answer within ten seconds; R tries",
			" again.                                     ? help   q quit "}},
		{"One two three four five six seven eight nine ten eleven twelve thirteen fourteen", 32, []string{"│      ",
			" One two three four five six", " seven eight nine ten eleven", " twelve thirteen fourteen"}},
		{strings.Repeat("far too many words ", 20), 60, []string{"│      ",
			" far too many words far too many words far too many words", " far too many words far too many words far too many words",
			" far too many words far too many words far too many words f…"}},
	} {
		p.Toast = &Toast{Text: c.say, Tone: theme.Warn}
		check(t, p, c.w, 16)
		got := tail(p, c.w, 16, len(c.want))
		for i, want := range c.want {
			if !strings.HasPrefix(got[i], want) {
				t.Errorf("%q in %d cells: line %d is\n%q, want\n%q", c.say, c.w, i, got[i], want)
			}
		}
	}
}

func TestALongToastMovesNothingAndAnswersForItself(t *testing.T) {
	p := dashboard(theme.New(theme.Options{}))
	before := strings.Split(Screen(p, 120, 40).Content, "\n")
	p.Toast = &Toast{Text: strings.Repeat("more words than the footer holds, ", 6), Tone: theme.Bad}
	after := Screen(p, 120, 40)
	for y, line := range strings.Split(after.Content, "\n")[:37] {
		if line != before[y] {
			t.Errorf("line %d moved: %q", y, line)
		}
	}
	for _, hit := range check(t, p, 40, 10).Hits {
		if hit.H == 1 && (hit.Y == 7 || hit.Y == 8) {
			t.Errorf("%+v is under the message", hit)
		}
	}
}

func TestAToastIsSeenOverADialog(t *testing.T) {
	th := theme.New(theme.Options{Dark: true, Colors: theme.TrueColor})
	for _, size := range [][2]int{{32, 8}, {60, 16}, {120, 40}} {
		p := screens(th)["revoke"]
		p.Toast = &Toast{Text: "Not revoked: dbc-0.example.com did not answer within ten seconds.", Tone: theme.Bad}
		content := check(t, p, size[0], size[1]).Content
		if all := strings.Join(strings.Fields(ansi.Strip(content)), " "); !strings.Contains(all, "within ten seconds.") {
			t.Errorf("%v: no message in\n%s", size, ansi.Strip(content))
		}
		if lit := strings.TrimSuffix(th.Paint(theme.Bad, "x"), "x\x1b[m"); !strings.Contains(content, lit+"Not") {
			t.Errorf("%v: the message is faded", size)
		}
	}
}

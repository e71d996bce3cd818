package dialog

import (
	"strings"
	"testing"

	"bricktop/ui/form"
	"bricktop/ui/text"
	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

var plain = theme.New(theme.Options{})

func question() Props {
	return Props{Title: "Revoke?", Tone: theme.Bad, Body: []theme.Line{theme.Words(theme.Plain, "It never comes back.")},
		Buttons: []Button{{Label: "Keep it", Key: "n", Focused: true}, {Label: "Revoke it", Key: "y", Danger: true}}, Hint: "esc goes back"}
}

func TestTheFocusedButtonIsMarkedByGlyphAndColour(t *testing.T) {
	box := Draw(question(), theme.New(theme.Options{Dark: true, Colors: theme.TrueColor}), 80, 24)
	for i, hit := range box.Hits {
		line := box.Lines[hit.Y]
		button := ansi.Strip(ansi.Cut(line, hit.X, hit.X+hit.W))
		before, _, found := strings.Cut(line, question().Buttons[i].Label)
		style := before[strings.LastIndex(before, "\x1b["):]
		marked, lit := strings.Contains(button, "❯"), strings.Contains(style, "48;2;")
		if hit.Kind != ButtonHit || hit.Index != i || marked != (i == 0) || lit != (i == 0) || !found {
			t.Errorf("hit %+v is %q", hit, button)
		}
	}
	if len(box.Hits) != 2 {
		t.Errorf("%d hits", len(box.Hits))
	}
}

func TestABodyTooTallScrolls(t *testing.T) {
	p := question()
	for i := range 40 {
		p.Body = append(p.Body, theme.Words(theme.Plain, "line "+string(rune('A'+i%26))))
	}
	most := MaxScroll(p, plain, 80, 24)
	if most < 20 || most > 40 {
		t.Fatalf("MaxScroll is %d of %d lines", most, len(p.Body))
	}
	for _, scroll := range []int{-3, 0, 5, most, 1000} {
		p.Scroll = scroll
		box := Draw(p, plain, 80, 24)
		all := ansi.Strip(strings.Join(box.Lines, "\n"))
		if want := min(max(scroll, 0), most); box.Scroll != want || !strings.Contains(all, text.Range(want+1, want+41-most, 41, "–")) {
			t.Errorf("scrolled to %d, drawn from %d:\n%s", scroll, box.Scroll, all)
		}
		if strings.Count(all, "┃") == 0 || !strings.Contains(all, "Keep it") || !strings.Contains(all, "esc goes back") {
			t.Errorf("no scroll bar, or the buttons scroll too:\n%s", all)
		}
	}
	if got := MaxScroll(question(), plain, 80, 24); got != 0 {
		t.Errorf("a short body scrolls by %d", got)
	}
}

func TestTheChoiceStaysInView(t *testing.T) {
	p := Props{Title: "Pick"}
	for range 50 {
		p.Choices = append(p.Choices, theme.Words(theme.Plain, "choice"))
	}
	tall := Draw(p, plain, 60, 16).H
	for p.Choice = range p.Choices {
		box, seen := Draw(p, plain, 60, 16), false
		if box.H != tall {
			t.Fatalf("choice %d: the box is %d lines tall, not %d", p.Choice, box.H, tall)
		}
		for _, hit := range box.Hits {
			marked := strings.Contains(box.Lines[hit.Y], "❯")
			if marked != (hit.Index == p.Choice) {
				t.Fatalf("choice %d: hit %+v on %q", p.Choice, hit, box.Lines[hit.Y])
			}
			seen = seen || marked
		}
		if !seen {
			t.Fatalf("choice %d is out of view", p.Choice)
		}
	}
}

func TestButtonsTakeAsManyLinesAsTheyNeed(t *testing.T) {
	p := Props{Title: "Which?"}
	for _, label := range []string{"Revoke it now", "Keep it for a day", "Ask me again", "Something else"} {
		p.Buttons = append(p.Buttons, Button{Label: label})
	}
	box := Draw(p, plain, 40, 20)
	lines := map[int]bool{}
	for _, hit := range box.Hits {
		lines[hit.Y] = true
		if got := ansi.Cut(ansi.Strip(box.Lines[hit.Y]), hit.X, hit.X+hit.W); strings.TrimSpace(got) != p.Buttons[hit.Index].Label {
			t.Errorf("button %d is %q", hit.Index, got)
		}
	}
	if len(box.Hits) != 4 || len(lines) < 3 {
		t.Errorf("%d buttons on %d lines", len(box.Hits), len(lines))
	}
}

func TestComposeKeepsTheScreenAround(t *testing.T) {
	screen := make([]string, 10)
	for i := range screen {
		screen[i] = "\x1b[0;31m" + strings.Repeat("日", 20) + "\x1b[m"
	}
	box := Box{X: 5, Y: 3, W: 6, H: 2, Lines: []string{"+----+", "+----+"}}
	box.Compose(screen, 40)
	if got, want := ansi.Strip(screen[3]), "日日 +----+ "+strings.Repeat("日", 14); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ansi.Strip(screen[2]); got != strings.Repeat("日", 20) {
		t.Errorf("the line above became %q", got)
	}
}

func TestAnyDialogAtAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		foreign := rapid.Custom(func(t *rapid.T) string { return text.Clean(rapid.String().Draw(t, "s")) })
		p := Props{Title: foreign.Draw(t, "title"), Hint: foreign.Draw(t, "hint"), Wide: rapid.Bool().Draw(t, "wide"),
			Scroll: rapid.IntRange(-2, 60).Draw(t, "scroll"), Choice: rapid.IntRange(-1, 30).Draw(t, "choice")}
		for _, s := range rapid.SliceOfN(foreign, 0, 30).Draw(t, "body") {
			p.Body = append(p.Body, theme.Words(theme.Warn, s))
		}
		for _, s := range rapid.SliceOfN(foreign, 0, 20).Draw(t, "choices") {
			p.Choices = append(p.Choices, theme.Words(theme.Dim, s))
		}
		for _, s := range rapid.SliceOfN(foreign, 0, 4).Draw(t, "buttons") {
			p.Buttons = append(p.Buttons, Button{Label: s, Key: "k", Focused: true})
		}
		if rapid.Bool().Draw(t, "form") {
			p.Form = form.New(form.Field{Label: foreign.Draw(t, "label"), Value: foreign.Draw(t, "value"), Help: foreign.Draw(t, "help")})
		}
		w, h := rapid.IntRange(0, 130).Draw(t, "w"), rapid.IntRange(0, 50).Draw(t, "h")
		box := Draw(p, plain, w, h)
		if len(box.Lines) != box.H || box.W > w || box.H > h || box.X < 0 || box.Y < 0 {
			t.Fatalf("a box of %d×%d with %d lines at %d,%d on %d×%d", box.W, box.H, len(box.Lines), box.X, box.Y, w, h)
		}
		for _, line := range box.Lines {
			if got := text.Width(ansi.Strip(line)); got != box.W {
				t.Fatalf("a line of %d cells in a box of %d: %q", got, box.W, line)
			}
		}
		for _, hit := range box.Hits {
			if hit.X < 0 || hit.Y < 0 || hit.X+hit.W > box.W || hit.Y+hit.H > box.H {
				t.Fatalf("hit %+v is off the box of %d×%d", hit, box.W, box.H)
			}
		}
		if box.CursorX >= box.W || box.CursorY >= box.H {
			t.Fatalf("cursor %d,%d in a box of %d×%d", box.CursorX, box.CursorY, box.W, box.H)
		}
	})
}

package dialog

import (
	"fmt"
	"slices"
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
	for i, hit := range box.Hits[:2] {
		line := box.Lines[hit.Y]
		button := ansi.Strip(ansi.Cut(line, hit.X, hit.X+hit.W))
		before, _, found := strings.Cut(line, question().Buttons[i].Label)
		style := before[strings.LastIndex(before, "\x1b["):]
		marked, lit := strings.Contains(button, "❯"), strings.Contains(style, "48;2;")
		if hit.Kind != ButtonHit || hit.Index != i || marked != (i == 0) || lit != (i == 0) || !found {
			t.Errorf("hit %+v is %q", hit, button)
		}
	}
	if len(box.Hits) != 3 || box.Hits[2].Kind != HintHit {
		t.Errorf("hits %+v", box.Hits)
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

func TestChoicesInColumns(t *testing.T) {
	choice := func(words ...string) (l theme.Line) {
		for _, s := range words {
			l = append(l, theme.Span{Text: s})
		}
		return l
	}
	p := Props{Title: "Pick", Columns: true, Choice: 1, Choices: []theme.Line{
		choice("as flags and environment say"),
		choice("DEFAULT", "dbc-a1b2c3d4-e5f6.cloud.example.com", "pat"),
		choice("e2", "other.example.com", "oauth-m2m"),
		nil,
		choice("no host", "", "pat"),
	}}
	for _, c := range []struct {
		w    int
		want []string
	}{
		{80, []string{
			"  as flags and environment say",
			"❯ DEFAULT  dbc-a1b2c3d4-e5f6.cloud.example.com  pat",
			"  e2       other.example.com                    oauth-m2m",
			"",
			"  no host                                       pat"}},
		{54, []string{
			"  as flags and environment say",
			"❯ DEFAULT  dbc-a1b2c3d…xample.com  pat",
			"  e2       other.example.com       oauth-m2m",
			"",
			"  no host                          pat"}},
		{36, []string{
			"  as flags and…ronment say",
			"❯ DEF…LT  dbc…com  pat",
			"  e2      oth…com  oau…m2m",
			"",
			"  no …st           pat"}},
	} {
		box := Draw(p, plain, c.w, 24)
		for i, hit := range box.Hits {
			got := strings.TrimRight(ansi.Strip(ansi.Cut(box.Lines[hit.Y], hit.X, hit.X+hit.W)), " ")
			if got != c.want[i] {
				t.Errorf("%d cells, row %d:\n%q, want\n%q", c.w, i, got, c.want[i])
			}
		}
	}
}

func TestALongTextStandsInTwoColumnsWhereTheyFit(t *testing.T) {
	p := Props{Title: "Help", Wide: true, Hint: "esc closes"}
	for group := range 4 {
		if group > 0 {
			p.Body = append(p.Body, nil)
		}
		for i := range 10 {
			p.Body = append(p.Body, theme.Words(theme.Plain, fmt.Sprintf("key-%d%d  what it does", group, i)))
		}
	}
	long := p
	long.Body = append(slices.Clone(p.Body), theme.Words(theme.Plain, strings.Repeat("long ", 12)))
	one := p
	one.Body = slices.DeleteFunc(slices.Clone(p.Body), func(l theme.Line) bool { return l == nil })
	for _, c := range []struct {
		name string
		p    Props
		w, h int
		two  bool
	}{
		{"too tall", p, 120, 40, true}, {"wider", p, 300, 40, true}, {"too narrow", p, 119, 40, false},
		{"tall enough for one column", p, 120, 60, false}, {"too low for two", p, 120, 24, false},
		{"a line too long", long, 120, 40, false}, {"no groups", one, 120, 40, false},
	} {
		box := Draw(c.p, plain, c.w, c.h)
		all := ansi.Strip(strings.Join(box.Lines, "\n"))
		two := slices.ContainsFunc(box.Lines, func(l string) bool { return strings.Contains(l, "key-00") && strings.Contains(l, "key-20") })
		if two != c.two || two && (strings.Count(all, "key-") != 40 || MaxScroll(c.p, plain, c.w, c.h) != 0) {
			t.Errorf("%s: two columns %v\n%s", c.name, two, all)
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
	for _, c := range []struct {
		y     int
		blank []int // lines beside the box's own that give way to it
	}{
		{9, nil}, {5, nil}, {4, []int{1, 2, 3}}, {2, []int{1}}, {1, nil}, {0, nil},
		{13, nil}, {14, []int{16, 17, 18}}, {16, []int{18}}, {17, nil}, {18, nil},
	} {
		screen := make([]string, 20)
		for i := range screen {
			screen[i] = "\x1b[0;31m" + strings.Repeat("日", 20) + "\x1b[m"
		}
		box := Box{X: 9, Y: c.y, W: 6, H: 2, Lines: []string{"+----+", "+----+"}}
		box.Compose(screen, 40)
		for y, line := range screen {
			want := strings.Repeat("日", 20)
			switch {
			case y == c.y || y == c.y+1:
				want = strings.Repeat("日", 4) + " +----+ " + strings.Repeat("日", 12)
			case slices.Contains(c.blank, y):
				want = strings.Repeat("日", 4) + strings.Repeat(" ", 8) + strings.Repeat("日", 12)
			}
			if got := ansi.Strip(line); got != want {
				t.Errorf("box at %d, line %d: got %q, want %q", c.y, y, got, want)
			}
		}
	}
}

func TestTheLittleBesideADialogIsBlank(t *testing.T) {
	screen := slices.Repeat([]string{strings.Repeat("x", 20)}, 12)
	Box{X: 7, Y: 6, W: 6, H: 1, Lines: []string{"+----+"}}.Compose(screen, 20)
	if want := "       +----+       "; screen[6] != want || screen[5] != strings.Repeat("x", 20) {
		t.Errorf("got %q, want %q; above it %q", screen[6], want, screen[5])
	}
}

func TestADialogLeavesNoStripBeside(t *testing.T) {
	for w := 32; w < 140; w++ {
		for _, wide := range []bool{false, true} {
			p := question()
			p.Wide = wide
			box := Draw(p, plain, w, 24)
			if left, right := box.X, w-box.X-box.W; left != rim && left < 4 || right != rim && right < 4 || max(left, right) > rim && box.W < 72 {
				t.Errorf("on %d cells: %d, a box of %d, %d", w, left, box.W, right)
			}
		}
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
			p.Choices = append(p.Choices, slices.Repeat(theme.Words(theme.Dim, s), rapid.IntRange(0, 3).Draw(t, "spans")))
		}
		p.Columns = rapid.Bool().Draw(t, "columns")
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

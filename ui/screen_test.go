package ui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"bricktop/ui/text"
	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"
)

var sizes = [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 50}}

// TestGoldens holds every screen as text at every size, and the dashboard and a dialog with their colours.
// go test ./ui -update writes them.
func TestGoldens(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(screens(theme.New(theme.Options{})))) {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				p := screens(theme.New(theme.Options{Dark: true, Colors: theme.TrueColor}))[name]
				golden.RequireEqual(t, textOf(Screen(p, size[0], size[1])))
			})
		}
	}
	for style, o := range map[string]theme.Options{
		"dark":  {Dark: true, Colors: theme.TrueColor},
		"light": {Colors: theme.TrueColor},
		"256":   {Dark: true, Colors: theme.ANSI256},
		"16":    {Dark: true, Colors: theme.ANSI},
		"none":  {Dark: true},
		"ascii": {Dark: true, ASCII: true},
	} {
		for _, name := range []string{"dashboard", "revoke"} {
			t.Run(name+"/"+style, func(t *testing.T) {
				golden.RequireEqual(t, Screen(screens(theme.New(o))[name], 80, 24).Content)
			})
		}
	}
}

// textOf is a frame without its colours, and where cursor and mouse find something on it.
func textOf(f Frame) string {
	var b strings.Builder
	for line := range strings.SplitSeq(ansi.Strip(f.Content), "\n") {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	if f.Cursor != nil {
		fmt.Fprintf(&b, "cursor %d,%d\n", f.Cursor.X, f.Cursor.Y)
	}
	for _, h := range f.Hits {
		if h.Kind == HitButton || h.Kind == HitInput {
			fmt.Fprintf(&b, "hit %d %d,%d %dx%d %s\n", h.Kind, h.X, h.Y, h.W, h.H, h.ID)
		}
	}
	return b.String()
}

func check(t interface{ Fatalf(string, ...any) }, p Props, w, h int) Frame {
	f := Screen(p, w, h)
	lines := strings.Split(f.Content, "\n")
	if len(lines) != max(h, 1) {
		t.Fatalf("%d×%d: %d lines", w, h, len(lines))
	}
	for y, line := range lines {
		if got := text.Width(ansi.Strip(line)); got > w {
			t.Fatalf("%d×%d: line %d takes %d cells: %q", w, h, y, got, line)
		}
	}
	for _, hit := range f.Hits {
		if hit.X < 0 || hit.Y < 0 || hit.W < 1 || hit.H < 1 || hit.X+hit.W > w || hit.Y+hit.H > h {
			t.Fatalf("%d×%d: hit %+v is off the screen", w, h, hit)
		}
	}
	if c := f.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= w || c.Y >= h) {
		t.Fatalf("%d×%d: cursor %+v is off the screen", w, h, *c)
	}
	return f
}

func TestEveryScreenAtEverySize(t *testing.T) {
	all := screens(theme.New(theme.Options{Dark: true, Colors: theme.ANSI256}))
	for name, p := range all {
		t.Run(name, func(t *testing.T) {
			for w := range 130 {
				for h := w % 7; h < 48; h += 7 { // every height comes up beside every width but six
					check(t, p, w, h)
				}
			}
			for _, size := range [][2]int{{0, 0}, {300, 300}, {300, 1}, {1, 300}, {111, 30}} {
				check(t, p, size[0], size[1])
			}
		})
	}
}

func TestAnyTextAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := screens(theme.New(theme.Options{ASCII: rapid.Bool().Draw(t, "ascii"), Colors: theme.Level(rapid.IntRange(0, 3).Draw(t, "level"))}))
		p := all[rapid.SampledFrom(slices.Sorted(maps.Keys(all))).Draw(t, "screen")]
		foreign := rapid.Custom(func(t *rapid.T) string { return text.Clean(rapid.String().Draw(t, "foreign")) })
		p.Header.Host, p.Header.Who, p.Header.Profile = foreign.Draw(t, "host"), foreign.Draw(t, "who"), foreign.Draw(t, "profile")
		p.Header.State.Text = foreign.Draw(t, "state")
		p.Tokens.Title, p.Tokens.Order, p.Files.Title = foreign.Draw(t, "title"), foreign.Draw(t, "order"), foreign.Draw(t, "files")
		p.Context.Fields[0] = Field{Label: foreign.Draw(t, "label"), Value: theme.Words(theme.Warn, foreign.Draw(t, "value"))}
		p.Context.Summary = theme.Words(theme.Warn, foreign.Draw(t, "summary"))
		if f := p.Tokens.Filter; f != nil {
			f.Text = foreign.Draw(t, "filter")
			f.Cursor = text.Width(f.Text)
		}
		if p.Dialog != nil {
			p.Dialog.Title, p.Dialog.Hint = foreign.Draw(t, "dialog"), foreign.Draw(t, "hint")
			p.Dialog.Body = append(p.Dialog.Body, theme.Words(theme.Bad, foreign.Draw(t, "body")))
			p.Dialog.Scroll = rapid.IntRange(-1, 99).Draw(t, "scroll")
		}
		check(t, p, rapid.IntRange(0, 300).Draw(t, "w"), rapid.IntRange(0, 100).Draw(t, "h"))
	})
}

func TestTwiceIsEqual(t *testing.T) {
	for name, p := range screens(theme.New(theme.Options{Colors: theme.TrueColor})) {
		if a, b := Screen(p, 120, 40), Screen(p, 120, 40); fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) && a.Content != b.Content {
			t.Errorf("%s differs from itself", name)
		}
	}
}

func TestMessagesMoveNothing(t *testing.T) {
	th := theme.New(theme.Options{})
	p := dashboard(th)
	before := strings.Split(Screen(p, 80, 24).Content, "\n")
	p.Toast = &Toast{Text: "done", Tone: theme.Good}
	after := strings.Split(Screen(p, 80, 24).Content, "\n")
	if !slices.Equal(before[:23], after[:23]) || !strings.Contains(after[23], "done") || !strings.Contains(after[23], "revoke") {
		t.Errorf("the toast moves something, or hides the hints:\n%s", after[23])
	}
}

func TestRowsAreWhereThePlanAndTheMouseSay(t *testing.T) {
	p := dashboard(theme.New(theme.Options{}))
	p.Tokens.Table.Count, p.Tokens.Table.Cursor = 500, 77
	for _, size := range sizes {
		plan := PlanFor(size[0], size[1], p.Focus, p.Shape())
		f := check(t, p, size[0], size[1])
		rows := 0
		for _, h := range f.Hits {
			if h.Kind == HitTokenRow {
				rows++
				line := ansi.Strip(strings.Split(f.Content, "\n")[h.Y])
				if marked := ansi.Cut(line, h.X, h.X+1) == "❯"; marked != (h.Index == 77) {
					t.Errorf("%v: row %d is at line %d, and reads %q", size, h.Index, h.Y, line)
				}
			}
		}
		if rows != plan.TokenRows {
			t.Errorf("%v: %d rows drawn, %d planned", size, rows, plan.TokenRows)
		}
	}
}

func TestAFoldedPanelTellsItsKeyWhereThereIsRoom(t *testing.T) {
	p := dashboard(theme.New(theme.Options{}))
	for w := 32; w < 110; w++ {
		lines := tail(p, w, 24, 2)
		need := text.Width(" 3 Credential files  ✗ 1 error, 2 warnings") + 3 + len("3 opens ")
		if got := strings.HasSuffix(lines[0], " 3 opens "); got != (w >= need) {
			t.Errorf("%d cells: %q", w, lines[0])
		}
	}
	p.Focus = FilesPanel
	all := ansi.Strip(Screen(p, 80, 24).Content)
	if strings.Contains(all, "3 opens") || !strings.Contains(all, "1 opens") || !strings.Contains(all, "2 opens") {
		t.Errorf("the panel that is open says how to open it:\n%s", all)
	}
}

func TestAnEmptyDetailSaysWhatItIsFor(t *testing.T) {
	const words = "Details of what is selected"
	p := dashboard(theme.New(theme.Options{}))
	for _, size := range [][2]int{{120, 40}, {80, 50}} {
		p.Detail = dashboard(p.Theme).Detail
		full := Screen(p, size[0], size[1]).Content
		p.Detail = Detail{}
		if empty := Screen(p, size[0], size[1]).Content; strings.Contains(full, words) || !strings.Contains(empty, words) {
			t.Errorf("%v: %v before, after:\n%s", size, strings.Contains(full, words), ansi.Strip(empty))
		}
	}
}

func BenchmarkScreen(b *testing.B) {
	p := dashboard(theme.New(theme.Options{Dark: true, Colors: theme.TrueColor}))
	p.Tokens.Table.Count, p.Tokens.Table.Cursor = 10_000, 5_000
	b.ReportAllocs()
	for b.Loop() {
		Screen(p, 120, 40)
	}
}

func BenchmarkScreenUnderADialog(b *testing.B) {
	p := screens(theme.New(theme.Options{Dark: true, Colors: theme.TrueColor}))["revoke"]
	b.ReportAllocs()
	for b.Loop() {
		Screen(p, 200, 60)
	}
}

package ui

import (
	"slices"
	"strings"
	"testing"

	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

// TestPlanCoversTheScreenOnce: every cell belongs to exactly one part.
func TestPlanCoversTheScreenOnce(t *testing.T) {
	for _, size := range [][2]int{{32, 8}, {60, 16}, {80, 24}, {80, 50}, {109, 60}, {110, 29}, {110, 30}, {120, 40}, {300, 100}} {
		for focus := ContextPanel; focus <= FilesPanel+1; focus++ {
			l := Plan(size[0], size[1], focus)
			parts := append(l.Panels[:], l.Header, l.Footer, l.Detail)
			for y := range size[1] {
				for x := range size[0] {
					n := 0
					for _, r := range parts {
						if r.Contains(x, y) {
							n++
						}
					}
					if n != 1 {
						t.Fatalf("%v, focus %d: cell %d,%d belongs to %d parts of %+v", size, focus, x, y, n, l)
					}
				}
			}
			if l.Side != (size[0] >= 110 && size[1] >= 30) || l.Side && (l.TokenRows < 5 || l.FileRows < 5 || l.ContextRows < 5) {
				t.Errorf("%v: %+v", size, l)
			}
		}
	}
	for _, size := range [][2]int{{31, 100}, {300, 7}, {0, 0}, {-1, -1}} {
		if !Plan(size[0], size[1], TokensPanel).TooSmall {
			t.Errorf("%v is not too small", size)
		}
	}
}

func TestTheLeftColumnFollowsWhatItHolds(t *testing.T) {
	fields := func(n int) []Field { return slices.Repeat([]Field{field("Label", "value")}, n) }
	for _, c := range []struct{ h, context, files, want int }{
		{40, 0, 0, 21},   // nothing is known: a fixed share
		{40, 10, 10, 19}, // both fit: what is over goes to both
		{40, 4, 60, 6},   // the files take what the context leaves
		{40, 60, 4, 32},  // and the other way round
		{40, 60, 60, 21}, // neither fits
		{40, 0, 60, 6},   // at least six lines
		{40, 60, 1, 32},
		{40, 60, 0, 30}, // no files: a few words in their place
		{30, 12, 12, 14},
	} {
		l := PlanFor(120, c.h, TokensPanel, Shape{Context: fields(c.context), FileRows: c.files})
		context, files := l.Panels[ContextPanel], l.Panels[FilesPanel]
		if context.H != c.want || context.H+files.H != c.h-2 || files.Y != 1+context.H || files.H < 6 || context.H < 6 {
			t.Errorf("%+v: %+v and %+v", c, context, files)
		}
		if l.FileRows != files.H-2 || l.ContextRows != context.H-2 || l.TokenRows != Plan(120, c.h, TokensPanel).TokenRows {
			t.Errorf("%+v: rows of %+v", c, l)
		}
	}
}

func TestWidthsSideBySide(t *testing.T) {
	before := 0
	for w := 110; w < 400; w++ {
		l := Plan(w, 40, TokensPanel)
		left, tokens := l.Panels[ContextPanel].W, l.Panels[TokensPanel].W
		if left < before || left < 44 || left > 72 || left+tokens != w || w >= 150 && (tokens < 80 || left < 70) || w >= 120 && tokens < 71 {
			t.Errorf("%d cells: %d and %d", w, left, tokens)
		}
		before = left
	}
}

func TestTheBarOfLifeIsInViewAt120(t *testing.T) {
	p := dashboard(theme.New(theme.Options{}))
	for w := 120; w < 200; w++ {
		if line := strings.Split(ansi.Strip(Screen(p, w, 40).Content), "\n")[2]; !strings.Contains(line, " LIFE ") {
			t.Errorf("%d cells: %q", w, line)
		}
	}
}

func TestFieldsAlignByGroup(t *testing.T) {
	fields := []Field{field("Host", "h"), field("Metastore", "a name too long"), {Label: "Environment"},
		field("A_VERY_LONG_VARIABLE", "v"), field("HOME", "/")}
	want := []fieldRow{
		{label: "Host", indent: 11, value: theme.Words(theme.Plain, "h")},
		{label: "Metastore", indent: 11, value: theme.Words(theme.Plain, "a name")},
		{indent: 11, value: theme.Words(theme.Plain, "too long")},
		{},
		{label: "Environment", heading: true},
		{label: "A_VERY_LONG_VARIABLE"},
		{indent: 2, value: theme.Words(theme.Plain, "v")},
		{label: "HOME", indent: 6, value: theme.Words(theme.Plain, "/")},
	}
	got := layFields(fields, 20)
	if len(got) != len(want) || FieldLines(fields, 24) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		g, w := got[i], want[i]
		if g.label != w.label || g.heading != w.heading || g.indent != w.indent || g.value.Text() != w.value.Text() {
			t.Errorf("row %d: %+v, want %+v", i, g, w)
		}
	}
}

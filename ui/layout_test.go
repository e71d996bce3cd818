package ui

import (
	"testing"

	"bricktop/ui/theme"
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

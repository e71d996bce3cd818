package table

import (
	"fmt"
	"strings"
	"testing"

	"bricktop/ui/text"
	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

var columns = []Column{
	{Title: "", Min: 1},
	{Title: "COMMENT", Min: 8, Want: 20, Flex: true},
	{Title: "LEFT", Min: 8, Want: 8, Right: true},
	{Title: "LIFE", Min: 6, Want: 10, Drop: 2},
	{Title: "ID", Min: 8, Want: 8, Drop: 3},
}

func rowOf(i int, into *Row) {
	into.Cells = append(into.Cells,
		Cell{Text: "●", Tone: theme.Good}, Cell{Text: fmt.Sprintf("token-%d", i)}, Cell{Text: "8d 03h"},
		Cell{Bar: true, Share: 0.25, Tone: theme.Good}, Cell{Text: "01234567", Tone: theme.Dim})
	into.Mark = i == 1
	into.Muted = i == 2
}

func draw(p Props, o theme.Options, w, h int) []string {
	d, lines := Lay(p, w, h), make([]string, h)
	for i := range lines {
		pen := theme.New(o).Pen()
		d.Line(pen, i)
		pen.End()
		lines[i] = pen.String()
	}
	return lines
}

func TestColumnsGiveWay(t *testing.T) {
	for _, c := range []struct {
		w    int
		want []int
	}{
		{80, []int{1, 46, 8, 10, 8}},
		{54, []int{1, 20, 8, 10, 8}},
		{50, []int{1, 20, 8, 6, 8}},
		{49, []int{1, 25, 8, 10, 0}},
		{40, []int{1, 20, 8, 6, 0}},
		{39, []int{1, 27, 8, 0, 0}},
		{20, []int{1, 8, 8, 0, 0}},
		{18, []int{1, 6, 8, 0, 0}},
		{7, []int{1, 1, 2, 0, 0}},
		{3, []int{1, 1, 0, 0, 0}},
		{0, []int{0, 0, 0, 0, 0}},
	} {
		got := measure(columns, c.w)
		if fmt.Sprint(got[:len(columns)]) != fmt.Sprint(c.want) {
			t.Errorf("in %d cells: %v, want %v", c.w, got[:len(columns)], c.want)
		}
	}
}

func TestDraw(t *testing.T) {
	p := Props{Columns: columns, Sort: 2, Count: 4, Cursor: 1, Focused: true, Row: rowOf}
	want := []string{
		"    COMMENT                 LEFT ▲  LIFE    ID       ",
		"  ● token-0                 8d 03h  ━╾────  01234567 ",
		"❯•● token-1                 8d 03h  ━╾────  01234567 ",
		"  ● token-2                 8d 03h  ━╾────  01234567 ",
		"  ● token-3                 8d 03h  ━╾────  01234567 ",
		"                                                     ",
	}
	for i, line := range draw(p, theme.Options{}, 53, 6) {
		if got := ansi.Strip(line); got != want[i] {
			t.Errorf("line %d:\n%q\n%q", i, got, want[i])
		}
	}
}

func TestNoCellEndsTheBackgroundOfTheSelectedRow(t *testing.T) {
	p := Props{Columns: columns, Sort: -1, Count: 3, Cursor: 1, Focused: true, Row: rowOf}
	line := draw(p, theme.Options{Dark: true, Colors: theme.TrueColor}, 60, 4)[2]
	body, end, _ := strings.Cut(line, "\x1b[m")
	if end != "" || text.Width(ansi.Strip(body)) != 60 {
		t.Errorf("the row ends early: %q", line)
	}
	for _, sgr := range strings.Split(body, "\x1b[")[1:] {
		if style, _, _ := strings.Cut(sgr, "m"); !strings.Contains(style, "48;2;") {
			t.Errorf("%q has no background", style)
		}
	}
}

func TestMarks(t *testing.T) {
	const on, off, row, rowOn = "\x1b[0;4m", "\x1b[m", "\x1b[0;7m", "\x1b[0;7;4m"
	for _, c := range []struct {
		text  string
		marks []Mark
		w     int
		right bool
		want  string // of a cell in a table without colours
	}{
		{"nightly", []Mark{{0, 5}}, 8, false, on + "night" + off + "ly "},
		{"nightly", []Mark{{2, 4}, {5, 99}}, 7, false, "ni" + on + "gh" + off + "t" + on + "ly" + off},
		{"nightly", []Mark{{0, 5}}, 8, true, " " + on + "night" + off + "ly"},
		{"nightly", []Mark{{1, 3}, {2, 5}}, 7, true, "n" + on + "ight" + off + "ly"},
		{"nightly", []Mark{{6, 7}}, 5, true, "nigh" + on + "…" + off},
		{"nightly", []Mark{{3, 3}, {5, 2}, {7, 9}, {-3, 0}}, 7, false, "nightly"},
		{"Übernahme", []Mark{{1, 3}}, 9, false, on + "Üb" + off + "ernahme"},
		{"日本語", []Mark{{4, 5}}, 6, false, "日" + on + "本" + off + "語"},
		{"日本語", []Mark{{3, 6}}, 4, false, "日" + on + "…" + off + " "},
	} {
		for _, selected := range []bool{false, true} {
			pen := theme.New(theme.Options{}).Pen()
			pen.Select(selected)
			marked(pen, Cell{Text: c.text, Marks: c.marks}, c.w, c.right)
			pen.End()
			want := c.want
			if selected {
				want = strings.ReplaceAll(strings.ReplaceAll(want, on, rowOn), off, row)
				if !strings.HasPrefix(want, rowOn) {
					want = row + want
				}
				want = strings.TrimSuffix(want, row) + off
			}
			if got := pen.String(); got != want {
				t.Errorf("%q %v in %d cells, selected %v:\n%q, want\n%q", c.text, c.marks, c.w, selected, got, want)
			}
		}
	}
}

func TestAMarkKeepsToneAndBackground(t *testing.T) {
	p := Props{Columns: columns, Sort: -1, Count: 3, Cursor: 1, Focused: true, Row: func(i int, into *Row) {
		rowOf(i, into)
		into.Cells[1].Tone, into.Cells[1].Marks = theme.Warn, []Mark{{0, 3}}
	}}
	for _, dark := range []bool{true, false} {
		lines := draw(p, theme.Options{Dark: dark, Colors: theme.TrueColor}, 60, 4)
		for i, line := range lines[1:] {
			before, _, found := strings.Cut(line, "tok")
			if style := before[strings.LastIndex(before, "\x1b["):]; !found || !strings.HasSuffix(style, ";4m") || !strings.Contains(style, "38;2;") || strings.Contains(style, "48;2;") != (i == 1) {
				t.Errorf("row %d is marked by %q in %q", i, style, line)
			}
		}
		body, end, _ := strings.Cut(lines[2], "\x1b[m")
		if end != "" || text.Width(ansi.Strip(body)) != 60 {
			t.Errorf("the selected row ends early: %q", lines[2])
		}
	}
}

func TestPage(t *testing.T) {
	for _, c := range []struct{ count, cursor, height, first, last int }{
		{0, -1, 5, 0, 0}, {3, 0, 5, 0, 3}, {12, 4, 5, 0, 5}, {12, 5, 5, 5, 10}, {12, 11, 5, 10, 12},
		{12, 99, 5, 10, 12}, {12, -1, 5, 0, 5}, {12, 3, 0, 0, 0}, {12, 3, -1, 0, 0},
	} {
		if first, last := Page(c.count, c.cursor, c.height); first != c.first || last != c.last {
			t.Errorf("Page(%d, %d, %d) = %d, %d", c.count, c.cursor, c.height, first, last)
		}
	}
}

func TestAnyTableAtAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Props
		for range rapid.IntRange(0, maxColumns+2).Draw(t, "columns") {
			p.Columns = append(p.Columns, Column{
				Title: text.Clean(rapid.StringN(0, 8, -1).Draw(t, "title")), Min: rapid.IntRange(-1, 30).Draw(t, "min"),
				Want: rapid.IntRange(-1, 40).Draw(t, "want"), Drop: rapid.IntRange(0, 3).Draw(t, "drop"),
				Flex: rapid.Bool().Draw(t, "flex"), Right: rapid.Bool().Draw(t, "right"),
			})
		}
		p.Sort = rapid.IntRange(-1, len(p.Columns)).Draw(t, "sort")
		p.Count = rapid.IntRange(0, 200).Draw(t, "count")
		p.Cursor = rapid.IntRange(-1, p.Count).Draw(t, "cursor")
		p.Focused, p.Desc = rapid.Bool().Draw(t, "focused"), rapid.Bool().Draw(t, "desc")
		cell := text.Clean(rapid.String().Draw(t, "cell"))
		share := rapid.Float64().Draw(t, "share")
		cells := rapid.IntRange(0, len(p.Columns)+1).Draw(t, "cells")
		var marks []Mark
		for range rapid.IntRange(0, 3).Draw(t, "marks") {
			marks = append(marks, Mark{rapid.IntRange(-1, 20).Draw(t, "from"), rapid.IntRange(-1, 20).Draw(t, "to")})
		}
		asked := 0
		p.Row = func(i int, into *Row) {
			asked++
			if i < 0 || i >= p.Count {
				t.Fatalf("asked for row %d of %d", i, p.Count)
			}
			for c := range cells {
				into.Cells = append(into.Cells, Cell{Text: cell, Bar: c%3 == 1, Share: share, Tone: theme.Warn, Marks: marks})
			}
		}
		w, h := rapid.IntRange(0, 120).Draw(t, "w"), rapid.IntRange(0, 50).Draw(t, "h")
		lines := draw(p, theme.Options{Colors: theme.Level(rapid.IntRange(0, 3).Draw(t, "level"))}, w, h)
		for i, line := range lines {
			if got := text.Width(ansi.Strip(line)); got != w {
				t.Fatalf("line %d takes %d cells of %d: %q", i, got, w, line)
			}
		}
		if asked > h {
			t.Fatalf("asked for %d rows to draw %d lines", asked, h)
		}
		first, last := Page(p.Count, p.Cursor, h-1)
		from, to := Thumb(first, last, p.Count, h-1)
		if from < 0 || to < from || to > max(h-1, 0) || (to == from) != (last-first >= p.Count || h < 2) {
			t.Fatalf("thumb %d to %d of %d", from, to, h-1)
		}
	})
}

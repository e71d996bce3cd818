package chart

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bricktop/ui/text"
	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"
)

var now = time.Date(2026, 11, 23, 12, 4, 31, 0, time.UTC)

func ends(label string, tone theme.Tone, lived, left time.Duration) Row {
	r := Row{State: theme.Span{Text: "●", Tone: tone}, Label: label, Begin: now.Add(-lived), End: now.Add(left)}
	if left <= 0 {
		r.State.Text, r.Muted = "✗", true
	}
	return r
}

// samples are a row of every kind.
func samples() []Row {
	urgent := ends("sdk-1763908200000000000", theme.Bad, 55*time.Minute, 4*time.Minute)
	urgent.Left, urgent.Next = "4m", now.Add(time.Minute)
	soon := ends("ci-deploy", theme.Good, 20*time.Hour, 9*time.Hour)
	soon.Left, soon.Next, soon.Gap = "9h", now.Add(6*time.Hour), Gap{From: soon.End}
	over := ends("sdk-1763880000000000000", theme.Bad, 7*time.Hour, -5*time.Hour)
	over.Gap = Gap{From: over.End, To: now.Add(-55 * time.Minute)}
	never := Row{State: theme.Span{Text: "∞", Tone: theme.Warn}, Label: "notebook-bridge", Begin: now.Add(-412 * day), Ending: Endless}
	untold := Row{State: theme.Span{Text: "?", Tone: theme.Dim}, Label: "made by an older release", Begin: now.Add(-3 * time.Hour), Ending: Untold}
	later := Row{State: theme.Span{Text: "●", Tone: theme.Good}, Label: "its clock is ahead", Begin: now.Add(40 * day), End: now.Add(70 * day)}
	return []Row{urgent, soon, ends("Prüfung 日本語", theme.Good, 29*day, 61*day), never, untold, over, ends("last year's", theme.Bad, 400*day, -310*day), later}
}

func sample(span time.Duration, pan time.Duration, w, h int) Props {
	rows := samples()
	return Props{Window: Around(now, span, pan, PlanFor(w, h).Plot), Now: now, Title: "COMMENT", Count: len(rows), Cursor: 1,
		Row: func(i int, into *Row) { *into = rows[i] }, Note: theme.Words(theme.Plain, "ci-deploy ends in 9h 00m")}
}

func draw(p Props, o theme.Options, w, h int) []string {
	th := theme.New(o)
	d, lines := Lay(p, th, w, h), make([]string, max(h, 0))
	for i := range lines {
		pen := th.Pen()
		d.Line(pen, i)
		pen.End()
		lines[i] = pen.String()
	}
	return lines
}

// TestGoldens holds the chart at every size and span. go test ./ui/chart -update writes them.
func TestGoldens(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 50}} {
		for name, span := range map[string]time.Duration{"hour": time.Hour, "day": day, "month": 30 * day, "years": 730 * day} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				lines := draw(sample(span, 0, size[0], size[1]), theme.Options{}, size[0], size[1])
				golden.RequireEqual(t, ansi.Strip(strings.Join(lines, "\n")))
			})
		}
	}
	for style, o := range map[string]theme.Options{
		"dark": {Dark: true, Colors: theme.TrueColor}, "none": {}, "ascii": {ASCII: true},
	} {
		t.Run(style, func(t *testing.T) {
			golden.RequireEqual(t, strings.Join(draw(sample(day, 0, 80, 24), o, 80, 24), "\n"))
		})
	}
}

// anyChart is a chart of anything at any size.
func anyChart(t *rapid.T) (p Props, w, h int) {
	w, h = rapid.IntRange(0, 220).Draw(t, "w"), rapid.IntRange(0, 60).Draw(t, "h")
	at := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.IntRange(0, 9).Draw(t, "none") == 0 {
			return time.Time{}
		}
		return now.Add(time.Duration(rapid.Int64Range(-1<<62, 1<<62).Draw(t, "at") >> rapid.IntRange(0, 40).Draw(t, "near")))
	})
	span := rapid.SampledFrom(Spans[:]).Draw(t, "span")
	pan := time.Duration(rapid.Int64Range(-int64(4*span), int64(4*span)).Draw(t, "pan"))
	rows := make([]Row, rapid.IntRange(0, 12).Draw(t, "rows"))
	for i := range rows {
		rows[i] = Row{State: theme.Span{Text: "●"}, Label: text.Clean(rapid.String().Draw(t, "label")), Left: "12d",
			Begin: at.Draw(t, "begin"), End: at.Draw(t, "end"), Ending: Ending(rapid.IntRange(0, 2).Draw(t, "ending")),
			Next: at.Draw(t, "next"), Gap: Gap{From: at.Draw(t, "from"), To: at.Draw(t, "to")}, Muted: rapid.Bool().Draw(t, "muted")}
	}
	return Props{Window: Around(now, span, pan, PlanFor(w, h).Plot), Now: now, Title: "COMMENT", Count: len(rows),
		Cursor: rapid.IntRange(-1, len(rows)).Draw(t, "cursor"), Note: theme.Words(theme.Plain, text.Clean(rapid.String().Draw(t, "note"))),
		Row: func(i int, into *Row) {
			if i < 0 || i >= len(rows) {
				t.Fatalf("asked for row %d of %d", i, len(rows))
			}
			*into = rows[i]
		}}, w, h
}

// Any chart fills its size to the cell, and the line of now runs through every row in one column.
func TestAnyChartAtAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, w, h := anyChart(t)
		ascii := rapid.Bool().Draw(t, "ascii")
		lines := draw(p, theme.Options{ASCII: ascii, Colors: theme.Level(rapid.IntRange(0, 3).Draw(t, "level"))}, w, h)
		plan := PlanFor(w, h)
		column := -1
		if plan.Plot > 0 && p.Window.Contains(now) {
			column = plan.Labels + p.Window.cell(now)
		}
		for i, line := range lines {
			plain := ansi.Strip(line)
			if got := text.Width(plain); got != w {
				t.Fatalf("line %d takes %d cells of %d: %q", i, got, w, plain)
			}
			if column < 0 || i < AxisLines || i >= AxisLines+plan.Rows {
				continue
			}
			head, _ := text.Prefix(plain, column)
			if sign := text.Cluster(plain[len(head):]); !strings.Contains("│├┝┤┼┾┥┽┿|", sign) {
				t.Fatalf("the line of now is broken in line %d: %q", i, plain)
			}
		}
	})
}

// The lines of the axis are in order, and their labels apart from one another and within the plot.
func TestLabelsNeverOverlap(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("", 5*3600+1800)}
	if berlin, err := time.LoadLocation("Europe/Berlin"); err == nil {
		zones = append(zones, berlin)
	}
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom(Spans[:]).Draw(t, "span")
		cells := rapid.IntRange(8, 300).Draw(t, "cells")
		at := now.Add(time.Duration(rapid.IntRange(-20000, 20000).Draw(t, "hours")) * time.Hour)
		w := Around(at, span, 0, cells)
		free, last, labels := 0, -1, 0
		for _, k := range ticks(w, rapid.SampledFrom(zones).Draw(t, "zone")) {
			if k.column <= last || k.column >= cells {
				t.Fatalf("column %d after %d of %d", k.column, last, cells)
			}
			last = k.column
			if k.label == "" {
				continue
			}
			labels++
			if k.at < free || k.at+len(k.label) > cells {
				t.Fatalf("%q at %d of %d, free from %d", k.label, k.at, cells, free)
			}
			free = k.at + len(k.label) + 1
		}
		if labels == 0 && cells > 40 {
			t.Fatal("no label")
		}
	})
}

// What begins or ends earlier is drawn no further to the right, and each time lands on the half that is nearest.
func TestBarsKeepTheOrderOfTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Around(now, rapid.SampledFrom(Spans[:]).Draw(t, "span"), 0, rapid.IntRange(8, 300).Draw(t, "cells"))
		a := time.Duration(rapid.Int64Range(-1<<61, 1<<61).Draw(t, "a"))
		b := time.Duration(rapid.Int64Range(-1<<61, 1<<61).Draw(t, "b"))
		if a > b {
			a, b = b, a
		}
		if w.half(now.Add(a)) > w.half(now.Add(b)) || w.cell(now.Add(a)) > w.cell(now.Add(b)) {
			t.Fatalf("%v is right of %v", a, b)
		}
		if at := w.From.Add(time.Duration(w.half(now)) * w.Cell / 2); at.Sub(now).Abs() > w.Cell/4 {
			t.Fatalf("now is drawn %v away", at.Sub(now))
		}
	})
}

// Between two moves of the window a second changes nothing that is drawn.
func TestNothingMovesBetweenMoves(t *testing.T) {
	for _, span := range Spans {
		p := sample(span, 0, 120, 40)
		p.Row = func(i int, into *Row) { *into = samples()[3] } // ends at no time
		before := strings.Join(draw(p, theme.Options{}, 120, 40), "\n")
		until := p.Window.UntilMove(now)
		later := func(d time.Duration) string {
			q := p
			q.Now, q.Window = now.Add(d), Around(now.Add(d), span, 0, p.Window.Cells)
			return strings.Join(draw(q, theme.Options{}, 120, 40), "\n")
		}
		if until <= 0 || until > p.Window.Cell {
			t.Fatalf("%v until it moves, of a cell of %v", until, p.Window.Cell)
		}
		if later(until-1) != before || later(until) == before {
			t.Errorf("%v: it does not move when it says", span)
		}
	}
}

func TestFit(t *testing.T) {
	for left, want := range map[time.Duration]time.Duration{0: time.Hour, 40 * time.Minute: time.Hour, time.Hour: 3 * time.Hour,
		61 * day: 91 * day, 730 * day: 730 * day, 9000 * day: 730 * day} {
		if got := Spans[Fit(left)]; got != want {
			t.Errorf("%v fits into %v, want %v", left, got, want)
		}
	}
}

func TestSpark(t *testing.T) {
	for _, c := range []struct {
		values []float64
		cells  int
		want   string
	}{
		{nil, 8, ""}, {[]float64{0, 0}, 8, "▁▁"}, {[]float64{1, 2, 4, 8}, 8, "▂▃▅█"}, {[]float64{9, 1, 8, -1, 4}, 4, "▂█✗▅"}, {[]float64{1}, 0, ""},
	} {
		if got := Spark(c.values, c.cells, theme.New(theme.Options{})).Text(); got != c.want {
			t.Errorf("%v: %q, want %q", c.values, got, c.want)
		}
	}
	if got := Spark([]float64{0, 4, 8, -1}, 8, theme.New(theme.Options{ASCII: true})).Text(); got != "_~#x" {
		t.Errorf("%q in ASCII", got)
	}
}

func TestLife(t *testing.T) {
	for _, c := range []struct {
		over, next float64
		want       string
	}{
		{0, 0.67, "──────◇───"}, {0.25, 0.67, "━━╾───◇───"}, {0.9, 0.67, "━━━━━━━━━─"}, {1, 1, "━━━━━━━━━━"}, {-3, 9, "─────────◇"},
	} {
		got := Life(c.over, c.next, 10, theme.New(theme.Options{})).Text()
		if got != c.want {
			t.Errorf("%v, next at %v: %q, want %q", c.over, c.next, got, c.want)
		}
	}
}

func BenchmarkChart10000(b *testing.B) {
	p, rows := sample(day, 0, 118, 36), samples()
	p.Count, p.First, p.Cursor = 10_000, 5_000, 5_003
	p.Row = func(i int, into *Row) { *into = rows[i%len(rows)] }
	th := theme.New(theme.Options{Dark: true, Colors: theme.TrueColor})
	b.ReportAllocs()
	for b.Loop() {
		d, pen := Lay(p, th, 118, 36), th.Pen()
		pen.Grow(20_000)
		for i := range 36 {
			d.Line(pen, i)
			pen.Break()
		}
	}
}

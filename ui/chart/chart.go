// Package chart draws spans of time: tokens as bars under one axis, and rows of numbers as sparklines. It draws
// only what is visible, asks for only that, and knows no clock: what is now is a time like any other.
package chart

import (
	"time"

	"bricktop/ui/theme"
)

// Ending is how a bar ends.
type Ending uint8

// The endings.
const (
	Ends    Ending = iota // at Row.End
	Endless               // never
	Untold                // nobody knows when
)

// Row is one bar with its label.
type Row struct {
	State theme.Span // one cell; its tone is the bar's
	Label string
	Tone  theme.Tone // of the label
	Left  string     // at the right of the label, up to four cells
	Muted bool       // the whole row is over
	Mark  bool

	Begin  time.Time // zero: unknown
	End    time.Time // where Ending is Ends
	Ending Ending
	Next   time.Time // of the sign on the bar; zero: none
	Gap    Gap
}

// Gap is a time in which there is nothing, shown behind a bar. The zero Gap is none.
type Gap struct {
	From, To time.Time // without To it lasts
}

// Open reports whether the gap lasts at a time, or begins after it.
func (g Gap) Open(now time.Time) bool {
	return !g.From.IsZero() && (g.To.IsZero() || g.To.After(now))
}

// Props is a chart to draw.
type Props struct {
	Window Window
	Now    time.Time
	Zone   *time.Location // of the axis
	Title  string         // over the labels

	Count  int
	First  int // of the rows in view
	Cursor int
	Row    func(i int, into *Row) // fills into, which is zero

	Note theme.Line // about the selected row
}

// Plan is where everything stands in a chart of some size. It follows from the size alone.
type Plan struct {
	Labels int // cells before the plot
	Plot   int // cells of the plot; 0: no room for any
	Rows   int
	Note   bool
	Legend bool

	left bool // the labels have room for Row.Left
	air  bool // a blank line above the note
}

// The lines above the rows, and what else the lines are for from which height on.
const (
	AxisLines   = 2
	noteHeight  = 8
	moreHeight  = 14
	airHeight   = 26
	leastWidth  = 20
	leftWidth   = 44
	leftCells   = 4
	beforeLabel = theme.LeadWidth + 2
	tail        = 1 // cells after the plot
)

// PlanFor lays a chart out in w by h cells.
func PlanFor(w, h int) Plan {
	if w < leastWidth || h <= AxisLines {
		return Plan{}
	}
	p := Plan{Labels: beforeLabel + min(max(w*2/9, 6), 36) + 1, Rows: h - AxisLines, left: w >= leftWidth,
		Note: h >= noteHeight, Legend: h >= moreHeight, air: h >= airHeight}
	if p.left {
		p.Labels += leftCells + 1
	}
	p.Plot = w - p.Labels - tail
	for _, taken := range []bool{p.Note, p.Legend, p.air} {
		if taken {
			p.Rows--
		}
	}
	return p
}

// Drawing is a chart laid out for a size. It draws one line at a time, so that it can stand in a frame.
type Drawing struct {
	props Props
	plan  Plan
	w, h  int
	ink   *ink
	ticks []tick
	now   int    // column of the line through all rows, not in the plot: it is out of view
	cells []cell // of one row's plot
}

// Lay lays a chart out in w by h cells. Its window has as many cells as PlanFor tells.
func Lay(p Props, th *theme.Theme, w, h int) *Drawing {
	d := &Drawing{props: p, plan: PlanFor(w, h), w: max(w, 0), h: max(h, 0), ink: inkOf(th)}
	if d.plan.Plot > 0 {
		d.props.Window.Cells = d.plan.Plot
		d.ticks = ticks(d.props.Window, p.Zone)
		d.now = d.props.Window.cell(p.Now)
		d.cells = make([]cell, d.plan.Plot)
	}
	return d
}

// Line draws line i, exactly as wide as the chart.
func (d *Drawing) Line(pen *theme.Pen, i int) {
	rows := AxisLines + d.plan.Rows
	note, legend := -1, -1
	if d.plan.Legend {
		legend = d.h - 1
	}
	if d.plan.Note {
		note = rows
		if d.plan.air {
			note++
		}
	}
	switch {
	case d.plan.Plot <= 0 || i < 0 || i >= d.h:
		pen.Space(d.w)
	case i == 0:
		d.labels(pen)
	case i == 1:
		d.ruler(pen)
	case i < rows:
		d.row(pen, d.props.First+i-AxisLines)
	case i == note:
		pen.Space(theme.LeadWidth)
		pen.Line(d.props.Note, d.w-theme.LeadWidth-tail)
		pen.Space(tail)
	case i == legend:
		d.legend(pen)
	default:
		pen.Space(d.w)
	}
}

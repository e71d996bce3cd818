package ui

import (
	"bricktop/ui/chart"
	"bricktop/ui/table"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Lifetimes is the chart that has the screen to itself, between header and footer. Its filter and its notice are
// those of the tokens.
type Lifetimes struct {
	Title string
	Span  string // "3 days, Nov 22 – Nov 25"
	Chart chart.Props
	Empty []theme.Line // in place of rows when there are none
}

// PlanLifetimes lays the chart out on a screen of w by h cells.
func PlanLifetimes(w, h int) chart.Plan {
	if l := Plan(w, h, TokensPanel); l.TooSmall {
		return chart.Plan{}
	}
	return chart.PlanFor(w-2, h-4)
}

func (s *screen) lifetimes(pen *theme.Pen) {
	drawHeader(pen, &s.props.Header, s.layout.W)
	pen.Break()
	s.draw(pen, s.chartPanel())
	s.footer(pen)
	pen.End()
}

func (s *screen) chartPanel() panel {
	c, r := s.props.Lifetimes, Rect{0, 1, s.layout.W, s.layout.H - 2}
	s.hit(Hit{Rect: r, Kind: HitPanel, Index: int(TokensPanel)}) // the wheel moves its rows
	p := panel{Rect: r, title: c.Title, right: c.Span, focused: true, foot: s.tokensFoot(r)}
	if c.Chart.Count == 0 {
		p.body = s.message(c.Empty, r)
		return p
	}
	props, rows := c.Chart, PlanLifetimes(s.layout.W, s.layout.H).Rows
	first, last := table.Page(props.Count, props.Cursor, rows)
	props.First = first
	if from, to := table.Thumb(first, last, props.Count, rows); to > from {
		p.thumbFrom, p.thumbTo = from+chart.AxisLines, to+chart.AxisLines
		p.right = rangeAndOrder(text.Range(first+1, last, props.Count, s.glyphs.Dash), c.Span, s.glyphs.Dot)
	}
	d := chart.Lay(props, s.props.Theme, r.W-2, r.H-2)
	p.body = func(pen *theme.Pen, i, _ int) { d.Line(pen, i) }
	for i := first; i < last; i++ {
		s.hit(Hit{Rect: Rect{r.X + 1, r.Y + 1 + chart.AxisLines + i - first, r.W - 2, 1}, Kind: HitTokenRow, Index: i})
	}
	return p
}

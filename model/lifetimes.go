package model

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/chart"
	"bricktop/ui/table"
	"bricktop/ui/text"
)

// lifetimes is the chart of all tokens. Its rows and its selection are those of the table.
type lifetimes struct {
	open bool
	used bool          // it was open before: the zoom is the user's
	zoom int           // index of chart.Spans
	pan  time.Duration // how far the user moved it from now
	gaps map[token.ID]token.Gap
}

// farthest is how far the chart may be moved from now.
const farthest = 4 * 365 * 24 * time.Hour

// charting reports whether the chart has the screen. Where nothing is configured there is nothing to chart.
func (m *Model) charting() bool { return m.tokens.chart.open && !m.unconfigured() }

func (m *Model) noChart() string {
	if m.unconfigured() {
		return "There is no workspace yet, and no token to chart."
	}
	return ""
}

func (m *Model) noMoving() string {
	if !m.charting() {
		return "This moves the lifetimes chart, which " + m.key("lifetimes") + " opens."
	}
	return ""
}

// toggleLifetimes opens the chart, on the token that is selected, or closes it.
func (m *Model) toggleLifetimes() tea.Cmd {
	c := &m.tokens.chart
	if m.charting() {
		m.closeLifetimes()
		return nil
	}
	m.chosen()
	c.open, c.pan = true, 0
	if !c.used {
		c.zoom = m.fitting()
	}
	c.used = true
	m.findGaps()
	return nil
}

func (m *Model) closeLifetimes() { m.tokens.chart.open = false }

// fitting is the least zoom that shows the end of every token in the rows that ends.
func (m *Model) fitting() int {
	now, most := m.clock(), time.Duration(0)
	for at := range m.tokens.shown {
		if left, ok := m.tokens.row(at).Left(now); ok {
			most = max(most, left)
		}
	}
	return chart.Fit(most)
}

// chartWindow is the time in view.
func (m *Model) chartWindow() chart.Window {
	c := &m.tokens.chart
	return chart.Around(m.clock(), chart.Spans[c.zoom], c.pan, ui.PlanLifetimes(m.term.w, m.term.h).Plot)
}

// zoomBy goes closer or farther. What stays where it is is now, or else the middle.
func (m *Model) zoomBy(by int) tea.Cmd {
	c, now := &m.tokens.chart, m.clock()
	zoom := max(0, min(c.zoom+by, len(chart.Spans)-1))
	if w := m.chartWindow(); !w.Contains(now) {
		// The middle is a quarter of the span behind the place of now.
		c.pan += (chart.Spans[c.zoom] - chart.Spans[zoom]) / 4
	} else if c.pan != 0 {
		c.pan = time.Duration(float64(c.pan) * float64(chart.Spans[zoom]) / float64(chart.Spans[c.zoom]))
	}
	c.zoom = zoom
	return nil
}

// panBy moves the chart by an eighth of what is in view.
func (m *Model) panBy(by time.Duration) tea.Cmd {
	c := &m.tokens.chart
	c.pan = max(-farthest, min(c.pan+by*chart.Spans[c.zoom]/8, farthest))
	return nil
}

// toNow goes back to now; where the chart is there already, to a zoom that shows every end.
func (m *Model) toNow() tea.Cmd {
	if m.tokens.chart.pan == 0 {
		m.tokens.chart.zoom = m.fitting()
	}
	m.tokens.chart.pan = 0
	return nil
}

// findGaps works out, once for a list, where nothing lived between tokens that replace one another.
func (m *Model) findGaps() {
	if m.tokens.chart.open {
		m.tokens.chart.gaps = token.Gaps(m.tokens.list.Tokens, family)
	}
}

// family is what tokens that replace one another have in common: the target that a rotation made them for, or their
// comment but for the time in it.
func family(t *token.Token) string {
	if tag, ok := rotate.ParseTag(t.Comment); ok {
		return "target " + tag.Target
	}
	return withoutTimes(t.Comment)
}

// withoutTimes is a comment with # in place of every number that is long enough to be a time.
func withoutTimes(comment string) string {
	const least = 6
	var b strings.Builder
	for from := 0; from < len(comment); {
		to := from
		for to < len(comment) && comment[to] >= '0' && comment[to] <= '9' {
			to++
		}
		switch {
		case to-from >= least:
			b.WriteByte('#')
		case to == from:
			to++
			fallthrough
		default:
			b.WriteString(comment[from:to])
		}
		from = to
	}
	return b.String()
}

// keptUntil is when the first of the targets is rotated next, and whether all of them are before a time.
func (m *Model) keptUntil(targets []string, end time.Time) (next time.Time, all bool) {
	if n := &m.keep.home; n.err != nil && !n.ours(m.opts.Home == nil) {
		return time.Time{}, false // nobody is sure to
	}
	all = len(targets) > 0
	for _, t := range targets {
		c := m.keep.schedule.Countdown(t)
		switch c.Standing {
		case rotate.Rotating, rotate.Waiting, rotate.Due, rotate.Retrying, rotate.Watched:
			if next.IsZero() || c.At.Before(next) {
				next = c.At
			}
			all = all && c.At.Before(end)
		default:
			all = false
		}
	}
	return next, all
}

// gapOf is the time without a living token that follows a token: what holds it has none from its end on, unless it
// is rotated before; else that until the next one like it.
func (m *Model) gapOf(t *token.Token, targets []string, kept bool) token.Gap {
	if len(targets) > 0 && t.Expiry.Known() && !kept {
		return token.Gap{From: t.Expiry.At()}
	}
	return m.tokens.chart.gaps[t.ID]
}

// untilChart is the time until the chart changes: something in it moves by a cell, or a label is another.
func (m *Model) untilChart() time.Duration {
	now := m.clock()
	wait := min(m.chartWindow().UntilMove(now), m.untilRow(text.NextRough))
	if t, ok := m.tokens.current(); ok {
		if left, ok := t.Left(now); ok && left > 0 {
			wait = min(wait, text.NextTick(left))
		}
		if next, _ := m.keptUntil(m.writable(m.judged.usedBy[t.ID]), now); next.After(now) {
			wait = min(wait, text.NextTick(next.Sub(now)))
		}
	}
	return wait
}

// chartPage is the rows of the chart that are on screen.
func (m *Model) chartPage() (from, to int) {
	return table.Page(len(m.tokens.shown), m.tokens.cursor, ui.PlanLifetimes(m.term.w, m.term.h).Rows)
}

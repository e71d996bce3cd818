package chart

import (
	"time"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// step is the time between two ticks, in one of three units: months and days have no fixed length.
type step struct {
	months, days, minutes int
	least                 time.Duration // its length, at the shortest
	cells                 int           // that a label and the space beside it take
}

var steps = [...]step{
	minutes(1), minutes(2), minutes(5), minutes(10), minutes(15), minutes(30), minutes(60), minutes(120), minutes(180), minutes(360), minutes(720),
	{days: 1, least: day - time.Hour, cells: 9}, {days: 2, least: 2*day - time.Hour, cells: 9}, {days: 7, least: 7*day - time.Hour, cells: 9},
	{days: 14, least: 14*day - time.Hour, cells: 9},
	{months: 1, least: 28 * day, cells: 6}, {months: 2, least: 59 * day, cells: 6}, {months: 3, least: 90 * day, cells: 6},
	{months: 6, least: 181 * day, cells: 6}, {months: 12, least: 365 * day, cells: 6}, {months: 60, least: 1826 * day, cells: 6},
	{months: 120, least: 3652 * day, cells: 6},
}

func minutes(n int) step {
	return step{minutes: n, least: time.Duration(n) * time.Minute, cells: 9}
}

// tick is a line of the axis with its label, which begins at the column at.
type tick struct {
	column, at int
	label      string
}

// ticks are the lines of a window's axis. Their labels overlap neither one another nor an end of the plot.
func ticks(w Window, zone *time.Location) []tick {
	if zone == nil {
		zone = time.UTC
	}
	s := stepFor(w)
	found := make([]tick, 0, w.Cells/s.cells+2)
	free := 0 // the first column that no label has
	last := -1
	for t, n := s.first(w.From.In(zone)), 0; t.Before(w.To()) && n <= w.Cells; n++ {
		if column := w.cell(t); column > last && column < w.Cells {
			label := s.label(t)
			width := len(label)
			k := tick{column: column, at: min(max(column-width/2, 0), max(w.Cells-width, 0)), label: label}
			if k.at < free || k.at+width > w.Cells {
				k.label = ""
			} else {
				free = k.at + width + 1
			}
			found, last = append(found, k), column
		}
		t = s.next(t)
	}
	return found
}

func stepFor(w Window) step {
	for _, s := range steps {
		if s.least >= w.Cell*time.Duration(s.cells) {
			return s
		}
	}
	return steps[len(steps)-1]
}

// first is the last tick that is not after t.
func (s step) first(t time.Time) time.Time {
	y, m, d := t.Date()
	switch {
	case s.months > 0:
		n := y*12 + int(m) - 1
		return time.Date(0, time.Month(n-n%s.months+1), 1, 0, 0, 0, 0, t.Location())
	case s.days > 0:
		// 1970 began on a Thursday; weeks begin on Mondays.
		n := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/int64(day/time.Second)) + 3
		return time.Date(y, m, d-n%s.days, 0, 0, 0, 0, t.Location())
	}
	n := t.Hour()*60 + t.Minute()
	return time.Date(y, m, d, 0, n-n%s.minutes, 0, 0, t.Location())
}

// next is the tick after t. It goes by the calendar and the clock on the wall, so that a day with a change of
// the clocks has its ticks where people expect them.
func (s step) next(t time.Time) time.Time {
	y, m, d := t.Date()
	next := time.Date(y, m+time.Month(s.months), d+s.days, t.Hour(), t.Minute()+s.minutes, 0, 0, t.Location())
	if !next.After(t) {
		next = t.Add(s.least)
	}
	return next
}

func (s step) label(t time.Time) string {
	switch {
	case s.months > 0 && t.Month() == time.January:
		return t.Format("2006")
	case s.months > 0:
		return t.Format("Jan")
	case s.days > 0, t.Hour() == 0 && t.Minute() == 0:
		return t.Format("Jan 2")
	}
	return t.Format("15:04")
}

// labels draws the line of labels, with the word for now where there is room for it.
func (d *Drawing) labels(pen *theme.Pen) {
	const word = "now"
	pen.Space(d.plan.Labels)
	used, at, said := 0, d.now-len(word)/2, !d.nowInView()
	say := func(before int) {
		if !said && at >= used && (used == 0 || at > used) && at+len(word) < before {
			pen.Space(at - used)
			pen.Text(theme.Accent, word)
			used = at + len(word)
		}
		said = said || at < before
	}
	for _, k := range d.ticks {
		if k.label == "" {
			continue
		}
		say(k.at)
		pen.Space(k.at - used)
		used = k.at + pen.Text(theme.Dim, k.label)
	}
	say(d.plan.Plot + 1)
	pen.Space(d.plan.Plot - used + tail)
}

// ruler draws the line of ticks, with the title of the labels before it.
func (d *Drawing) ruler(pen *theme.Pen) {
	pen.Space(beforeLabel)
	pen.Cell(theme.Dim, text.Truncate(d.props.Title, d.plan.Labels-beforeLabel), d.plan.Labels-beforeLabel, false)
	at := 0
	to := func(column int) {
		pen.Repeat(theme.Muted, d.ink.rule, column-at)
		at = max(at, column)
	}
	now := func(before int) {
		if d.nowInView() && d.now >= at && d.now < before {
			to(d.now)
			pen.Text(theme.Accent, d.ink.now)
			at++
		}
	}
	for _, k := range d.ticks {
		now(k.column + 1)
		if k.column < at {
			continue
		}
		to(k.column)
		pen.Text(theme.Muted, d.ink.tick)
		at++
	}
	now(d.plan.Plot)
	to(d.plan.Plot)
	pen.Space(tail)
}

func (d *Drawing) nowInView() bool { return d.now >= 0 && d.now < d.plan.Plot }

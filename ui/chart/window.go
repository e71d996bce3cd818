package chart

import (
	"math"
	"time"
)

const day = 24 * time.Hour

// Spans are the lengths of time that a chart may show, from an hour to two years.
var Spans = [...]time.Duration{time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 3 * day, 7 * day, 14 * day,
	30 * day, 91 * day, 182 * day, 365 * day, 730 * day}

// past is the part of a window that lies before now, where nobody moved it: a quarter.
const past = 4

// Window is the time in view. It begins at a whole cell since the beginning of time: while the clock goes on
// nothing moves by less than a cell, and the chart changes no more often than that.
type Window struct {
	From  time.Time
	Cell  time.Duration
	Cells int
}

// Around is a window of a span in so many cells: a quarter of it lies before now plus pan.
func Around(now time.Time, span, pan time.Duration, cells int) Window {
	cell := max(span/time.Duration(max(cells, 1)), 4) &^ 3 // of halves that have a middle
	before := pan.Truncate(cell) - time.Duration(cells/past)*cell
	return Window{From: now.Truncate(cell).Add(before), Cell: cell, Cells: max(cells, 0)}
}

// To is the first moment after the window.
func (w Window) To() time.Time { return w.From.Add(w.Cell * time.Duration(w.Cells)) }

// Contains reports whether a time is in view.
func (w Window) Contains(t time.Time) bool { return !t.Before(w.From) && t.Before(w.To()) }

// UntilMove is the time until the window, or now in it, is another.
func (w Window) UntilMove(now time.Time) time.Duration {
	return now.Truncate(w.Cell).Add(w.Cell).Sub(now)
}

// Fit is the least index of Spans that shows what ends so long from now.
func Fit(left time.Duration) int {
	for i, span := range Spans {
		if left <= span-span/past {
			return i
		}
	}
	return len(Spans) - 1
}

// cell is the column of a time; those out of view are below 0, or Cells and above.
func (w Window) cell(t time.Time) int { return floor(t.Sub(w.From), w.Cell) }

// half is the half of a cell that is nearest to a time: column c has the halves 2c and 2c+1.
func (w Window) half(t time.Time) int {
	d := t.Sub(w.From)
	return floor(min(max(d, math.MinInt64/2), math.MaxInt64/2)+w.Cell/4, w.Cell/2)
}

// floor is how many whole units a time holds, bounded to what an int may count on with ease.
func floor(d, unit time.Duration) int {
	if unit <= 0 {
		return 0
	}
	n := d / unit
	if d%unit < 0 {
		n--
	}
	return int(min(max(n, -1<<30), 1<<30))
}

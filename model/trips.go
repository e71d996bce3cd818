package model

import (
	"slices"
	"time"

	"bricktop/ui/chart"
	"bricktop/ui/theme"
)

// How many round trips are kept, and the cells of the bars beside a number.
const (
	tripCells = 12
	lifeCells = 10
)

// trips are the last round trips to the workspace; a negative one had no answer.
type trips []time.Duration

// add keeps a round trip, or that there was no answer. Being refused is an answer, but its time is not told.
func (t *trips) add(took time.Duration, err error) {
	switch {
	case err != nil && !unreached(err):
		return
	case err != nil:
		took = -1
	}
	if n := len(*t) + 1 - tripCells; n > 0 {
		*t = slices.Delete(*t, 0, n)
	}
	*t = append(*t, took)
}

// line draws the trips with the longest in words; one alone would say nothing.
func (t trips) line(th *theme.Theme) theme.Line {
	if len(t) < 2 {
		return nil
	}
	values := make([]float64, len(t))
	for i, took := range t {
		values[i] = float64(took)
	}
	most := max(slices.Max(t), 0)
	return append(chart.Spark(values, tripCells, th), theme.Span{Text: " max " + millis(most), Tone: theme.Dim})
}

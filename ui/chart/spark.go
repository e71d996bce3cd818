package chart

import (
	"strings"

	"bricktop/ui/theme"
)

// The heights of a sparkline, the lowest first, and what stands for a value that there is none of.
var (
	unicodeHeights = [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
	asciiHeights   = [...]string{"_", ".", ",", "-", "~", "=", "*", "#"}
)

// Spark is the last values as a line of one cell each, the highest of them as high as can be. A negative value is
// one that could not be had.
func Spark(values []float64, cells int, th *theme.Theme) theme.Line {
	values = values[max(0, len(values)-max(cells, 0)):]
	heights, missing := &unicodeHeights, th.Glyphs.Expired
	if th.Options.ASCII {
		heights = &asciiHeights
	}
	most := 0.0
	for _, v := range values {
		most = max(most, v)
	}
	var line theme.Line
	var b strings.Builder
	flush := func(tone theme.Tone) {
		if b.Len() > 0 {
			line = append(line, theme.Span{Text: b.String(), Tone: tone})
			b.Reset()
		}
	}
	for i, v := range values {
		if i > 0 && (v < 0) != (values[i-1] < 0) {
			flush(toneOf(values[i-1]))
		}
		if v < 0 {
			b.WriteString(missing)
			continue
		}
		height := 0
		if most > 0 {
			height = min(int(v/most*float64(len(heights))), len(heights)-1)
		}
		b.WriteString(heights[height])
	}
	if len(values) > 0 {
		flush(toneOf(values[len(values)-1]))
	}
	return line
}

func toneOf(v float64) theme.Tone {
	if v < 0 {
		return theme.Bad
	}
	return theme.Accent
}

// Life is a bar of the share of a life that is over, as a table draws it, with a sign where something happens
// next: at a share too.
func Life(over, next float64, cells int, th *theme.Theme) theme.Line {
	if cells <= 0 {
		return nil
	}
	halves := func(share float64) int { return min(max(int(share*float64(2*cells)+0.5), 0), 2*cells) }
	done, g := halves(over), &th.Glyphs
	full, half := strings.Repeat(g.BarFull, done/2), strings.Repeat(g.BarHalf, done%2)
	rest := cells - done/2 - done%2
	sign := min(halves(next)/2, cells-1) - (cells - rest)
	line := theme.Line{{Text: full + half, Tone: theme.Good}}
	if !(next > over) || sign < 0 {
		return append(line, theme.Span{Text: strings.Repeat(g.BarRest, rest), Tone: theme.Muted})
	}
	return append(line, theme.Span{Text: strings.Repeat(g.BarRest, sign), Tone: theme.Muted},
		theme.Span{Text: inkOf(th).next, Tone: theme.Accent},
		theme.Span{Text: strings.Repeat(g.BarRest, rest-sign-1), Tone: theme.Muted})
}

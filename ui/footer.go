package ui

import (
	"slices"
	"strings"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// hintGap is the cells between two hints, and toastLines how many lines a message takes at most.
const (
	hintGap    = 3
	toastLines = 3
)

// said is a message laid out: its last line stands in the footer, those before it lie over the lines above.
type said struct {
	above  []string
	last   string
	tone   theme.Tone
	pinned bool // there is room for the pinned hints beside it
}

// sayIn lays a message out in w cells, of which the pinned hints want some of the last line. It gets more
// lines before the pinned hints go, and they go before it is cut.
func sayIn(t *Toast, w, pinned int) said {
	s := said{last: t.Text, tone: t.Tone, pinned: true}
	if text.Width(t.Text)+2 <= w-pinned {
		return s
	}
	lines := text.Wrap(t.Text, w-2)
	if beside := w - 2 - pinned; text.Width(lines[len(lines)-1]) > beside || len(lines) > toastLines {
		narrow := text.Wrap(t.Text, beside)
		if s.pinned = beside > w/3 && len(narrow) <= toastLines; s.pinned {
			lines = narrow
		}
	}
	last := min(len(lines), toastLines) - 1
	s.above, s.last = lines[:last], strings.Join(lines[last:], " ") // the pen cuts it
	return s
}

// drawFooter draws the keys that work here, the pinned ones at the right end, and between them what bricktop
// has to say: a message that comes and goes moves nothing. It returns the lines of the message that lie over
// the screen above.
func drawFooter(pen *theme.Pen, hints []Hint, toast *Toast, w, y int) (hits []Hit, above []string) {
	left, right := hints, []Hint(nil)
	for _, hint := range hints {
		if hint.Pin {
			left, right = split(hints)
			break
		}
	}
	pinned := 0
	if len(right) > 0 {
		pinned = min(hintsWidth(right)+2, w) // a cell on either side
	}
	if toast == nil {
		hits = drawHints(pen, left, w-pinned, 0, y)
		return append(hits, drawHints(pen, right, pinned, w-pinned, y)...), nil
	}
	s := sayIn(toast, w, pinned)
	if !s.pinned {
		pinned = 0
	}
	cells := min(text.Width(s.last)+2, w-pinned)
	if len(s.above) > 0 {
		cells = w - pinned
	}
	hits = drawHints(pen, left, w-pinned-cells, 0, y)
	pen.Space(1)
	pen.Lit(true) // it may be about the dialog over us
	pen.Line(theme.Words(s.tone, s.last), cells-1)
	pen.Lit(false)
	if s.pinned {
		hits = append(hits, drawHints(pen, right, pinned, w-pinned, y)...)
	}
	return hits, s.above
}

func split(hints []Hint) (left, right []Hint) {
	for _, hint := range hints {
		if hint.Pin {
			right = append(right, hint)
		} else {
			left = append(left, hint)
		}
	}
	return left, right
}

func (h Hint) width() int { return text.Width(h.Key) + 1 + text.Width(h.Word) }

func hintsWidth(hints []Hint) int {
	w := hintGap * (len(hints) - 1)
	for _, hint := range hints {
		w += hint.width()
	}
	return w
}

// drawHints draws as many hints as fit in exactly w cells, of which the first is x of the screen.
func drawHints(pen *theme.Pen, hints []Hint, w, x, y int) []Hit {
	var hits []Hit
	ellipsis := pen.Theme().Glyphs.Ellipsis
	used := min(1, max(w, 0))
	pen.Space(used)
	for i, hint := range hints {
		cells := hint.width()
		room := w - used
		if i < len(hints)-1 {
			room -= 1 + len("  ") // for the mark of what did not fit
		}
		if cells > room {
			used += pen.Fit(theme.Muted, ellipsis, w-used)
			break
		}
		key, word := theme.Accent, theme.Dim
		if hint.Disabled {
			key, word = theme.Muted, theme.Muted
		}
		pen.Text(key, hint.Key)
		pen.Space(1)
		pen.Text(word, hint.Word)
		if hits == nil {
			hits = make([]Hit, 0, len(hints))
		}
		hits = append(hits, Hit{Rect: Rect{x + used, y, cells, 1}, Kind: HitHint, ID: hint.ID})
		used += cells
		gap := min(hintGap, w-used-1)
		if i == len(hints)-1 {
			gap = 0
		}
		pen.Space(gap)
		used += gap
	}
	pen.Space(w - used)
	return hits
}

// sayAbove lays the lines of a message that is too long for the footer over the lines above it.
func (s *screen) sayAbove() {
	if len(s.above) == 0 {
		return
	}
	lines := strings.Split(s.frame.Content, "\n")
	for i, line := range s.above {
		pen := s.props.Theme.Pen()
		pen.Space(1)
		pen.Line(theme.Words(s.props.Toast.Tone, line), s.layout.W-1)
		pen.End()
		lines[s.layout.Footer.Y-len(s.above)+i] = pen.String()
	}
	s.frame.Content = strings.Join(lines, "\n")
	// What it covers can be seen by nobody, so nobody can mean it.
	covered := func(y int) bool { return y >= s.layout.Footer.Y-len(s.above) && y < s.layout.Footer.Y }
	s.frame.Hits = slices.DeleteFunc(s.frame.Hits, func(h Hit) bool { return h.H == 1 && covered(h.Y) })
	if c := s.frame.Cursor; c != nil && covered(c.Y) {
		s.frame.Cursor = nil
	}
}

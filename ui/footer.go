package ui

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// drawFooter draws the keys that work here, and at the right of the same line what bricktop has to say: a
// message that comes and goes moves nothing. A long message takes the line to itself.
func drawFooter(pen *theme.Pen, hints []Hint, toast *Toast, w, y int) []Hit {
	said := 0
	if toast != nil {
		said = min(text.Width(toast.Text)+2, w)
	}
	hits := drawHints(pen, hints, w-said, y)
	if toast != nil {
		pen.Space(1)
		pen.Lit(true) // it may be about the dialog over us
		pen.Line(theme.Words(toast.Tone, toast.Text), said-1)
		pen.Lit(false)
	}
	return hits
}

// drawHints draws as many hints as fit in exactly w cells.
func drawHints(pen *theme.Pen, hints []Hint, w, y int) []Hit {
	var hits []Hit
	ellipsis := pen.Theme().Glyphs.Ellipsis
	used := min(1, max(w, 0))
	pen.Space(used)
	for i, hint := range hints {
		cells := text.Width(hint.Key) + 1 + text.Width(hint.Word)
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
		hits = append(hits, Hit{Rect: Rect{used, y, cells, 1}, Kind: HitHint, ID: hint.ID})
		used += cells
		gap := min(3, w-used)
		if i == len(hints)-1 {
			gap = 0
		}
		pen.Space(gap)
		used += gap
	}
	pen.Space(w - used)
	return hits
}

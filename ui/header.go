package ui

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

const brand = "bricktop"

// drawHeader draws the top line: what we are talking to and as whom on the left, how that goes on the right.
// When room runs out the profile goes first, then the clock, who, the brand; the host is cut last of all.
func drawHeader(pen *theme.Pen, h *Header, w int) {
	shown := *h
	name := brand
	for _, give := range []func(){
		func() { shown.Profile = "" },
		func() { shown.Clock = "" },
		func() { shown.Who = "" },
		func() { name = "" },
	} {
		if headerWidth(&shown, name) <= w {
			break
		}
		give()
	}
	right := rightWidth(&shown)
	left := max(0, w-right)
	used := drawLeft(pen, &shown, name, max(0, left-2))
	pen.Space(left - used)
	drawRight(pen, &shown, w-left)
}

// headerWidth is the cells the header takes, with a gap between left and right.
func headerWidth(h *Header, name string) int {
	n := 1 + text.Width(name) + text.Width(h.Host) + rightWidth(h) + 2
	if name != "" && h.Host != "" {
		n += 2
	}
	for _, fact := range []string{h.Who, h.Profile} {
		if fact != "" {
			n += 3 + text.Width(fact)
		}
	}
	for _, badge := range h.Badges {
		n += 4 + text.Width(badge)
	}
	return n
}

func rightWidth(h *Header) int {
	n := text.Width(h.State.Text) + 1
	if h.Clock != "" {
		n += 2 + text.Width(h.Clock)
	}
	return n
}

func drawLeft(pen *theme.Pen, h *Header, name string, w int) (used int) {
	badges := 0
	for _, badge := range h.Badges {
		badges += 4 + text.Width(badge)
	}
	pen.Space(min(1, w))
	used = min(1, w)
	if name != "" {
		used += pen.Fit(theme.Brand, name, w-used)
		if h.Host != "" && used+2 <= w {
			pen.Space(2)
			used += 2
		}
	}
	used += pen.Fit(theme.Strong, h.Host, max(w-used-badges, min(8, w-used)))
	for _, fact := range []string{h.Who, h.Profile} {
		if fact != "" {
			used += pen.Fit(theme.Muted, " "+pen.Theme().Glyphs.Dot+" ", w-used)
			used += pen.Fit(theme.Dim, fact, w-used)
		}
	}
	for _, badge := range h.Badges {
		if used+4 > w {
			break
		}
		pen.Space(2)
		used += 2 + pen.Fit(theme.Badge, " "+badge+" ", w-used-2)
	}
	return used
}

// drawRight draws state and clock in exactly w cells.
func drawRight(pen *theme.Pen, h *Header, w int) {
	used := pen.Fit(h.State.Tone, h.State.Text, w-1)
	if h.Clock != "" {
		pen.Space(2)
		used += 2 + pen.Fit(theme.Dim, h.Clock, w-used-3)
	}
	pen.Space(w - used)
}

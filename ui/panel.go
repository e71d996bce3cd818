package ui

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// panel is a frame with something in it, drawn a line at a time beside its neighbours.
type panel struct {
	Rect
	number  string // the key that focuses it, may be empty
	title   string
	right   string // at the right of the top line: order, what part is in view
	foot    theme.Line
	focused bool

	thumbFrom, thumbTo int // body lines whose frame is the scroll bar
	body               func(pen *theme.Pen, i, w int)
}

// line draws line i of the panel, exactly W cells.
func (p *panel) line(pen *theme.Pen, i int) {
	glyphs, frame := &pen.Theme().Glyphs, p.tone()
	switch {
	case i == 0:
		p.top(pen)
	case i == p.H-1:
		pen.Text(frame, glyphs.BottomLeft)
		p.bottom(pen)
		pen.Text(frame, glyphs.BottomRight)
	default:
		pen.Text(frame, glyphs.Side)
		p.body(pen, i-1, p.W-2)
		if i-1 >= p.thumbFrom && i-1 < p.thumbTo {
			pen.Text(theme.Strong, glyphs.Thumb)
		} else {
			pen.Text(frame, glyphs.Side)
		}
	}
}

func (p *panel) tone() theme.Tone {
	if p.focused {
		return theme.Accent
	}
	return theme.Muted
}

// top draws "╭─ 2 Tokens 3 of 14 ──── soonest first ─╮".
func (p *panel) top(pen *theme.Pen) {
	glyphs, frame := &pen.Theme().Glyphs, p.tone()
	pen.Text(frame, glyphs.TopLeft)
	pen.Text(frame, glyphs.Across)
	room := p.W - 3 // of the line, less the corners and the first stroke
	if p.title != "" && room > 4 {
		pen.Space(1)
		used := 2
		title := theme.Plain
		if p.focused {
			title = theme.Strong
		}
		if p.number != "" {
			used += pen.Text(frame, p.number)
			pen.Space(1)
			used++
		}
		used += pen.Fit(title, p.title, room-used-1)
		pen.Space(1)
		room -= used
	}
	right := text.Width(p.right)
	if right > 0 && right+5 <= room {
		pen.Repeat(frame, glyphs.Across, room-right-3)
		pen.Space(1)
		pen.Text(theme.Dim, p.right)
		pen.Space(1)
		room = 1
	}
	pen.Repeat(frame, glyphs.Across, room)
	pen.Text(frame, glyphs.TopRight)
}

// bottom draws the line between the lower corners, with what the panel says there.
func (p *panel) bottom(pen *theme.Pen) {
	glyphs, frame := &pen.Theme().Glyphs, p.tone()
	room := p.W - 2
	if len(p.foot) > 0 && room > 6 {
		pen.Text(frame, glyphs.Across)
		pen.Space(1)
		room -= 3 + pen.FitLine(p.foot, room-4)
		pen.Space(1)
	}
	pen.Repeat(frame, glyphs.Across, room)
}

// folded draws a panel that has one line: what it would say first, and the key that opens it where there is
// room for that.
func folded(pen *theme.Pen, number, title string, summary theme.Line, w int) {
	pen.Space(1)
	used := 1 + pen.Text(theme.Accent, number)
	pen.Space(1)
	used += 1 + pen.Fit(theme.Strong, title, w-used-1)
	if len(summary) > 0 && used+2 < w {
		pen.Space(2)
		used += 2 + pen.FitLine(summary, w-used-3)
	}
	const opens, gap = " opens", 3
	if hint := text.Width(number) + len(opens); used+gap+hint+1 <= w {
		pen.Space(w - used - hint - 1)
		pen.Text(theme.Dim, number)
		pen.Text(theme.Dim, opens)
		used = w - 1
	}
	pen.Space(w - used)
}

package table

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// marked draws a cell with marks, cut or filled up to exactly w cells.
func marked(pen *theme.Pen, c Cell, w int, right bool) {
	head, cells := text.Prefix(c.Text, w)
	cut := len(head) < len(c.Text)
	if cut {
		head, cells = text.Prefix(c.Text, w-1)
	}
	right = right && !cut
	if right {
		pen.Space(w - cells)
	}
	from, on := 0, false
	for at := 0; at < len(head); {
		end := at + len(text.Cluster(head[at:]))
		if c.marks(at, end) != on {
			pen.Text(c.Tone, head[from:at])
			from, on = at, !on
			pen.Mark(on)
		}
		at = end
	}
	pen.Text(c.Tone, head[from:])
	pen.Mark(cut && c.marks(len(head), len(c.Text)))
	if cut {
		cells += pen.Fit(c.Tone, pen.Theme().Glyphs.Ellipsis, w-cells)
	}
	pen.Mark(false)
	if !right {
		pen.Space(w - cells)
	}
}

// marks reports whether any mark has to do with the bytes [from, to) of the text.
func (c *Cell) marks(from, to int) bool {
	for _, m := range c.Marks {
		if m.From < to && m.To > from && m.From < m.To {
			return true
		}
	}
	return false
}

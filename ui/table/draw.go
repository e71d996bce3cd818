package table

import (
	"iter"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// lead is the cells before the first column: the cursor, the mark; tail those after the last.
const (
	lead = theme.LeadWidth
	tail = 1
)

// Drawing is a table laid out for a size. It draws one line at a time, so that a screen can set it beside
// other things without a copy.
type Drawing struct {
	props       Props
	w, h        int
	first, last int
	widths      widths
	row         Row
}

// Lay lays a table out in w by h cells: one line of titles, the rest rows.
func Lay(p Props, w, h int) *Drawing {
	d := &Drawing{props: p, w: max(w, 0), h: max(h, 0)}
	d.first, d.last = Page(p.Count, p.Cursor, d.h-1)
	d.widths = measure(p.Columns, d.w-lead-tail)
	d.row.Cells = make([]Cell, 0, len(p.Columns))
	return d
}

// Page is the range of rows [first, last) on the page of height rows that holds the cursor. It follows from
// the cursor alone: there is no scroll position to keep.
func Page(count, cursor, height int) (first, last int) {
	if count <= 0 || height <= 0 {
		return 0, 0
	}
	cursor = min(max(cursor, 0), count-1)
	first = cursor / height * height
	return first, min(first+height, count)
}

// Thumb is which of height lines of a scroll bar stand for the rows [first, last) of count; none when all
// are in view.
func Thumb(first, last, count, height int) (from, to int) {
	if count <= last-first || height <= 0 || count <= 0 {
		return 0, 0
	}
	size := max(1, (last-first)*height/count)
	from = first * height / count
	if last == count {
		from = height - size // the last page is at the bottom, however short it is
	}
	return min(from, height-1), min(from+size, height)
}

// Column is where a column is drawn, in cells from the left; w is 0 where it has no room.
func (d *Drawing) Column(i int) (x, w int) {
	if i >= maxColumns {
		return 0, 0
	}
	x = lead
	for at, c := range d.props.Columns[:i] {
		if d.widths[at] > 0 {
			x += d.widths[at] + c.gap()
		}
	}
	return x, d.widths[i]
}

// Window is the range of rows [first, last) that is drawn.
func (d *Drawing) Window() (first, last int) { return d.first, d.last }

// Line draws line i, exactly as wide as the table. Line 0 has the titles.
func (d *Drawing) Line(pen *theme.Pen, i int) {
	row := d.first + i - 1
	switch {
	case d.w < lead+tail+1:
		pen.Space(d.w)
	case i == 0:
		d.titles(pen)
	case row < d.last && i > 0:
		d.drawRow(pen, row)
	default:
		pen.Space(d.w)
	}
}

// columns goes through the columns that have room, and draws the space between and behind them.
func (d *Drawing) columns(pen *theme.Pen) iter.Seq2[int, Column] {
	return func(yield func(int, Column) bool) {
		used, gap := lead, 0
		for i, c := range d.props.Columns[:min(len(d.props.Columns), maxColumns)] {
			w := d.widths[i]
			if w == 0 {
				continue
			}
			pen.Space(gap)
			used += gap + w
			gap = c.gap()
			if !yield(i, c) {
				return
			}
		}
		pen.Space(d.w - used)
	}
}

func (d *Drawing) titles(pen *theme.Pen) {
	pen.Space(lead)
	for i, c := range d.columns(pen) {
		w := d.widths[i]
		if w < 3 && (i == d.props.Sort || text.Width(c.Title) > w) {
			pen.Space(w)
			continue
		}
		if i != d.props.Sort {
			pen.Cell(theme.Dim, c.Title, w, c.Right)
			continue
		}
		d.sorted(pen, c, w)
	}
}

// sorted draws the title of the column that the rows are sorted by, its direction beside it.
func (d *Drawing) sorted(pen *theme.Pen, c Column, w int) {
	direction := pen.Theme().Glyphs.Up
	if d.props.Desc {
		direction = pen.Theme().Glyphs.Down
	}
	rest := 0
	if c.Right {
		pen.Cell(theme.Strong, c.Title, w-2, true)
	} else {
		rest = w - 2 - pen.Fit(theme.Strong, c.Title, w-2)
	}
	pen.Space(1)
	pen.Text(theme.Accent, direction)
	pen.Space(rest)
}

func (d *Drawing) drawRow(pen *theme.Pen, index int) {
	d.row = Row{Cells: d.row.Cells[:0]}
	d.props.Row(index, &d.row)
	pen.Lead(index == d.props.Cursor, d.props.Focused, d.row.Mark)
	for i, c := range d.columns(pen) {
		w := d.widths[i]
		var cell Cell
		if i < len(d.row.Cells) {
			cell = d.row.Cells[i]
		}
		if d.row.Muted {
			cell.Tone = theme.Muted
		}
		switch {
		case cell.Bar:
			bar(pen, cell, w)
		case len(cell.Marks) > 0:
			marked(pen, cell, w, c.Right)
		default:
			pen.Cell(cell.Tone, cell.Text, w, c.Right)
		}
	}
	pen.Select(false)
}

// bar draws a share in halves of a cell. A line, not blocks: blocks of neighbouring rows would run into one
// another.
func bar(pen *theme.Pen, c Cell, w int) {
	glyphs := &pen.Theme().Glyphs
	share := c.Share
	if !(share > 0) { // NaN too
		share = 0
	}
	halves := int(min(share, 1)*float64(2*w) + 0.5)
	pen.Repeat(c.Tone, glyphs.BarFull, halves/2)
	rest := w - halves/2
	if halves%2 == 1 {
		pen.Repeat(c.Tone, glyphs.BarHalf, 1)
		rest--
	}
	pen.Repeat(theme.Muted, glyphs.BarRest, rest)
}

// Range words what part of the rows is in view: "3–40 of 112", empty when all are.
func (d *Drawing) Range(dash string) string {
	if d.last-d.first >= d.props.Count {
		return ""
	}
	return text.Range(d.first+1, d.last, d.props.Count, dash)
}

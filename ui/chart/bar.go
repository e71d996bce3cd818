package chart

import (
	"bricktop/ui/theme"
)

// cell is one cell of a row's plot.
type cell struct {
	sign string
	tone theme.Tone
}

// row draws a row, or the empty line below the last.
func (d *Drawing) row(pen *theme.Pen, index int) {
	if index < 0 || index >= d.props.Count {
		pen.Space(d.plan.Labels)
		d.blank(nil)
		d.write(pen)
		return
	}
	var r Row
	d.props.Row(index, &r)
	if r.Muted {
		r.State.Tone, r.Tone = theme.Muted, theme.Muted
	}
	pen.Lead(index == d.props.Cursor, true, r.Mark)
	pen.Cell(r.State.Tone, r.State.Text, 1, false)
	pen.Space(1)
	label := d.plan.Labels - beforeLabel - 1
	if d.plan.left {
		label -= leftCells + 1
	}
	pen.Cell(r.Tone, r.Label, label, false)
	pen.Space(1)
	if d.plan.left {
		pen.Cell(r.State.Tone, r.Left, leftCells, true)
		pen.Space(1)
	}
	d.blank(d.ticks)
	d.gap(&r)
	d.bar(&r)
	d.sign(&r)
	d.write(pen)
	pen.Select(false)
}

// blank is a plot with nothing in it but the line of now, and those of ticks.
func (d *Drawing) blank(ticks []tick) {
	clear(d.cells)
	for _, k := range ticks {
		d.cells[k.column] = cell{d.ink.dot, theme.Muted}
	}
	if d.nowInView() {
		d.cells[d.now] = cell{d.ink.cross[none][none], theme.Accent}
	}
}

// write writes the plot, and the cells after it.
func (d *Drawing) write(pen *theme.Pen) {
	for from := 0; from < len(d.cells); {
		c, to := d.cells[from], from+1
		for to < len(d.cells) && d.cells[to] == c {
			to++
		}
		if c.sign == "" || c.sign == " " {
			pen.Space(to - from)
		} else {
			pen.Repeat(c.tone, c.sign, to-from)
		}
		from = to
	}
	pen.Space(tail)
}

// put sets a cell that is in view. The line of now stays whole.
func (d *Drawing) put(column int, sign string, tone theme.Tone) {
	if column >= 0 && column < len(d.cells) && column != d.now {
		d.cells[column] = cell{sign, tone}
	}
}

// gap draws the time in which there is nothing; the bar goes over it, and so at least the cell behind the bar
// tells it.
func (d *Drawing) gap(r *Row) {
	if r.Gap.From.IsZero() {
		return
	}
	tone := theme.Muted
	if r.Gap.Open(d.props.Now) {
		tone = theme.Bad
	}
	w := d.props.Window
	from, to := (w.half(r.Gap.From)+1)/2, w.Cells
	if !r.Gap.To.IsZero() {
		to = max(w.half(r.Gap.To)/2, from+1)
	}
	for c := max(from, 0); c < min(to, w.Cells); c++ {
		d.put(c, d.ink.gap, tone)
	}
}

// bar draws a life: thin where it was lived, thick where it is left.
func (d *Drawing) bar(r *Row) {
	w := d.props.Window
	from, to := 2*d.now+1, 2*w.Cells+2 // without a beginning it is known to live now
	if !r.Begin.IsZero() {
		from = w.half(r.Begin)
	}
	living := true
	if r.Ending == Ends {
		to = w.half(r.End)
		living = r.End.After(d.props.Now)
		if r.Begin.IsZero() && !living {
			from = to - 1
		}
	}
	to = max(to, from+1)
	if living {
		to = max(to, 2*d.now+2) // what lives lives now, however little is left
	}
	switch {
	case to <= 0:
		d.put(0, d.ink.before, theme.Dim)
		return
	case from >= 2*w.Cells:
		d.put(w.Cells-1, d.ink.after, theme.Dim)
		return
	}
	tone := r.State.Tone
	for c := max(from/2, 0); c < w.Cells && 2*c < to; c++ {
		left, right := d.weight(2*c, from, to, living), d.weight(2*c+1, from, to, living)
		switch {
		case c == d.now:
			d.cells[c] = cell{d.ink.cross[left][right], theme.Accent}
		case left == heavy || right == heavy:
			d.left(r, c, d.ink.line[left][right], tone)
		default:
			d.put(c, d.ink.line[left][right], quiet(r))
		}
	}
	switch {
	case r.Ending == Endless:
		d.put(w.Cells-1, d.ink.endless, tone)
	case r.Ending == Untold:
		d.put(w.Cells-1, d.ink.end, tone)
	}
}

// left draws a cell of what is left, as far as that is known.
func (d *Drawing) left(r *Row, c int, sign string, tone theme.Tone) {
	if r.Ending == Untold {
		sign = d.ink.untold
	}
	d.put(c, sign, tone)
}

func quiet(r *Row) theme.Tone {
	if r.Muted {
		return theme.Muted
	}
	return theme.Dim
}

// weight is how a half of a cell is drawn.
func (d *Drawing) weight(half, from, to int, living bool) int {
	switch {
	case half < from || half >= to:
		return none
	case living && half > 2*d.now:
		return heavy
	}
	return light
}

// sign draws the moment that was marked, beside the line of now where it lies on that.
func (d *Drawing) sign(r *Row) {
	if r.Next.IsZero() {
		return
	}
	c := d.props.Window.cell(r.Next)
	if c == d.now {
		c++
	}
	d.put(c, d.ink.next, theme.Accent)
}

package dialog

import "bricktop/ui/theme"

// between is the cells between two columns of text.
const between = 4

// bodyInTwo is the body in two columns of the same width, broken at the blank line that makes them shortest.
// It is nil where a line would not fit, or where there is no blank line to break at.
func (b *builder) bodyInTwo() []row {
	w, lines := (b.inner-between)/2, b.props.Body
	at, height := 0, len(lines)
	for i, line := range lines {
		if line.Width() > w {
			return nil
		}
		if tall := max(i, len(lines)-i-1); line.Width() == 0 && tall <= height {
			at, height = i, tall
		}
	}
	if at == 0 {
		return nil
	}
	left, right := lines[:at], lines[at+1:]
	rows := make([]row, height)
	for i := range rows {
		rows[i].draw = func(pen *theme.Pen) int {
			pen.Line(lineOf(left, i), w)
			pen.Space(between)
			pen.Line(lineOf(right, i), b.inner-w-between)
			return -1
		}
	}
	return rows
}

func lineOf(lines []theme.Line, i int) theme.Line {
	if i < len(lines) {
		return lines[i]
	}
	return nil
}

package dialog

import (
	"slices"
	"strings"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

const columnGap = 2

// choiceRows is the page of choices that holds the cursor; the last page is as tall as the others, so that
// the box keeps its size.
func (b *builder) choiceRows(room int) []row {
	if room <= 0 {
		return nil
	}
	count := len(b.props.Choices)
	at := min(max(b.props.Choice, 0), max(count-1, 0))
	first := at / room * room
	last := min(first+room, count)
	columns := b.columns()
	var rows []row
	for i := first; i < last; i++ {
		rows = append(rows, row{
			hits: []Hit{{Kind: ChoiceHit, Index: i, W: b.inner}},
			draw: func(pen *theme.Pen) int {
				pen.Lead(i == b.props.Choice, true, false)
				drawChoice(pen, b.props.Choices[i], columns, b.inner-theme.LeadWidth)
				pen.Select(false)
				return -1
			},
		})
	}
	for len(rows) < min(room, count) {
		rows = append(rows, row{blank: true})
	}
	return rows
}

// columns is the cells of each column of the choices, none where they have none. Where there is no room for
// all the widest give way.
func (b *builder) columns() []int {
	if !b.props.Columns {
		return nil
	}
	var columns []int
	for _, choice := range b.props.Choices {
		for len(columns) < len(choice) {
			columns = append(columns, 0)
		}
	}
	for _, choice := range b.props.Choices {
		for i, span := range choice {
			// A row that ends early has the rest of the line for its last words.
			if i+1 < len(choice) || i+1 == len(columns) {
				columns[i] = max(columns[i], text.Width(span.Text))
			}
		}
	}
	total := columnGap * (len(columns) - 1)
	for _, w := range columns {
		total += w
	}
	for ; len(columns) > 0 && total > b.inner-theme.LeadWidth; total-- {
		widest := slices.Index(columns, slices.Max(columns))
		if columns[widest] <= 1 {
			break
		}
		columns[widest]--
	}
	return columns
}

// drawChoice draws a choice in exactly w cells.
func drawChoice(pen *theme.Pen, choice theme.Line, columns []int, w int) {
	if columns == nil {
		pen.Line(choice, w)
		return
	}
	for i, span := range choice {
		if i > 0 {
			gap := min(columnGap, w)
			pen.Space(gap)
			w -= gap
		}
		cells := min(columns[i], w)
		if i+1 == len(choice) {
			cells = w
		}
		said := span.Text
		if !strings.HasSuffix(said, ".") { // a sentence keeps its beginning
			said = text.Middle(said, cells)
		}
		pen.Cell(span.Tone, said, cells, false)
		w -= cells
	}
	pen.Space(w)
}

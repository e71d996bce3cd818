package form

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Row is one line of a form: a label with its input, the help under it, or nothing.
type Row struct {
	Field int    // the field it belongs to
	Input bool   // it holds the input
	Note  string // help or error
	Bad   bool   // Note is an error
}

const gap = 2

// Rows lays the form out in w cells.
func (f *Form) Rows(w int) []Row {
	var rows []Row
	for i, field := range f.fields {
		if i > 0 {
			rows = append(rows, Row{Field: i})
		}
		rows = append(rows, Row{Field: i, Input: true})
		note, bad := field.help, false
		if field.err != "" {
			note, bad = field.err, true
		}
		for _, line := range text.Wrap(note, w-f.indent(w)-1) {
			rows = append(rows, Row{Field: i, Note: line, Bad: bad})
		}
	}
	return rows
}

// indent is the cells before an input: cursor, label, gap.
func (f *Form) indent(w int) int {
	label := 0
	for _, field := range f.fields {
		label = max(label, text.Width(field.label))
	}
	return 2 + min(label, w/3) + gap
}

// Draw draws a row in exactly w cells. For the focused input it returns where the cursor stands in the
// row, else -1.
func (f *Form) Draw(pen *theme.Pen, row Row, w int) (cursor int) {
	indent := f.indent(w)
	if w <= indent+1 {
		pen.Space(w)
		return -1
	}
	if !row.Input {
		tone := theme.Dim
		if row.Bad {
			tone = theme.Bad
		}
		pen.Space(indent + 1)
		pen.Cell(tone, row.Note, w-indent-1, false)
		return -1
	}
	field, focused := &f.fields[row.Field], row.Field == f.focused
	tone := theme.Dim
	if focused {
		tone = theme.Strong
		pen.Text(theme.Accent, pen.Theme().Glyphs.Cursor)
		pen.Space(1)
	} else {
		pen.Space(2)
	}
	pen.Cell(tone, field.label, indent-2-gap, false)
	pen.Space(gap)
	at := field.draw(pen, w-indent)
	if !focused {
		return -1
	}
	return indent + at
}

// draw draws the value so that the cursor is in view, and returns where it stands.
func (f *field) draw(pen *theme.Pen, w int) (cursor int) {
	// One cell of the field at either end.
	pen.Repeat(theme.Input, " ", 1)
	w -= 2
	all, before := string(f.input.value), string(f.input.value[:f.input.at])
	start, at := 0, text.Width(before)
	if text.Width(all) >= w && at > w/2 {
		// The cursor stands in the middle, unless the end of the value is nearer.
		skip := min(at-w/2, text.Width(all)-w+1)
		head, cells := text.Prefix(all, skip)
		start, at = len(head), at-cells
	}
	shown, used := text.Prefix(all[start:], w)
	pen.Text(theme.Input, shown)
	pen.Repeat(theme.Input, " ", w-used+1)
	return 1 + min(max(at, 0), max(w, 0))
}

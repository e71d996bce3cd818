package form

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Row is one line of a form: a label with its input, the help under it, or nothing.
type Row struct {
	Field int    // the field it belongs to
	Input bool   // it holds the input
	Label bool   // it holds the label alone: there is no room beside the input
	Note  string // help or error
	Bad   bool   // Note is an error
}

const gap = 2

// Rows lays the form out in w cells.
func (f *Form) Rows(w int) []Row {
	var rows []Row
	_, stacked := f.indent(w)
	for i, field := range f.fields {
		if i > 0 {
			rows = append(rows, Row{Field: i})
		}
		if stacked {
			rows = append(rows, Row{Field: i, Label: true})
		}
		rows = append(rows, Row{Field: i, Input: true})
		note, bad := field.help, false
		if field.err != "" {
			note, bad = field.err, true
		}
		if note == "" {
			continue
		}
		indent, _ := f.indent(w)
		for _, line := range text.Wrap(note, w-indent-1) {
			rows = append(rows, Row{Field: i, Note: line, Bad: bad})
		}
	}
	return rows
}

// indent is the cells before an input: cursor, label, gap. stacked: the labels stand above, since one of them
// would take more than a third of the room.
func (f *Form) indent(w int) (cells int, stacked bool) {
	label := 0
	for _, field := range f.fields {
		label = max(label, text.Width(field.label))
	}
	if label == 0 || label > w/3 {
		return 2, label > 0
	}
	return 2 + label + gap, false
}

// Draw draws a row in exactly w cells. For the focused input it returns where the cursor stands in the
// row, else -1.
func (f *Form) Draw(pen *theme.Pen, row Row, w int) (cursor int) {
	indent, stacked := f.indent(w)
	field, focused := &f.fields[row.Field], row.Field == f.focused
	labelTone := theme.Dim
	if focused {
		labelTone = theme.Strong
	}
	if w <= indent+1 {
		pen.Space(w)
		return -1
	}
	if row.Label {
		pen.Space(2)
		pen.Cell(labelTone, field.label, w-2, false)
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
	if focused {
		pen.Text(theme.Accent, pen.Theme().Glyphs.Cursor)
		pen.Space(1)
	} else {
		pen.Space(2)
	}
	if !stacked && indent > 2 {
		pen.Cell(labelTone, field.label, indent-2-gap, false)
		pen.Space(gap)
	}
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
	all := string(f.input.value)
	start, at := f.window(w)
	shown, used := text.Prefix(all[start:], w)
	pen.Text(theme.Input, shown)
	pen.Repeat(theme.Input, " ", w-used+1)
	return 1 + min(max(at, 0), max(w, 0))
}

// window is from which byte on the value is in view in w cells, and in which cell the cursor stands then.
func (f *field) window(w int) (start, at int) {
	all, at := string(f.input.value), text.Width(string(f.input.value[:f.input.at]))
	if text.Width(all) >= w && at > w/2 {
		// The cursor stands in the middle, unless the end of the value is nearer.
		head, cells := text.Prefix(all, min(at-w/2, text.Width(all)-w+1))
		return len(head), at - cells
	}
	return 0, at
}

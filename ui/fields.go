package ui

import (
	"slices"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// fieldRow is one line of a list of fields.
type fieldRow struct {
	label   string
	heading bool
	indent  int // cells before the value, the label's included
	value   theme.Line
}

// The cells between a label and its value, and between that and what more there is.
const (
	fieldGap = 2
	moreGap  = 2
)

// layFields wraps fields to w cells. Labels of one group, from heading to heading, share a column; a label
// too long for it stands on a line of its own.
func layFields(fields []Field, w int) []fieldRow {
	rows := make([]fieldRow, 0, len(fields)+4)
	column := 0
	for i, f := range fields {
		if f.heading() {
			if i > 0 {
				rows = append(rows, fieldRow{})
			}
			rows = append(rows, fieldRow{label: f.Label, heading: true})
		}
		if i == 0 || f.heading() {
			column = labelColumn(fields[i:], w)
		}
		if !f.heading() {
			rows = f.lay(rows, column, w)
		}
	}
	return rows
}

func (f *Field) heading() bool { return f.Label != "" && len(f.Value) == 0 }

// labelColumn is the width of the longest label of the group that fits into half of w.
func labelColumn(fields []Field, w int) int {
	column := 0
	for i, f := range fields {
		if i > 0 && f.heading() {
			break
		}
		if n := text.Width(f.Label); !f.heading() && n <= w/2 {
			column = max(column, n)
		}
	}
	return column
}

func (f *Field) lay(rows []fieldRow, column, w int) []fieldRow {
	indent, label := column+fieldGap, f.Label
	if column == 0 && label == "" {
		indent = 0
	}
	if text.Width(label) > column {
		rows = append(rows, fieldRow{label: label})
		indent, label = fieldGap, ""
	}
	if used := f.Value.Width(); used <= w-indent {
		value := f.Value
		if len(f.More) > 0 && used+moreGap+f.More.Width() <= w-indent {
			value = slices.Concat(value, theme.Words(theme.Plain, "  "), f.More)
		}
		return append(rows, fieldRow{label: label, indent: indent, value: value})
	}
	for _, line := range f.Value.Wrap(nil, w-indent) {
		rows = append(rows, fieldRow{label: label, indent: indent, value: line})
		label = ""
	}
	return rows
}

// draw draws the row in exactly w cells.
func (r *fieldRow) draw(pen *theme.Pen, w int) {
	if r.heading {
		pen.Cell(theme.Strong, r.label, w, false)
		return
	}
	if r.indent == 0 && len(r.value) == 0 {
		pen.Cell(theme.Dim, r.label, w, false)
		return
	}
	indent := min(r.indent, w)
	pen.Cell(theme.Dim, r.label, indent, false)
	pen.Line(r.value, w-indent)
}

// FieldLines is how many lines fields take in a panel of w cells, its frame included: what a scroll position
// is kept within.
func FieldLines(fields []Field, w int) int { return len(layFields(fields, inside(w))) }

// inside is what is left of w cells after frame and padding.
func inside(w int) int { return max(1, w-4) }

// padded draws body lines with a cell of padding on either side.
func padded(pen *theme.Pen, w int, draw func(w int)) {
	if w < 3 {
		pen.Space(w)
		return
	}
	pen.Space(1)
	draw(w - 2)
	pen.Space(1)
}

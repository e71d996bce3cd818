package form

import (
	"unicode/utf8"

	"bricktop/ui/text"
)

// CursorX is how many cells of the focused field's value stand before its cursor.
func (f *Form) CursorX() int {
	in := &f.fields[f.focused].input
	return text.Width(string(in.value[:in.at]))
}

// Point gives the keyboard to field i, and puts its cursor where a row of w cells was pointed at, x cells from its
// left end.
func (f *Form) Point(i, x, w int) {
	if i < 0 || i >= len(f.fields) {
		return
	}
	f.focused = i
	in := &f.fields[i].input
	indent, _ := f.indent(w)
	start, _ := f.fields[i].window(max(w-indent-2, 0))
	head, _ := text.Prefix(string(in.value)[start:], max(x-indent-1, 0))
	in.at = utf8.RuneCountInString(string(in.value)[:start] + head)
}

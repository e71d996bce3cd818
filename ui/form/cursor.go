package form

import "bricktop/ui/text"

// CursorX is how many cells of the focused field's value stand before its cursor.
func (f *Form) CursorX() int {
	in := &f.fields[f.focused].input
	return text.Width(string(in.value[:in.at]))
}

// Package form is a few labelled single-line inputs, one of which has the keyboard. It edits by itself: the
// text input of bubbles would bring a blinking cursor, which no test can pin, and read the clipboard of the
// machine bricktop runs on, which in an app terminal is not the user's.
package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Field is one input to make.
type Field struct {
	Label string
	Value string
	Help  string // the line under the input
	Limit int    // characters it takes; 0: no limit
}

// Form is inputs and what was typed into them. Handle changes it, Draw does not.
type Form struct {
	fields  []field
	focused int
}

type field struct {
	label, help, err string
	input            line
}

// New makes a form whose first field has the focus, its cursor after the value.
func New(fields ...Field) *Form {
	f := &Form{}
	for _, spec := range fields {
		f.fields = append(f.fields, field{label: spec.Label, help: spec.Help, input: newLine(spec.Value, spec.Limit)})
	}
	return f
}

// Len is how many fields there are.
func (f *Form) Len() int { return len(f.fields) }

// Value is what stands in field i.
func (f *Form) Value(i int) string { return string(f.fields[i].input.value) }

// SetValue replaces what stands in field i, and puts the cursor after it.
func (f *Form) SetValue(i int, value string) {
	f.fields[i].input = newLine(value, f.fields[i].input.limit)
}

// SetError shows a sentence under field i in place of its help; an empty one shows the help again.
func (f *Form) SetError(i int, sentence string) { f.fields[i].err = sentence }

// Error is the sentence that SetError set.
func (f *Form) Error(i int) string { return f.fields[i].err }

// SetHelp sets the line under field i.
func (f *Form) SetHelp(i int, help string) { f.fields[i].help = help }

// Label is what field i is for.
func (f *Form) Label(i int) string { return f.fields[i].label }

// Help is the line under field i.
func (f *Form) Help(i int) string { return f.fields[i].help }

// Focused is the field that has the keyboard.
func (f *Form) Focused() int { return f.focused }

// Focus gives the keyboard to field i, counted around the ends.
func (f *Form) Focus(i int) {
	if len(f.fields) == 0 {
		return
	}
	f.focused = (i%len(f.fields) + len(f.fields)) % len(f.fields)
}

// breaks are the line breaks of a paste: terminals send the one of the enter key.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Handle takes a key press or a paste, and reports whether it was the form's: tab, shift+tab, up and down
// move between fields, the rest edits. Enter and escape are never the form's.
func (f *Form) Handle(msg tea.Msg) bool {
	if len(f.fields) == 0 {
		return false
	}
	switch msg := msg.(type) {
	case tea.PasteMsg:
		// What is copied from a terminal often ends in a line break.
		f.fields[f.focused].input.insert(breaks.Replace(strings.TrimSpace(msg.Content)))
		return true
	case tea.KeyPressMsg:
		switch msg.String() {
		case "tab", "down":
			f.Focus(f.focused + 1)
			return true
		case "shift+tab", "up":
			f.Focus(f.focused - 1)
			return true
		case "enter", "esc", "ctrl+c":
			return false
		}
		return f.fields[f.focused].input.press(msg)
	}
	return false
}

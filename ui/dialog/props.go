// Package dialog draws the boxes that lie over the screen: a question, a form, a list to choose from.
package dialog

import (
	"bricktop/ui/form"
	"bricktop/ui/theme"
)

// Props is a dialog to draw: title, body, then inputs or choices, then buttons.
type Props struct {
	Title   string
	Tone    theme.Tone   // of the frame: Accent, Warn, Bad
	Body    []theme.Line // wrapped to the width; a dialog that is too tall scrolls its body
	Scroll  int
	Form    *form.Form
	Choices []theme.Line
	Columns bool // each span of a choice is a column; what has no room is cut in its middle, a sentence at its end
	Choice  int
	Buttons []Button
	Hint    string // under the buttons: which keys work here
	Wide    bool   // help and details: as wide as there is room
	Lit     bool   // the screen beneath keeps its colours: they are what the dialog is about
}

// Button is one button.
type Button struct {
	Label   string
	Key     string // the letter that presses it
	Danger  bool
	Focused bool
}

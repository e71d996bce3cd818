// Package theme turns meaning into looks: a tone into colours, a kind of thing into a glyph.
package theme

// Tone is what a piece of text means. Widgets take tones; only this package knows colours.
type Tone uint8

// The tones.
const (
	Plain    Tone = iota
	Dim           // labels, what is less important
	Strong        // titles, the name of a thing
	Accent        // keys, the focused panel's frame, links
	Good          // works, plenty of time
	Warn          // soon, wide mode
	Bad           // urgent, expired, refused
	Muted         // over: expired rows, disabled hints
	Badge         // reversed: READ-ONLY, DEMO
	Selected      // the row under the cursor of the focused panel
	Input         // what can be typed into
	Brand         // the name of the program
)

// Span is a run of text in one tone. Its text is clean (ui/text.Clean) and on one line.
type Span struct {
	Text string
	Tone Tone
	Link string // where a click on it leads, empty: nowhere
}

// Line is a line of spans.
type Line []Span

// Words is a line of one tone.
func Words(tone Tone, text string) Line { return Line{{Text: text, Tone: tone}} }

package theme

import "strings"

// reset is SGR 0: the terminal's own colours.
const reset = "\x1b[m"

const tones = int(Brand) + 1

// Options choose a theme.
type Options struct {
	Name   string // one of Names; empty: Auto
	Own    *Own   // colours in place of the theme's
	Dark   bool   // the terminal's background is dark
	ASCII  bool   // draw with ASCII alone
	Colors Level
	Emoji  bool // the terminal is known to draw an emoji in two cells (it reports mode 2027)
}

// Theme is how everything looks. It does not change once made.
type Theme struct {
	Glyphs   Glyphs
	Options  Options
	tones    [tones]string // whole SGR sequences, each from a reset
	selected [tones]string
	marked   [2][tones]string  // tones and selected, underlined
	twins    *strings.Replacer // nil: no ASCII wanted
	lit      *Theme            // what this one is faded from, nil: it is not
}

// New makes a theme.
func New(o Options) *Theme {
	t := &Theme{Glyphs: unicodeGlyphs, Options: o}
	if o.ASCII {
		t.Glyphs, t.twins = asciiGlyphs, asciiTwins()
	}
	colours := o.scheme()
	p := colours.palette(o.Colors)
	for i := range tones {
		t.tones[i] = sequence(p.tones[i])
		t.selected[i] = sequence(p.selected[i])
		t.marked[0][i], t.marked[1][i] = underlined(p.tones[i]), underlined(p.selected[i])
	}
	return t
}

// Faded is the theme for what lies under a dialog: everything in one quiet colour, or faint where there are
// no colours.
func (t *Theme) Faded() *Theme {
	quiet := t.tones[Muted]
	switch t.Options.Colors {
	case NoColors:
		quiet = sequence("2")
	case ANSI:
		// Where the palette hides bright black (Solarized), the dialog stands out all the more.
		quiet = sequence("90")
	}
	faded := *t
	faded.lit = t
	for i := range tones {
		faded.tones[i], faded.selected[i] = quiet, quiet
		faded.marked[0][i], faded.marked[1][i] = quiet, quiet
	}
	return &faded
}

// Paint is text in a tone, with the terminal's own colours after it.
func (t *Theme) Paint(tone Tone, text string) string {
	pen := t.Pen()
	pen.Text(tone, text)
	pen.End()
	return pen.String()
}

func sequence(sgr string) string {
	if sgr == "" {
		return reset
	}
	return "\x1b[0;" + sgr + "m"
}

func underlined(sgr string) string {
	if sgr == "" {
		return sequence("4")
	}
	return sequence(sgr + ";4")
}

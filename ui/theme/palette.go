package theme

// Level is how many colours the terminal shows.
type Level uint8

// The levels.
const (
	NoColors Level = iota // bold, underline and reverse only
	ANSI                  // the 16 of the terminal's own palette
	ANSI256
	TrueColor
)

// palette is the SGR parameters (ECMA-48 8.3.117) of every tone, off and on the row under the cursor. Empty
// parameters are the terminal's own colours: the background is never painted, so that it may be transparent.
type palette struct {
	tones    [tones]string
	selected [tones]string // the row's background belongs to each, so that no cell can end it
}

// The colours hold a contrast of 4.5 (WCAG 2.1, AA) against their background, Muted of 3; tested.
var (
	trueDark = painted(
		[tones]string{"", fg(0x9a, 0xa3, 0xbf), "1", fg(0x7c, 0xae, 0xff), fg(0x86, 0xd9, 0x93), fg(0xf2, 0xc0, 0x63), fg(0xff, 0x7d, 0x89),
			fg(0x71, 0x79, 0x96), "1;" + fg(0x14, 0x18, 0x24) + ";" + bg(0xf2, 0xc0, 0x63), "", fg(0xe8, 0xeb, 0xf6) + ";" + bg(0x24, 0x2a, 0x3f), "1;" + fg(0xff, 0x8a, 0x6b)},
		fg(0xe8, 0xeb, 0xf6), bg(0x2b, 0x34, 0x55))
	trueLight = painted(
		[tones]string{"", fg(0x57, 0x5d, 0x70), "1", fg(0x1c, 0x58, 0xc4), fg(0x19, 0x6f, 0x35), fg(0x83, 0x54, 0x00), fg(0xb8, 0x1d, 0x36),
			fg(0x7b, 0x81, 0x93), "1;" + fg(0xff, 0xff, 0xff) + ";" + bg(0x83, 0x54, 0x00), "", fg(0x1a, 0x1f, 0x30) + ";" + bg(0xe9, 0xec, 0xf3), "1;" + fg(0xb3, 0x3a, 0x15)},
		fg(0x1a, 0x1f, 0x30), bg(0xdd, 0xe6, 0xfb))
	indexedDark = painted(
		[tones]string{"", "38;5;248", "1", "38;5;111", "38;5;114", "38;5;221", "38;5;210", "38;5;243", "1;38;5;234;48;5;221", "", "38;5;255;48;5;236", "1;38;5;209"},
		"38;5;255", "48;5;237")
	indexedLight = painted(
		[tones]string{"", "38;5;240", "1", "38;5;26", "38;5;22", "38;5;94", "38;5;124", "38;5;244", "1;38;5;231;48;5;94", "", "38;5;234;48;5;255", "1;38;5;88"},
		"38;5;234", "48;5;254")
	// Bright black is the background of some palettes (Solarized), so what matters less is faint.
	basicDark  = reversed([tones]string{"", "2", "1", "96", "92", "93", "1;91", "2", "1;7;93", "", "4", "1"})
	basicLight = reversed([tones]string{"", "2", "1", "34", "32", "35", "1;31", "2", "1;7;35", "", "4", "1"})
	colourless = reversed([tones]string{"", "", "1", "1", "", "", "1", "", "1;7", "", "4", "1"})
)

// painted puts tones on a background of the row's own.
func painted(plain [tones]string, text, back string) palette {
	p := palette{tones: plain}
	for i, sgr := range plain {
		switch Tone(i) {
		case Plain, Selected, Dim, Accent:
			sgr = text // one colour for all but warnings: a cursor move is drawn in fewer bytes
		case Strong:
			sgr = "1;" + text
		case Muted:
			sgr = plain[Dim] // there is less contrast to spare here
		case Badge:
			p.selected[i] = sgr
			continue
		}
		p.selected[i] = sgr + ";" + back
	}
	p.tones[Selected] = p.selected[Selected]
	return p
}

// reversed marks the row by reverse video. Its cells have no colours there: reversed they would be blotches.
func reversed(plain [tones]string) palette {
	p := palette{tones: plain}
	for i := range plain {
		p.selected[i] = "7"
	}
	p.selected[Strong], p.selected[Bad] = "1;7", "1;7"
	p.tones[Selected] = "7"
	return p
}

func paletteOf(o Options) *palette {
	dark, light := &colourless, &colourless
	switch o.Colors {
	case ANSI:
		dark, light = &basicDark, &basicLight
	case ANSI256:
		dark, light = &indexedDark, &indexedLight
	case TrueColor:
		dark, light = &trueDark, &trueLight
	}
	if o.Dark {
		return dark
	}
	return light
}

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

// painted puts the tones on a background of the row's own.
func painted(sgr func(role, layer) string) palette {
	text, ground := sgr(selectedText, fore), sgr(selected, back)
	p := palette{tones: [tones]string{
		Dim: sgr(dim, fore), Strong: "1", Accent: sgr(accent, fore), Good: sgr(good, fore), Warn: sgr(warn, fore), Bad: sgr(bad, fore),
		Muted: sgr(muted, fore), Badge: "1;" + sgr(badgeText, fore) + ";" + sgr(badge, back),
		Input: sgr(inputText, fore) + ";" + sgr(input, back), Brand: "1;" + sgr(brand, fore),
	}}
	for i, plain := range p.tones {
		switch Tone(i) {
		case Plain, Selected, Dim, Accent, Input:
			plain = text // one colour for all but warnings: a cursor move is drawn in fewer bytes
		case Strong:
			plain = "1;" + text
		case Muted:
			plain = p.tones[Dim] // there is less contrast to spare here
		case Badge:
			p.selected[i] = plain
			continue
		}
		p.selected[i] = plain + ";" + ground
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

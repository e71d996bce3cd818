package theme

import (
	"unicode/utf8"

	"bricktop/ui/text"
)

// disputed reports whether terminals draw the rune one in one cell or in two: emoji became wide with Unicode
// 9, and xterm.js without its unicode addon still measures by Unicode 6. One such rune in a comment would
// shift the frame to its right.
func disputed(r rune, one string) bool {
	return (r >= 0x2300 && r < 0x2c00 || r >= 0x1f000 && r < 0x20000) && text.Width(one) == 2
}

func hasDisputed(s string) bool {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= 0x2300 && disputed(r, s[i:i+size]) {
			return true
		}
		i += size
	}
	return false
}

// standIn writes s with two cells that nobody disputes in place of each emoji.
func (p *Pen) standIn(s string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if disputed(r, s[i:i+size]) {
			p.buf = append(p.buf, p.theme.Glyphs.StandIn...)
			p.buf = append(p.buf, ' ')
		} else {
			p.buf = append(p.buf, s[i:i+size]...)
		}
		i += size
	}
}

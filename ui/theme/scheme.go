package theme

import "fmt"

// role is what a colour of a theme is for. Plain text has none: it is the terminal's own.
type role uint8

const (
	dim role = iota
	accent
	good
	warn
	bad
	muted
	brand
	badge
	badgeText
	selected
	selectedText
	input
	inputText
	roles
)

var roleNames = [roles]string{"dim", "accent", "good", "warn", "bad", "muted", "brand", "badge", "badge-text",
	"selected", "selected-text", "input", "input-text"}

// shade is a colour, picked by hand for each kind of terminal.
type shade struct {
	rgb   uint32
	index uint8  // of the 256
	sgr   string // parameters on a terminal of 16 colours, its weight with them
}

// scheme is the colours of a theme on one background. On a terminal of 16 colours a selected row is reversed
// and an input underlined, so that the last five roles have no sgr.
type scheme [roles]shade

// layer is where a colour goes: the first parameter of its SGR sequence.
type layer int

const (
	fore layer = 38
	back layer = 48
)

func (s *scheme) exact(r role, l layer) string {
	v := s[r].rgb
	return fmt.Sprintf("%d;2;%d;%d;%d", l, v>>16, v>>8&0xff, v&0xff)
}

func (s *scheme) indexed(r role, l layer) string { return fmt.Sprintf("%d;5;%d", l, s[r].index) }

// palette is the scheme on a terminal of so many colours.
func (s *scheme) palette(level Level) palette {
	switch level {
	case TrueColor:
		return painted(s.exact)
	case ANSI256:
		return painted(s.indexed)
	case ANSI:
		return reversed([tones]string{
			Dim: s[dim].sgr, Strong: "1", Accent: s[accent].sgr, Good: s[good].sgr, Warn: s[warn].sgr, Bad: s[bad].sgr,
			Muted: s[muted].sgr, Badge: joined("1;7", s[badge].sgr), Input: "4", Brand: joined("1", s[brand].sgr),
		})
	}
	return reversed([tones]string{Strong: "1", Accent: "1", Bad: "1", Badge: "1;7", Input: "4", Brand: "1"})
}

// joined is SGR parameters one after the other.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ";" + b
}

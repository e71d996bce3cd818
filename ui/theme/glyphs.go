package theme

import "strings"

// Glyphs are the marks that carry meaning beside the colours. Each is one cell in every terminal: no emoji,
// no variation selector, nothing of a patched font.
type Glyphs struct {
	OK, Soon, Urgent, Expired, Never, Unknown string // the states of a token
	Cursor, Mark, Bullet, Ellipsis            string
	Up, Down                                  string // sort directions, more above and below
	Dash, Dot                                 string // of a range, between facts
	Again                                     string // a token that is renewed by itself

	TopLeft, TopRight, BottomLeft, BottomRight, Across, Side string // the frame
	Thumb                                                    string // on the frame's side: where we are in a long list

	BarFull, BarHalf, BarRest string

	StandIn string // for an emoji, where the terminal may take it for one cell
}

var unicodeGlyphs = Glyphs{
	OK: "●", Soon: "▲", Urgent: "◆", Expired: "✗", Never: "∞", Unknown: "?",
	Cursor: "❯", Mark: "•", Bullet: "•", Ellipsis: "…",
	Up: "▲", Down: "▼", Dash: "–", Dot: "·", Again: "↻",
	TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Across: "─", Side: "│", Thumb: "┃",
	BarFull: "━", BarHalf: "╾", BarRest: "─",
	StandIn: "□",
}

var asciiGlyphs = Glyphs{
	OK: "o", Soon: "!", Urgent: "#", Expired: "x", Never: "-", Unknown: "?",
	Cursor: ">", Mark: "*", Bullet: "*", Ellipsis: "~",
	Up: "^", Down: "v", Dash: "-", Dot: "-", Again: "@",
	TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Across: "-", Side: "|", Thumb: "#",
	BarFull: "=", BarHalf: "-", BarRest: ".",
	StandIn: "?",
}

// asciiTwins turns the marks that sentences use into ASCII of the same width. Letters stay: a name in
// another script is worth more than an empty promise.
func asciiTwins() *strings.Replacer {
	return strings.NewReplacer("●", "o", "▲", "!", "◆", "#", "✗", "x", "✓", "+", "∞", "-", "❯", ">", "•", "*", "…", "~", "·", "-",
		"–", "-", "—", "-", "→", ">", "←", "<", "↑", "^", "↓", "v", "↻", "@", "▼", "v", "×", "x", "‹", "<", "›", ">", "“", `"`, "”", `"`, "’", "'",
		"━", "=", "╾", "-", "─", "-", "│", "|")
}

package chart

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// The weights of a half of a cell.
const (
	none = iota
	light
	heavy
)

// ink is the signs of a chart, each of one cell.
type ink struct {
	line [3][3]string // by the weights of the left and the right half
	now  string
	// cross is line with the line through all rows in it.
	cross                [3][3]string
	rule, tick           string
	endless, untold, end string // of a bar: it goes on, nobody knows, where that was said
	before, after        string // a bar that is out of view
	next, gap, dot       string
}

var unicodeInk = ink{
	line:  [3][3]string{{" ", "╶", "╺"}, {"╴", "─", "╼"}, {"╸", "╾", "━"}},
	cross: [3][3]string{{"│", "├", "┝"}, {"┤", "┼", "┾"}, {"┥", "┽", "┿"}},
	now:   "▼", rule: "─", tick: "┴", endless: "►", untold: "╌", end: "?", before: "‹", after: "›", next: "◇", gap: "╱", dot: "┊",
}

// In ASCII a half is a whole: there is nothing smaller than a cell.
var asciiInk = ink{
	line:  [3][3]string{{" ", "-", "="}, {"-", "-", "="}, {"=", "=", "="}},
	cross: [3][3]string{{"|", "|", "|"}, {"|", "|", "|"}, {"|", "|", "|"}},
	now:   "v", rule: "-", tick: "+", endless: ">", untold: ".", end: "?", before: "<", after: ">", next: "R", gap: "/", dot: " ",
}

func inkOf(th *theme.Theme) *ink {
	if th.Options.ASCII {
		return &asciiInk
	}
	return &unicodeInk
}

// legend says what the signs mean, as many as there is room for.
func (d *Drawing) legend(pen *theme.Pen) {
	pen.Space(theme.LeadWidth)
	used := theme.LeadWidth
	for i, item := range [...]struct {
		sign, words string
		tone        theme.Tone
	}{
		{d.ink.line[heavy][heavy] + d.ink.line[heavy][heavy], "left", theme.Good},
		{d.ink.line[light][light] + d.ink.line[light][light], "lived", theme.Dim},
		{d.ink.next, "next rotation", theme.Accent},
		{d.ink.gap + d.ink.gap, "no living token", theme.Bad},
		{d.ink.endless, "never ends", theme.Warn},
		{d.ink.untold + d.ink.end, "end not told", theme.Dim},
		{d.ink.before + " " + d.ink.after, "out of view", theme.Dim},
	} {
		cells := text.Width(item.sign) + 1 + len(item.words)
		if i > 0 {
			cells += 3
		}
		if used+cells+tail > d.w {
			break
		}
		if i > 0 {
			pen.Space(3)
		}
		pen.Text(item.tone, item.sign)
		pen.Space(1)
		pen.Text(theme.Dim, item.words)
		used += cells
	}
	pen.Space(d.w - used)
}

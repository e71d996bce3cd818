package chart

import "bricktop/ui/theme"

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

// legendGap is the cells between two signs of the legend.
const legendGap = 3

// Legend is what the signs of a chart mean, one to a line, the most common first.
func Legend(th *theme.Theme) []theme.Line {
	k := inkOf(th)
	means := func(tone theme.Tone, sign, words string) theme.Line {
		return theme.Line{{Text: sign, Tone: tone}, {Text: " " + words, Tone: theme.Dim}}
	}
	return []theme.Line{
		means(theme.Good, k.line[heavy][heavy]+k.line[heavy][heavy], "left"),
		means(theme.Dim, k.line[light][light]+k.line[light][light], "lived"),
		means(theme.Accent, k.next, "next rotation"),
		means(theme.Bad, k.gap+k.gap, "no living token"),
		means(theme.Warn, k.endless, "never ends"),
		means(theme.Dim, k.untold+k.end, "end not told"),
		means(theme.Dim, k.before+" "+k.after, "out of view"),
	}
}

// legend draws as much of the legend as there is room for.
func (d *Drawing) legend(pen *theme.Pen) {
	pen.Space(theme.LeadWidth)
	used, gap := theme.LeadWidth, 0
	for _, item := range Legend(pen.Theme()) {
		cells := item.Width()
		if used+gap+cells+tail > d.w {
			break
		}
		pen.Space(gap)
		pen.Line(item, cells)
		used, gap = used+gap+cells, legendGap
	}
	pen.Space(d.w - used)
}

package dialog

import (
	"strings"

	"bricktop/ui/form"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

const (
	ordinary = 72  // cells at most, of an ordinary dialog
	wide     = 100 // at most, of one that is mostly text
	aside    = 4   // cells or lines of the screen beside a dialog, under which they are blank
	broad    = 120 // cells of a screen, from which on a long text may stand in two columns
	margin   = 2   // cells between frame and content
	rim      = 2   // blank cells at least at either side, which program.Steady needs
	least    = 8   // cells of content, under which there is no sense in a dialog
	roomy    = 18  // lines, from which on there are blank lines even where the body has to scroll
)

// Kind is what a Hit is.
type Kind int

// The kinds of Hit.
const (
	ButtonHit Kind = iota
	ChoiceHit
	InputHit
	HintHit
)

// Hit is a part that answers to the mouse, in cells from the corner of the box.
type Hit struct {
	Kind       Kind
	Index      int
	Key        string // of a HintHit: the key that it names
	X, Y, W, H int
}

// Box is a drawn dialog. Its corner is at X, Y of the screen; everything in it counts from there.
type Box struct {
	X, Y, W, H       int
	Lines            []string // H lines of exactly W cells
	Hits             []Hit
	CursorX, CursorY int // -1: none
	// Scroll is the first body line drawn: Props.Scroll, kept within the body.
	Scroll int
}

// Draw draws a dialog in the middle of w by h cells. When room runs out the body scrolls, then the blank
// lines between the parts go, then the list of choices and the form scroll too; what has the keyboard stays in
// view at any size.
func Draw(p Props, th *theme.Theme, w, h int) Box {
	room := h - 2
	if h >= 10 {
		room -= 2 // the screen's first and last line stay in view
	}
	b := builder{props: &p, theme: th}
	b.widen(b.width(w))
	if b.inner < least || h < 3 {
		return Box{CursorX: -1, CursorY: -1}
	}
	b.lay(room, b.bodyRows())
	if p.Wide && w >= broad && b.bodyShown < b.body {
		two := builder{props: &p, theme: th}
		two.widen(broad - aside)
		if body := two.bodyInTwo(); body != nil {
			if two.lay(room, body); two.bodyShown == two.body {
				b = two
			}
		}
	}
	b.frame()
	b.box.H = len(b.box.Lines)
	b.box.X, b.box.Y = (w-b.box.W)/2, (h-b.box.H)/2
	return b.box
}

func (b *builder) widen(w int) {
	b.box = Box{W: w, CursorX: -1, CursorY: -1}
	b.inner = w - 2 - 2*margin
}

// width is the cells of the box. Where little of the screen would be left beside it, it takes that too: a few
// cells of half words say nothing.
func (b *builder) width(w int) int {
	most := ordinary
	if b.props.Wide {
		most = wide
	}
	if w-most < 2*aside {
		return w - 2*rim
	}
	return most
}

// MaxScroll is the highest Scroll that still changes what Draw shows.
func MaxScroll(p Props, th *theme.Theme, w, h int) int {
	p.Scroll = 1 << 30
	return Draw(p, th, w, h).Scroll
}

type builder struct {
	props *Props
	theme *theme.Theme
	inner int // cells of content
	box   Box
	rows  []row

	body, bodyShown int // lines
}

// row is one content line, and what on it answers to the mouse, in cells from the content's left.
type row struct {
	draw   func(*theme.Pen) (cursor int)
	hits   []Hit
	blank  bool
	scroll bool     // its frame is the scroll bar
	form   form.Row // where it is one of the form
}

func (b *builder) frame() {
	glyphs, tone := &b.theme.Glyphs, b.props.Tone
	pen := b.theme.Pen()
	line := func() {
		pen.End()
		b.box.Lines = append(b.box.Lines, pen.String())
		pen = b.theme.Pen()
	}
	pen.Text(tone, glyphs.TopLeft+glyphs.Across+" ")
	used := 3 + pen.Fit(theme.Strong, b.props.Title, b.box.W-6)
	pen.Text(tone, " ")
	pen.Repeat(tone, glyphs.Across, b.box.W-used-2)
	pen.Text(tone, glyphs.TopRight)
	line()
	for i, r := range b.rows {
		pen.Text(tone, glyphs.Side)
		pen.Space(margin)
		b.content(pen, r, i+1)
		pen.Space(margin)
		if r.scroll {
			pen.Text(theme.Strong, glyphs.Thumb)
		} else {
			pen.Text(tone, glyphs.Side)
		}
		line()
	}
	pen.Text(tone, glyphs.BottomLeft)
	note := ""
	if b.bodyShown < b.body {
		note = " " + text.Range(b.box.Scroll+1, b.box.Scroll+b.bodyShown, b.body, glyphs.Dash) + " "
	}
	if text.Width(note) > b.box.W-4 {
		note = ""
	}
	pen.Repeat(tone, glyphs.Across, b.box.W-3-text.Width(note))
	pen.Text(theme.Dim, note)
	pen.Text(tone, glyphs.Across+glyphs.BottomRight)
	line()
}

func (b *builder) content(pen *theme.Pen, r row, y int) {
	if r.blank {
		pen.Space(b.inner)
		return
	}
	if cursor := r.draw(pen); cursor >= 0 {
		b.box.CursorX, b.box.CursorY = 1+margin+cursor, y
	}
	for _, hit := range r.hits {
		hit.X, hit.Y, hit.H = hit.X+1+margin, y, 1
		b.box.Hits = append(b.box.Hits, hit)
	}
}

// Compose lays the box over a screen of lines that are each w cells wide. The little that is left of the screen
// beside the box goes blank, and so do a few lines between it and the screen's first or last.
func (b Box) Compose(lines []string, w int) {
	for i, line := range b.Lines {
		b.over(lines, b.Y+i, line, w)
	}
	above, below, last := 1, b.Y+b.H, len(lines)-1
	if b.Y-above < aside {
		for y := above; y < b.Y; y++ {
			b.over(lines, y, blank(b.W), w)
		}
	}
	if last-below < aside {
		for y := below; y < last; y++ {
			b.over(lines, y, blank(b.W), w)
		}
	}
}

func (b Box) over(lines []string, y int, line string, w int) {
	switch {
	case y < 0 || y >= len(lines):
	case b.X < 2*aside:
		lines[y] = blank(b.X) + line + blank(w-b.X-b.W)
	default:
		lines[y] = splice(lines[y], line, b.X, b.W, w)
	}
}

// blank is n spaces.
func blank(n int) string { return strings.Repeat(" ", max(0, n)) }

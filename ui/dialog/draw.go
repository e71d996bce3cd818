package dialog

import (
	"strings"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

const (
	width  = 72  // at most, of an ordinary dialog
	wide   = 100 // at most, of one that is mostly text
	margin = 2   // cells between frame and content
	least  = 8   // cells of content, under which there is no sense in a dialog
	roomy  = 18  // lines, from which on there are blank lines even where the body has to scroll
)

// Kind is what a Hit is.
type Kind int

// The kinds of Hit.
const (
	ButtonHit Kind = iota
	ChoiceHit
	InputHit
)

// Hit is a part that answers to the mouse, in cells from the corner of the box.
type Hit struct {
	Kind       Kind
	Index      int
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
// lines between the parts go, then the list of choices scrolls, and what is still too much is cut.
func Draw(p Props, th *theme.Theme, w, h int) Box {
	most := width
	if p.Wide {
		most = wide
	}
	b := builder{props: &p, theme: th, inner: max(0, min(most, w-2)-2-2*margin)}
	b.box = Box{W: min(w, b.inner+2+2*margin), CursorX: -1, CursorY: -1}
	if b.inner < least || h < 3 {
		return Box{CursorX: -1, CursorY: -1}
	}
	room := h - 2
	if h >= 10 {
		room -= 2 // the screen's first and last line stay in view
	}
	b.lay(room)
	b.frame()
	b.box.H = len(b.box.Lines)
	b.box.X, b.box.Y = (w-b.box.W)/2, (h-b.box.H)/2
	return b.box
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

	body, bodyShown   int
	thumbAt, thumbLen int // rows whose frame is the scroll bar
}

// row is one content line, and what on it answers to the mouse, in cells from the content's left.
type row struct {
	draw   func(*theme.Pen) (cursor int)
	hits   []Hit
	blank  bool
	scroll bool
}

func (b *builder) lay(room int) {
	most := room
	body := b.bodyRows()
	parts := [][]row{b.formRows(), nil, b.buttonRows(), b.hintRows()}
	fixed := 0
	for _, part := range parts {
		fixed += len(part)
	}
	choices := len(b.props.Choices)
	blanks := 2 // inside the frame, above and below
	for _, n := range []int{len(body), len(parts[0]), choices, len(parts[2]), len(parts[3])} {
		if n > 0 {
			blanks++
		}
	}
	blanks--
	// Where a little space is all that is missing, what the dialog says is worth more.
	spaced := room >= roomy || room-blanks >= fixed+choices+len(body)
	if spaced {
		room -= blanks
	}
	parts[1] = b.choiceRows(max(1, room-fixed-min(len(body), 3)))
	b.scroll(body, max(1, room-fixed-len(parts[1])))
	b.add(spaced, parts...)
	if spaced {
		b.rows = append([]row{{blank: true}}, append(b.rows, row{blank: true})...)
	}
	if over := len(b.rows) - most; over > 0 {
		b.rows = b.rows[over:] // the buttons are at the end
	}
}

// scroll takes the part of the body that is in view.
func (b *builder) scroll(body []row, room int) {
	b.body, b.bodyShown = len(body), min(len(body), room)
	b.box.Scroll = min(max(b.props.Scroll, 0), b.body-b.bodyShown)
	b.rows = append(b.rows, body[b.box.Scroll:b.box.Scroll+b.bodyShown]...)
	if b.bodyShown == b.body {
		return
	}
	b.thumbLen = max(1, b.bodyShown*b.bodyShown/b.body)
	b.thumbAt = b.box.Scroll * (b.bodyShown - b.thumbLen) / (b.body - b.bodyShown)
	for i := range b.rows {
		b.rows[i].scroll = i >= b.thumbAt && i < b.thumbAt+b.thumbLen
	}
}

func (b *builder) add(spaced bool, parts ...[]row) {
	for _, part := range parts {
		if len(part) > 0 && len(b.rows) > 0 && spaced {
			b.rows = append(b.rows, row{blank: true})
		}
		b.rows = append(b.rows, part...)
	}
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

// Compose lays the box over a screen of lines that are each w cells wide.
func (b Box) Compose(lines []string, w int) {
	for i, line := range b.Lines {
		if y := b.Y + i; y >= 0 && y < len(lines) {
			lines[y] = splice(lines[y], line, b.X, b.W, w)
		}
	}
}

// blank is n spaces.
func blank(n int) string { return strings.Repeat(" ", max(0, n)) }

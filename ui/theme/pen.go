package theme

import "bricktop/ui/text"

// Pen writes styled lines into one buffer. It measures and cuts what it writes, and sends a change of style
// only where the style changes: a frame is one buffer, written once.
type Pen struct {
	theme    *Theme
	buf      []byte
	style    string // in force; empty: the terminal's own
	selected bool
	marked   bool
	lit      bool
}

// Pen is a new pen with an empty buffer.
func (t *Theme) Pen() *Pen { return &Pen{theme: t} }

// Grow makes room for n more bytes.
func (p *Pen) Grow(n int) {
	if cap(p.buf)-len(p.buf) < n {
		p.buf = append(make([]byte, 0, len(p.buf)+n), p.buf...)
	}
}

// Theme is the theme that the pen writes in.
func (p *Pen) Theme() *Theme { return p.theme }

// String is all that was written.
func (p *Pen) String() string { return string(p.buf) }

// Select starts or ends the row under the cursor: until it ends every tone lies on the row's background.
func (p *Pen) Select(on bool) { p.selected = on }

// Mark starts or ends what is underlined, whatever its tone and the row it is on.
func (p *Pen) Mark(on bool) { p.marked = on }

// Lit starts or ends what keeps its colours where the theme is faded.
func (p *Pen) Lit(on bool) { p.lit = on && p.theme.lit != nil }

// Text writes clean text as it is, and returns how many cells it takes.
func (p *Pen) Text(tone Tone, s string) int {
	if s == "" {
		return 0
	}
	p.use(tone)
	p.write(s)
	return text.Width(s)
}

// Fit writes clean text cut to at most w cells, and returns how many it takes.
func (p *Pen) Fit(tone Tone, s string, w int) int {
	if w <= 0 || s == "" {
		return 0
	}
	head, cells := text.Prefix(s, w)
	if len(head) < len(s) {
		head, cells = text.Prefix(s, w-1)
		p.use(tone)
		p.write(head)
		p.write(p.theme.Glyphs.Ellipsis)
		return cells + 1
	}
	p.use(tone)
	p.write(head)
	return cells
}

// Cell writes clean text cut or filled up to exactly w cells.
func (p *Pen) Cell(tone Tone, s string, w int, right bool) {
	if right {
		p.Space(w - text.Width(s))
		w = min(w, text.Width(s))
	}
	p.Space(w - p.Fit(tone, s, w))
}

// Line writes a line cut or filled up to exactly w cells.
func (p *Pen) Line(line Line, w int) {
	p.Space(w - p.FitLine(line, w))
}

// FitLine writes a line cut to at most w cells, and returns how many it takes.
func (p *Pen) FitLine(line Line, w int) int {
	total := line.Width()
	if total <= w {
		for _, span := range line {
			p.link(span.Link)
			p.Text(span.Tone, span.Text)
			p.unlink(span.Link)
		}
		return total
	}
	used := 0
	for _, span := range line {
		head, cells := text.Prefix(span.Text, w-1-used)
		if len(head) < len(span.Text) {
			if w > 0 {
				p.link(span.Link)
				p.use(span.Tone)
				p.write(head)
				p.write(p.theme.Glyphs.Ellipsis)
				p.unlink(span.Link)
				used += cells + 1
			}
			break
		}
		p.link(span.Link)
		used += p.Text(span.Tone, head)
		p.unlink(span.Link)
	}
	return used
}

// LeadWidth is the cells that Lead takes.
const LeadWidth = 2

// Lead draws what goes before a row, cursor and mark, and selects the row if the cursor is on it and its list
// has the focus; whoever draws the rest of the row ends it with Select(false).
func (p *Pen) Lead(cursor, focused, mark bool) {
	glyphs := &p.theme.Glyphs
	p.Select(cursor && focused)
	switch {
	case cursor && focused:
		p.Text(Accent, glyphs.Cursor)
	case cursor:
		p.Text(Muted, glyphs.Cursor)
	default:
		p.Space(1)
	}
	if mark {
		p.Text(Accent, glyphs.Mark)
	} else {
		p.Space(1)
	}
}

// Space writes n spaces.
func (p *Pen) Space(n int) {
	if n <= 0 {
		return
	}
	p.use(Plain)
	const blank = "                                                                                "
	for ; n > len(blank); n -= len(blank) {
		p.buf = append(p.buf, blank...)
	}
	p.buf = append(p.buf, blank[:n]...)
}

// Repeat writes a glyph n times.
func (p *Pen) Repeat(tone Tone, glyph string, n int) {
	if n <= 0 {
		return
	}
	p.use(tone)
	for range n {
		p.buf = append(p.buf, glyph...)
	}
}

// End goes back to the terminal's own colours.
func (p *Pen) End() {
	p.selected, p.marked = false, false
	if p.style != "" && p.style != reset {
		p.buf = append(p.buf, reset...)
	}
	p.style = ""
}

// Break ends the line.
func (p *Pen) Break() {
	p.End()
	p.buf = append(p.buf, '\n')
}

func (p *Pen) use(tone Tone) {
	th := p.theme
	if p.lit {
		th = th.lit
	}
	style := th.tones[tone]
	switch {
	case p.marked && p.selected:
		style = th.marked[1][tone]
	case p.marked:
		style = th.marked[0][tone]
	case p.selected:
		style = th.selected[tone]
	}
	if style == p.style || p.style == "" && style == reset {
		return
	}
	p.buf = append(p.buf, style...)
	p.style = style
}

func (p *Pen) write(s string) {
	if p.theme.twins != nil {
		s = p.theme.twins.Replace(s)
	}
	if !p.theme.Options.Emoji && hasDisputed(s) {
		p.standIn(s)
		return
	}
	p.buf = append(p.buf, s...)
}

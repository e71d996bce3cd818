package ui

import (
	"bricktop/ui/table"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// The names of the panels that have no title of their own.
const contextTitle = "Workspace"

func (s *screen) contextPanel() panel {
	r := s.layout.Panels[ContextPanel]
	rows := layFields(s.props.Context.Fields, inside(r.W))
	return s.scrolled(panel{Rect: r, number: "1", title: contextTitle, focused: s.props.Focus == ContextPanel}, rows, s.props.Context.Scroll)
}

func (s *screen) detailPanel() panel {
	r, d := s.layout.Detail, &s.props.Detail
	if d.Title == "" && len(d.Fields) == 0 {
		return panel{Rect: r, body: s.message([]theme.Line{theme.Words(theme.Dim, "Details of what is selected")}, r)}
	}
	return s.scrolled(panel{Rect: r, title: d.Title}, layFields(d.Fields, inside(r.W)), 0)
}

// scrolled shows rows from a line on, as far as there are lines to scroll.
func (s *screen) scrolled(p panel, rows []fieldRow, from int) panel {
	height := p.H - 2
	from = min(max(from, 0), max(0, len(rows)-height))
	to := min(from+height, len(rows))
	if to-from < len(rows) {
		p.thumbFrom, p.thumbTo = table.Thumb(from, to, len(rows), height)
	}
	p.body = func(pen *theme.Pen, i, w int) {
		padded(pen, w, func(w int) {
			if from+i < to {
				rows[from+i].draw(pen, w)
			} else {
				pen.Space(w)
			}
		})
	}
	return p
}

func (s *screen) tokensPanel() panel {
	t, r := &s.props.Tokens, s.layout.Panels[TokensPanel]
	p := panel{Rect: r, number: "2", title: t.Title, focused: s.props.Focus == TokensPanel}
	p.foot = s.tokensFoot(r)
	if t.Table.Count == 0 {
		p.body = s.message(t.Empty, r)
		return p
	}
	p.right = t.Order // of what there is
	d := table.Lay(t.Table, r.W-2, r.H-2)
	first, last := d.Window()
	if from, to := table.Thumb(first, last, t.Table.Count, r.H-3); to > from {
		p.thumbFrom, p.thumbTo = from+1, to+1 // under the titles
		p.right = rangeAndOrder(d.Range(s.glyphs.Dash), t.Order, s.glyphs.Dot)
	}
	p.body = func(pen *theme.Pen, i, _ int) { d.Line(pen, i) }
	for i := range t.Table.Columns {
		if x, w := d.Column(i); w > 0 {
			s.hit(Hit{Rect: Rect{r.X + 1 + x, r.Y + 1, w, 1}, Kind: HitTitle, Index: i})
		}
	}
	for i := first; i < last; i++ {
		s.hit(Hit{Rect: Rect{r.X + 1, r.Y + 2 + i - first, r.W - 2, 1}, Kind: HitTokenRow, Index: i})
	}
	return p
}

func rangeAndOrder(part, order, dot string) string {
	if order == "" {
		return part
	}
	return order + " " + dot + " " + part
}

// tokensFoot is the lower frame line of the tokens: the filter and the notice, where they take no row.
func (s *screen) tokensFoot(r Rect) theme.Line {
	t := &s.props.Tokens
	if t.Filter == nil {
		return t.Notice
	}
	room := r.W - 12
	typed, at := t.Filter.Text, t.Filter.Cursor
	if over := text.Width(typed) + 1 - room; over > 0 {
		head, cells := text.Prefix(typed, over)
		typed, at = typed[len(head):], at-cells
	}
	tone := theme.Plain
	if t.Filter.Typing {
		tone = theme.Strong
		s.cursor(r.X+5+min(max(at, 0), max(room, 0)), r.Y+r.H-1)
	}
	foot := theme.Line{{Text: "/ ", Tone: theme.Accent}, {Text: typed, Tone: tone}}
	if t.Filter.Typing {
		foot = append(foot, theme.Span{Text: " "}) // the cell that the cursor stands on
	}
	if len(t.Notice) > 0 {
		foot = append(append(foot, theme.Span{Text: " " + s.glyphs.Dot + " ", Tone: theme.Muted}), t.Notice...)
	}
	return foot
}

func (s *screen) filesPanel() panel {
	f, r := &s.props.Files, s.layout.Panels[FilesPanel]
	p := panel{Rect: r, number: "3", title: f.Title, focused: s.props.Focus == FilesPanel}
	if len(f.Rows) == 0 {
		p.body = s.message(f.Empty, r)
		return p
	}
	first, last := table.Page(len(f.Rows), f.Cursor, r.H-2)
	if p.thumbFrom, p.thumbTo = table.Thumb(first, last, len(f.Rows), r.H-2); p.thumbTo > 0 {
		p.right = text.Range(first+1, last, len(f.Rows), s.glyphs.Dash)
	}
	p.body = func(pen *theme.Pen, i, w int) {
		row := first + i
		if row >= last || w < 4 {
			pen.Space(w)
			return
		}
		pen.Lead(row == f.Cursor, p.focused, false)
		pen.Line(f.Rows[row], w-3)
		pen.Space(1)
		pen.Select(false)
	}
	for i := first; i < last; i++ {
		s.hit(Hit{Rect: Rect{r.X + 1, r.Y + 1 + i - first, r.W - 2, 1}, Kind: HitFileRow, Index: i})
	}
	return p
}

// message is the body of a panel that has words in place of rows: a third of the way down, where the eye
// falls first.
func (s *screen) message(lines []theme.Line, r Rect) func(*theme.Pen, int, int) {
	const margin = 2
	var wrapped []theme.Line
	for _, line := range lines {
		wrapped = line.Wrap(wrapped, max(1, r.W-2-2*margin))
	}
	top := max(0, (r.H-2-len(wrapped))/3)
	return func(pen *theme.Pen, i, w int) {
		if i < top || i-top >= len(wrapped) || w <= 2*margin {
			pen.Space(w)
			return
		}
		pen.Space(margin)
		pen.Line(wrapped[i-top], w-margin)
	}
}

package dialog

import (
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

func (b *builder) line(l theme.Line) row {
	return row{draw: func(pen *theme.Pen) int { pen.Line(l, b.inner); return -1 }}
}

func (b *builder) bodyRows() []row {
	var rows []row
	for _, l := range b.props.Body {
		for _, part := range l.Wrap(nil, b.inner) {
			rows = append(rows, b.line(part))
		}
	}
	return rows
}

func (b *builder) formRows() []row {
	if b.props.Form == nil {
		return nil
	}
	var rows []row
	for _, r := range b.props.Form.Rows(b.inner) {
		out := row{draw: func(pen *theme.Pen) int { return b.props.Form.Draw(pen, r, b.inner) }, form: r}
		if r.Input {
			out.hits = []Hit{{Kind: InputHit, Index: r.Field, W: b.inner}}
		}
		rows = append(rows, out)
	}
	return rows
}

// buttonRows sets the buttons side by side, on as many lines as they take.
func (b *builder) buttonRows() []row {
	var rows []row
	var on []int
	used := 0
	flush := func() {
		if len(on) > 0 {
			rows = append(rows, b.buttonRow(on))
		}
		on, used = nil, 0
	}
	for i, button := range b.props.Buttons {
		w := button.width()
		if used+w > b.inner {
			flush()
		}
		on = append(on, i)
		used += w + 2
	}
	flush()
	return rows
}

// width is the cells of a button: a space, the cursor, a space, key and label, a space.
func (b Button) width() int {
	w := 4 + text.Width(b.Label)
	if b.Key != "" {
		w += text.Width(b.Key) + 1
	}
	return w
}

func (b *builder) buttonRow(on []int) row {
	var out row
	x := 0
	for _, i := range on {
		w := min(b.props.Buttons[i].width(), b.inner)
		out.hits = append(out.hits, Hit{Kind: ButtonHit, Index: i, X: x, W: w})
		x += w + 2
	}
	out.draw = func(pen *theme.Pen) int {
		used := 0
		for n, hit := range out.hits {
			if n > 0 {
				pen.Space(2)
				used += 2
			}
			b.props.Buttons[hit.Index].draw(pen, hit.W)
			used += hit.W
		}
		pen.Space(b.inner - used)
		return -1
	}
	return out
}

func (b Button) draw(pen *theme.Pen, w int) {
	cursor, tone := " ", theme.Plain
	if b.Focused {
		cursor, tone = pen.Theme().Glyphs.Cursor, theme.Strong
	}
	if b.Danger {
		tone = theme.Bad
	}
	l := theme.Line{{Text: " "}, {Text: cursor, Tone: theme.Accent}, {Text: " "}}
	if b.Key != "" {
		l = append(l, theme.Span{Text: b.Key, Tone: theme.Accent}, theme.Span{Text: " "})
	}
	pen.Select(b.Focused)
	pen.Line(append(l, theme.Span{Text: b.Label, Tone: tone}), w)
	pen.Select(false)
}

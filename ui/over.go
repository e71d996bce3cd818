package ui

import (
	"bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

func drawDialog(p *Props, w, h int) dialog.Box { return dialog.Draw(*p.Dialog, p.Theme, w, h) }

// dialogHits are the parts of the dialog in cells of the screen. Those beneath answer to nobody.
func dialogHits(p *Props, box dialog.Box) []Hit {
	hits := make([]Hit, 0, len(box.Hits))
	for _, h := range box.Hits {
		hit := Hit{Rect: Rect{box.X + h.X, box.Y + h.Y, h.W, h.H}, Index: h.Index}
		switch h.Kind {
		case dialog.ButtonHit:
			hit.Kind, hit.ID = HitButton, p.Dialog.Buttons[h.Index].Label
		case dialog.ChoiceHit:
			hit.Kind = HitChoice
		case dialog.InputHit:
			hit.Kind = HitInput
		case dialog.HintHit:
			hit.Kind, hit.ID = HitKey, h.Key
		}
		hits = append(hits, hit)
	}
	return hits
}

// welcome draws the first screen of a machine where nothing is configured: a block of text in the middle.
func (s *screen) welcome(pen *theme.Pen) {
	const most = 76
	l, w := &s.layout, s.props.Welcome
	drawHeader(pen, &s.props.Header, l.W)
	pen.Break()
	room := min(most, l.W-4)
	var lines []theme.Line
	for _, line := range w.Lines {
		lines = line.Wrap(lines, room)
	}
	widest := text.Width(w.Title)
	for _, line := range lines {
		widest = max(widest, line.Width())
	}
	left := (l.W - min(widest, room)) / 2
	height := l.H - 2
	head := min(2, height-1) // the title and a blank line
	shown := min(len(lines), height-head)
	from := min(max(w.Scroll, 0), len(lines)-shown)
	top := max(0, (height-head-shown)/3)
	for y := range height {
		pen.Space(left)
		switch i := y - top - head; {
		case y == top:
			pen.Fit(theme.Strong, w.Title, room)
		case i >= 0 && i < shown:
			pen.FitLine(lines[from+i], room)
		}
		pen.Break()
	}
	s.footer(pen)
	pen.End()
}

package ui

import (
	"fmt"
	"strings"

	"bricktop/ui/theme"
)

// screen is one frame being drawn.
type screen struct {
	props  *Props
	layout Layout
	glyphs *theme.Glyphs
	frame  Frame
	above  []string // lines of the message that lie over those above the footer
}

// Screen draws one frame: exactly h lines of at most w cells. It is a function of its arguments alone.
func Screen(p Props, w, h int) Frame {
	if w <= 0 || h <= 0 {
		return Frame{Content: strings.Repeat("\n", max(h-1, 0))}
	}
	s := &screen{props: &p, layout: PlanFor(w, h, p.Focus, p.Shape()), glyphs: &p.Theme.Glyphs}
	th := p.Theme
	if p.Dialog != nil && !p.Dialog.Lit && !s.layout.TooSmall {
		th = th.Faded()
	}
	pen := th.Pen()
	pen.Grow(w*h*2 + 1024)
	switch {
	case s.layout.TooSmall:
		s.tooSmall(pen)
	case p.Welcome != nil:
		s.welcome(pen)
	case p.Lifetimes != nil:
		s.lifetimes(pen)
	default:
		s.panels(pen)
	}
	s.frame.Content = pen.String()
	if p.Dialog != nil && !s.layout.TooSmall {
		s.dialog()
	}
	s.sayAbove()
	return s.frame
}

func (s *screen) hit(h Hit) { s.frame.Hits = append(s.frame.Hits, h) }

func (s *screen) cursor(x, y int) { s.frame.Cursor = &Cursor{X: x, Y: y} }

func (s *screen) panels(pen *theme.Pen) {
	l := &s.layout
	s.frame.Hits = make([]Hit, 0, len(l.Panels)+l.TokenRows+l.FileRows+len(s.props.Hints))
	for p, r := range l.Panels {
		s.hit(Hit{Rect: r, Kind: HitPanel, Index: p})
	}
	drawHeader(pen, &s.props.Header, l.W)
	pen.Break()
	if l.Side {
		s.side(pen)
	} else {
		s.fold(pen)
	}
	s.footer(pen)
	pen.End()
}

func (s *screen) footer(pen *theme.Pen) {
	hits, above := drawFooter(pen, s.props.Hints, s.props.Toast, s.layout.W, s.layout.Footer.Y)
	s.frame.Hits, s.above = append(s.frame.Hits, hits...), above
}

func (s *screen) side(pen *theme.Pen) {
	// From left to right where they share a line.
	panels := [...]panel{s.contextPanel(), s.filesPanel(), s.tokensPanel(), s.detailPanel()}
	for y := 1; y < s.layout.H-1; y++ {
		for i := range panels {
			if p := &panels[i]; y >= p.Y && y < p.Y+p.H {
				p.line(pen, y-p.Y)
			}
		}
		pen.Break()
	}
}

func (s *screen) fold(pen *theme.Pen) {
	for i, r := range s.layout.Panels {
		if r.H == 1 {
			s.folded(pen, Panel(i))
			pen.Break()
			continue
		}
		s.draw(pen, footed(s.panel(Panel(i)), "tab next panel"))
		if s.layout.Detail.H > 0 {
			s.draw(pen, footed(s.detailPanel(), "enter shows all"))
		}
	}
}

func (s *screen) panel(p Panel) panel {
	switch p {
	case ContextPanel:
		return s.contextPanel()
	case FilesPanel:
		return s.filesPanel()
	default:
		return s.tokensPanel()
	}
}

// footed is a panel that says something below, where it has nothing else to say: a lower edge without a blank would
// look the same in every line, which program.Steady cannot have.
func footed(p panel, say string) panel {
	if len(p.foot) == 0 {
		p.foot = theme.Words(theme.Dim, say)
	}
	return p
}

func (s *screen) folded(pen *theme.Pen, p Panel) {
	switch p {
	case ContextPanel:
		folded(pen, "1", contextTitle, s.props.Context.Summary, s.layout.W)
	case FilesPanel:
		folded(pen, "3", s.props.Files.Title, s.props.Files.Summary, s.layout.W)
	default:
		folded(pen, "2", s.props.Tokens.Title, s.props.Tokens.Summary, s.layout.W)
	}
}

func (s *screen) draw(pen *theme.Pen, p panel) {
	for y := range p.H {
		p.line(pen, y)
		pen.Break()
	}
}

func (s *screen) tooSmall(pen *theme.Pen) {
	w, h := s.layout.W, s.layout.H
	say := fmt.Sprintf("Terminal too small (%d×%d): bricktop needs %d×%d. %s quits.", w, h, leastWidth, leastHeight, s.props.Quit)
	lines := theme.Words(theme.Plain, say).Wrap(nil, w)
	top := max(0, (h-len(lines))/2)
	for y := range h {
		if y > 0 {
			pen.Break()
		}
		if y >= top && y-top < len(lines) {
			pen.FitLine(lines[y-top], w)
		}
	}
	pen.End()
}

// dialog lays the dialog over what is drawn, and takes mouse and cursor from it.
func (s *screen) dialog() {
	box := drawDialog(s.props, s.layout.W, s.layout.H)
	lines := strings.Split(s.frame.Content, "\n")
	footer := lines[s.layout.Footer.Y]
	box.Compose(lines, s.layout.W)
	if s.props.Toast != nil {
		lines[s.layout.Footer.Y] = footer // where the dialog has taken all the lines
	}
	s.frame.Content = strings.Join(lines, "\n")
	s.frame.Hits, s.frame.Cursor = dialogHits(s.props, box), nil
	if box.CursorX >= 0 {
		s.cursor(box.X+box.CursorX, box.Y+box.CursorY)
	}
}

package ui

// The least that the panels need, and from where they stand side by side.
const (
	leastWidth, leastHeight = 32, 8
	sideWidth, sideHeight   = 110, 30
	tallRoom                = 30 // folded, and yet room for the details
)

// Layout is where everything stands on a screen. It follows from size and focus alone, so that who pages
// through rows and who draws them agree.
type Layout struct {
	W, H     int
	TooSmall bool
	Side     bool // panels side by side; else the focused one has the room and the others a line each

	Header, Footer Rect
	Panels         [3]Rect // by Panel; one line high: folded
	Detail         Rect    // empty: no room for it

	// How many rows of each list are in view; 0 where its panel is folded.
	TokenRows, FileRows, ContextRows int
}

// Plan lays out a screen of w by h cells.
func Plan(w, h int, focus Panel) Layout {
	l := Layout{W: max(w, 0), H: max(h, 0)}
	if w < leastWidth || h < leastHeight {
		l.TooSmall = true
		return l
	}
	l.Header = Rect{0, 0, w, 1}
	l.Footer = Rect{0, h - 1, w, 1}
	if w >= sideWidth && h >= sideHeight {
		l.side()
	} else {
		l.fold(focus)
	}
	l.TokenRows = max(0, l.Panels[TokensPanel].H-3) // the frame and the titles
	l.FileRows = max(0, l.Panels[FilesPanel].H-2)
	l.ContextRows = max(0, l.Panels[ContextPanel].H-2)
	return l
}

func (l *Layout) side() {
	l.Side = true
	// With 71 cells the tokens have room for the columns that matter most.
	left, body := min(max(l.W-71, 44), 58), l.H-2
	context := body - body*45/100
	l.Panels[ContextPanel] = Rect{0, 1, left, context}
	l.Panels[FilesPanel] = Rect{0, 1 + context, left, body - context}
	detail := min(max(body*3/10, 9), 14)
	l.Panels[TokensPanel] = Rect{left, 1, l.W - left, body - detail}
	l.Detail = Rect{left, 1 + body - detail, l.W - left, detail}
}

func (l *Layout) fold(focus Panel) {
	if focus < ContextPanel || focus > FilesPanel {
		focus = TokensPanel
	}
	y, room := 1, l.H-2-(len(l.Panels)-1)
	detail := 0
	if room >= tallRoom && focus != ContextPanel {
		detail = 11
	}
	for p := range l.Panels {
		if Panel(p) != focus {
			l.Panels[p] = Rect{0, y, l.W, 1}
			y++
			continue
		}
		l.Panels[p] = Rect{0, y, l.W, room - detail}
		y += room
		if detail > 0 {
			l.Detail = Rect{0, y - detail, l.W, detail}
		}
	}
}

package ui

// The least that the panels need, and from where they stand side by side.
const (
	leastWidth, leastHeight = 32, 8
	sideWidth, sideHeight   = 110, 30
	tallRoom                = 30 // folded, and yet room for the details
)

// Shape is what the panels at the left hold: they share its height by what each needs.
type Shape struct {
	Context  []Field
	FileRows int
}

// Layout is where everything stands on a screen. It follows from size, focus and shape alone, so that who
// pages through rows and who draws them agree.
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

// Plan lays out a screen of w by h cells, with no regard to what it holds.
func Plan(w, h int, focus Panel) Layout { return PlanFor(w, h, focus, Shape{}) }

// PlanFor lays out a screen of w by h cells as Screen does for what is to be shown.
func PlanFor(w, h int, focus Panel, shape Shape) Layout {
	l := Layout{W: max(w, 0), H: max(h, 0)}
	if w < leastWidth || h < leastHeight {
		l.TooSmall = true
		return l
	}
	l.Header = Rect{0, 0, w, 1}
	l.Footer = Rect{0, h - 1, w, 1}
	if w >= sideWidth && h >= sideHeight {
		l.side(&shape)
	} else {
		l.fold(focus)
	}
	l.TokenRows = max(0, l.Panels[TokensPanel].H-3) // the frame and the titles
	l.FileRows = max(0, l.Panels[FilesPanel].H-2)
	l.ContextRows = max(0, l.Panels[ContextPanel].H-2)
	return l
}

func (l *Layout) side(shape *Shape) {
	l.Side = true
	// With 71 cells the tokens have room for the columns that matter most, with 80 they leave the left the rest.
	left, body := max(min(max(l.W-71, 44), 58), min(l.W-80, 72)), l.H-2
	context := shape.split(body, left)
	l.Panels[ContextPanel] = Rect{0, 1, left, context}
	l.Panels[FilesPanel] = Rect{0, 1 + context, left, body - context}
	detail := min(max(body*3/10, 9), 14)
	l.Panels[TokensPanel] = Rect{left, 1, l.W - left, body - detail}
	l.Detail = Rect{left, 1 + body - detail, l.W - left, detail}
}

// split is the lines of height that the context takes, above the files. A panel that needs less than its share
// leaves the rest to the other; what neither needs goes to both.
func (s *Shape) split(height, w int) int {
	const frame, fewest, words = 2, 6, 6
	share := height - height*45/100
	if len(s.Context) == 0 && s.FileRows == 0 {
		return share
	}
	context := FieldLines(s.Context, w) + frame
	files := s.FileRows + frame
	if s.FileRows == 0 {
		files += words // that tell why
	}
	switch {
	case context+files <= height:
		context += (height - context - files) / 2
	case context <= share:
	case files <= height-share:
		context = height - files
	default:
		context = share
	}
	return min(max(context, fewest), height-fewest)
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

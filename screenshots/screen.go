package main

import (
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// look is how a cell is drawn. Colours stay as the program named them, because only the palette of the
// terminal says what "blue" is; nil is the terminal's own foreground or background.
type look struct {
	fg, bg                                          color.Color
	bold, faint, italic, underline, reverse, strike bool
}

// cell is one grapheme cluster on the screen.
type cell struct {
	text  string // empty: the right half of a wide character
	width int    // in cells; 0 for that right half
	look  look
}

// screen is what a terminal of a scene's size shows.
type screen struct {
	w, h  int
	cells []cell // row by row
}

func (s *screen) at(x, y int) cell { return s.cells[y*s.w+x] }

// show puts a frame of styled lines on a screen of w by h cells. What does not fit is cut, as a terminal
// without wrapping would.
func show(frame string, w, h int) *screen {
	buf := uv.NewScreenBuffer(w, h)
	buf.Method = ansi.GraphemeWidth
	uv.NewStyledString(frame).Draw(buf, buf.Bounds())
	s := &screen{w: w, h: h, cells: make([]cell, w*h)}
	for y := range h {
		for x := range w {
			s.cells[y*w+x] = cellOf(buf.CellAt(x, y))
		}
	}
	return s
}

func cellOf(c *uv.Cell) cell {
	if c == nil {
		return cell{text: " ", width: 1}
	}
	out := cell{text: c.Content, width: c.Width, look: look{
		fg: c.Style.Fg, bg: c.Style.Bg,
		bold:      c.Style.Attrs&uv.AttrBold != 0,
		faint:     c.Style.Attrs&uv.AttrFaint != 0,
		italic:    c.Style.Attrs&uv.AttrItalic != 0,
		underline: c.Style.Underline != ansi.UnderlineNone,
		reverse:   c.Style.Attrs&uv.AttrReverse != 0,
		strike:    c.Style.Attrs&uv.AttrStrikethrough != 0,
	}}
	if c.Style.Attrs&uv.AttrConceal != 0 || (out.width > 0 && out.text == "") {
		out.text = " "
	}
	return out
}

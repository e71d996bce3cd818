package main

import (
	"image"
	"strings"
	"unicode/utf8"
)

// The window around a screen, in pixels.
const (
	barH   = 60
	padX   = 30
	padY   = 24
	corner = 20
)

// drawScreen is the picture of a screen in a terminal window; steps is how finely the edges of characters are shaded.
func drawScreen(sc Scene, s *screen, p *pen, steps int) *image.NRGBA {
	pal := lightPalette()
	if sc.Dark {
		pal = darkPalette()
	}
	c := newCanvas(s.w*cellW+2*padX, s.h*cellH+2*padY+barH, steps)
	drawWindow(c, &pal, sc.Title, p)
	for y := range s.h {
		// Every ground of the row first: a glyph may lean into the next cell.
		for x := range s.w {
			drawGround(c, &pal, s.at(x, y), image.Pt(padX+x*cellW, barH+padY+y*cellH))
		}
		for x := range s.w {
			drawCell(c, &pal, s.at(x, y), image.Pt(padX+x*cellW, barH+padY+y*cellH), p)
		}
	}
	return c.img
}

func drawWindow(c *canvas, pal *palette, title string, p *pen) {
	whole := c.img.Rect
	c.panel(whole, corner, pal.rim)
	inner := whole.Inset(2)
	c.panel(inner, corner-2, pal.ground)
	bar := image.Rect(inner.Min.X, inner.Min.Y, inner.Max.X, barH)
	c.panel(bar, corner-2, pal.bar)
	c.fill(image.Rect(bar.Min.X, barH-corner, bar.Max.X, barH), pal.bar) // only its upper corners are round
	for i, light := range []rgb{hex24(0xff5f57), hex24(0xfebc2e), hex24(0x28c840)} {
		x := padX + 12 + i*38
		c.shape(image.Rect(x-12, 0, x+12, barH), light, disc(float64(x), barH/2, 10.5))
	}
	x := (whole.Dx() - utf8.RuneCountInString(title)*cellW) / 2
	for _, char := range title {
		p.write(c, x, (barH-cellH)/2+baseline, string(char), false, pal.title)
		x += cellW
	}
}

func drawGround(c *canvas, pal *palette, cl cell, at image.Point) {
	if cl.width == 0 {
		return // its left half has painted it
	}
	if _, ground := pal.colours(cl.look); ground != pal.ground {
		c.fill(image.Rect(at.X, at.Y, at.X+cl.width*cellW, at.Y+cellH), ground)
	}
}

func drawCell(c *canvas, pal *palette, cl cell, at image.Point, p *pen) {
	if cl.width == 0 {
		return
	}
	ink, ground := pal.colours(cl.look)
	area := image.Rect(at.X, at.Y, at.X+cl.width*cellW, at.Y+cellH)
	if strings.TrimSpace(cl.text) != "" {
		char, _ := utf8.DecodeRuneInString(cl.text)
		if !drawBox(c, area, char, ink) && !drawBlock(c, area, char, ink, ground) && !drawBraille(c, area, char, ink) &&
			!p.write(c, at.X, at.Y+baseline, cl.text, cl.look.bold, ink) {
			drawMissing(c, area, mix(ground, ink, 0.5), ground)
		}
	}
	if cl.look.underline {
		c.fill(image.Rect(area.Min.X, at.Y+baseline+4, area.Max.X, at.Y+baseline+6), ink)
	}
	if cl.look.strike {
		c.fill(image.Rect(area.Min.X, at.Y+baseline-9, area.Max.X, at.Y+baseline-7), ink)
	}
}

// drawMissing stands for a character that the font lacks (Chinese, emoji): a quiet tile of its width.
func drawMissing(c *canvas, area image.Rectangle, ink, ground rgb) {
	tile := image.Rect(area.Min.X+3, area.Min.Y+9, area.Max.X-3, area.Max.Y-8)
	c.panel(tile, 4, ink)
	c.panel(tile.Inset(2), 2, ground)
}

package main

import "image"

// drawBlock draws U+2580 to U+259F, the block elements (Unicode, chart U+2580), to the pixel: bars of eighths
// grow evenly and stacked blocks have no seam. It reports false for other characters.
func drawBlock(c *canvas, r image.Rectangle, char rune, ink, ground rgb) bool {
	if char < 0x2580 || char > 0x259f {
		return false
	}
	// eighths is a part of the cell, in eighths of its width and height.
	eighths := func(x0, y0, x1, y1 int) {
		px := func(n int) int { return r.Min.X + (n*r.Dx()+4)/8 }
		py := func(n int) int { return r.Min.Y + (n*r.Dy()+4)/8 }
		c.fill(image.Rect(px(x0), py(y0), px(x1), py(y1)), ink)
	}
	n := int(char)
	switch {
	case char == '▀':
		eighths(0, 0, 8, 4)
	case n <= 0x2588:
		eighths(0, 8-(n-0x2580), 8, 8)
	case n <= 0x258f:
		eighths(0, 0, 0x2590-n, 8)
	case char == '▐':
		eighths(4, 0, 8, 8)
	case n <= 0x2593:
		c.fill(r, mix(ground, ink, float64(n-0x2590)/4)) // an even tone: dots would shimmer when scaled
	case char == '▔':
		eighths(0, 0, 8, 1)
	case char == '▕':
		eighths(7, 0, 8, 8)
	default:
		// Upper left, upper right, lower left, lower right.
		quarters := [...]string{"0010", "0001", "1000", "1011", "1001", "1110", "1101", "0100", "0110", "0111"}[n-0x2596] // ▖▗▘▙▚▛▜▝▞▟
		for i, q := range quarters {
			if q == '1' {
				x, y := i%2*4, i/2*4
				eighths(x, y, x+4, y+4)
			}
		}
	}
	return true
}

// drawBraille draws U+2800 to U+28FF, which the font lacks: eight dots by the bits of the character
// (Unicode, chart U+2800).
func drawBraille(c *canvas, r image.Rectangle, char rune, ink rgb) bool {
	if char < 0x2800 || char > 0x28ff {
		return false
	}
	for bit, at := range [8]image.Point{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}} {
		if char>>bit&1 == 1 {
			x, y := float64(r.Min.X)+float64(r.Dx())*(0.25+0.5*float64(at.X)), float64(r.Min.Y)+float64(r.Dy())*(0.17+0.22*float64(at.Y))
			c.shape(r, ink, disc(x, y, 2.5))
		}
	}
	return true
}

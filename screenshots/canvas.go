package main

import (
	"bytes"
	"image"
	"image/color"
	"math"
)

// canvas is the picture while it is drawn. Coverage of a pixel is rounded to a number of steps, so that few
// colours are used and the file can have a palette.
type canvas struct {
	img   *image.NRGBA
	steps float64
}

func newCanvas(w, h, steps int) *canvas {
	return &canvas{img: image.NewNRGBA(image.Rect(0, 0, w, h)), steps: float64(steps)}
}

// fill paints a rectangle.
func (c *canvas) fill(r image.Rectangle, ink rgb) {
	r = r.Intersect(c.img.Rect)
	row := bytes.Repeat([]byte{ink.R, ink.G, ink.B, 255}, r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		copy(c.img.Pix[c.img.PixOffset(r.Min.X, y):], row)
	}
}

// panel paints a rectangle with rounded corners.
func (c *canvas) panel(r image.Rectangle, radius int, ink rgb) {
	c.fill(image.Rect(r.Min.X+radius, r.Min.Y, r.Max.X-radius, r.Max.Y), ink)
	c.fill(image.Rect(r.Min.X, r.Min.Y+radius, r.Max.X, r.Max.Y-radius), ink)
	left, right, top, low := r.Min.X+radius, r.Max.X-radius, r.Min.Y+radius, r.Max.Y-radius
	for _, q := range []struct{ x, y, cornerX, cornerY int }{
		{left, top, r.Min.X, r.Min.Y}, {right, top, right, r.Min.Y}, {left, low, r.Min.X, low}, {right, low, right, low},
	} {
		c.shape(image.Rect(q.cornerX, q.cornerY, q.cornerX+radius, q.cornerY+radius), ink, disc(float64(q.x), float64(q.y), float64(radius)))
	}
}

// cover paints share (0 to 1) of a pixel. Over nothing the pixel becomes translucent.
func (c *canvas) cover(x, y int, ink rgb, share float64) {
	share = math.Round(min(max(share, 0), 1)*c.steps) / c.steps
	if share == 0 || !(image.Point{X: x, Y: y}).In(c.img.Rect) {
		return
	}
	under := c.img.NRGBAAt(x, y)
	if under.A == 0 {
		c.img.SetNRGBA(x, y, color.NRGBA{ink.R, ink.G, ink.B, uint8(share*255 + 0.5)})
		return
	}
	m := mix(rgb{under.R, under.G, under.B}, ink, share)
	c.img.SetNRGBA(x, y, color.NRGBA{m.R, m.G, m.B, under.A})
}

// shape paints where dist, the distance in pixels from a pixel's centre to the edge of a shape, is negative
// inside: the edge itself is smooth.
func (c *canvas) shape(r image.Rectangle, ink rgb, dist func(x, y float64) float64) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c.cover(x, y, ink, 0.5-dist(float64(x)+0.5, float64(y)+0.5))
		}
	}
}

// disc is the distance to a disc.
func disc(cx, cy, radius float64) func(x, y float64) float64 {
	return func(x, y float64) float64 { return math.Hypot(x-cx, y-cy) - radius }
}

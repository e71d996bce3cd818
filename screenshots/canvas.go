package main

import (
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
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c.img.SetNRGBA(x, y, color.NRGBA{ink.R, ink.G, ink.B, 255})
		}
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

// roundRect is the distance to a rectangle with rounded corners.
func roundRect(r image.Rectangle, radius float64) func(x, y float64) float64 {
	cx, cy := float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2
	hw, hh := float64(r.Dx())/2-radius, float64(r.Dy())/2-radius
	return func(x, y float64) float64 {
		dx, dy := math.Abs(x-cx)-hw, math.Abs(y-cy)-hh
		return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - radius
	}
}

// disc is the distance to a disc.
func disc(cx, cy, radius float64) func(x, y float64) float64 {
	return func(x, y float64) float64 { return math.Hypot(x-cx, y-cy) - radius }
}

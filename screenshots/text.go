package main

import (
	"fmt"
	"image"

	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/dejavu/dejavusansmonobold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The grid, in pixels of the picture, which is drawn at twice the size it is meant to be seen at. A cell is
// as wide as the font's advance at fontSize (1233/2048 em), so that no glyph is ever moved or squeezed.
const (
	fontSize = 30
	cellW    = 18
	cellH    = 38
	baseline = 28
)

// glyph is a character's coverage, placed relative to the start of the baseline.
type glyph struct {
	mask *image.Alpha // nil: the font has no such character
	at   image.Point
}

type glyphKey struct {
	char rune
	bold bool
}

// pen writes characters in DejaVu Sans Mono.
type pen struct {
	faces  map[bool]font.Face // by bold
	glyphs map[glyphKey]glyph
}

func newPen() (*pen, error) {
	p := &pen{faces: map[bool]font.Face{}, glyphs: map[glyphKey]glyph{}}
	for bold, ttf := range map[bool][]byte{false: dejavusansmono.TTF, true: dejavusansmonobold.TTF} {
		parsed, err := opentype.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("DejaVu Sans Mono: %w", err)
		}
		if p.faces[bold], err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: fontSize, DPI: 72, Hinting: font.HintingFull}); err != nil {
			return nil, fmt.Errorf("DejaVu Sans Mono: %w", err)
		}
	}
	return p, nil
}

func (p *pen) glyph(char rune, bold bool) glyph {
	key := glyphKey{char, bold}
	if g, ok := p.glyphs[key]; ok {
		return g
	}
	var g glyph
	rect, mask, from, _, ok := p.faces[bold].Glyph(fixed.P(0, 0), char)
	if ok && mask != nil {
		g = glyph{mask: image.NewAlpha(image.Rect(0, 0, rect.Dx(), rect.Dy())), at: rect.Min}
		for y := range rect.Dy() {
			for x := range rect.Dx() {
				g.mask.Set(x, y, mask.At(from.X+x, from.Y+y))
			}
		}
	}
	p.glyphs[key] = g
	return g
}

// write draws a grapheme cluster with its baseline starting at x, y. It reports false when the font lacks
// its first character; marks that the font lacks are left out.
func (p *pen) write(c *canvas, x, y int, cluster string, bold bool, ink rgb) bool {
	for i, char := range cluster {
		g := p.glyph(char, bold)
		if g.mask == nil {
			if i == 0 {
				return false
			}
			continue
		}
		for gy := range g.mask.Rect.Dy() {
			for gx := range g.mask.Rect.Dx() {
				c.cover(x+g.at.X+gx, y+g.at.Y+gy, ink, float64(g.mask.AlphaAt(gx, gy).A)/255)
			}
		}
	}
	return true
}

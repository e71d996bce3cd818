package main

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// rgb is an opaque colour.
type rgb struct{ R, G, B uint8 }

// palette is what a terminal makes of colours that have no value of their own.
type palette struct {
	ground, ink rgb // background and foreground
	bar, rim    rgb // the window's title bar and its outline
	title       rgb
	basic       [16]rgb
}

func hex24(v uint32) rgb { return rgb{uint8(v >> 16), uint8(v >> 8), uint8(v)} }

func basics(v ...uint32) (out [16]rgb) {
	for i, c := range v {
		out[i] = hex24(c)
	}
	return out
}

func darkPalette() palette {
	return palette{
		ground: hex24(0x0d1117), ink: hex24(0xe6edf3), bar: hex24(0x1b212a), rim: hex24(0x3a424d), title: hex24(0x9aa5b1),
		basic: basics(0x161b22, 0xff7b72, 0x3fb950, 0xd29922, 0x58a6ff, 0xbc8cff, 0x39c5cf, 0xb1bac4,
			0x6e7681, 0xffa198, 0x56d364, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x56d4dd, 0xffffff),
	}
}

func lightPalette() palette {
	return palette{
		ground: hex24(0xffffff), ink: hex24(0x1f2328), bar: hex24(0xeceff2), rim: hex24(0xc9d1d9), title: hex24(0x57606a),
		basic: basics(0x24292f, 0xcf222e, 0x116329, 0x7d4e00, 0x0969da, 0x8250df, 0x1b7c83, 0x6e7781,
			0x57606a, 0xa40e26, 0x1a7f37, 0x633c01, 0x218bff, 0xa475f9, 0x3192aa, 0x8c959f),
	}
}

// rgb is the colour that the terminal shows for c.
func (p *palette) rgb(c color.Color) rgb {
	switch c := c.(type) {
	case ansi.BasicColor:
		return p.basic[c&15]
	case ansi.IndexedColor:
		if c < 16 {
			return p.basic[c]
		}
	}
	return opaque(c) // colours 16 to 255 are the same on every terminal, and ansi knows them
}

// colours are what a cell's text and ground come to.
func (p *palette) colours(l look) (ink, ground rgb) {
	ink, ground = p.ink, p.ground
	if l.fg != nil {
		ink = p.rgb(l.fg)
	}
	if l.bg != nil {
		ground = p.rgb(l.bg)
	}
	if l.reverse {
		ink, ground = ground, ink
	}
	if l.faint {
		ink = mix(ground, ink, 0.6)
	}
	return ink, ground
}

func opaque(c color.Color) rgb {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return rgb{n.R, n.G, n.B}
}

// mix is a where share is 0, b where it is 1.
func mix(a, b rgb, share float64) rgb {
	m := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*share + 0.5) }
	return rgb{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B)}
}

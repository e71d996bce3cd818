package main

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
)

func pencil(t *testing.T) *pen {
	t.Helper()
	p, err := newPen()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func drawn(t *testing.T, frame string, w, h int, dark bool) (*image.NRGBA, palette) {
	t.Helper()
	pal := lightPalette()
	if dark {
		pal = darkPalette()
	}
	return drawScreen(Scene{Title: "t", W: w, H: h, Dark: dark}, show(frame, w, h), pencil(t), 16), pal
}

func pixel(img *image.NRGBA, x, y int) rgb {
	c := img.NRGBAAt(padX+x, barH+padY+y)
	return rgb{c.R, c.G, c.B}
}

// Lines run through cell borders unbroken, and corners meet the lines they join.
func TestLinesHaveNoSeams(t *testing.T) {
	for _, frame := range []string{"╭─┬─╮\n│ │ │\n├─┼─┤\n│ │ │\n╰─┴─╯", "┏━┳━┓\n┃ ┃ ┃\n┣━╋━┫\n┃ ┃ ┃\n┗━┻━┛"} {
		img, pal := drawn(t, frame, 5, 5, true)
		for _, column := range []int{0, 2, 4} {
			for y := cellH; y < 4*cellH; y++ {
				if got := pixel(img, column*cellW+cellW/2, y); got != pal.ink {
					t.Fatalf("%q: column %d is broken at pixel row %d: %v", frame, column, y, got)
				}
			}
		}
		for _, row := range []int{0, 2, 4} {
			for x := cellW; x < 4*cellW; x++ {
				if got := pixel(img, x, row*cellH+cellH/2); got != pal.ink {
					t.Fatalf("%q: row %d is broken at pixel column %d: %v", frame, row, x, got)
				}
			}
		}
	}
}

// Blocks fill exactly their eighths, and stacked ones leave no gap.
func TestBlocksFillTheirEighths(t *testing.T) {
	img, pal := drawn(t, "██▌▁\n██▌▁", 4, 2, false)
	for y := range 2 * cellH {
		for x := range 2*cellW + cellW/2 {
			if got := pixel(img, x, y); got != pal.ink {
				t.Fatalf("gap at %d,%d: %v", x, y, got)
			}
		}
		if got := pixel(img, 2*cellW+cellW/2, y); got != pal.ground {
			t.Fatalf("a half block is too wide at row %d", y)
		}
	}
	filled := 0
	for y := range cellH {
		if pixel(img, 3*cellW+1, y) == pal.ink {
			filled++
		}
	}
	if want := cellH / 8; filled < want || filled > want+1 {
		t.Errorf("the lowest eighth has %d rows of %d", filled, cellH)
	}
}

func TestColours(t *testing.T) {
	dark, light := darkPalette(), lightPalette()
	for _, c := range []struct {
		frame string
		dark  bool
		want  rgb
	}{
		{"\x1b[31m█", true, dark.basic[1]},
		{"\x1b[31m█", false, light.basic[1]},
		{"\x1b[94m█", true, dark.basic[12]},
		{"\x1b[38;5;9m█", true, dark.basic[9]},
		{"\x1b[38;5;208m█", true, hex24(0xff8700)},
		{"\x1b[48;2;1;2;3m ", true, hex24(0x010203)},
		{"\x1b[7m ", true, dark.ink},
		{"\x1b[7m█", true, dark.ground},
		{"\x1b[2m█", true, mix(dark.ground, dark.ink, 0.6)},
		{"\x1b[42m漢", true, dark.basic[2]},
		{"\x1b[8m█", true, dark.ground},
	} {
		img, _ := drawn(t, c.frame, 2, 1, c.dark)
		if got := pixel(img, 1, 1); got != c.want {
			t.Errorf("%q, dark %v: %v, want %v", c.frame, c.dark, got, c.want)
		}
	}
}

// A glyph of the sample never strays out of the screen, bold has more ink than regular, and a character that
// the font lacks is drawn as a quiet tile.
func TestText(t *testing.T) {
	inked := func(frame string) (n int) {
		img, pal := drawn(t, frame, 6, 1, true)
		for y := range cellH {
			for x := range 6 * cellW {
				if pixel(img, x, y) != pal.ground {
					n++
				}
			}
		}
		return n
	}
	regular, bold, wide := inked("weight"), inked("\x1b[1mweight"), inked("漢字")
	if regular == 0 || bold <= regular {
		t.Errorf("regular has %d inked pixels, bold %d", regular, bold)
	}
	if block := inked("████"); wide == 0 || wide > block/2 {
		t.Errorf("a missing character has %d inked pixels of %d", wide, block)
	}
	if inked("e\u0301") <= inked("e") {
		t.Error("a combining accent is not drawn")
	}
}

// The same scene gives the same bytes, in a palette, in a file of sane size, with its hash inside.
func TestRender(t *testing.T) {
	for _, dark := range []bool{true, false} {
		sc := sample(dark)
		sc.H = 16 // the rest tells nothing new here, and costs seconds under the race detector
		s := show(sc.Frame(), sc.W, sc.H)
		first, err := render(sc, s, pencil(t))
		if err != nil {
			t.Fatal(err)
		}
		again, err := render(sc, show(sc.Frame(), sc.W, sc.H), pencil(t))
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("not the same bytes twice (%v)", err)
		}
		if len(first) > 100_000 {
			t.Errorf("%d bytes for %dx%d cells", len(first), sc.W, sc.H)
		}
		img, err := png.Decode(bytes.NewReader(first))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := img.(*image.Paletted); !ok {
			t.Errorf("the picture is a %T, not in a palette", img)
		}
		if sum, err := stamped(first); err != nil || sum != hash(cellsFile(sc, s)) {
			t.Errorf("stamped %q (%v)", sum, err)
		}
	}
}

func TestStamp(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	if sum, err := stamped(b.Bytes()); sum != "" || err != nil {
		t.Errorf("a plain PNG has the stamp %q (%v)", sum, err)
	}
	once, err := stamp(b.Bytes(), "first")
	if err != nil {
		t.Fatal(err)
	}
	twice, err := stamp(once, "second")
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := stamped(twice); sum != "second" || err != nil {
		t.Errorf("stamped %q (%v)", sum, err)
	}
	if bytes.Contains(twice, []byte("first")) {
		t.Error("the old stamp is still there")
	}
	if _, err := png.Decode(bytes.NewReader(twice)); err != nil {
		t.Error(err)
	}
	for _, bad := range [][]byte{nil, []byte("GIF89a"), once[:len(once)-3], once[:9]} {
		if _, err := stamp(bad, "x"); err == nil {
			t.Errorf("%d bytes that are no PNG were stamped", len(bad))
		}
	}
}

func TestCellsFile(t *testing.T) {
	sc := Scene{Name: "n", Title: "T", W: 12, H: 3, Dark: true}
	got := cellsFile(sc, show("ab \x1b[1;32mcd\x1b[0m\n漢\x1b[48;2;1;2;3m字\x1b[0m.\n\x1b[38;5;208;4mlong line that is cut\x1b[0m", 12, 3))
	want := strings.Join([]string{"ab cd", "漢字.", "long line th", `--- "T" 12x3 dark`,
		"0: 3-4 bold fg=2", "1: 2-3 bg=#010203", "2: 0-11 underline fg=208", ""}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

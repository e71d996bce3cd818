package theme

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"bricktop/ui/text"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// luminance is WCAG 2.1's relative luminance of an sRGB colour.
func luminance(rgb [3]uint8) float64 {
	weights, sum := [3]float64{0.2126, 0.7152, 0.0722}, 0.0
	for i, c := range rgb {
		v := float64(c) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weights[i] * v
	}
	return sum
}

func contrast(a, b [3]uint8) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// colours reads foreground and background of an SGR sequence, with what the terminal has where it names none.
func colours(t *testing.T, sgr string, fore, back [3]uint8) (f, b [3]uint8) {
	t.Helper()
	f, b = fore, back
	var codes []int
	for _, part := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(sgr, "\x1b["), "m"), ";") {
		n, err := strconv.Atoi(part)
		if err != nil && part != "" {
			t.Fatalf("%q: %v", sgr, err)
		}
		codes = append(codes, n)
	}
	for i := 0; i < len(codes); i++ {
		if codes[i] != 38 && codes[i] != 48 {
			continue
		}
		var c [3]uint8
		kind := codes[i]
		if codes[i+1] == 5 {
			r, g, bl, _ := ansi.IndexedColor(codes[i+2]).RGBA()
			c = [3]uint8{uint8(r >> 8), uint8(g >> 8), uint8(bl >> 8)}
			i += 2
		} else {
			c = [3]uint8{uint8(codes[i+2]), uint8(codes[i+3]), uint8(codes[i+4])}
			i += 4
		}
		if kind == 38 {
			f = c
		} else {
			b = c
		}
	}
	return f, b
}

func TestContrast(t *testing.T) {
	black, white := [3]uint8{}, [3]uint8{255, 255, 255}
	for _, level := range []Level{ANSI256, TrueColor} {
		for _, dark := range []bool{true, false} {
			th, fore, back := New(Options{Dark: dark, Colors: level}), black, white
			if dark {
				fore, back = white, black
			}
			for tone := range tones {
				want := 4.5
				if Tone(tone) == Muted {
					want = 3
				}
				f, b := colours(t, th.tones[tone], fore, back)
				if got := contrast(f, b); got < want {
					t.Errorf("level %d dark %v tone %d: contrast %.2f", level, dark, tone, got)
				}
				f, b = colours(t, th.selected[tone], fore, back)
				if got := contrast(f, b); got < 4.5 {
					t.Errorf("level %d dark %v tone %d on the selected row: contrast %.2f", level, dark, tone, got)
				}
			}
		}
	}
}

func TestNoColoursMeansNoColours(t *testing.T) {
	th := New(Options{Dark: true})
	for i := range tones {
		for _, sgr := range []string{th.tones[i], th.selected[i]} {
			for _, code := range strings.Split(strings.Trim(sgr, "\x1b[m"), ";") {
				if code != "" && code != "0" && code != "1" && code != "4" && code != "7" {
					t.Errorf("tone %d sends %q", i, sgr)
				}
			}
		}
	}
}

func TestUnderADialogEverythingIsQuiet(t *testing.T) {
	for _, c := range []struct {
		level Level
		want  string
	}{{NoColors, "\x1b[0;2m"}, {ANSI, "\x1b[0;90m"}, {ANSI256, "\x1b[0;38;5;243m"}, {TrueColor, "\x1b[0;38;2;113;121;150m"}} {
		th := New(Options{Dark: true, Colors: c.level})
		faded := th.Faded()
		for tone := range tones {
			pen := faded.Pen()
			pen.Text(Tone(tone), "a")
			pen.Select(true)
			pen.Text(Tone(tone), "b")
			pen.Select(false)
			pen.Lit(true)
			pen.Text(Tone(tone), "c")
			pen.End()
			lit := th.tones[tone]
			end := "\x1b[m"
			switch lit {
			case reset:
				end = ""
			case c.want:
				lit = "" // it is in force
			}
			if got, want := pen.String(), c.want+"ab"+lit+"c"+end; got != want {
				t.Errorf("level %d tone %d: %q, want %q", c.level, tone, got, want)
			}
		}
	}
}

func TestGlyphsAreOneCell(t *testing.T) {
	for _, set := range []Glyphs{unicodeGlyphs, asciiGlyphs} {
		v := reflect.ValueOf(set)
		for i := range v.NumField() {
			g := v.Field(i).String()
			if text.Width(g) != 1 || ansi.StringWidth(g) != 1 || text.Clean(g) != g {
				t.Errorf("%s is %q", v.Type().Field(i).Name, g)
			}
		}
	}
	v := reflect.ValueOf(asciiGlyphs)
	for i := range v.NumField() {
		if g := v.Field(i).String(); len(g) != 1 {
			t.Errorf("%s is %q in ASCII", v.Type().Field(i).Name, g)
		}
	}
}

func TestASCIITwins(t *testing.T) {
	th := New(Options{ASCII: true})
	if got := th.Paint(Plain, "● online · 3–40 … ❯ Grüße"); got != "o online - 3-40 ~ > Grüße" {
		t.Errorf("got %q", got)
	}
}

func TestPenSendsAStyleOnce(t *testing.T) {
	th := New(Options{Dark: true, Colors: ANSI})
	pen := th.Pen()
	pen.Text(Good, "a")
	pen.Text(Good, "b")
	pen.Text(Plain, "c")
	pen.Space(2)
	pen.Break()
	if got, want := pen.String(), "\x1b[0;92mab\x1b[mc  \n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFadedEndsEveryLine(t *testing.T) {
	th := New(Options{Dark: true, Colors: ANSI256}).Faded()
	pen := th.Pen()
	pen.Text(Bad, "a")
	pen.Text(Plain, "b")
	pen.Break()
	pen.Lit(true)
	pen.Text(Bad, "c")
	pen.End()
	if got, want := pen.String(), "\x1b[0;38;5;243mab\x1b[m\n\x1b[0;38;5;210mc\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLineWrap(t *testing.T) {
	line := Line{{Text: "ID  ", Tone: Dim}, {Text: "0123456789"}}
	got := line.Wrap(nil, 9)
	want := []Line{{{Text: "ID  ", Tone: Dim}, {Text: "01234"}}, {{Text: "    "}, {Text: "56789"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (Line)(nil).Wrap(nil, 5); len(got) != 1 || got[0] != nil {
		t.Errorf("an empty line becomes %+v", got)
	}
}

func TestPenFillsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th := New(Options{Colors: TrueColor, ASCII: rapid.Bool().Draw(t, "ascii")})
		w := rapid.IntRange(0, 30).Draw(t, "w")
		var line Line
		for _, s := range rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "spans") {
			line = append(line, Span{Text: text.Clean(s), Tone: Tone(rapid.IntRange(0, tones-1).Draw(t, "tone"))})
		}
		whole := line.Text()
		for _, write := range []func(*Pen){
			func(p *Pen) { p.Line(line, w) },
			func(p *Pen) { p.Cell(Good, whole, w, true) },
			func(p *Pen) { p.Cell(Good, whole, w, false) },
		} {
			pen := th.Pen()
			pen.Select(rapid.Bool().Draw(t, "selected"))
			write(pen)
			pen.End()
			got := ansi.Strip(pen.String())
			if text.Width(got) != w {
				t.Fatalf("%q takes %d cells, not %d", got, text.Width(got), w)
			}
		}
	})
}

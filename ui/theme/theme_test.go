package theme

import (
	"reflect"
	"strings"
	"testing"

	"bricktop/ui/text"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestNoColoursMeansNoColours(t *testing.T) {
	for _, name := range Names() {
		th := New(Options{Name: name, Dark: true})
		for i := range tones {
			for _, sgr := range []string{th.tones[i], th.selected[i]} {
				for _, code := range strings.Split(strings.Trim(sgr, "\x1b[m"), ";") {
					if code != "" && code != "0" && code != "1" && code != "4" && code != "7" {
						t.Errorf("%s: tone %d sends %q", name, i, sgr)
					}
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

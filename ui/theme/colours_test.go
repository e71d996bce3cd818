package theme

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/lucasb-eyer/go-colorful"
)

func hex(t testing.TB, s string) colorful.Color {
	t.Helper()
	c, err := colorful.Hex("#" + s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// contrast is WCAG 2.1's, of two colours.
func contrast(a, b colorful.Color) float64 {
	luminance := func(c colorful.Color) float64 {
		r, g, b := c.LinearRgb()
		return 0.2126*r + 0.7152*g + 0.0722*b
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// basics are palettes of 16 colours that are in use.
var basics = map[string]string{
	"xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
	// xterm.js has Tango's.
	"Tango": "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec",
}

// ink is the text colour and the ground that an SGR sequence sets, the terminal's own where it sets none; its
// weight is what else it sets.
func inkOf(t testing.TB, sgr string, fore, back colorful.Color, basic string) (f, b colorful.Color, weight string) {
	t.Helper()
	f, b = fore, back
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(sgr, "\x1b["), "m"), ";")
	number := func() int {
		n, err := strconv.Atoi(parts[0])
		if err != nil {
			t.Fatalf("%q: %v", sgr, err)
		}
		parts = parts[1:]
		return n
	}
	for len(parts) > 0 && parts[0] != "" {
		switch code := number(); {
		case code == 38 || code == 48:
			var c color.Color
			if number() == 5 {
				c = ansi.IndexedColor(number())
			} else {
				c = color.RGBA{uint8(number()), uint8(number()), uint8(number()), 0xff}
			}
			got, _ := colorful.MakeColor(c)
			if code == 38 {
				f = got
			} else {
				b = got
			}
		case code >= 30 && code < 38:
			f = hex(t, strings.Fields(basic)[code-30])
		case code >= 90 && code < 98:
			f = hex(t, strings.Fields(basic)[code-90+8])
		case code != 0:
			weight += fmt.Sprint(code, " ")
		}
	}
	return f, b, weight
}

// Every tone of every theme can be read, on the row under the cursor too, on the blackest and the whitest
// background and on those of common terminals that are less so.
func TestContrast(t *testing.T) {
	grounds := map[bool][]string{true: {"000000", "1e1e1e"}, false: {"ffffff", "fafafa"}}
	for _, name := range Names() {
		for _, dark := range []bool{true, false} {
			if name == "dark" && !dark || name == "light" && dark {
				continue // on the other background the user wanted it so
			}
			for _, level := range []Level{ANSI256, TrueColor} {
				th := New(Options{Name: name, Dark: dark, Colors: level})
				least, leastMuted := 4.5, 3.0
				if name == "high-contrast" {
					least, leastMuted = 7, 7
				}
				for _, ground := range grounds[dark] {
					fore, back := hex(t, grounds[!dark][0]), hex(t, ground)
					for tone := range tones {
						want := least
						if Tone(tone) == Muted {
							want = leastMuted
						}
						if f, b, _ := inkOf(t, th.tones[tone], fore, back, ""); contrast(f, b) < want {
							t.Errorf("%s, dark %v, level %d, tone %d on %s: contrast %.2f", name, dark, level, tone, ground, contrast(f, b))
						}
						if f, b, _ := inkOf(t, th.selected[tone], fore, back, ""); contrast(f, b) < least {
							t.Errorf("%s, dark %v, level %d, tone %d on the selected row: contrast %.2f", name, dark, level, tone, contrast(f, b))
						}
					}
				}
			}
		}
	}
}

// cones are what is left of linear sRGB where one kind of cones is missing: G. M. Machado, M. M. Oliveira and
// L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
// Transactions on Visualization and Computer Graphics 15(6), 2009, at severity 1.0.
var cones = map[string][3][3]float64{
	"none missing": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func seen(c colorful.Color, m [3][3]float64) colorful.Color {
	r, g, b := c.LinearRgb()
	var out [3]float64
	for i, row := range m {
		out[i] = min(1, max(0, row[0]*r+row[1]*g+row[2]*b))
	}
	return colorful.LinearRgb(out[0], out[1], out[2])
}

// apart is the least distance (CIEDE2000) of two tones to whoever sees it worst.
func apart(t testing.TB, th *Theme, a, b Tone, fore colorful.Color, basic string) (least float64, eyes string) {
	t.Helper()
	fa, _, wa := inkOf(t, th.tones[a], fore, fore, basic)
	fb, _, wb := inkOf(t, th.tones[b], fore, fore, basic)
	least = 100
	for name, m := range cones {
		if d := 100 * seen(fa, m).DistanceCIEDE2000(seen(fb, m)); d < least {
			least, eyes = d, name
		}
	}
	if wa != wb && len(basic) > 0 {
		return 100, "weight"
	}
	return least, eyes
}

// Whatever cones are missing, the tones that mean something stay apart from each other and from plain text.
func TestColorblindTonesStayApart(t *testing.T) {
	meaning := []Tone{Plain, Good, Warn, Bad, Accent}
	for _, dark := range []bool{true, false} {
		fore := hex(t, "1a1a1a")
		if dark {
			fore = hex(t, "e6e6e6")
		}
		for _, level := range []Level{ANSI, ANSI256, TrueColor} {
			tellApart, want, palettes := meaning, 12.0, []string{""}
			if level == ANSI { // of 16 colours there are not five that all can tell apart
				tellApart, want, palettes = meaning[:4], 9, []string{basics["xterm"], basics["Tango"]}
			}
			th := New(Options{Name: "colorblind", Dark: dark, Colors: level})
			for _, basic := range palettes {
				for i, a := range tellApart {
					for _, b := range tellApart[:i] {
						if got, eyes := apart(t, th, a, b, fore, basic); got < want {
							t.Errorf("dark %v, level %d: tones %d and %d are %.1f apart (%s)", dark, level, a, b, got, eyes)
						}
					}
				}
			}
		}
	}
	// The measure tells: red and green of the ordinary theme are one colour to many.
	got, eyes := apart(t, New(Options{Name: "light", Colors: TrueColor}), Good, Bad, hex(t, "1a1a1a"), "")
	if got > 12 || eyes == "none missing" {
		t.Errorf("red and green are %.1f apart (%s)", got, eyes)
	}
}

func TestNames(t *testing.T) {
	names := Names()
	if len(names) != 7 || names[0] != Auto {
		t.Errorf("%q", names)
	}
	looks := map[string]string{}
	for _, name := range names[1:] {
		if err := Check(name); err != nil || About(name) == "" {
			t.Errorf("%s: %v, %q", name, err, About(name))
		}
		for _, level := range []Level{ANSI, ANSI256, TrueColor} {
			look := fmt.Sprint(New(Options{Name: name, Dark: name != "light", Colors: level}).tones)
			if other, ok := looks[look]; ok {
				t.Errorf("%s looks like %s at level %d", name, other, level)
			}
			looks[look] = name
		}
	}
	for _, dark := range []bool{true, false} {
		auto, want := New(Options{Dark: dark, Colors: TrueColor}), New(Options{Name: "light", Colors: TrueColor})
		if dark {
			want = New(Options{Name: "dark", Colors: TrueColor})
		}
		if auto.tones != want.tones || New(Options{Name: Auto, Dark: dark, Colors: TrueColor}).tones != want.tones {
			t.Errorf("auto, dark %v: %q", dark, auto.tones)
		}
	}
	for name, want := range map[string]string{
		"":             "",
		"pink":         `"pink" is no theme: use auto, dark, light, high-contrast, colorblind, brick or fjord`,
		"colour-blind": `"colour-blind" is no theme: did you mean colorblind?`,
		"contrast":     `"contrast" is no theme: did you mean high-contrast?`,
		"Dark":         `"Dark" is no theme: did you mean dark?`,
		"lihgt":        `"lihgt" is no theme: did you mean light?`,
	} {
		if got := fmt.Sprint(Check(name)); got != want && (want != "" || got != "<nil>") {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestOwnColours(t *testing.T) {
	own, err := NewOwn(map[string]string{"accent": "#ff00ff", "badge-text": "#000000", "acent": "#ffffff", "good": "green", "warn": "#12345"})
	const want = `"acent" is no role of a colour: did you mean accent?
the colour of good is "green": write it as #rrggbb
the colour of warn is "#12345": write it as #rrggbb`
	if fmt.Sprint(err) != want {
		t.Errorf("%v, want\n%s", err, want)
	}
	for level, want := range map[Level]string{TrueColor: "\x1b[0;38;2;255;0;255m", ANSI256: "\x1b[0;38;5;201m", ANSI: "\x1b[0;95m", NoColors: "\x1b[0;1m"} {
		o := Options{Name: "fjord", Dark: true, Colors: level}
		plain := New(o)
		o.Own = own
		th := New(o)
		if th.tones[Accent] != want || th.tones[Good] != plain.tones[Good] || th.tones[Warn] != plain.tones[Warn] {
			t.Errorf("level %d: %q %q", level, th.tones[Accent], th.tones[Good])
		}
	}
	if New(Options{Name: "fjord", Dark: true, Colors: TrueColor}).tones[Accent] == "\x1b[0;38;2;255;0;255m" {
		t.Error("the theme itself has changed")
	}
	all := map[string]string{}
	for _, name := range RoleNames() {
		all[name] = "#010203"
	}
	if _, err := NewOwn(all); err != nil || len(all) != int(roles) || slices.Contains(RoleNames(), "") {
		t.Error(err)
	}
}

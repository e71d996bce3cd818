package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"

	"bricktop/ui/theme"
)

// kind is a way that a pen writes: a tone, on the row under the cursor or not, underlined or not, faded or not.
type kind struct {
	tone                    theme.Tone
	selected, marked, faded bool
}

// names of the tones in goldens, a letter each; capitals are on the selected row, ' is underlined, / is faded.
const toneLetters = ".dsagwbmrxin"

func (k kind) String() string {
	name := toneLetters[k.tone : k.tone+1]
	if k.selected {
		name = strings.ToUpper(strings.Replace(name, ".", "p", 1))
	}
	if k.marked {
		name += "'"
	}
	if k.faded {
		name = "/"
	}
	return name
}

// kinds are all of them, the plainest first.
func kinds() (all []kind) {
	for _, faded := range []bool{false, true} {
		for _, marked := range []bool{false, true} {
			for _, selected := range []bool{false, true} {
				for tone := range toneLetters {
					all = append(all, kind{theme.Tone(tone), selected, marked, faded})
				}
			}
		}
	}
	return all
}

// look is how a kind looks in a theme.
func (k kind) look(th *theme.Theme) look {
	if k.faded {
		th = th.Faded()
	}
	pen := th.Pen()
	pen.Select(k.selected)
	pen.Mark(k.marked)
	pen.Text(k.tone, "x")
	pen.End()
	return show(pen.String(), 1, 1).at(0, 0).look
}

// worn is the kinds by the look that they have in a theme.
func worn(o theme.Options) map[look][]kind {
	th, m := theme.New(o), make(map[look][]kind)
	for _, k := range kinds() {
		l := k.look(th)
		m[l] = append(m[l], k)
	}
	return m
}

// byLook is the kinds by their look in the dark theme, and then in the others, of which the chooser shows one.
var byLook = sync.OnceValue(func() []map[look][]kind {
	var all []map[look][]kind
	for _, name := range theme.Names() {
		all = append(all, worn(theme.Options{Name: name, Dark: true, Colors: theme.TrueColor}))
	}
	return all
})

// kindsOf is what a look in the dark can be.
func kindsOf(l look) []kind {
	for _, m := range byLook() {
		if len(m[l]) > 0 {
			return m[l]
		}
	}
	return nil
}

// tonesOf names the tone of every cell of a screen in the dark theme.
func tonesOf(s *screen) ([]string, error) {
	tones := make([]string, len(s.cells))
	for i, c := range s.cells {
		if c.width == 0 {
			tones[i] = tones[i-1] // the right half of a wide character
			continue
		}
		may := kindsOf(c.look)
		if len(may) == 0 {
			return tones, fmt.Errorf("cell %d,%d looks like no tone: %s", i%s.w, i/s.w, c.look)
		}
		tones[i] = may[0].String()
	}
	return tones, nil
}

// holds is an error unless a screen says in this look what it says in the dark one, in the colours of its tones.
func (d dress) holds(s, first *screen) error {
	for i, c := range s.cells {
		was := first.cells[i]
		if c.text != was.text {
			return fmt.Errorf("%s: %q at %d,%d, in the dark it is %q", d.name, c.text, i%s.w, i/s.w, was.text)
		}
		if _, plainly := byLook()[0][was.look]; !plainly || c.width == 0 {
			continue
		}
		if !slices.ContainsFunc(kindsOf(was.look), func(k kind) bool { return slices.Contains(d.worn[c.look], k) }) {
			return fmt.Errorf("%s: cell %d,%d of tone %v looks %q", d.name, i%s.w, i/s.w, kindsOf(was.look)[0], c.look)
		}
	}
	return nil
}

// signs are what each sign may be in ASCII.
var signs = sync.OnceValue(func() map[string]string {
	full, plain := theme.New(theme.Options{}), theme.New(theme.Options{ASCII: true})
	m := make(map[string]string)
	f, p := reflect.ValueOf(full.Glyphs), reflect.ValueOf(plain.Glyphs)
	for i := range f.NumField() {
		m[f.Field(i).String()] += p.Field(i).String()
	}
	for twin, of := range chartSigns {
		for _, sign := range of {
			m[string(sign)] += twin
		}
	}
	return m
})

// chartSigns are the signs of a chart by what they may be in ASCII.
var chartSigns = map[string]string{
	"-": "╶╺╴─╼╸╾━", "=": "╶╺╴─╼╸╾━", "|": "│├┝┤┼┾┥┽┿", "v": "▼", "+": "┴", ">": "►›", ".": "╌", "<": "‹", "R": "◇", "/": "╱", " ": "┊",
	"_": "▁", ".,-~=*": "▂▃▄▅▆▇", "#": "█",
}

// twins is an error unless a screen in ASCII says the same, each sign by its twin.
func twins(s, first *screen) error {
	plain := theme.New(theme.Options{ASCII: true})
	for i, c := range s.cells {
		want := first.cells[i].text
		twin := plain.Paint(theme.Plain, want)
		switch r := []rune(want + " ")[0]; {
		case c.text == want && (r < 0x80 || unicode.IsLetter(r)):
		case c.text == twin || strings.Contains(signs()[want], c.text) && signs()[want] != "":
		default:
			return fmt.Errorf("ASCII: %q at %d,%d, is %q with all signs", c.text, i%s.w, i/s.w, want)
		}
		if blank := c.text == " " && want != " "; c.look != first.cells[i].look && !blank {
			return fmt.Errorf("ASCII: cell %d,%d looks %q, with all signs %q", i%s.w, i/s.w, c.look, first.cells[i].look)
		}
	}
	return nil
}

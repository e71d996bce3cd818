package main

import (
	"errors"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"bricktop/model/modeltest"
	"bricktop/ui/theme"
)

// sizes are those of every golden.
var sizes = [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 50}}

// dress is a look of the whole program, and how the terminal makes it.
type dress struct {
	name    string
	profile colorprofile.Profile
	dark    bool
	level   theme.Level
	worn    map[look][]kind
}

// dresses are made when they are first asked for: a picture needs none.
var dresses = sync.OnceValue(func() []dress {
	all := []dress{
		{"dark", colorprofile.TrueColor, true, theme.TrueColor, nil},
		{"light", colorprofile.TrueColor, false, theme.TrueColor, nil},
		{"256 colours", colorprofile.ANSI256, true, theme.ANSI256, nil},
		{"16 colours", colorprofile.ANSI, true, theme.ANSI, nil},
		{"16 colours on light", colorprofile.ANSI, false, theme.ANSI, nil},
		{"NO_COLOR", colorprofile.ASCII, true, theme.NoColors, nil},
	}
	for i, d := range all {
		all[i].worn = worn(theme.Options{Dark: d.dark, Colors: d.level})
	}
	return all
})

func (d dress) on(w *modeltest.World) {
	ground := color.Color(color.White)
	if d.dark {
		ground = color.Black
	}
	w.Send(tea.BackgroundColorMsg{Color: ground})
	w.Send(tea.ColorProfileMsg{Profile: d.profile})
}

// golden holds a screen or dialog at every size: its text and, letter by letter, the tone of each cell. In every
// look the text is the same and a tone has that look's colours, and in ASCII each sign is its twin, so that the
// one golden is all of them; the error tells where that is not so.
func golden(sc Scene) (text string, err error) {
	looks := theme.Options{Dark: true, Colors: theme.TrueColor}
	w := sc.Play(modeltest.Options{W: 120, H: 40, Theme: looks})
	defer w.Close()
	looks.ASCII = true
	a := sc.Play(modeltest.Options{W: 120, H: 40, Theme: looks})
	defer a.Close()
	w.Every, a.Every = nil, nil // time stands still from here
	var b strings.Builder
	for _, size := range sizes {
		resized := tea.WindowSizeMsg{Width: size[0], Height: size[1]}
		w.Send(resized)
		a.Send(resized)
		first := show(w.Frame(), size[0], size[1])
		tones, wrong := tonesOf(first)
		err = errors.Join(err, wrong)
		for _, d := range dresses() {
			d.on(w)
			err = errors.Join(err, d.holds(show(w.Frame(), size[0], size[1]), first))
		}
		dresses()[0].on(w)
		err = errors.Join(err, twins(show(a.Frame(), size[0], size[1]), first))
		writeGolden(&b, w, first, tones)
	}
	return b.String(), err
}

func goldenFile(dir string, sc Scene) string {
	return filepath.Join(dir, "testdata", sc.Name+".golden")
}

// goldens are the scenes that have one.
func goldens() []Scene {
	return slices.DeleteFunc(slices.Concat(scenes, more), func(sc Scene) bool { return sc.Play == nil })
}

// writeGoldens makes every golden.
func writeGoldens(dir string) error {
	for _, sc := range goldens() {
		text, err := golden(sc)
		if err == nil {
			err = os.WriteFile(goldenFile(dir, sc), []byte(text), 0o644)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", sc.Name, err)
		}
	}
	return nil
}

// writeGolden writes the text of a screen, where its cursor is, and the runs of its tones.
func writeGolden(b *strings.Builder, w *modeltest.World, s *screen, tones []string) {
	fmt.Fprintf(b, "%dx%d\n", s.w, s.h)
	for y := range s.h {
		b.WriteString(strings.TrimRight(rowText(s, y), " ") + "\n")
	}
	if c := w.Model.View().Cursor; c != nil {
		fmt.Fprintf(b, "cursor %d,%d\n", c.X, c.Y)
	}
	for y := 0; tones != nil && y < s.h; y++ {
		var runs []string
		for x, from := 0, 0; x < s.w; x++ {
			if x+1 < s.w && tones[y*s.w+x+1] == tones[y*s.w+x] {
				continue
			}
			runs = append(runs, fmt.Sprint(tones[y*s.w+x], x+1-from))
			from = x + 1
		}
		fmt.Fprintf(b, "%d: %s\n", y, strings.Join(runs, " "))
	}
}

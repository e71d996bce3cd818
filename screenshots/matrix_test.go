package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/modeltest"
	"bricktop/ui/theme"
)

// Every screen and dialog is at every size, in every look, as its golden says.
func TestMatrix(t *testing.T) {
	for _, sc := range goldens() {
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			text, err := golden(sc)
			if err != nil {
				t.Error(err)
			}
			was, err := os.ReadFile(goldenFile(".", sc))
			if err != nil {
				t.Errorf("%v\nrun: %s", err, regenerate)
			} else if diff := firstDifference(string(was), text); diff != "" {
				t.Errorf("%s\nlook at it, and run: %s", diff, regenerate)
			}
		})
	}
	files, err := filepath.Glob("testdata/*.golden")
	for _, file := range files {
		if !slices.ContainsFunc(goldens(), func(sc Scene) bool { return goldenFile(".", sc) == file }) {
			t.Errorf("%s: no scene makes it; delete it, or add the scene", file)
		}
	}
	if err != nil || len(files) == 0 {
		t.Error("there are no goldens", err)
	}
}

// Below its least size the program says so, in as many lines as there are.
func TestTooSmall(t *testing.T) {
	w := play(modeltest.Options{W: 31, H: 8, Theme: theme.Options{Dark: true}}, nil, "?")
	defer w.Close()
	for _, size := range [][2]int{{31, 8}, {20, 5}, {200, 7}} {
		w.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		s, words := show(w.Frame(), size[0], size[1]), ""
		for y := range s.h {
			words += rowText(s, y) + " "
		}
		want := fmt.Sprintf("Terminal too small (%d×%d): bricktop needs 32×8. q quits.", size[0], size[1])
		if got := strings.Join(strings.Fields(words), " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The letters of the goldens are told apart: a tone that loses its colour is noticed.
func TestATamperedCellIsNoticed(t *testing.T) {
	th := theme.New(theme.Options{Dark: true, Colors: theme.TrueColor})
	s := show(th.Paint(theme.Good, "a")+th.Paint(theme.Bad, "b"), 3, 1)
	if got, err := tonesOf(s); err != nil || strings.Join(got, "") != "gb." {
		t.Errorf("tones %q: %v", got, err)
	}
	if _, err := tonesOf(show("\x1b[35mx", 1, 1)); err == nil {
		t.Error("a colour that no tone has is not noticed")
	}
	bad, light := show(th.Paint(theme.Bad, "ab"), 2, 1), dresses()[1]
	fine := theme.New(theme.Options{Colors: theme.TrueColor})
	for text, want := range map[string]bool{fine.Paint(theme.Bad, "ab"): true, fine.Paint(theme.Bad, "ac"): false, fine.Paint(theme.Good, "ab"): false} {
		if err := light.holds(show(text, 2, 1), bad); (err == nil) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	signs := show(th.Paint(theme.Bad, "● ok"), 4, 1)
	for text, want := range map[string]bool{"o ok": true, "x ok": false, "o ko": false} {
		if err := twins(show(th.Paint(theme.Bad, text), 4, 1), signs); (err == nil) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

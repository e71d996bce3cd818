package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// taken are the pictures that no scene makes: they were taken in a real terminal (see xterm/run).
var taken = []string{"xterm"}

// Every committed picture shows what its scene shows today.
func TestPicturesAreFresh(t *testing.T) {
	for _, sc := range scenes {
		t.Run(sc.Name, func(t *testing.T) {
			if complaint := stale(".", sc); complaint != "" {
				t.Errorf("%s\nrun: %s", complaint, regenerate)
			}
		})
	}
}

// Every picture is made from the cells beside it, and is one that we know how to make again.
func TestPicturesMatchTheirCells(t *testing.T) {
	pictures, err := filepath.Glob("*.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range pictures {
		name := strings.TrimSuffix(file, ".png")
		scene := slices.ContainsFunc(scenes, func(sc Scene) bool { return sc.Name == name })
		if !scene && !slices.Contains(taken, name) {
			t.Errorf("%s: no scene in scenes.go makes it; delete it, or add the scene", file)
		}
		if complaint := mismatch(".", name); complaint != "" {
			t.Error(complaint)
		}
	}
}

// A change on the screen, a change of colour alone, an edited cells file and a foreign picture are each noticed.
func TestStaleIsNoticed(t *testing.T) {
	p, err := newPen()
	if err != nil {
		t.Fatal(err)
	}
	scene := func(frame string) Scene {
		return Scene{Name: "s", Title: "s", W: 8, H: 2, Dark: true, Frame: func() string { return frame }}
	}
	before := scene("one\n\x1b[31mtwo\x1b[0m")
	for name, c := range map[string]struct {
		now  Scene
		harm func(dir string) error
		want string
	}{
		"fresh":   {before, nil, ""},
		"text":    {scene("one\n\x1b[31mten\x1b[0m"), nil, "line 2"},
		"colour":  {scene("one\n\x1b[32mtwo\x1b[0m"), nil, "fg=2"},
		"missing": {before, func(dir string) error { return os.Remove(filepath.Join(dir, "s.png")) }, "s.png"},
		"foreign": {before, func(dir string) error {
			other, err := render(scene("other"), show("other", 8, 2), p)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "s.png"), other, 0o644)
		}, "made from other cells"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := write(dir, before, p, true); err != nil {
				t.Fatal(err)
			}
			if c.harm != nil {
				if err := c.harm(dir); err != nil {
					t.Fatal(err)
				}
			}
			got := stale(dir, c.now)
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("stale says %q, want something about %q", got, c.want)
			}
		})
	}
}

// stale is what is wrong with the committed files of a scene, empty when nothing is.
func stale(dir string, sc Scene) string {
	committed, err := os.ReadFile(filepath.Join(dir, sc.Name+".cells"))
	if err != nil {
		return err.Error()
	}
	if diff := firstDifference(string(committed), cellsFile(sc, show(sc.Frame(), sc.W, sc.H))); diff != "" {
		return sc.Name + ".cells is stale: " + diff
	}
	return mismatch(dir, sc.Name)
}

func mismatch(dir, name string) string {
	cells, err := os.ReadFile(filepath.Join(dir, name+".cells"))
	if err != nil {
		return err.Error()
	}
	picture, err := os.ReadFile(filepath.Join(dir, name+".png"))
	if err != nil {
		return err.Error()
	}
	switch sum, err := stamped(picture); {
	case err != nil:
		return fmt.Sprintf("%s.png: %v", name, err)
	case sum != hash(string(cells)):
		return fmt.Sprintf("%s.png was made from other cells than %s.cells", name, name)
	}
	return ""
}

func firstDifference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return fmt.Sprintf("line %d\n  was %q\n  is  %q", i+1, x, y)
		}
	}
	return ""
}

// Command screenshots makes the pictures of bricktop and, beside each, the screen that it shows as text:
//
//	go run ./screenshots              every picture that is stale, and the key table of the README
//	go run ./screenshots NAME...      these, also when they are fresh
//	go run ./screenshots -stamp NAME  write into NAME.png, taken elsewhere, which NAME.cells it shows
//
// A picture is drawn from the cells of a frame by Go alone: no browser, no installed font. Tests compare the
// cells, and each PNG says which cells it was made from; nobody compares pixels.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// regenerate is the command that makes every picture anew, from the top folder of the repository.
const regenerate = "go run ./screenshots"

func main() {
	stampOnly := flag.Bool("stamp", false, "only write into the named pictures which cells they show")
	flag.Parse()
	if err := run("screenshots", flag.Args(), *stampOnly); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(dir string, names []string, stampOnly bool) error {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("start this in the top folder of the repository: %w", err)
	}
	if stampOnly {
		for _, name := range names {
			if err := stampFile(dir, name); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range names {
		if !slices.ContainsFunc(scenes, func(sc Scene) bool { return sc.Name == name }) {
			return fmt.Errorf("there is no scene %q in scenes.go", name)
		}
	}
	p, err := newPen()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		if err := errors.Join(writeKeys("README.md"), writeGoldens(dir)); err != nil {
			return err
		}
	}
	for _, sc := range scenes {
		if len(names) == 0 || slices.Contains(names, sc.Name) {
			if err := write(dir, sc, p, len(names) > 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// write makes both files of a scene. A picture that was made from these very cells is drawn again only when asked.
func write(dir string, sc Scene, p *pen, again bool) error {
	s := show(sc.Frame(), sc.W, sc.H)
	cells := cellsFile(sc, s)
	path := filepath.Join(dir, sc.Name+".png")
	if made, err := os.ReadFile(path); err == nil && !again {
		if sum, err := stamped(made); err == nil && sum == hash(cells) {
			return os.WriteFile(filepath.Join(dir, sc.Name+".cells"), []byte(cells), 0o644)
		}
	}
	picture, err := render(sc, s, p)
	if err != nil {
		return fmt.Errorf("%s: %w", sc.Name, err)
	}
	if err := os.WriteFile(filepath.Join(dir, sc.Name+".cells"), []byte(cells), 0o644); err != nil {
		return err
	}
	return os.WriteFile(path, picture, 0o644)
}

// stampFile stamps NAME.png with the hash of NAME.cells.
func stampFile(dir, name string) error {
	cells, err := os.ReadFile(filepath.Join(dir, name+".cells"))
	if err != nil {
		return err
	}
	path := filepath.Join(dir, name+".png")
	picture, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if picture, err = stamp(picture, hash(string(cells))); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, picture, 0o644)
}

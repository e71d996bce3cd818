package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// cellsFile is the screen of a scene as text: first what it says, line by line, then one line about the
// scene, then for every row the runs of cells that do not look plain. A change of one row of the screen
// changes two lines of the file.
func cellsFile(sc Scene, s *screen) string {
	var b strings.Builder
	for y := range s.h {
		b.WriteString(strings.TrimRight(rowText(s, y), " "))
		b.WriteByte('\n')
	}
	ground := "light"
	if sc.Dark {
		ground = "dark"
	}
	fmt.Fprintf(&b, "--- %q %dx%d %s\n", sc.Title, s.w, s.h, ground)
	for y := range s.h {
		if runs := rowLooks(s, y); runs != "" {
			fmt.Fprintf(&b, "%d: %s\n", y, runs)
		}
	}
	return b.String()
}

// hash is the SHA-256 of a cells file, in hex.
func hash(cells string) string {
	sum := sha256.Sum256([]byte(cells))
	return hex.EncodeToString(sum[:])
}

func rowText(s *screen, y int) string {
	var b strings.Builder
	for x := range s.w {
		b.WriteString(s.at(x, y).text)
	}
	return b.String()
}

// rowLooks is "0-3 bold fg=4 | 9 bg=#102030": columns and how they look.
func rowLooks(s *screen, y int) string {
	var runs []string
	for x := 0; x < s.w; {
		name, from := s.at(x, y).look.String(), x
		for x++; x < s.w && (s.at(x, y).width == 0 || s.at(x, y).look.String() == name); x++ {
		}
		switch {
		case name == "":
		case x-from == 1:
			runs = append(runs, fmt.Sprintf("%d %s", from, name))
		default:
			runs = append(runs, fmt.Sprintf("%d-%d %s", from, x-1, name))
		}
	}
	return strings.Join(runs, " | ")
}

func (l look) String() string {
	var words []string
	for _, a := range []struct {
		on   bool
		word string
	}{{l.bold, "bold"}, {l.faint, "faint"}, {l.italic, "italic"}, {l.underline, "underline"}, {l.reverse, "reverse"}, {l.strike, "strike"}} {
		if a.on {
			words = append(words, a.word)
		}
	}
	if l.fg != nil {
		words = append(words, "fg="+colourName(l.fg))
	}
	if l.bg != nil {
		words = append(words, "bg="+colourName(l.bg))
	}
	return strings.Join(words, " ")
}

// colourName is the number of a palette colour, else #rrggbb.
func colourName(c color.Color) string {
	switch c := c.(type) {
	case ansi.BasicColor:
		return fmt.Sprint(uint8(c))
	case ansi.IndexedColor:
		return fmt.Sprint(uint8(c))
	}
	r := opaque(c)
	return fmt.Sprintf("#%02x%02x%02x", r.R, r.G, r.B)
}

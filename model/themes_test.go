package model_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"bricktop/model/modeltest"
	"bricktop/ui/theme"
)

// sgr is a sequence that a theme sends and no other does.
func sgr(name string, dark bool) string {
	painted := theme.New(theme.Options{Name: name, Dark: dark, Colors: theme.TrueColor}).Paint(theme.Accent, "x")
	return painted[:strings.Index(painted, "x")]
}

func (s *stage) wears(name string, dark bool) {
	s.t.Helper()
	if !strings.Contains(s.Frame(), sgr(name, dark)) {
		s.t.Errorf("the screen does not wear %s, dark %v", name, dark)
	}
}

func TestTheBackgroundChoosesTheTheme(t *testing.T) {
	for _, c := range []struct{ chosen, onWhite, onBlack string }{
		{"", "light", "dark"}, {"auto", "light", "dark"}, {"dark", "dark", "dark"}, {"fjord", "fjord", "fjord"},
	} {
		s := newStage(t, func(s *stage) { s.opts.Theme.Name = c.chosen })
		s.wears(c.onBlack, true) // what is taken until the terminal answers
		s.Send(tea.BackgroundColorMsg{Color: color.White})
		s.wears(c.onWhite, c.chosen == "dark")
		s.Send(tea.BackgroundColorMsg{Color: color.Black})
		s.wears(c.onBlack, true)
	}
}

// The terminal is asked for its background once, at the start, whatever the theme.
func TestTheTerminalIsAskedOnce(t *testing.T) {
	asked, question := 0, fmt.Sprintf("%T", tea.RequestBackgroundColor())
	s := newStage(t, func(s *stage) { s.opts.Theme.Name = "dark" })
	d := modeltest.New(s.opts, s.Clock, 80, 24)
	d.Every = func(msg tea.Msg, _ tea.View) {
		if fmt.Sprintf("%T", msg) == question {
			asked++
		}
	}
	d.Settle()
	d.Press("t", "down", "down", "esc", "t", "G", "enter")
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestThemesAreSeenBeforeTheyAreChosen(t *testing.T) {
	s := newStage(t)
	before := s.Frame()
	s.Press("t")
	s.sees("Theme", "auto", "as the terminal is", "now", "● ok", "✗ expired")
	seen := map[string]bool{}
	for _, name := range theme.Names() {
		s.sees("❯ " + name)
		look := name
		if name == theme.Auto {
			look = "dark"
		}
		s.wears(look, true)
		seen[s.Frame()] = true
		s.Press("down")
	}
	if len(seen) != len(theme.Names()) {
		t.Errorf("%d looks of %d themes", len(seen), len(theme.Names()))
	}
	s.Press("esc")
	if s.Frame() != before {
		t.Error("esc does not bring back the theme that was")
	}

	s.Press("t", "G", "k", "enter")
	s.sees("The theme is brick until bricktop ends; theme = \"brick\" in config.toml keeps it.")
	s.wears("brick", true)
	s.Press("t")
	s.sees("❯ brick")
	s.Press("up", "t")
	s.wears("brick", true)
}

// Where there are no colours a theme is none, and everything is still told by glyph and word.
func TestWithoutColoursTheChooserSaysSo(t *testing.T) {
	s := newStage(t)
	s.Send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	s.Press("t")
	s.sees("There are no colours here")
	before := s.Frame()
	s.Press("G")
	if strings.Contains(s.Frame(), "38;") || ansi.Strip(before) == ansi.Strip(s.Frame()) {
		t.Error("a theme has colours, or its choice cannot be seen")
	}
}

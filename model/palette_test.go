package model_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"bricktop/model"
)

func TestThePaletteListsEveryActionWithItsKeys(t *testing.T) {
	s := newStage(t)
	s.Resize(120, 120)
	s.Press(":")
	s.sees("Create a token.", "Revoke the marked tokens")
	for id := range model.ActionKeys() {
		if help := model.HelpOf(id); id != "palette" && !strings.Contains(s.screen(), help[:min(len(help), 20)]) {
			t.Errorf("%s is not in the palette:\n%s", id, s.screen())
		}
	}
}

func TestThePaletteFindsByWordsThenByLetters(t *testing.T) {
	s := newStage(t)
	first := func() string {
		for line := range strings.SplitSeq(s.screen(), "\n") {
			if at := strings.LastIndex(line, "❯ "); at >= 0 && strings.Contains(line, ".") && strings.Contains(line, "  ") {
				return line[at:]
			}
		}
		return ""
	}
	for query, want := range map[string]string{
		"revoke": "Revoke the marked", "clipboard": "Send the selected token's ID", "rvk": "Revoke the marked", "NEW": "Create a token.", "profile": "Sign in by",
	} {
		s.Press(":")
		s.Type(query)
		if got := first(); !strings.Contains(got, want) {
			t.Errorf("%q finds %q first:\n%s", query, got, s.screen())
		}
		s.Press("esc")
	}
	s.Press(":")
	s.Type("qqqq")
	s.sees("No action has these words.")
	s.Press("enter", "esc")
	s.misses("No action has these words.")
}

func TestThePaletteActs(t *testing.T) {
	s := newStage(t)
	s.Press(":")
	s.Type("new")
	s.Press("enter")
	s.sees("New token")
	s.Press("esc", ":", "enter") // the last one comes first
	s.sees("New token")
	s.Press("esc", ":", "down", "down", "up", "up", "enter")
	s.sees("New token")
}

func TestThePaletteSaysWhyAnActionIsDisabled(t *testing.T) {
	s := newStage(t, func(s *stage) { s.opts.ReadOnly = true })
	s.Press(":")
	s.Type("revoke")
	s.sees("read-only")
	s.Press("enter")
	s.calledTimes("revoke", 0).sees("Revoke the marked tokens") // it stays
}

// The reason stands under the list, whole, for the selected action; the rows only say that there is one.
func TestThePaletteShowsAReasonWhole(t *testing.T) {
	reason := "A token's value is known only when it is made: press n, and then w."
	for _, size := range [][2]int{{60, 16}, {80, 24}} {
		s := newStage(t)
		s.Resize(size[0], size[1])
		s.Press(":")
		s.Type("write a")
		words := strings.Join(strings.FieldsFunc(s.screen(), func(r rune) bool { return strings.ContainsRune(" │╮╯\n", r) }), " ")
		if strings.Count(words, "and then w") != 1 || !strings.Contains(words, reason+" · esc goes back") {
			t.Errorf("%v: the reason is not there once, whole:\n%s", size, s.screen())
		}
		if row := s.row("❯ w "); !strings.Contains(row, " off ") {
			t.Errorf("%v: %q does not say that it is off", size, row)
		}
		s.Press("ctrl+u")
		s.Type("clipboard")
		s.misses(" off ", "known only")
	}
}

func TestAPasteIntoThePaletteIsText(t *testing.T) {
	s := newStage(t)
	s.Press(":")
	s.Send(tea.PasteMsg{Content: "quit\r\n\x1b[2J"})
	s.Settle()
	if s.Quit {
		t.Fatal("a paste was a key")
	}
	s.misses("\x1b[2J")
	s.Press("esc")
}

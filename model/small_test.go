package model_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/modeltest"
)

// On a screen that is too small nobody sees what a key would act on: none acts, in a dialog and outside.
func TestNothingActsUnseen(t *testing.T) {
	s := withMouse(t)
	s.Press("x")
	s.sees("Revoke this token?")
	s.Resize(31, 7)
	s.sees("too small")
	s.Press("y", "tab", "enter", "esc")
	s.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 3, Y: 3})
	s.Send(click(3, 3))
	s.Resize(80, 24)
	s.Press("y") // on its way when the question came into sight
	s.calledTimes("revoke", 0).sees("Revoke this token?")
	s.Advance(time.Second)
	s.Press("y")
	s.calledTimes("revoke", 1)

	s = newStage(t)
	s.Resize(31, 7)
	s.Press("n", "enter", "x", "y", "/")
	s.Send(tea.PasteMsg{Content: "nowhere"})
	s.Resize(80, 24)
	s.calledTimes("create", 0).calledTimes("revoke", 0).sees("laptop").misses("New token", "Revoke this token?")
	s.Press("n")
	s.Resize(31, 7)
	s.Send(tea.PasteMsg{Content: "nowhere"})
	s.Resize(80, 24)
	s.sees("New token").misses("nowhere")
}

// What the small screen names still works: q quits, whatever is open.
func TestLeavingUnseen(t *testing.T) {
	for _, open := range []string{"", "x", "n", "/"} {
		for _, leave := range []string{"q", "ctrl+c"} {
			s := newStage(t)
			if open != "" {
				s.Press(open)
			}
			s.Resize(31, 7)
			if s.Press(leave); !s.Quit {
				t.Errorf("after %q, %s did not quit", open, leave)
			}
		}
	}
	s := newStage(t)
	s.Press("x")
	s.Send(modeltest.Key("y")) // and nothing answers yet
	s.Send(tea.WindowSizeMsg{Width: 31, Height: 7})
	s.Send(modeltest.Key("q"))
	s.Send(modeltest.Key("q"))
	s.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	if s.sees("Quit?", "A token is being revoked"); s.Quit {
		t.Error("q quit while a token was being revoked")
	}
	s.Clock.Move(time.Second)
	s.Send(modeltest.Key("n"))
	s.misses("Quit?") // it was asked once
}

package model_test

import (
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/report"
)

// sendAll presses keys while nothing answers.
func sendAll(d *modeltest.Driver, keys ...string) {
	for _, k := range keys {
		d.Send(modeltest.Key(k))
	}
}

// A key that was meant for the filter never answers the question of a rotation that was planned meanwhile.
func TestAQuestionWaitsForTheFilter(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before := read(t, w, routerConfig)
	w.Press("down")
	sendAll(w.Driver, "r", "/", "m")
	w.Settle()
	shows(t, w, false, "A new token is made")
	shows(t, w, true, "This is asked when you are done here.")
	w.Press("y")
	shows(t, w, false, "A new token is made")
	w.Press("enter", "y") // y copies: it was on its way before the question came
	shows(t, w, true, "A new token is made")
	if read(t, w, routerConfig) != before {
		t.Fatal("a key meant for something else rotated")
	}
	w.Advance(time.Second)
	w.Press("y")
	if read(t, w, routerConfig) == before {
		t.Error("the answer did nothing")
	}
}

// Nor does a key for a dialog that was opened meanwhile: the late question waits beneath it.
func TestAQuestionWaitsForAnotherDialog(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before, tokens := read(t, w, routerConfig), len(w.Fake.Workspace.Tokens())
	w.Press("down")
	sendAll(w.Driver, "r", "up", "x")
	w.Settle()
	shows(t, w, true, "Revoke this token?")
	shows(t, w, false, "A new token is made")
	w.Press("y", "y")
	if read(t, w, routerConfig) != before || len(w.Fake.Workspace.Tokens()) != tokens-1 {
		t.Fatal("the yes was not for the question on top alone")
	}
	shows(t, w, true, "A new token is made")
}

// A question that comes long after the key takes no key that was on its way.
func TestALateQuestionWaitsForTheKeyboardToRest(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before := read(t, w, routerConfig)
	w.Press("down")
	w.Send(modeltest.Key("r"))
	w.Clock.Move(3 * time.Second)
	w.Settle()
	shows(t, w, true, "A new token is made")
	w.Press("y")
	shows(t, w, true, "A new token is made")
	w.Clock.Move(time.Second)
	w.Press("y")
	if read(t, w, routerConfig) == before {
		t.Error("it took no answer any more")
	}
}

// The same holds for a change that is planned, for the places of a new token, and for the two ways to keep one.
func TestEveryLateDialogWaits(t *testing.T) {
	claude := withClaude(t)
	claude.Press("3", "G")
	claude.Until("up", "env.ANTHROPIC_AUTH_TOKEN")
	before := read(t, claude, claudeSettings)
	sendAll(claude.Driver, "a", "s")
	claude.Settle()
	claude.Press("s")
	shows(t, claude, true, "Keep it rotated, or have it asked for?")
	if read(t, claude, claudeSettings) != before {
		t.Error("a key for the order of the tokens switched")
	}

	s := newStage(t)
	sendAll(s.Driver, "f", "down")
	s.Settle()
	s.Press("y")
	if s.sees("Change it"); len(s.files.applied) > 0 {
		t.Error("a key meant for something else changed a file")
	}

	s = newStage(t, func(s *stage) {
		s.files.slots = []report.Slot{{Where: "[DEFAULT] token", Path: "/home/dev/.databrickscfg", Held: canary(2)}}
	})
	s.Press("n", "enter")
	s.Advance(time.Second)
	sendAll(s.Driver, "w", "esc", "esc") // it is not written after all
	s.Settle()
	s.Press("enter")
	s.sees("Write the token into")
}

// A click that was on its way to the panel beneath is not for the dialog that came.
func TestAClickIsNotForWhatJustCame(t *testing.T) {
	s := withMouse(t)
	s.Press("f")
	s.sees("Change it")
	x, y := s.at("Change it")
	s.Send(click(x+1, y))
	if s.Settle(); len(s.files.applied) > 0 {
		t.Fatal("the click pressed a button that had just come")
	}
	s.Click("Change it")
	if len(s.files.applied) != 1 {
		t.Error("a later click did nothing")
	}
}

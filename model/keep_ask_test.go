package model_test

import (
	"strings"
	"testing"
	"time"

	"bricktop/model/modeltest"
)

// To keep a token that is due begins with a rotation: its plan is shown first, and enter alone says no to both.
func TestKeepOfADueTokenAsksFirst(t *testing.T) {
	for _, no := range []string{"enter", "n", "esc"} {
		w := inDemo(t, modeltest.Options{})
		w.Press("down", "a")
		shows(t, w, true, "Rotate now, and keep it rotated?", "A new token is made", "claude-code-router", "not asked about")
		made := len(w.Fake.Workspace.Tokens())
		w.Press(no)
		w.Advance(2 * time.Minute)
		shows(t, w, false, "Kept rotated", "rotates in", "Rotate now")
		if len(w.Fake.Workspace.Tokens()) != made || !strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
			t.Errorf("%s: a token was made, or the file written", no)
		}
	}
	w := inDemo(t, modeltest.Options{})
	w.Press("down", "a", "y")
	if strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
		t.Error("yes did not rotate")
	}
	w.Press("esc")
	shows(t, w, true, "rotates in")
	first := read(t, w, routerConfig)
	w.Advance(45 * time.Minute)
	if read(t, w, routerConfig) == first {
		t.Error("it was not kept: a second rotation did not come by itself")
	}
	shows(t, w, false, "Rotate now")
}

// What is not due is kept without a question.
func TestKeepOfAFreshTokenAsksNothing(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	selectFresh(w)
	w.Press("a")
	shows(t, w, false, "Rotate now")
	shows(t, w, true, "Kept rotated while bricktop runs")
}

// selectFresh rotates the token that is due, and selects the new one.
func selectFresh(w *modeltest.World) {
	w.Press("down", "r", "y", "esc", "/")
	w.Type("claude-code-router")
	w.Press("enter")
}

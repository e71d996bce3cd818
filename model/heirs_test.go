package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

// heir is the token that a rotation made.
func heir(t *testing.T, w *modeltest.World) string {
	t.Helper()
	tokens := w.Fake.Workspace.Tokens()
	at := slices.IndexFunc(tokens, func(tok fake.Token) bool { return strings.HasPrefix(tok.Comment, "bricktop:") })
	if at < 0 {
		t.Fatal("nothing was rotated")
	}
	return tokens[at].ID
}

// The selection goes to the token that took the place of the selected one, and stays where the user put it then.
func TestTheSelectionFollowsARotation(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("down", "r", "y", "esc")
	id := heir(t, w)
	shows(t, w, true, "Token "+id[:8], "Used by  ~/.claude-code-router/config.json")
	w.Press("x")
	shows(t, w, true, "Revoke this token?", "Type the first 8 characters of its ID", id[:8])
	w.Press("esc", "up", "R")
	shows(t, w, false, "Token "+id[:8])

	w = inDemo(t, modeltest.Options{})
	w.Press("down", "r", "y", "esc", "up", "r") // no file holds what is selected now
	shows(t, w, true, "nothing to write a new one into")
}

// Who keeps a token rotated lets go of it by the same key, also after it was replaced.
func TestKeepingIsToggledAcrossARotation(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("down", "a", "y", "esc")
	w.Advance(45 * time.Minute)
	heir(t, w)
	w.Press("a")
	shows(t, w, true, "No longer kept rotated.")
}

// What somebody else selected meanwhile is left selected.
func TestTheSelectionStaysWithWhoMovedIt(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("down", "r")
	w.Send(modeltest.Key("y"))
	w.Send(modeltest.Key("enter")) // hides the steps
	w.Send(modeltest.Key("g"))
	w.Settle()
	if id := heir(t, w); strings.Contains(w.Frame(), "Token "+id[:8]) {
		t.Error("the selection was taken away")
	}
}

package model_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bricktop/model/modeltest"
)

// rowOf is the line on screen that holds all the texts.
func rowOf(w *modeltest.World, texts ...string) string {
line:
	for line := range strings.Lines(ansi.Strip(w.Frame())) {
		for _, text := range texts {
			if !strings.Contains(line, text) {
				continue line
			}
		}
		return line
	}
	return ""
}

// When a kept token is rotated next stands in its row and in the row of the file that holds it, and counts down.
func TestTheNextRotationCountsDownInBothRows(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		w := inDemo(t, modeltest.Options{W: size[0], H: size[1]})
		w.Press("down", "a", "y", "esc")
		w.Advance(time.Minute)
		w.Press("2", "g")
		for _, left := range []string{"↻ 37m", "↻ 36m"} {
			if rowOf(w, left) == "" {
				t.Errorf("%v: no token's row says %q:\n%s", size, left, ansi.Strip(w.Frame()))
			}
			later(w, time.Minute)
		}
		w.Press("3")
		for _, left := range []string{"rotates in 35m", "rotates in 34m"} {
			if rowOf(w, "databricks", left) == "" {
				t.Errorf("%v: no target's row says %q:\n%s", size, left, ansi.Strip(w.Frame()))
			}
			later(w, time.Minute)
		}
	}
}

// later lets time go by, without a frame for every second of it.
func later(w *modeltest.World, by time.Duration) {
	w.Clock.Move(by - time.Second)
	w.Advance(time.Second)
}

// A countdown on screen is never older than a second.
func TestTheCountdownTicks(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("down", "a", "y", "esc")
	w.Advance(time.Minute)
	seen := ""
	for range 5 {
		now := rowOf(w, "databricks", "rotates in")
		if now == seen || now == "" {
			t.Fatalf("after a second the row still says %q", now)
		}
		seen = now
		w.Advance(time.Second)
	}
}

// Keeping goes on under every dialog, and the dialog stays.
func TestKeepingGoesOnUnderAnyDialog(t *testing.T) {
	for name, keys := range map[string][]string{
		"help": {"?"}, "new token": {"n"}, "revoke": {"x"}, "details": {"enter"}, "profiles": {"p"}, "messages": {"!"},
		"fix": {"f"}, "filter": {"/"},
	} {
		w := inDemo(t, modeltest.Options{})
		w.Press("down", "a", "y", "esc")
		w.Advance(time.Minute)
		before := read(t, w, routerConfig)
		w.Press(keys...)
		dialog := w.Model.Dialog()
		later(w, 37*time.Minute)
		w.Advance(time.Minute)
		worksIn(t, w, routerConfig)
		if read(t, w, routerConfig) == before {
			t.Errorf("%s: the token was not rotated", name)
		}
		if now := w.Model.Dialog(); now != dialog {
			t.Errorf("%s: the dialog %q became %q", name, dialog, now)
		}
	}
}

// The dialog of a rotation by hand may be put away; the rotation ends all the same, and says so.
func TestARotationGoesOnWithoutItsDialog(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before := read(t, w, routerConfig)
	w.Press("down", "r")
	w.Send(modeltest.Key("y"))
	w.Deliver(0)
	w.Send(modeltest.Key("enter")) // hides it
	w.Send(modeltest.Key("?"))
	w.Settle()
	if read(t, w, routerConfig) == before {
		t.Error("it did not go on")
	}
	w.Press("esc", "!")
	shows(t, w, true, "1 target holds the new token")
}

package model_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

var patForm = regexp.MustCompile(`dapi[0-9a-f]{32}`)

// worksIn checks that a file holds a token that its workspace takes now.
func worksIn(t *testing.T, w *modeltest.World, path string) {
	t.Helper()
	id := secret.New(patForm.FindString(read(t, w, path))).TokenID()
	for _, tok := range w.Fake.Workspace.Tokens() {
		if tok.ID == id && tok.Expires.After(w.Clock.Now()) {
			return
		}
	}
	t.Fatalf("at %s the file holds no token that works", w.Clock.Now())
}

// A kept target always holds a token that works, for half a day, and its countdown shows.
func TestKeepRotated(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("down", "a", "y", "esc")
	shows(t, w, true, "rotates in 3")
	w.Advance(time.Minute)
	if now := read(t, w, routerConfig); strings.Contains(now, w.Fake.RouterPAT) {
		t.Fatal("a token with four minutes left was not rotated")
	}
	shows(t, w, true, "rotates in 3")
	first := read(t, w, routerConfig)
	w.Advance(35 * time.Minute)
	if read(t, w, routerConfig) != first {
		t.Error("a token was rotated before two thirds of its life")
	}
	w.Advance(6 * time.Minute)
	worksIn(t, w, routerConfig)
	if read(t, w, routerConfig) == first {
		t.Error("a token was not rotated after two thirds of its life")
	}
}

// An outage does not stop it: it goes on when the workspace answers, and an open dialog changes nothing.
func TestKeepSurvivesAnOutage(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	selectFresh(w)
	before := read(t, w, routerConfig)
	w.Press("a", "?")
	clear := w.Fake.Workspace.Fail("/api/2.0/token/create", fake.Fault{Status: 503, Body: "{}"})
	w.Advance(57 * time.Minute)
	if read(t, w, routerConfig) != before {
		t.Fatal("the file was touched while no token could be made")
	}
	worksIn(t, w, routerConfig)
	w.Press("esc", "!", "tab")
	if said := w.Frame(); strings.Count(said, "could not be rotated") != 1 || strings.Count(said, "is not rotated") != 1 || strings.Count(said, "Not rotated") > 0 {
		t.Errorf("an outage is not told once, as an alarm:\n%s", said)
	}
	clear()
	w.Advance(90 * time.Second)
	worksIn(t, w, routerConfig)
	shows(t, w, true, "holds a new token, after")
	if read(t, w, routerConfig) == before {
		t.Error("nothing was rotated after the outage")
	}
}

func TestKeepIsTurnedOff(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("3", "g")
	for range 12 {
		w.Press("down")
		if strings.Contains(w.Frame(), "Providers[0].api_key") {
			break
		}
	}
	w.Press("a", "y", "esc", "a")
	shows(t, w, true, "No longer kept rotated.")
	before := read(t, w, routerConfig)
	w.Advance(4 * time.Minute)
	if read(t, w, routerConfig) != before {
		t.Error("it was rotated all the same")
	}
}

// What an earlier bricktop left behind is finished once, after the first sign-in, and told.
func TestWhatACrashLeftIsFinished(t *testing.T) {
	calls := 0
	s := newStage(t, func(s *stage) {
		s.opts.Recover = func(context.Context, string) ([]string, error) {
			calls++
			return []string{"An earlier rotation was cut off: what it had made and not used is revoked."}, nil
		}
	})
	s.sees("An earlier rotation was cut off")
	s.Press("R", "R")
	if calls != 1 {
		t.Errorf("recovered %d times", calls)
	}
}

// Where some of the marked are kept and some are not, the key keeps them all; where all are, none.
func TestKeepOfAMixedSetKeepsAll(t *testing.T) {
	w := markedWithOneKept(t)
	shows(t, w, true, "3 marked", "↻ 17m")
	w.Press("a", "y", "esc")
	shows(t, w, true, "↻ 17m")
	w.Advance(time.Minute)
	if strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
		t.Error("the one that was not kept yet is not kept now")
	}
	w.Press("esc", "/")
	w.Type("second")
	w.Press("enter", "a")
	shows(t, w, true, "No longer kept rotated.")
}

package model_test

import (
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

// inDemoWithTwo is the demo in which a second token stands in a file, both marked with one that no file holds.
func inDemoWithTwo(t *testing.T) *modeltest.World {
	t.Helper()
	w := inDemo(t, modeltest.Options{})
	created := w.Clock.Now().Add(-time.Hour)
	_, value := w.Fake.Workspace.AddToken(w.Fake.ClientID, fake.Token{Comment: "second", Created: created, Expires: created.Add(2 * time.Hour)})
	f, err := w.Fs.OpenFile("/app/python/source_code/.databrickscfg", os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "\n[second]\nhost = "+w.Fake.Host+"\ntoken = "+value+"\n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	w.Press("R", "space", "space")
	w.Press("/")
	w.Type("second")
	w.Press("enter", "space", "esc")
	shows(t, w, true, "3 marked")
	return w
}

func TestRotateMany(t *testing.T) {
	w := inDemoWithTwo(t)
	config := "/app/python/source_code/.databrickscfg"
	beforeRouter, before := read(t, w, routerConfig), read(t, w, config)
	w.Press("r")
	shows(t, w, true, "Rotate now?", "second", "~/.databrickscfg · second", "~/.claude-code-router/config.json · databricks",
		"1 of the marked tokens is left as before: in no file that can be")
	w.Press("y")
	shows(t, w, true, "2 of 2", "● rotated")
	if read(t, w, routerConfig) == beforeRouter || read(t, w, config) == before {
		t.Error("a file holds the old token")
	}
	w.Press("esc")
	shows(t, w, true, "1 marked") // what was not rotated
}

// One that fails is as it was, and the other is rotated all the same.
func TestOneOfManyRotationsFails(t *testing.T) {
	w := inDemoWithTwo(t)
	fault := fake.APIError(403, "PERMISSION_DENIED", "Not now.")
	fault.Times = 1
	w.Fake.Workspace.Fail("/api/2.0/token/create", fault)
	w.Press("r", "y")
	shows(t, w, true, "✗ not rotated", "● rotated", "2 of 2")
	w.Press("esc")
	shows(t, w, true, "2 marked")
}

// Given up in the middle, the first is rotated, and the second is left.
func TestGivingManyRotationsUp(t *testing.T) {
	w := inDemoWithTwo(t)
	w.Press("r")
	w.Send(modeltest.Key("y"))
	for !strings.Contains(w.Frame(), "● rotated") {
		if len(w.Replies) == 0 {
			t.Fatal("none was rotated")
		}
		w.Deliver(0)
	}
	w.Send(modeltest.Key("esc"))
	w.Settle()
	shows(t, w, true, "● rotated", "Given up: every file is as it was.", "✗ not rotated")
	live := 0
	for _, tok := range w.Fake.Workspace.Tokens() {
		if strings.HasPrefix(tok.Comment, "bricktop:") {
			live++
		}
	}
	if live != 1 {
		t.Fatalf("%d new tokens are left", live)
	}
}

// markedWithOneKept marks three tokens, of which the second that a file holds is kept rotated and the first is not.
func markedWithOneKept(t *testing.T) *modeltest.World {
	t.Helper()
	w := inDemoWithTwo(t)
	w.Press("esc", "/")
	w.Type("second")
	w.Press("enter", "a", "esc", "g", "space", "space", "/")
	w.Type("second")
	w.Press("enter", "space", "esc")
	return w
}

// Where one of several targets is kept rotated, what comes of another is not told of it.
func TestASeriesTellsTheScheduleOfTheRightTarget(t *testing.T) {
	w := markedWithOneKept(t)
	shows(t, w, true, "↻ 17m")
	fault := fake.APIError(403, "PERMISSION_DENIED", "Not now.")
	fault.Times = 1
	w.Fake.Workspace.Fail("/api/2.0/token/create", fault)
	w.Press("r")
	w.Send(modeltest.Key("y"))
	for !strings.Contains(w.Frame(), "✗ not rotated") {
		w.Deliver(0)
	}
	w.Send(modeltest.Key("enter")) // hides the steps
	shows(t, w, false, "kept: ")
	w.Settle()
	shows(t, w, true, "↻ 1h 17m")
}

package main

import (
	"time"

	"bricktop/creds"
	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

// more are the scenes that have goldens and no picture; a new screen or dialog takes one line, here or in scenes.go.
var more = []Scene{
	played("bricktop --demo", "loading", 0, 0, true, func(o modeltest.Options) *modeltest.World {
		o.Early = true
		return play(o, nil)
	}),
	demo("no-tokens", 0, 0, true, noTokens, "R"),
	demo("no-files", 0, 0, true, noFiles, "R"),
	demo("tokens-forbidden", 0, 0, true, forbidTokens, "R"),
	played("bricktop --demo", "read-only", 0, 0, true, func(o modeltest.Options) *modeltest.World {
		o.ReadOnly = true
		return play(o, nil, "n")
	}),
	demo("filter-nothing", 0, 0, true, nil, "/", "z", "z"),
	demo("workspace", 0, 0, true, nil, "1", "down"),
	demo("workspace-details", 0, 0, true, nil, "1", "enter"),
	demo("file-details", 0, 0, true, nil, "3", "enter"),
	demo("create-error", 0, 0, true, nil, "n", "tab", "ctrl+u", "x", "enter"),
	demo("created-shown", 0, 0, true, wait, "n", "enter", "v"),
	demo("write-change", 0, 0, true, wait, "n", "enter", "w", "enter"),
	demo("revoke-plain", 0, 0, true, nil, "x"),
	demo("revoke-wrong", 0, 0, true, nil, "down", "x", "1", "enter"),
	demo("revoked", 0, 0, true, nil, "x", "y"),
	demo("rotate-question", 0, 0, true, nil, "down", "r"),
	demo("rotate-many-question", 0, 0, true, twoHeld, "*", "r"),
	demo("rotated-many", 0, 0, true, twoHeld, "*", "r", "y"),
	demo("clipboard", 0, 0, true, copied),
	demo("quit", 0, 0, true, revoking),
	demo("themes-start", 0, 0, true, nil, "t"),
	demo("disabled", 0, 0, true, nil, "w"),
}

func noTokens(w *modeltest.World) {
	for _, t := range w.Fake.Workspace.Tokens() {
		w.Fake.Workspace.Revoke(t.ID)
	}
}

func noFiles(w *modeltest.World) {
	if err := w.Fs.RemoveAll(creds.DemoHome); err != nil {
		panic(err)
	}
}

func forbidTokens(w *modeltest.World) {
	w.Fake.Workspace.Fail("/api/2.0/token/list", fake.APIError(403, "PERMISSION_DENIED", "Tokens are disabled for this user."))
}

// twoHeld writes a new token into a profile whose token is dead, so that there are two that can be rotated.
func twoHeld(w *modeltest.World) {
	w.Press("n", "enter")
	w.Clock.Move(time.Second)
	w.Press("w")
	w.Until("down", "[broken] token")
	w.Press("enter", "y", "esc", "esc")
	w.Clock.Move(time.Minute) // in which no other token may be made for the same target
}

// copied sends a new token's value to the clipboard, and waits until it should not be there any more.
func copied(w *modeltest.World) {
	w.Press("n", "enter")
	w.Clock.Move(time.Second)
	w.Press("y")
	w.Clock.Move(time.Second)
	w.Press("esc", "esc")
	w.Advance(31 * time.Second)
}

// revoking asks to quit while a token is being revoked.
func revoking(w *modeltest.World) {
	w.Press("x")
	w.Send(modeltest.Key("y"))
	w.Send(modeltest.Key("q"))
}

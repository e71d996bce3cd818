package model_test

import (
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

// switched has Claude Code ask for its token, so that an undo would bring the old one back.
func switched(t *testing.T) *modeltest.World {
	t.Helper()
	w := withClaude(t)
	w.Press("3", "G")
	w.Until("up", "env.ANTHROPIC_AUTH_TOKEN")
	w.Press("a", "s", "n") // the other file that holds it is not kept
	if strings.Contains(read(t, w, claudeSettings), w.Fake.RouterPAT) {
		t.Fatal("it was not switched")
	}
	return w
}

// undo takes back the newest change of all.
func undo(w *modeltest.World) {
	w.Press("!", "tab") // what was said, without the requests
	w.Until("down", "u undoes")
	w.Press("u")
}

// What still works comes back.
func TestUndoBringsBackWhatWorks(t *testing.T) {
	w := switched(t)
	undo(w)
	if !strings.Contains(read(t, w, claudeSettings), w.Fake.RouterPAT) {
		t.Errorf("got %s", read(t, w, claudeSettings))
	}
}

// A token that was revoked meanwhile, or has ended, never comes back: a live call or the list tells.
func TestUndoNeverBringsBackADeadToken(t *testing.T) {
	for why, kill := range map[string]func(*modeltest.World){
		"is revoked": func(w *modeltest.World) {
			w.Fake.Workspace.Revoke(secret.New(w.Fake.RouterPAT).TokenID())
			w.Press("R")
		},
		"has expired": func(w *modeltest.World) { w.Advance(6 * time.Minute) },
	} {
		w := switched(t)
		before := read(t, w, claudeSettings)
		kill(w)
		undo(w)
		shows(t, w, true, "~/.claude/settings.json stays as it is", why)
		if strings.Contains(w.Frame(), w.Fake.RouterPAT) || read(t, w, claudeSettings) != before {
			t.Errorf("%s: it came back", why)
		}
		undo(w) // the refusal is no undo: once more says the same
		if read(t, w, claudeSettings) != before {
			t.Errorf("%s: it came back at the second try", why)
		}
	}
}

// Nor does one come back that we revoked ourselves and the list still has, or that was revoked elsewhere since the last list.
func TestUndoDoesNotTrustAnOldList(t *testing.T) {
	for where, kill := range map[string]func(*modeltest.World){
		"elsewhere": func(w *modeltest.World) { w.Fake.Workspace.Revoke(secret.New(w.Fake.RouterPAT).TokenID()) },
		"here": func(w *modeltest.World) {
			w.Press("2", "/")
			w.Type(secret.New(w.Fake.RouterPAT).TokenID()[:8])
			w.Press("enter")
			w.Fake.Workspace.Fail("/api/2.0/token/list", fake.APIError(500, "INTERNAL_ERROR", "Not now."))
			w.Press("x")
			w.Type(secret.New(w.Fake.RouterPAT).TokenID()[:8])
			w.Press("enter")
			shows(t, w, true, "Revoked ")
		},
	} {
		w := switched(t)
		before := read(t, w, claudeSettings)
		kill(w)
		undo(w)
		if shows(t, w, true, "is revoked"); read(t, w, claudeSettings) != before {
			t.Errorf("revoked %s: it came back", where)
		}
	}
}

// Where the token that a change takes out is known to be over, no undo is promised, and none is offered.
func TestNoUndoIsPromisedOfADeadToken(t *testing.T) {
	for _, dead := range []bool{false, true} {
		w := inDemo(t, modeltest.Options{})
		if dead {
			w.Fake.Workspace.Revoke(secret.New(w.Fake.RouterPAT).TokenID())
		}
		w.Press("R", "n", "enter")
		w.Clock.Move(time.Second)
		w.Press("w")
		w.Until("down", "❯ ~/.claude-code-router/config.json")
		w.Press("enter")
		shows(t, w, true, "Write dapi••••", "into Providers[0].api_key")
		shows(t, w, dead, "This cannot be undone: it takes out dapi••••", "revoked.")
		shows(t, w, !dead, "It can be undone until bricktop exits")
		w.Press("y", "esc", "esc", "!", "tab")
		shows(t, w, !dead, "u undoes")
		if w.Press("u"); dead {
			shows(t, w, true, "This cannot be undone: it takes out dapi••••")
		}
	}
}

// What was taken back is told as what it was, once.
func TestUndoSaysWhatItTookBack(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("3", "f", "y")
	undo(w)
	shows(t, w, true, "The mode of ~/.databrickscfg is as it was.")
	w.Until("down", "❯ 12:04:31  Done:")
	w.Press("u")
	shows(t, w, true, "It was taken back already.")
	w.Until("down", "❯ 12:04:31  It was taken")
	w.Press("tab", "G", "u")
	shows(t, w, true, "Nothing was changed here that could be taken back.")
}

// f mends what is selected, else something of the same file, and nothing of another one.
func TestFixStaysWithTheSelectedFile(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("3", "G", "f")
	shows(t, w, true, "read ~/.claude-code-router/config.json")
	w.Press("y", "G", "f")
	shows(t, w, true, "There is nothing here that bricktop can mend.")
	w.Until("up", "❯     ✗ ends within five minutes")
	w.Press("f")
	shows(t, w, true, "A new token mends this: press r on the row of the secret.")
	w.Press("g")
	w.Until("down", "❯   ✗ broken")
	w.Press("f")
	shows(t, w, true, "Take profile broken out of ~/.databrickscfg")
	w.Press("esc", "2", "f") // where no file is looked at, something is found
	shows(t, w, true, "Take profile broken out of ~/.databrickscfg")
}

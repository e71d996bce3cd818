package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/report"
)

const claudeSettings = "/app/python/source_code/.claude/settings.json"

// withClaude is the demo with Claude Code's settings, which hold the token of claude-code-router.
func withClaude(t *testing.T, edit ...func(*model.Options)) *modeltest.World {
	t.Helper()
	w := inDemo(t, modeltest.Options{Edit: func(o *model.Options) {
		for _, e := range edit {
			e(o)
		}
	}})
	text := "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"" + w.Fake.Host + "/serving-endpoints/anthropic\",\n    \"ANTHROPIC_AUTH_TOKEN\": \"" + w.Fake.RouterPAT + "\"\n  }\n}\n"
	if err := afero.WriteFile(w.Fs, claudeSettings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Send(model.FilesChanged{})
	w.Settle()
	w.Press("down")
	return w
}

// The settings of Claude Code can be made to ask: the dialog shows how, the secret goes, the rest is kept rotated.
func TestSwitchToAsking(t *testing.T) {
	w := withClaude(t)
	before := read(t, w, claudeSettings)
	w.Press("a")
	shows(t, w, true, "Keep it rotated, or have it asked for?", "~/.claude/settings.json · env.ANTHROPIC_AUTH_TOKEN",
		`"ANTHROPIC_AUTH_TOKEN": "dapi••••#`, `+   "apiKeyHelper": `, "every four minutes, by /usr/local/bin/bricktop token", "sends the token it knows once more")
	if strings.Contains(w.Frame(), w.Fake.RouterPAT) {
		t.Fatal("the dialog shows the token")
	}
	w.Press("enter") // the safe button
	if w.Advance(time.Minute); read(t, w, claudeSettings) != before || !strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
		t.Fatal("the safe button did something")
	}
	w.Press("a", "s")
	shows(t, w, true, "Rotate now, and keep it rotated?") // the other file
	w.Press("y", "esc")
	after := read(t, w, claudeSettings)
	if strings.Contains(after, w.Fake.RouterPAT) || patForm.MatchString(after) || !strings.Contains(after, `"apiKeyHelper": "/usr/local/bin/bricktop token"`) {
		t.Fatalf("got %s", after)
	}
	w.Advance(time.Minute)
	worksIn(t, w, routerConfig)
	if strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
		t.Error("the other file that held it is not kept rotated")
	}
	w.Press("3", "G")
	shows(t, w, true, "asked for by /usr/local/bin/bricktop token")
	w.Press("a")
	shows(t, w, true, "Its reader asks for a token by itself")
}

// Keeping it rotated in its file is the other answer, and what cannot ask is kept without a question.
func TestKeepInPlaceOfAsking(t *testing.T) {
	w := withClaude(t)
	w.Press("a", "y", "y", "esc")
	w.Advance(time.Minute)
	worksIn(t, w, claudeSettings)
	worksIn(t, w, routerConfig)
	if strings.Contains(read(t, w, claudeSettings), w.Fake.RouterPAT) {
		t.Error("it was not rotated")
	}
	w = withClaude(t)
	if err := afero.WriteFile(w.Fs, claudeSettings, []byte(strings.Replace(read(t, w, claudeSettings), "{", `{"apiKeyHelper": "mine",`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Press("a")
	shows(t, w, true, "Rotate now, and keep it rotated?")
	w.Press("y", "esc", "!")
	shows(t, w, true, "Its reader cannot be made to ask")
}

// confirming is files of which each can only be overwritten where it stands.
type confirming struct{ model.Files }

func (c confirming) PlanPull(ctx context.Context, profile, host, target string) (report.Change, error) {
	change, err := c.Files.PlanPull(ctx, profile, host, target)
	change.Confirm = "It has other names."
	return change, err
}

// Where the switch asks once more, the other files are kept rotated all the same.
func TestSwitchThatAsksKeepsTheOthers(t *testing.T) {
	w := withClaude(t, func(o *model.Options) { o.Files = confirming{o.Files} })
	w.Press("a", "s")
	shows(t, w, true, "It has other names.", "Overwrite it")
	w.Press("y")
	if strings.Contains(read(t, w, claudeSettings), w.Fake.RouterPAT) {
		t.Error("it was not switched")
	}
	w.Clock.Move(2 * time.Second)
	w.Press("y")
	w.Clock.Move(2 * time.Second)
	w.Press("y", "esc")
	w.Advance(time.Minute)
	worksIn(t, w, routerConfig)
	if strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
		t.Error("the other file that held the token is not kept rotated")
	}
}

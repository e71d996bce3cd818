package model_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/model/modeltest"
	"bricktop/ui/theme"
)

// inDemo starts the demo's world: the real SDK, HTTP, files in memory.
func inDemo(t *testing.T, o modeltest.Options) *modeltest.World {
	t.Helper()
	if o.W == 0 {
		o.W, o.H = 160, 50
	}
	o.Theme = theme.Options{Dark: true, Colors: theme.TrueColor}
	w, err := modeltest.NewWorld(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func shows(t *testing.T, w *modeltest.World, want bool, texts ...string) {
	t.Helper()
	screen := ansi.Strip(w.Frame())
	for _, text := range texts {
		if strings.Contains(screen, text) != want {
			t.Fatalf("%q on screen: %v, want %v:\n%s", text, !want, want, screen)
		}
	}
}

func TestTheDemoShowsEverything(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	shows(t, w, true, "DEMO", "app-4n8qml devbox", "service principal", "metastore_aws_us_east_1", "online 41 ms", "59m 59s",
		"Tokens 10", "smoke test", "✗ expired", "∞ never", "? unknown", "databricks", "0644", "open to others",
		"held by $OPENROUTER_API_KEY", "DATABRICKS_CLIENT_SECRET")
	w.Press("3", "enter")
	shows(t, w, true, "oauth-m2m", "staging", "pat", "broken", "the default")
}

// What the keys change is there at the next refresh, in the workspace and in the files.
func TestKeysChangeTheDemo(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before := len(w.Fake.Workspace.Tokens())
	w.Press("n", "ctrl+u")
	w.Type("made by hand")
	w.Press("enter")
	shows(t, w, true, "Token created")
	w.Clock.Move(time.Second)
	w.Press("esc", "esc", "R")
	shows(t, w, true, "made by hand", "Tokens 11")

	w.Press("x", "y", "R")
	shows(t, w, true, "Revoked made by hand.", "Tokens 10")
	w.Advance(10 * time.Second)
	shows(t, w, false, "made by hand")
	if got := len(w.Fake.Workspace.Tokens()); got != before {
		t.Errorf("%d tokens in the workspace, were %d", got, before)
	}

	w.Press("3", "f", "y", "R")
	info, err := w.Fs.Stat(creds.DemoHome + "/.databrickscfg")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
	shows(t, w, true, "0600")
}

// A token just made is written where it is needed, and where there is no file one is set up.
func TestWriteInTheDemo(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	cfg := creds.DemoHome + "/.databrickscfg"
	if err := w.Fs.Remove(cfg); err != nil {
		t.Fatal(err)
	}
	w.Press("R", "n", "enter")
	w.Clock.Move(time.Second)
	w.Press("w")
	shows(t, w, true, "Write the token into", "Providers[0].api_key (databricks)", "sets it up")
	before := read(t, w, routerConfig)
	w.Until("down", "❯ ~/.claude-code-router/config.json")
	w.Press("enter")
	shows(t, w, true, "- ", "+ ", "api_key", "dapi••••")
	w.Press("y")
	after := read(t, w, routerConfig)
	if after == before || strings.Contains(after, w.Fake.RouterPAT) {
		t.Error("the router's file holds the old token")
	}
	w.Press("w", "g")
	for range 10 {
		if strings.Contains(ansi.Strip(w.Frame()), "client_secret") && strings.Contains(ansi.Strip(w.Frame()), "❯ ~/.databrickscfg") {
			break
		}
		w.Press("down")
	}
	w.Press("enter", "y")
	if got := read(t, w, cfg); !strings.Contains(got, "[DEFAULT]") || !strings.Contains(got, "host") {
		t.Errorf("set up: %q", got)
	}
	w.Press("esc", "esc", "!", "u")
	if _, err := w.Fs.Stat(cfg); err == nil {
		t.Error("what was set up is still there after undo")
	}
}

func TestADemoTokenExpiresWhileOneWatches(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	shows(t, w, true, "smoke test", "1m 30s")
	w.Advance(89 * time.Second)
	shows(t, w, true, "◆ urgent    smoke test")
	w.Advance(2 * time.Second)
	shows(t, w, true, "✗ expired   smoke test")
}

func TestAReadOnlyDemoChangesNothing(t *testing.T) {
	w := inDemo(t, modeltest.Options{ReadOnly: true})
	w.Press("n", "x", "f")
	shows(t, w, true, "READ-ONLY", "read-only")
	for _, r := range w.Fake.Workspace.Requests() {
		if strings.HasSuffix(r.Path, "/create") || strings.HasSuffix(r.Path, "/delete") {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
}

// No secret of the demo's world is ever on screen, in a title or in a message, save the one that is asked for.
func TestNoSecretOfTheDemoIsSeen(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	secrets := []string{w.Fake.ClientSecret, w.Fake.RouterPAT, w.Fake.RevokedPAT, w.Fake.ExpiredPAT, w.Fake.OtherPAT}
	w.Every = func(msg tea.Msg, view tea.View) {
		seen := view.WindowTitle + strings.NewReplacer("\n", "", " ", "", "│", "").Replace(ansi.Strip(view.Content)) + formatted(msg)
		for _, s := range secrets {
			for _, form := range []string{s[4:20], base64.StdEncoding.EncodeToString([]byte(s)), url.QueryEscape(s)[4:20]} {
				if strings.Contains(seen, form) {
					t.Fatalf("a secret is seen after %T", msg)
				}
			}
		}
	}
	for _, panel := range []string{"1", "2", "3"} {
		w.Press(panel)
		for range 14 {
			w.Press("enter", "down", "esc", "down")
		}
	}
	w.Press("?", "esc", "p", "down", "down", "enter", "R", "n", "enter")
	w.Clock.Move(time.Second)
	w.Press("v")
	if !strings.Contains(ansi.Strip(w.Frame()), "dapi") {
		t.Error("v shows nothing")
	}
	w.Press("v", "esc", "esc", "x", "y")
	if broken := w.Fs.Remove(creds.DemoHome + "/.databrickscfg"); broken != nil {
		t.Fatal(broken)
	}
	_ = afero.WriteFile(w.Fs, creds.DemoHome+"/.databrickscfg", []byte("[DEFAULT]\ntoken = "+w.Fake.RouterPAT+"\njunk "+w.Fake.OtherPAT+"\n"), 0o644)
	w.Press("R", "3", "g", "enter")
	shows(t, w, true, "line 3")
}

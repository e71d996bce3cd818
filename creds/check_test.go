package creds

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/secret"
)

// Whether a slot can be written is known before there is a token, and looking does nothing.
func TestCheckWrite(t *testing.T) {
	c, fsys := writeCase{path: routerPath, before: `{"Providers": [{"name": "d", "api_base_url": "HOST/x", "api_key": "OLD"}, {"name": "v", "api_base_url": "HOST/x", "api_key": "ab${X}OLD"}]}`}.on(t)
	before := tree(t, fsys)
	if err := c.CheckWrite(t.Context(), slot(t, c, "claude-code-router:d"), false); err != nil {
		t.Error(err)
	}
	if err := c.CheckWrite(t.Context(), slot(t, c, "claude-code-router:v"), false); err == nil {
		t.Error("half a variable passes")
	}
	reader := New(Options{Fs: afero.NewReadOnlyFs(fsys), Home: home, UID: -1})
	if err := reader.CheckWrite(t.Context(), slot(t, reader, "claude-code-router:d"), false); err == nil || !strings.Contains(err.Error(), "read-only run") {
		t.Errorf("got %v", err)
	}
	if got := tree(t, fsys); got != before {
		t.Errorf("it wrote %s", got)
	}
}

func TestCheckWriteInPlace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".databrickscfg")
	write(t, afero.NewOsFs(), path, token("[p]\nhost = HOST\ntoken = OLD\n"), 0o600)
	if err := os.Link(path, filepath.Join(dir, "b")); err != nil {
		t.Skip(err)
	}
	c := New(Options{Fs: afero.NewOsFs(), Home: dir, UID: os.Getuid()})
	s := slot(t, c, "databrickscfg:p")
	if err := c.CheckWrite(t.Context(), s, false); err == nil || !strings.Contains(err.Error(), "hard links") {
		t.Errorf("got %v", err)
	}
	if err := c.CheckWrite(t.Context(), s, true); err != nil {
		t.Error(err)
	}
}

// Without a home there is no place for a file: no directory named ~ is made.
func TestNoSlotsWithoutAHome(t *testing.T) {
	c := New(Options{Fs: afero.NewMemMapFs(), UID: -1})
	slots := c.Slots(t.Context(), "", prodHost)
	if len(slots) == 0 {
		t.Error("nothing says why")
	}
	for _, s := range slots {
		if s.Refused == nil || !strings.Contains(s.Refused.Error(), "HOME is not set") {
			t.Errorf("%s: %v", s.ID, s.Refused)
		}
	}
}

// A DevBox's own files, as the demo has them: the token of the router is written, with the file closed to
// others, and the profile of the workspace that is dead can be mended or taken out.
func TestDemoFiles(t *testing.T) {
	v := DemoValues{Host: prodHost, ClientID: "app-1", ClientSecret: secret.New(oauthSecret("7")), RouterToken: secret.New(pat("1")), OtherHost: otherHost, OtherToken: secret.New(pat("5")), RevokedToken: secret.New(pat("2"))}
	fsys := afero.NewMemMapFs()
	if err := Demo(fsys, DemoHome, v); err != nil {
		t.Fatal(err)
	}
	env := DemoEnv(v)
	c := New(Options{Fs: fsys, UID: -1, Lookup: func(name string) (string, bool) { value, ok := env[name]; return value, ok }})
	writable := map[string]bool{}
	for _, s := range c.Slots(t.Context(), "", prodHost) {
		writable[s.ID] = s.Refused == nil
	}
	for id, want := range map[string]bool{"databrickscfg:DEFAULT/client_secret": false, "databrickscfg:staging": false, "databrickscfg:broken": true, "claude-code-router:databricks": true} {
		if got, ok := writable[id]; got != want || !ok {
			t.Errorf("%s: %v, %v", id, got, ok)
		}
	}
	path := filepath.Join(DemoHome, ".claude-code-router", "config.json")
	before := content(t, fsys, path)
	ch, err := c.PlanWrite(t.Context(), slot(t, c, "claude-code-router:databricks"), secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(t.Context(), ch); err != nil || content(t, fsys, path) != strings.Replace(before, pat("1"), pat("9"), 1) {
		t.Errorf("got %v", err)
	}
	cfg := filepath.Join(DemoHome, ".databrickscfg")
	if _, _, err := mend(t, c, Mend{MendDropProfile, cfg, "broken"}); err != nil || strings.Contains(content(t, fsys, cfg), "handed over") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkPlanAndApply(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, ".databrickscfg")
	write(b, afero.NewOsFs(), path, token("[p]\nhost = HOST\ntoken = OLD\n"), 0o600)
	for i := range 16 {
		write(b, afero.NewOsFs(), filepath.Join(dir, ".claude-code-router", "logs", "ccr-"+string(rune('a'+i))+".log"), strings.Repeat("a line of a log\n", 16<<10), 0o600)
	}
	c := New(Options{Fs: afero.NewOsFs(), Home: dir, UID: os.Getuid()})
	for i := range b.N {
		ch, err := c.PlanWrite(b.Context(), slot(b, c, "databrickscfg:p"), secret.New(pat(string("19"[i%2]))))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Apply(b.Context(), ch); err != nil {
			b.Fatal(err)
		}
	}
}

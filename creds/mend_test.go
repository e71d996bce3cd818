package creds

import (
	"strings"
	"testing"

	"bricktop/creds/disk"
)

// mend plans and makes a repair, and shows nothing secret on the way.
func mend(t *testing.T, c *Catalogue, m Mend) (Change, Done, error) {
	t.Helper()
	ch, err := c.PlanMend(t.Context(), m)
	if err != nil {
		checkMasked(t, err.Error())
		return ch, Done{}, err
	}
	checkMasked(t, ch)
	done, err := c.Apply(t.Context(), ch)
	checkMasked(t, done, err)
	return ch, done, err
}

func TestDropProfile(t *testing.T) {
	for name, c := range map[string]struct{ before, where, after string }{
		"the last one":            {"[a]\nx = 1\n\n[p]\nhost = HOST\ntoken = OLD\n", "p", "[a]\nx = 1\n\n"},
		"the first one":           {"[p]\nhost = HOST\ntoken = OLD\n\n[a]\nx = 1\n", "p", "[a]\nx = 1\n"},
		"in the middle, CRLF":     {"; mine\r\n[a]\r\nx = 1\r\n[p]\r\ntoken = OLD\r\n\r\n\r\n[b]\r\ny = 2", "p", "; mine\r\n[a]\r\nx = 1\r\n[b]\r\ny = 2"},
		"with its comments":       {"[a]\nx = 1\n\n# of p\n; more\n[p]\n# in p\ntoken = OLD\n# behind p\n\n# of b\n[b]\ny = 2\n", "p", "[a]\nx = 1\n\n# behind p\n\n# of b\n[b]\ny = 2\n"},
		"the file's own comment":  {"# of the file\n[p]\ntoken = OLD\n[a]\nx = 1\n", "p", "# of the file\n[a]\nx = 1\n"},
		"its child stays":         {"[p]\ntoken = OLD\n[p.eu]\ntoken = OTHER\n", "p", "[p.eu]\ntoken = OTHER\n"},
		"its parent stays":        {"[p]\ntoken = OLD\n[p.eu]\ntoken = OTHER\n", "p.eu", "[p]\ntoken = OLD\n"},
		"in two parts":            {"[p]\nhost = HOST\n[a]\nx = 1\n[p]\ntoken = OLD\n", "p", "[a]\nx = 1\n"},
		"without a header":        {"\ufeffhost = HOST\ntoken = OLD\n\n[a]\nx = 1\n", "DEFAULT", "\ufeff[a]\nx = 1\n"},
		"over several lines":      {"[p]\ntoken = ab\\\n  cd\n[a]\nx = 1\n", "p", "[a]\nx = 1\n"},
		"a header inside a value": {"[a]\nx = \"\"\"\n[p]\ntoken = OLD\n\"\"\"\n[p]\ntoken = OLD\n", "p", ""},
	} {
		t.Run(name, func(t *testing.T) {
			catalogue, fsys := writeCase{path: cfgPath, before: c.before}.on(t)
			_, done, err := mend(t, catalogue, Mend{Kind: MendDropProfile, Path: cfgPath, Where: c.where})
			if c.after == "" {
				if err == nil || !strings.Contains(err.Error(), "cannot be changed") || content(t, fsys, cfgPath) != token(c.before) {
					t.Errorf("got %v, %q", err, content(t, fsys, cfgPath))
				}
				return
			}
			if got := content(t, fsys, cfgPath); err != nil || got != token(c.after) {
				t.Fatalf("got %v\n%q, want\n%q", err, got, token(c.after))
			}
			if err := catalogue.Undo(t.Context(), done); err != nil || content(t, fsys, cfgPath) != token(c.before) {
				t.Errorf("undone: %v, %q", err, content(t, fsys, cfgPath))
			}
		})
	}
}

func TestDropKey(t *testing.T) {
	for name, c := range map[string]struct{ before, where, after string }{
		"the token":        {"[p]\nhost = HOST\ntoken = OLD\nclient_id = a\nclient_secret = CLIENT\n", "p/token", "[p]\nhost = HOST\nclient_id = a\nclient_secret = CLIENT\n"},
		"the client":       {"[p]\nhost = HOST\nclient_id = a\n# why\nclient_secret=CLIENT\ntoken : OLD", "p/client_secret", "[p]\nhost = HOST\n# why\ntoken : OLD"},
		"with a colon":     {"[p]\nhost = HOST\ntoken : OLD\nusername : u\n", "p/token", "[p]\nhost = HOST\nusername : u\n"},
		"a slash in it":    {"[a/b]\nhost = HOST\ntoken = OLD\nusername = u\n", "a/b/token", "[a/b]\nhost = HOST\nusername = u\n"},
		"only in this one": {"[q]\ntoken = OTHER\n[p]\ntoken = OLD\n[r]\ntoken = OTHER\n", "p/token", "[q]\ntoken = OTHER\n[p]\n[r]\ntoken = OTHER\n"},
	} {
		t.Run(name, func(t *testing.T) {
			catalogue, fsys := writeCase{path: cfgPath, before: c.before}.on(t)
			_, done, err := mend(t, catalogue, Mend{Kind: MendDropKey, Path: cfgPath, Where: c.where})
			if got := content(t, fsys, cfgPath); err != nil || got != token(c.after) {
				t.Fatalf("got %v\n%q", err, got)
			}
			if err := catalogue.Undo(t.Context(), done); err != nil || content(t, fsys, cfgPath) != token(c.before) {
				t.Errorf("undone: %v", err)
			}
		})
	}
}

// What stands in a profile may have become something else since it was shown: then it stays.
func TestDropRefusesWhatWasNotShown(t *testing.T) {
	c, fsys := writeCase{path: cfgPath, before: "[p]\nhost = HOST\ntoken = OLD\n"}.on(t)
	ch, err := c.PlanMend(t.Context(), Mend{Kind: MendDropProfile, Path: cfgPath, Where: "p"})
	if err != nil {
		t.Fatal(err)
	}
	write(t, fsys, cfgPath, token("[p]\nhost = HOST\ntoken = NEW\n"), 0o600)
	if _, err := c.Apply(t.Context(), ch); err == nil || !strings.Contains(err.Error(), "changed since it was shown") {
		t.Errorf("got %v", err)
	}
	write(t, fsys, cfgPath, token("# mine\n[a]\nx = 1\n[p]\nhost = HOST\ntoken = OLD\n"), 0o600)
	if _, err := c.Apply(t.Context(), ch); err != nil || content(t, fsys, cfgPath) != "# mine\n[a]\nx = 1\n" {
		t.Errorf("got %v, %q", err, content(t, fsys, cfgPath))
	}
}

func TestRemoveAndRedact(t *testing.T) {
	backup, log := cfgPath+".bak", home+"/.claude-code-router/logs/ccr-1.log"
	files := map[string]string{
		backup: token("[p]\nhost = HOST\ntoken = OLD\n"),
		log:    token("started\n{\"authorization\":\"Bearer OLD\"}\n{\"provider\":\"VENDOR\"}\nended"),
	}
	m := machine{files: files, router: token(`{"Providers": [{"name": "o", "api_base_url": "https://openrouter.ai/x", "api_key": "VENDOR"}]}`)}
	c := m.catalogue(t)

	ch, done, err := mend(t, c, Mend{Kind: MendRedact, Path: log})
	got := content(t, c.fs, log)
	if err != nil || !done.CanUndo || !strings.HasPrefix(got, "started\n{\"authorization\":\"Bearer ") || !strings.HasSuffix(got, "\nended") || len(ch.Notes) == 0 {
		t.Fatalf("got %v, %q", err, got)
	}
	checkMasked(t, got)
	if _, _, err := mend(t, c, Mend{Kind: MendRedact, Path: log}); err == nil || !strings.Contains(err.Error(), "no log that holds a secret") {
		t.Errorf("again: %v", err)
	}

	ch, done, err = mend(t, c, Mend{Kind: MendRemoveFile, Path: backup})
	if err != nil || content(t, c.fs, backup) != "-" || ch.CanUndo || done.CanUndo || !strings.Contains(strings.Join(ch.Notes, " "), "cannot be undone") {
		t.Errorf("got %+v, %+v, %v", ch, done, err)
	}
	if _, _, err := mend(t, c, Mend{Kind: MendRemoveFile, Path: backup}); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("again: %v", err)
	}
}

// A log that is too large to be read can be removed all the same.
func TestRemoveALargeLog(t *testing.T) {
	log := home + "/.claude-code-router/logs/ccr-1.log"
	c := machine{files: map[string]string{log: strings.Repeat("x", disk.MaxSize) + token("\nBearer OLD\n")}}.catalogue(t)
	if _, _, err := mend(t, c, Mend{Kind: MendRedact, Path: log}); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("got %v", err)
	}
	if _, _, err := mend(t, c, Mend{Kind: MendRemoveFile, Path: log}); err != nil || content(t, c.fs, log) != "-" {
		t.Errorf("got %v", err)
	}
}

func TestRefusedMends(t *testing.T) {
	backup := cfgPath + ".bak"
	m := machine{cfg: token("[p]\nhost = HOST\ntoken = OLD\n"), router: "{}", files: map[string]string{backup: token("token = OLD\n")}}
	for name, c := range map[string]struct {
		mend Mend
		want string
	}{
		"a file that is read": {Mend{MendRemoveFile, cfgPath, ""}, "removes nothing else"},
		"a foreign file":      {Mend{MendRemoveFile, "/etc/passwd", ""}, "does not exist"},
		"no log that":         {Mend{MendRedact, cfgPath, ""}, "no log that"},
		"a copy is no log":    {Mend{MendRedact, backup, ""}, "no log that"},
		"no such profile":     {Mend{MendDropProfile, cfgPath, "q"}, "no such value"},
		"no such key":         {Mend{MendDropKey, cfgPath, "p/password"}, "no such value"},
		"no way to sign in":   {Mend{MendDropKey, cfgPath, "p/host"}, "no way to sign in"},
		"no key":              {Mend{MendDropKey, cfgPath, "p"}, "no way to sign in"},
		"no profiles":         {Mend{MendDropProfile, routerPath, "p"}, "holds no profiles"},
		"closed already":      {Mend{MendMode, cfgPath, ""}, "already for its owner"},
		"no file":             {Mend{MendMode, "/gone", ""}, "does not exist"},
		"nothing":             {Mend{Path: cfgPath}, "would mend"},
	} {
		t.Run(name, func(t *testing.T) {
			catalogue := m.catalogue(t)
			before := tree(t, catalogue.fs)
			_, _, err := mend(t, catalogue, c.mend)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasSuffix(err.Error(), ".") {
				t.Errorf("got %v", err)
			}
			if tree(t, catalogue.fs) != before {
				t.Error("something was written")
			}
		})
	}
}

func TestMendMode(t *testing.T) {
	c, fsys := writeCase{path: cfgPath, before: "[p]\ntoken = OLD\n"}.on(t)
	ch, done, err := mend(t, c, Mend{Kind: MendMode, Path: cfgPath})
	if err != nil || len(ch.Diff) != 2 || ch.Diff[0].Text != "mode 0644" || ch.Diff[1].Text != "mode 0600" {
		t.Fatalf("got %+v, %v", ch, err)
	}
	mode := func() string {
		info, err := fsys.Stat(cfgPath)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().String()
	}
	if mode() != "-rw-------" {
		t.Errorf("mode %s", mode())
	}
	if _, err := c.Apply(t.Context(), ch); err == nil {
		t.Error("a stale plan was carried out")
	}
	if err := c.Undo(t.Context(), done); err != nil || mode() != "-rw-r--r--" {
		t.Errorf("undone: %s, %v", mode(), err)
	}
	if err := c.Undo(t.Context(), done); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("undone twice: %v", err)
	}
	if err := fsys.Chmod(cfgPath, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(t.Context(), ch); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("another mode: %v", err)
	}
}

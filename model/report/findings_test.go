package report

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

func TestFindings(t *testing.T) {
	tried := func(state session.State) func(*Facts) {
		return func(f *Facts) {
			f.Tokens, f.Tried = nil, map[Key]session.State{{Fingerprint: pat("1").Fingerprint(), Host: ours}: state}
		}
	}
	cases := []struct {
		name   string
		change func(*Facts)
		want   string // "severity code", empty: none
		text   string // in its text
	}{
		{"nothing wrong", func(*Facts) {}, "", ""},
		{"nothing wrong, by profile", byProfile, "", ""},
		{"group reads a secret", func(f *Facts) { router(f).Mode = 0o640 }, "warn mode-too-open", "open to others (mode 0640)"},
		{"everybody reads a live secret", func(f *Facts) { router(f).Mode = 0o644 }, "error mode-too-open", "~/.claude-code-router/config.json"},
		{"everybody reads an untried secret", func(f *Facts) { router(f).Mode, f.Tokens = 0o644, nil }, "warn mode-too-open", "everybody"},
		{"everybody reads a file without secrets", func(f *Facts) { cfg(f).Mode, cfg(f).Secrets = 0o644, nil }, "", ""},
		{"everybody reads the name of a variable", func(f *Facts) {
			router(f).Mode, router(f).Secrets = 0o644, []creds.Held{{Where: "w", Kind: creds.HeldAPIKey, Indirect: "$DATABRICKS_TOKEN", Provider: "databricks", Databricks: true}}
		}, "", ""},
		{"owner may execute", func(f *Facts) { router(f).Mode = 0o700 }, "", ""},
		{"a secret in somebody else's file", func(f *Facts) { router(f).Owner = creds.Owner{Known: true, UID: 7} }, "warn foreign-owner", "user 7"},
		{"root's file", func(f *Facts) { router(f).Owner = creds.Owner{Known: true, UID: 0} }, "", ""},
		{"expired, in the router", func(f *Facts) { f.Tokens = []token.Token{listed(pat("1"), in(-time.Minute))} }, "error secret-expired", "2026-11-23 11:59 UTC"},
		{"expired at this moment", func(f *Facts) { f.Tokens = []token.Token{listed(pat("1"), in(0))} }, "error secret-expired", "provider databricks"},
		{"expired, not in use", func(f *Facts) {
			provider(f).InRouter, f.Tokens = false, []token.Token{listed(pat("1"), in(-1))}
		}, "warn secret-expired", "API key"},
		{"tried and expired", tried(session.Expired), "error secret-expired", "expired: write"},
		{"tried and revoked", tried(session.Revoked), "error secret-revoked", "not known to dbc-ours.example.com"},
		{"tried and works", tried(session.Works), "", ""},
		{"tried, not clear", tried(session.Undecided), "", ""},
		{"five minutes left", func(f *Facts) { f.Tokens[0].Expiry = in(5 * time.Minute) }, "", ""},
		{"less than five minutes left", func(f *Facts) { f.Tokens[0].Expiry = in(5*time.Minute - 1) }, "error token-ends-soon", "12:04:59 UTC"},
		{"less than five minutes left, not in use", func(f *Facts) {
			provider(f).InRouter, f.Tokens[0].Expiry = false, in(time.Minute)
		}, "warn token-ends-soon", "provider databricks"},
		{"our token beside another host", func(f *Facts) { key(f).Host, provider(f).Host = theirs, theirs }, "error wrong-workspace", "dbc-theirs.example.com"},
		{"our own token is dead", func(f *Facts) {
			byProfile(f)
			f.Context, f.Listed, f.Tokens = nil, false, nil
			f.ContextErr = &session.Error{Fault: session.Unauthorized, Sentence: "no"}
		}, "error secret-revoked", "profile DEFAULT of ~/.databrickscfg"},
		{"two ways to sign in", func(f *Facts) { profile(f).AuthKinds = []string{"oauth-m2m", "pat"} }, "warn several-auth-kinds", "oauth-m2m and by pat"},
		{"two ways to sign in, in use", func(f *Facts) {
			byProfile(f)
			profile(f).AuthKinds = []string{"oauth-m2m", "pat"}
		}, "error several-auth-kinds", "Profile DEFAULT"},
		{"two ways and a choice", func(f *Facts) { profile(f).AuthKinds, profile(f).AuthType = []string{"oauth-m2m", "pat"}, "pat" }, "", ""},
		{"a provider elsewhere", func(f *Facts) { key(f).Host, key(f).Value, provider(f).Host = theirs, pat("9"), theirs }, "warn host-mismatch", "sends to dbc-theirs.example.com"},
		{"a provider elsewhere, without requests", func(f *Facts) {
			key(f).Host, key(f).Value, *provider(f) = theirs, pat("9"), creds.Provider{Name: "databricks", Host: theirs, Databricks: true}
		}, "info host-mismatch", "signed in at dbc-ours.example.com"},
		{"a provider elsewhere that works", func(f *Facts) {
			key(f).Host, key(f).Value, provider(f).Host = theirs, pat("9"), theirs
			f.Tried = map[Key]session.State{{Fingerprint: pat("9").Fingerprint(), Host: theirs}: session.Works}
		}, "info host-mismatch", "Provider"},
		{"another vendor's provider", func(f *Facts) { provider(f).Databricks, provider(f).Host = false, theirs }, "", ""},
		{"a host in capitals", func(f *Facts) { provider(f).Host = strings.ToUpper(ours) }, "", ""},
		{"variables lead to another workspace", func(f *Facts) {
			profile(f).Host, cfg(f).Secrets = theirs, nil
		}, "warn env-shadows-file", "DATABRICKS_HOST in the environment hides profile DEFAULT of ~/.databrickscfg, which signs in at dbc-theirs"},
		{"variables lead to another client", func(f *Facts) { cfg(f).Secrets[0].ClientID = "app-2" }, "info env-shadows-file", "as somebody else"},
		{"the profile's token is somebody else's", func(f *Facts) {
			cfg(f).Secrets = []creds.Held{{Where: "[DEFAULT] token", Kind: creds.HeldPAT, Value: pat("5"), Host: ours, Profile: "DEFAULT", Databricks: true}}
			f.Tried = map[Key]session.State{{Fingerprint: pat("5").Fingerprint(), Host: ours}: session.Works}
		}, "info env-shadows-file", "-p DEFAULT"},
		{"the profile's token is ours", func(f *Facts) {
			cfg(f).Secrets = []creds.Held{{Where: "[DEFAULT] token", Kind: creds.HeldPAT, Value: pat("2"), Host: ours, Profile: "DEFAULT", Databricks: true}}
		}, "", ""},
		{"--host leads elsewhere", func(f *Facts) {
			f.Machine.Login.Sources = map[string]string{"host": "--host"}
			profile(f).Host, cfg(f).Secrets = theirs, nil
		}, "", ""},
		{"not understood", func(f *Facts) {
			*cfg(f) = creds.File{ID: creds.DatabricksCfg, Path: home + "/.databrickscfg", Exists: true, Mode: 0o600, Problem: &creds.Problem{Line: 3, Text: "there is no = in it."}}
		}, "error unreadable", "~/.databrickscfg: line 3: there is no = in it."},
		{"not understood, and open", func(f *Facts) {
			*cfg(f) = creds.File{ID: creds.DatabricksCfg, Path: home + "/.databrickscfg", Exists: true, Mode: 0o644, Problem: &creds.Problem{Text: "no text."}}
		}, "error unreadable; warn mode-too-open", "~/.databrickscfg may hold secrets and is open"},
		{"a directory", func(f *Facts) {
			*cfg(f) = creds.File{ID: creds.DatabricksCfg, Path: home + "/.databrickscfg", Exists: true, Mode: fs.ModeDir | 0o755, Problem: &creds.Problem{Text: "it is a directory, not a file."}}
		}, "error unreadable", "a directory"},
		{"not read", func(f *Facts) {
			*cfg(f) = creds.File{ID: creds.DatabricksCfg, Path: "/etc/db", Exists: true, Problem: &creds.Problem{Text: "permission denied."}}
		}, "error unreadable", "/etc/db: permission denied."},
		{"replaced by a newer file", func(f *Facts) { router(f).Superseded = home + "/.claude-code-router/config.sqlite" }, "warn superseded", "reads ~/.claude-code-router/config.sqlite and ignores ~/.claude-code-router/config.json"},
		{"missing files", func(f *Facts) {
			f.Machine.Files = []creds.File{{ID: creds.DatabricksCfg, Path: "/x", Superseded: "/y"}}
		}, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := appTerminal()
			c.change(&f)
			r := Judge(f)
			var got []string
			text := ""
			for _, file := range r.Files {
				for _, found := range file.Findings {
					got = append(got, string(found.Severity)+" "+string(found.Code))
					text += found.Text
				}
			}
			if strings.Join(got, "; ") != c.want || !strings.Contains(text, c.text) {
				t.Errorf("got %q: %s\nwant %q: %s", got, text, c.want, c.text)
			}
			if want := strings.HasPrefix(c.want, "warn") || strings.HasPrefix(c.want, "error"); r.NeedsAttention != want {
				t.Errorf("needs attention: %t", r.NeedsAttention)
			}
			if text != "" && !strings.HasSuffix(text, ".") {
				t.Errorf("no sentence: %s", text)
			}
		})
	}
}

func TestTheGravestComesFirst(t *testing.T) {
	f := appTerminal()
	router(&f).Mode, router(&f).Superseded, provider(&f).InRouter = 0o644, "/s", false
	provider(&f).Host = theirs
	found := Judge(f).Files[1].Findings
	var got []string
	for _, x := range found {
		got = append(got, string(x.Severity))
	}
	if strings.Join(got, " ") != "error warn info" {
		t.Errorf("got %q", got)
	}
	if found[0].Mend.Path != router(&f).Path || found[0].Fix != Text("chmod 600 "+router(&f).Path) {
		t.Errorf("the fix of %+v", found[0])
	}
}

func TestFixIsOneShellWord(t *testing.T) {
	for path, want := range map[string]string{
		"/home/dev/.databrickscfg": "/home/dev/.databrickscfg",
		"/home/a b/c":              "'/home/a b/c'",
		"/home/it's; rm -rf":       `'/home/it'\''s; rm -rf'`,
		"-rf":                      "'-rf'",
		"":                         "''",
	} {
		if got := shellQuote(path); got != want {
			t.Errorf("%q: %s", path, got)
		}
	}
}

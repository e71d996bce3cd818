package creds

import (
	"fmt"
	"strings"
	"testing"
)

func TestProfiles(t *testing.T) {
	in := resolveMachine().look(t)
	f := file(t, in, DatabricksCfg)
	if f.Problem != nil || !f.Exists || f.Mode.Perm() != 0o600 || f.Path != home+"/.databrickscfg" {
		t.Fatalf("got %+v", f)
	}
	kinds := map[string]string{}
	for _, p := range f.Profiles {
		kinds[p.Name] = fmt.Sprintf("%s %s", strings.Join(p.AuthKinds, "+"), p.AuthType)
	}
	for name, want := range map[string]string{
		"DEFAULT": "pat ", "prod": "oauth-m2m ", "both": "pat+oauth-m2m ", "pinned": "pat+oauth-m2m pat", "cli": " databricks-cli",
		"azure": "azure-client-secret ", "basic": "basic ", "msi_off": "pat ", "hostonly": " ",
	} {
		if kinds[name] != want {
			t.Errorf("%s is %q, want %q", name, kinds[name], want)
		}
	}
	for _, name := range []string{"__settings__", "empty"} {
		if _, ok := kinds[name]; ok {
			t.Errorf("%s is no profile", name)
		}
	}
	where := map[string]Held{}
	for _, h := range f.Secrets {
		where[h.Where] = h
	}
	if h := where["[prod] client_secret"]; h.Kind != HeldClientSecret || h.ClientID != "app" || h.Host != prodHost || !h.Databricks || h.Profile != "prod" {
		t.Errorf("got %+v", h)
	}
	if h := where["[DEFAULT] token"]; h.Kind != HeldPAT || h.Value.Reveal() != pat("1") || h.Host != otherHost {
		t.Errorf("got %+v", h)
	}
	if h := where["[basic] password"]; h.Kind != HeldPassword {
		t.Errorf("got %+v", h)
	}
	if h := where["[azure] azure_client_secret"]; h.Databricks || h.ClientID != "a" {
		t.Errorf("got %+v", h)
	}
	if h := where["[badhost] token"]; h.Host != "" || h.Value.IsZero() {
		t.Errorf("got %+v", h)
	}
}

// What ~/.databrickscfg is seen to hold in the wild, and what the SDK makes of it.
func TestProfilesAsTheSDKReadsThem(t *testing.T) {
	token := pat("1")
	for _, c := range []struct{ name, cfg, profile, want string }{
		{"BOM and CRLF", "\ufeff[DEFAULT]\r\nhost = " + prodHost + "\r\ntoken = " + token + "\r\n", "", token},
		{"colon, tabs, no final newline", "[p]\nhost:\t" + prodHost + "\ntoken\t:\t" + token, "p", token},
		{"keys before any section", "host = " + prodHost + "\ntoken = " + token + "\n", "", token},
		{"inline comment", "[p]\nhost = " + prodHost + " ; here\ntoken = " + token + " # mine\n", "p", token},
		{"a # of its own", "[p]\nhost = " + prodHost + "\ntoken = " + token + "#x\n", "p", token + "#x"},
		{"quotes", "[p]\nhost = '" + prodHost + "'\ntoken = \"" + token + "\"\n", "p", token},
		{"backticks", "[p]\nhost = `" + prodHost + "`\ntoken = `" + token + "`\n", "p", token},
		{"triple quotes", "[p]\nhost = " + prodHost + "\ntoken = \"\"\"" + token + "\"\"\"\n", "p", token},
		{"continued line", "[p]\nhost = " + prodHost + "\ntoken = " + token[:10] + "\\\n  " + token[10:] + "\n", "p", token},
		{"last key wins", "[p]\nhost = " + prodHost + "\ntoken = " + pat("2") + "\ntoken = " + token + "\n", "p", token},
		{"sections merge", "[p]\nhost = " + prodHost + "\n[q]\nhost = x\n[p]\ntoken = " + token + "\n", "p", token},
		{"a dot inherits nothing", "[p]\ntoken = " + pat("2") + "\n[p.dev]\nhost = " + prodHost + "\ntoken = " + token + "\n", "p.dev", token},
		{"spaces in a name", "[ p ]\nhost = " + prodHost + "\ntoken = " + token + "\n[p]\nhost = x\n", "p", ""},
		{"another case of a key", "[p]\nhost = " + prodHost + "\nToken = " + token + "\n", "p", ""},
		{"commented out", "[p]\nhost = " + prodHost + "\n# token = " + token + "\n", "p", ""},
		{"interpolation is literal", "[p]\nhost = " + prodHost + "\nx = 1\ntoken = %(x)s\n", "p", "%(x)s"},
		{"unknown and legacy keys", "[p]\njobs-api-version = 2.1\nhost = " + prodHost + "\ntoken = " + token + "\nnew_key = 1\n", "p", token},
		{"unicode", "[prüfung]\nhost = " + prodHost + "\ntoken = " + token + "\n", "prüfung", token},
	} {
		m := machine{cfg: c.cfg, profile: c.profile}
		in := m.look(t)
		if got := in.Login.Token.Reveal(); got != c.want || (c.want == "") != (in.LoginErr != nil) {
			t.Errorf("%s: %q, %v, want %q", c.name, got, in.LoginErr, c.want)
		}
	}
}

func TestUnreadableProfiles(t *testing.T) {
	for _, c := range []struct {
		name, cfg, text string
		line            int
	}{
		{"a line of junk", "[p]\nhost = x\n" + pat("1") + "\n", "no = or :", 3},
		{"an open bracket", "[p\nhost = x\n", "no ]", 1},
		{"binary", "\x7fELF\xff\xfe\x00", "UTF-8", 0},
		{"NUL", "[p]\nhost = \x00\n", "NUL", 0},
		{"UTF-16", "\xff\xfe[\x00p\x00]\x00", "UTF-8", 0},
		{"10 MB", strings.Repeat("# x\n", 10<<20/4), "1 MiB", 0},
	} {
		m := machine{cfg: c.cfg}
		in := m.look(t)
		p := file(t, in, DatabricksCfg).Problem
		if p == nil || !strings.Contains(p.Text, c.text) || p.Line != c.line || !strings.Contains(p.Text, ".databrickscfg") {
			t.Errorf("%s: %+v", c.name, p)
			continue
		}
		if in.LoginErr == nil || strings.Contains(p.Text, pat("1")) {
			t.Errorf("%s: %v, %v", c.name, in.LoginErr, p.Text)
		}
	}
}

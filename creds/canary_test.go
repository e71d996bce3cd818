package creds

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkNoSecret fails when an Inventory shows a canary in any way that does not go through Reveal.
func checkNoSecret(t interface{ Fatalf(string, ...any) }, in Inventory, canaries []string) {
	asJSON, err := json.Marshal(in)
	if err != nil {
		t.Fatalf("%v", err)
	}
	shown := fmt.Sprintf("%v\n%+v\n%#v\n%s\n%v", in, in, in, asJSON, in.LoginErr)
	for _, f := range in.Files {
		if f.Problem != nil {
			shown += f.Problem.Text
		}
	}
	for _, canary := range canaries {
		if strings.Contains(shown, canary) || strings.Contains(shown, canary[4:20]) {
			t.Fatalf("a secret shows in %s", shown)
		}
	}
}

func TestNoSecretShows(t *testing.T) {
	var canaries []string
	next := func() string {
		canaries = append(canaries, pat(string("0123456789abcdef"[len(canaries)%16]))[:20]+fmt.Sprintf("%016x", len(canaries)))
		return canaries[len(canaries)-1]
	}
	// In the right place, in the wrong place, and in places where a parser trips over them.
	for _, m := range []machine{
		{env: map[string]string{"DATABRICKS_HOST": prodHost, "DATABRICKS_TOKEN": next(), "DATABRICKS_CLIENT_SECRET": next(), "ANTHROPIC_AUTH_TOKEN": next(), "GOOGLE_CREDENTIALS": next()}},
		{env: map[string]string{"DATABRICKS_HOST": next(), "DATABRICKS_CLIENT_ID": next(), "DATABRICKS_AUTH_TYPE": next()}},
		{env: map[string]string{"DATABRICKS_HOST": "https://u:" + next() + "@h", "HTTPS_PROXY": "http://u:" + next() + "@p:1", "ANTHROPIC_BASE_URL": "u:" + next() + "@p/x"}},
		{env: map[string]string{lifetimeVariable: next(), "DATABRICKS_APP_NAME": next(), "DATABRICKS_CONFIG_PROFILE": next()}, cfg: "a=b"},
		{profile: next(), cfg: "[" + next() + "]\nhost = " + next() + "\nauth_type = " + next() + "\naccount_id = " + next() + "\n"},
		{profile: next()},
		{cfg: "host = " + prodHost + "\ntoken = " + next() + "\nclient_id = a\nclient_secret = " + next() + "\npassword = " + next() + "\n"},
		{cfg: "[" + next() + "\n"}, {cfg: next() + "\n"}, {cfg: "a = `" + next() + "\n"}, {cfg: "\"" + next() + "\n"},
		{router: "{Providers: [{name: '" + next() + "', api_base_url: 'https://u:" + next() + "@h/" + next() + "', api_key: '" + next() + "', models: ['" + next() + "']}], APIKEY: '" + next() + "'}"},
		{router: "{Providers: ['" + next() + "', " + next() + "]}"}, {router: "'" + next() + "'"}, {router: "{" + next() + " 1}"}, {router: "{a: '" + next()},
		{env: map[string]string{"X": next()}, router: "{Providers: [{name: '$X', api_base_url: '$X', api_key: 'a$X'}], Router: {default: '$X,m'}}"},
	} {
		checkNoSecret(t, m.look(t), canaries)
		checkNoSecret(t, m.catalogue(t).Look(t.Context(), next()), canaries)
	}
}

// Whatever the two files hold, a look comes back and shows no secret.
func TestAnyFileIsLookedAt(t *testing.T) {
	canary := pat("c")[:20] + "00112233445566"
	ini := []string{"[", "]", "p", "DEFAULT", "\n", "=", " ", "host", "token", "client_secret", "auth_type", canary, prodHost, "`", "\\", "[__settings__]\ndefault_profile", "\x00", "\xff"}
	js := []string{"{", "}", "[", "]", ":", ",", "'", "\"", "Providers", "api_key", "name", "api_base_url", canary, prodHost, "$X", "//", "\n", "1", "null", "\\", "\x00"}
	rapid.Check(t, func(t *rapid.T) {
		text := func(pieces []string, label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, label), "")
		}
		m := machine{cfg: text(ini, "cfg"), router: text(js, "router"), profile: rapid.SampledFrom([]string{"", "p", "DEFAULT"}).Draw(t, "profile")}
		c := New(Options{Fs: m.fs(&testing.T{}), Home: home, UID: -1, Profile: m.profile})
		checkNoSecret(t, c.Look(t.Context(), ""), []string{canary})
	})
}

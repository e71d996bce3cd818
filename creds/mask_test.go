package creds

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bricktop/creds/secret"
)

// Secrets that no reader of ours finds: behind a name that tells, in an address, or by their form alone.
func TestMaskLine(t *testing.T) {
	long := strings.Repeat("Xy7", 9)
	for line, want := range map[string]string{
		"password = correct horse battery":       "password = ••••",
		"# client_secret: hunter2":               "# client_secret: ••••",
		`"GITHUB_TOKEN": "hunter2", "a": "b"`:    `"GITHUB_TOKEN": "••••", "a": "b"`,
		`'apiKey' : 'hunt\'er2',`:                `'apiKey' : '••••',`,
		`{token:"hunter2"}`:                      `{token:"••••"}`,
		`api_key: "$DATABRICKS_TOKEN",`:          `api_key: "$DATABRICKS_TOKEN",`,
		`"apiKey": "{env:DATABRICKS_TOKEN}"`:     `"apiKey": "{env:DATABRICKS_TOKEN}"`,
		`"max_tokens": 4096, "x": 1`:             `"max_tokens": 4096, "x": 1`,
		`"Authorization": "Basic dXNlcjpwYXNz"`:  `"Authorization": "Basic ••••"`,
		"proxy = http://u:hunter2@proxy:8080/":   "proxy = http://u:••••@proxy:8080/",
		"x = " + long:                            "x = ••••",
		"host = https://dbc-1.cloud.example.com": "host = https://dbc-1.cloud.example.com",
		"model = databricks-claude-sonnet-4-5":   "model = databricks-claude-sonnet-4-5",
		`password = """hunter2`:                  `password = """••••`,
		"password = 123456":                      "password = ••••",
		"token = ":                               "token = ",
		`"token": "hunter2`:                      `"token": "••••`,
	} {
		if got := maskLine(line, nil); got != want {
			t.Errorf("%s: got %s, want %s", line, got, want)
		}
	}
	old, other := secret.New("hunter2-short"), secret.New("hunter2")
	if got := masked([]DiffLine{{Same, "x hunter2-short hunter2"}}, []secret.Secret{other, old}); got[0].Text != "x "+old.Mask()+" "+other.Mask() {
		t.Errorf("got %s", got[0].Text)
	}
}

// Whatever stands in the two files: no plan, refusal, diff or note shows a secret, and what is not written
// stays.
func TestNoChangeShowsASecret(t *testing.T) {
	ini := []string{"[p]\n", "[p.eu]\n", "[", "\n", "\n", "host = " + prodHost + "\n", "token = OLD\n", "token=OTHER # OLD\n", "# token = OLD\n", "client_id = a\n", "client_secret = CLIENT\n", "x = VENDOR\n", "token = \"\"\"OLD\nOTHER\"\"\"\n", "OLD", "a = OLD\\\n OTHER\n", "token", " = ", "\r\n", "`OLD\n`"}
	js := []string{"{", "}", "[", "]", ",", ":", "\n", `"Providers": [`, `{"name": "d", "api_base_url": "HOST/x", "api_key": "OLD"}`, `"api_key": "OTHER"`, `// OLD`, "/* OTHER\nOLD */", `"Router": {}`, "'VENDOR'", `"env": {"X_TOKEN": "VENDOR"}`, `"\u0064apiOLD"`, "api_base_url"}
	rapid.Check(t, func(rt *rapid.T) {
		text := func(pieces []string, label string) string {
			return token(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 16).Draw(rt, label), ""))
		}
		m := machine{files: map[string]string{cfgPath: text(ini, "cfg"), routerPath: "{" + text(js, "router") + "}"}}
		c := m.catalogue(t)
		for _, s := range c.Slots(t.Context(), "", prodHost) {
			checkMasked(rt, s)
			if s.Refused != nil {
				checkMasked(rt, s.Refused.Error())
			}
			ch, err := c.PlanWrite(t.Context(), s, secret.New(pat("9")))
			checkMasked(rt, ch, err)
			if err != nil {
				continue
			}
			before := content(t, c.fs, s.Path)
			done, err := c.Apply(t.Context(), ch)
			if err != nil {
				rt.Fatalf("%s was planned and not written: %v", s.ID, err)
			}
			if err := c.Undo(t.Context(), done); done.CanUndo && err != nil || content(t, c.fs, s.Path) != before {
				rt.Fatalf("%s was not undone: %v", s.ID, err)
			}
		}
		for _, mend := range []Mend{{MendDropProfile, cfgPath, "p"}, {MendDropProfile, cfgPath, "p.eu"}, {MendDropKey, cfgPath, "p/token"}, {MendDropKey, cfgPath, "DEFAULT/client_secret"}} {
			ch, err := c.PlanMend(t.Context(), mend)
			checkMasked(rt, ch, err)
		}
	})
}

package creds

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

const (
	cfgPath    = home + "/.databrickscfg"
	routerPath = home + "/.claude-code-router/config.json"
)

// token puts test secrets into a text: the old one, the new one, another vendor's, and a client secret.
func token(text string) string {
	return strings.NewReplacer("OLD", pat("1"), "NEW", pat("9"), "OTHER", pat("5"), "VENDOR", "sk-or-v1-"+strings.Repeat("ab12", 8),
		"CLIENT", oauthSecret("7"), "HOST", prodHost).Replace(text)
}

// writeCase is a file before and after a token was written into a slot.
type writeCase struct {
	name, path, slot string
	before, after    string // before "-" : there is no file
	env              map[string]string
}

const newProvider = `{
      "name": "databricks",
      "api_base_url": "HOST/serving-endpoints/databricks-claude-sonnet-4-5/invocations",
      "api_key": "NEW",
      "models": [
        "databricks-claude-sonnet-4-5"
      ]
    }`

func writeCases() []writeCase {
	cases := []writeCase{
		{"one profile", cfgPath, "databrickscfg:prod", "[prod]\nhost = HOST\ntoken = OLD\n", "[prod]\nhost = HOST\ntoken = NEW\n", nil},
		{"a comment behind it, no blanks, no line end", cfgPath, "databrickscfg:prod", "[prod]\nhost=HOST/\n# mine\ntoken=OLD # until spring", "[prod]\nhost=HOST/\n# mine\ntoken=NEW # until spring", nil},
		{"CRLF and BOM", cfgPath, "databrickscfg:DEFAULT", "\ufeffhost = HOST\r\n\r\ntoken : OLD\r\njobs-api-version = 2.0\r\n", "\ufeffhost = HOST\r\n\r\ntoken : NEW\r\njobs-api-version = 2.0\r\n", nil},
		{"several profiles", cfgPath, "databrickscfg:b", "[a]\nhost = https://dbc-2.cloud.databricks.com\ntoken = OTHER\n\n[b]\nhost = HOST\ntoken = OLD\n[c]\nhost = HOST\nclient_id = x\nclient_secret = CLIENT\n", "[a]\nhost = https://dbc-2.cloud.databricks.com\ntoken = OTHER\n\n[b]\nhost = HOST\ntoken = NEW\n[c]\nhost = HOST\nclient_id = x\nclient_secret = CLIENT\n", nil},
		{"dotted profiles", cfgPath, "databrickscfg:prod.eu", "[prod]\nhost = HOST\ntoken = OTHER\n\n[prod.eu]\nhost = HOST\ntoken = OLD\n", "[prod]\nhost = HOST\ntoken = OTHER\n\n[prod.eu]\nhost = HOST\ntoken = NEW\n", nil},
		{"the parent of a dotted profile", cfgPath, "databrickscfg:prod", "[prod.eu]\nhost = HOST\ntoken = OTHER\n\n[prod]\nhost = HOST\ntoken = OLD\n", "[prod.eu]\nhost = HOST\ntoken = OTHER\n\n[prod]\nhost = HOST\ntoken = NEW\n", nil},
		{"the same token in two profiles", cfgPath, "databrickscfg:b", "[a]\nhost = HOST\ntoken = OLD\n[b]\nhost = HOST\ntoken = OLD\n", "[a]\nhost = HOST\ntoken = OLD\n[b]\nhost = HOST\ntoken = NEW\n", nil},
		{"a profile with a host alone", cfgPath, "databrickscfg:prod", "[prod]\nhost = HOST\n; nothing yet\n\n[x]\nhost = HOST\nusername = u\n", "[prod]\nhost = HOST\ntoken = NEW\n; nothing yet\n\n[x]\nhost = HOST\nusername = u\n", nil},
		{"an empty token", cfgPath, "databrickscfg:prod", "[prod]\nhost = HOST\ntoken =\n", "[prod]\nhost = HOST\ntoken =NEW\n", nil},
		{"no file", cfgPath, "databrickscfg:DEFAULT", "-", "[DEFAULT]\nhost = HOST\ntoken = NEW\n", nil},
		{"an empty file", cfgPath, "databrickscfg:DEFAULT", "", "[DEFAULT]\nhost = HOST\ntoken = NEW\n", nil},
		{"only comments", cfgPath, "databrickscfg:DEFAULT", "# one day\n", "# one day\n\n[DEFAULT]\nhost = HOST\ntoken = NEW\n", nil},
		{"DEFAULT is the service principal's", cfgPath, "databrickscfg:bricktop", "[DEFAULT]\nhost = HOST\nclient_id = app\nclient_secret = CLIENT\n", "[DEFAULT]\nhost = HOST\nclient_id = app\nclient_secret = CLIENT\n\n[bricktop]\nhost = HOST\ntoken = NEW\n", nil},
		{"profiles without DEFAULT, in a style of their own", cfgPath, "databrickscfg:bricktop", "[other]\r\nhost=https://dbc-2.cloud.databricks.com\r\ntoken=OTHER", "[other]\r\nhost=https://dbc-2.cloud.databricks.com\r\ntoken=OTHER\r\n\r\n[bricktop]\r\nhost=HOST\r\ntoken=NEW", nil},

		{"router", routerPath, "claude-code-router:databricks", `{"Providers": [{"name": "databricks", "api_base_url": "HOST/serving-endpoints/m/invocations", "api_key": "OLD", "models": ["m"]}], "Router": {"default": "databricks,m"}}`, `{"Providers": [{"name": "databricks", "api_base_url": "HOST/serving-endpoints/m/invocations", "api_key": "NEW", "models": ["m"]}], "Router": {"default": "databricks,m"}}`, nil},
		{"JSON5 with comments", routerPath, "claude-code-router:dbx", "\ufeff{\r\n  // mine\r\n  Providers: [\r\n    {name: 'dbx', api_base_url: 'HOST/x', api_key: 'OLD', /* why */ },\r\n    {name: 'or', api_base_url: 'https://openrouter.ai/x', api_key: 'VENDOR'},\r\n  ],\r\n}", "\ufeff{\r\n  // mine\r\n  Providers: [\r\n    {name: 'dbx', api_base_url: 'HOST/x', api_key: 'NEW', /* why */ },\r\n    {name: 'or', api_base_url: 'https://openrouter.ai/x', api_key: 'VENDOR'},\r\n  ],\r\n}", nil},
		{"two Databricks providers, the host decides", routerPath, "claude-code-router:b", `{"Providers":[{"name":"a","api_base_url":"https://dbc-2.cloud.databricks.com/x","api_key":"OTHER"},{"name":"b","api_base_url":"HOST/x","api_key":"OLD"}]}`, `{"Providers":[{"name":"a","api_base_url":"https://dbc-2.cloud.databricks.com/x","api_key":"OTHER"},{"name":"b","api_base_url":"HOST/x","api_key":"NEW"}]}`, nil},
		{"two providers of one name", routerPath, "claude-code-router:d#2", `{"Providers":[{"name":"d","api_base_url":"HOST/x","api_key":"OTHER"},{"name":"d","api_base_url":"HOST/y","api_key":"OLD"}]}`, `{"Providers":[{"name":"d","api_base_url":"HOST/x","api_key":"OTHER"},{"name":"d","api_base_url":"HOST/y","api_key":"NEW"}]}`, nil},
		{"lower case providers", routerPath, "claude-code-router:d", `{"providers":[{"name":"d","api_base_url":"HOST/x","api_key":"OLD"}]}`, `{"providers":[{"name":"d","api_base_url":"HOST/x","api_key":"NEW"}]}`, nil},
		{"a key with blanks", routerPath, "claude-code-router:d", `{"Providers":[{"name":"d","api_base_url":"HOST/x","api_key":" OLD "}]}`, `{"Providers":[{"name":"d","api_base_url":"HOST/x","api_key":" NEW "}]}`, nil},
		{"a provider without a key", routerPath, "claude-code-router:d", `{"Providers": [{"name": "d", "api_base_url": "HOST/x"}]}`, `{"Providers": [{"name": "d", "api_base_url": "HOST/x", "api_key": "NEW"}]}`, nil},
		{"a provider with an empty key", routerPath, "claude-code-router:d", `{"Providers": [{"name": "d", "api_key": "", "api_base_url": "HOST/x"}]}`, `{"Providers": [{"name": "d", "api_key": "NEW", "api_base_url": "HOST/x"}]}`, nil},
		{"no router file", routerPath, "claude-code-router:databricks", "-", "{\n  \"LOG\": false,\n  \"Providers\": [\n    " + newProvider + "\n  ],\n  \"Router\": {\n    \"default\": \"databricks,databricks-claude-sonnet-4-5\"\n  }\n}\n", nil},
		{"an empty router file", routerPath, "claude-code-router:databricks", " \n", "{\n  \"LOG\": false,\n  \"Providers\": [\n    " + newProvider + "\n  ],\n  \"Router\": {\n    \"default\": \"databricks,databricks-claude-sonnet-4-5\"\n  }\n}\n", nil},
		{"a router without providers", routerPath, "claude-code-router:databricks", "{\n  \"PORT\": 3456\n}\n", "{\n  \"PORT\": 3456,\n  \"Providers\": [\n    " + newProvider + "\n  ],\n  \"Router\": {\n    \"default\": \"databricks,databricks-claude-sonnet-4-5\"\n  }\n}\n", nil},
		{"a router with its own route and a provider of our name", routerPath, "claude-code-router:databricks-2", `{"Providers": [{"name": "databricks", "api_base_url": "https://openrouter.ai/x", "api_key": "VENDOR"}], "Router": {"default": "databricks,m"}}`, `{"Providers": [{"name": "databricks", "api_base_url": "https://openrouter.ai/x", "api_key": "VENDOR"}, {"name": "databricks-2", "api_base_url": "HOST/serving-endpoints/databricks-claude-sonnet-4-5/invocations", "api_key": "NEW", "models": ["databricks-claude-sonnet-4-5"]}], "Router": {"default": "databricks,m"}}`, nil},
		{"a variable in its address", routerPath, "claude-code-router:d", `{"Providers":[{"name":"d","api_base_url":"${DBX}/x","api_key":"OLD"}]}`, `{"Providers":[{"name":"d","api_base_url":"${DBX}/x","api_key":"NEW"}]}`, map[string]string{"DBX": prodHost}},

		{"claude", home + "/.claude/settings.json", "claude:env.ANTHROPIC_AUTH_TOKEN", `{"env": {"ANTHROPIC_BASE_URL": "HOST/serving-endpoints/anthropic", "ANTHROPIC_AUTH_TOKEN": "OLD"}, "model": "x"}`, `{"env": {"ANTHROPIC_BASE_URL": "HOST/serving-endpoints/anthropic", "ANTHROPIC_AUTH_TOKEN": "NEW"}, "model": "x"}`, nil},
		{"codex", home + "/.codex/config.toml", "codex:dbx", "model = \"x\"\n\n[model_providers.dbx]\nbase_url = \"HOST/serving-endpoints\" # here\nexperimental_bearer_token = 'OLD'\n", "model = \"x\"\n\n[model_providers.dbx]\nbase_url = \"HOST/serving-endpoints\" # here\nexperimental_bearer_token = 'NEW'\n", nil},
		{"codex by environment file", home + "/.codex/.env", "codex-env:OPENAI_API_KEY", "# mine\nexport OPENAI_API_KEY=\"OLD\" # x\nOPENAI_BASE_URL=HOST/serving-endpoints\n", "# mine\nexport OPENAI_API_KEY=\"NEW\" # x\nOPENAI_BASE_URL=HOST/serving-endpoints\n", nil},
		{"gemini, no line end", home + "/.gemini/.env", "gemini:GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL=HOST/serving-endpoints/google\r\nGEMINI_API_KEY=OLD", "GOOGLE_GEMINI_BASE_URL=HOST/serving-endpoints/google\r\nGEMINI_API_KEY=NEW", nil},
		{"opencode", home + "/.config/opencode/opencode.json", "opencode:databricks", "{\n  // mine\n  \"provider\": {\"databricks\": {\"options\": {\"baseURL\": \"HOST/x\", \"apiKey\": \"OLD\"}}}\n}\n", "{\n  // mine\n  \"provider\": {\"databricks\": {\"options\": {\"baseURL\": \"HOST/x\", \"apiKey\": \"NEW\"}}}\n}\n", nil},
		{"opencode by header", home + "/.config/opencode/opencode.json", "opencode:databricks", `{"provider": {"databricks": {"options": {"baseURL": "HOST/x", "headers": {"Authorization": "Bearer OLD"}}}}}`, `{"provider": {"databricks": {"options": {"baseURL": "HOST/x", "headers": {"Authorization": "Bearer NEW"}}}}}`, nil},
	}
	app := map[string]string{"DATABRICKS_HOST": prodHost, "DATABRICKS_CLIENT_ID": "app-1", "DATABRICKS_CLIENT_SECRET": oauthSecret("7") + "\n"}
	return append(cases,
		writeCase{"the sign-in of the app, no file", cfgPath, "databrickscfg:DEFAULT/client_secret", "-", "[DEFAULT]\nhost = HOST\nclient_id = app-1\nclient_secret = CLIENT\n", app},
		writeCase{"the sign-in of the app, a file of comments", cfgPath, "databrickscfg:DEFAULT/client_secret", "; mine", "; mine\n\n[DEFAULT]\nhost = HOST\nclient_id = app-1\nclient_secret = CLIENT", app},
		writeCase{"the token beside the app's environment", cfgPath, "databrickscfg:DEFAULT", "-", "[DEFAULT]\nhost = HOST\ntoken = NEW\n", app},
	)
}

// on is the machine of a case.
func (w writeCase) on(t testing.TB) (*Catalogue, afero.Fs) {
	m := machine{env: w.env}
	fsys := m.fs(t)
	if w.before != "-" {
		write(t, fsys, w.path, token(w.before), 0o644)
	}
	return New(Options{Fs: fsys, Lookup: m.lookup, UID: -1}), fsys
}

func write(t testing.TB, fsys afero.Fs, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := fsys.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := afero.WriteFile(fsys, path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := fsys.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// content is a file's, "-" when it is not there.
func content(t testing.TB, fsys afero.Fs, path string) string {
	t.Helper()
	if ok, _ := afero.Exists(fsys, path); !ok {
		return "-"
	}
	data, err := afero.ReadFile(fsys, path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// slot finds the slot of an ID on a machine.
func slot(t testing.TB, c *Catalogue, id string) Slot {
	t.Helper()
	slots := c.Slots(t.Context(), "", prodHost)
	s, ok := findSlot(slots, id)
	if !ok {
		t.Fatalf("there is no slot %s, but %s", id, names(slots))
	}
	return s
}

func names(slots []Slot) string {
	var list []string
	for _, s := range slots {
		list = append(list, fmt.Sprintf("%s (missing %v, refused %v)", s.ID, s.Missing, s.Refused))
	}
	return strings.Join(list, "\n")
}

func canaries() []string {
	return []string{pat("1"), pat("9"), pat("5"), oauthSecret("7"), "sk-or-v1-" + strings.Repeat("ab12", 8)}
}

// checkMasked fails when anything that a change shows holds a secret.
func checkMasked(t interface {
	Helper()
	Fatalf(string, ...any)
}, shown ...any) {
	t.Helper()
	text := fmt.Sprintf("%v\n%+v\n%#v", shown, shown, shown)
	for _, canary := range canaries() {
		if strings.Contains(text, canary) || strings.Contains(text, canary[4:20]) {
			t.Fatalf("a secret shows in %s", text)
		}
	}
}

func TestWrite(t *testing.T) {
	for _, w := range writeCases() {
		t.Run(w.name, func(t *testing.T) {
			if _, err := edit.Read(edit.FormatTOML, []byte("a = 1\n")); err != nil && strings.HasSuffix(w.path, ".toml") {
				t.Skip("this build knows no TOML")
			}
			c, fsys := w.on(t)
			s := slot(t, c, w.slot)
			value := secret.New(pat("9"))
			ch, err := c.PlanWrite(t.Context(), s, value)
			if err != nil {
				t.Fatal(err)
			}
			checkMasked(t, ch, s)
			if got := content(t, fsys, w.path); got != token(w.before) {
				t.Fatalf("the plan wrote %q", got)
			}
			if ch.Title == "" || ch.Path != w.path || len(ch.Diff) == 0 || !ch.CanUndo || ch.Confirm != "" {
				t.Errorf("got %+v", ch)
			}
			done, err := c.Apply(t.Context(), ch)
			if err != nil {
				t.Fatal(err)
			}
			checkMasked(t, done)
			if got, want := content(t, fsys, w.path), token(w.after); got != want {
				t.Fatalf("got\n%s\nwant\n%s", got, want)
			}
			if info, err := fsys.Stat(w.path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			if got := slot(t, c, w.slot); !got.Held.Equal(ch.Value) || got.Missing {
				t.Errorf("our reader finds %v", got.Held)
			}
			if !s.SignIn {
				again, err := c.PlanWrite(t.Context(), slot(t, c, w.slot), value)
				if err != nil || changes(again.Diff) {
					t.Errorf("writing it twice: %v, %v", again.Diff, err)
				}
			}
			if !done.CanUndo {
				t.Fatal("it cannot be undone")
			}
			if err := c.Undo(t.Context(), done); err != nil {
				t.Fatal(err)
			}
			if got := content(t, fsys, w.path); got != token(w.before) {
				t.Errorf("undone, it is %q", got)
			}
		})
	}
}

// changes reports whether a diff changes anything.
func changes(diff []DiffLine) bool {
	for _, l := range diff {
		if l.Kind == Removed || l.Kind == Added {
			return true
		}
	}
	return false
}

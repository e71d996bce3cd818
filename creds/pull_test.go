package creds

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/afero"
)

const exe = "/opt/bin/bricktop"

// pullCase is a file before and after its reader is made to ask.
type pullCase struct {
	name, path, target string
	before, after      string
	pull               string // as the catalogue sees it then
}

const (
	claudePath = home + "/.claude/settings.json"
	codexPath  = home + "/.codex/config.toml"
	codexEnv   = home + "/.codex/.env"
	codexAuth  = "\n[model_providers.dbx.auth]\ncommand = \"/opt/bin/bricktop\"\nargs = [\"token\"]\ntimeout_ms = 30000\nrefresh_interval_ms = 240000\n"
)

func pullCases() []pullCase {
	return []pullCase{
		{"claude", claudePath, "claude:env.ANTHROPIC_AUTH_TOKEN",
			"{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"HOST/serving-endpoints/anthropic\",\n    \"ANTHROPIC_AUTH_TOKEN\": \"OLD\"\n  },\n  \"model\": \"x\"\n}\n",
			"{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"HOST/serving-endpoints/anthropic\",\n    \"CLAUDE_CODE_API_KEY_HELPER_TTL_MS\": \"240000\"\n  },\n  \"model\": \"x\",\n  \"apiKeyHelper\": \"/opt/bin/bricktop token\"\n}\n",
			"/opt/bin/bricktop token"},
		{"claude in one line, with a longer cache", claudePath, "claude:env.ANTHROPIC_AUTH_TOKEN",
			`{"env": {"ANTHROPIC_AUTH_TOKEN": "OLD", "CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "900000", "ANTHROPIC_BASE_URL": "HOST/x"}}`,
			`{"env": {"CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "240000", "ANTHROPIC_BASE_URL": "HOST/x"}, "apiKeyHelper": "/opt/bin/bricktop token"}`,
			"/opt/bin/bricktop token"},
		{"claude with a shorter cache", claudePath, "claude:env.ANTHROPIC_AUTH_TOKEN",
			`{"env": {"CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "60000", "ANTHROPIC_BASE_URL": "HOST/x", "ANTHROPIC_AUTH_TOKEN": "OLD"}}`,
			`{"env": {"CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "60000", "ANTHROPIC_BASE_URL": "HOST/x"}, "apiKeyHelper": "/opt/bin/bricktop token"}`,
			"/opt/bin/bricktop token"},
		{"codex", codexPath, "codex:dbx",
			"# mine\nmodel = \"x\"\n\n[model_providers.dbx]\nbase_url = \"HOST/serving-endpoints\" # here\nexperimental_bearer_token = 'OLD'\nwire_api = \"responses\"\n",
			"# mine\nmodel = \"x\"\n\n[model_providers.dbx]\nbase_url = \"HOST/serving-endpoints\" # here\nwire_api = \"responses\"\n" + codexAuth,
			"/opt/bin/bricktop token"},
	}
}

func (p pullCase) on(t testing.TB) (*Catalogue, afero.Fs) {
	m := machine{env: map[string]string{"DATABRICKS_HOST": prodHost, "DATABRICKS_CLIENT_ID": "app-1", "DATABRICKS_CLIENT_SECRET": oauthSecret("7")}}
	fsys := m.fs(t)
	write(t, fsys, p.path, token(p.before), 0o644)
	return New(Options{Fs: fsys, Lookup: m.lookup, UID: -1, Exe: exe}), fsys
}

// The secret goes, the command comes, every other byte stays, the diff shows no secret, and undo takes it back.
func TestPull(t *testing.T) {
	for _, p := range pullCases() {
		t.Run(p.name, func(t *testing.T) {
			c, fsys := p.on(t)
			ch, err := c.PlanPull(t.Context(), "", prodHost, p.target)
			if err != nil || ch.Pull.Again || !ch.CanUndo {
				t.Fatalf("%+v, %v", ch, err)
			}
			if content(t, fsys, p.path) != token(p.before) {
				t.Fatal("the plan wrote")
			}
			for _, l := range ch.Diff {
				if strings.Contains(l.Text, pat("1")) {
					t.Errorf("the diff shows the token: %s", l.Text)
				}
			}
			done, err := c.Apply(t.Context(), ch)
			if err != nil {
				t.Fatal(err)
			}
			if got := content(t, fsys, p.path); got != token(p.after) {
				t.Fatalf("got\n%s\nwant\n%s", got, token(p.after))
			}
			f, ok := fileAt(c.Look(t.Context(), ""), p.path)
			if !ok || len(f.Secrets) != 1 || f.Secrets[0].Pull != p.pull || !f.Secrets[0].Value.IsZero() {
				t.Errorf("the catalogue sees %+v", f.Secrets)
			}
			if err := c.Undo(t.Context(), done); err != nil || content(t, fsys, p.path) != token(p.before) {
				t.Errorf("undo: %v\n%s", err, content(t, fsys, p.path))
			}
		})
	}
}

// Codex's .env: the provider that names its key asks first, then nobody names it and it goes.
func TestPullOfCodexEnv(t *testing.T) {
	p := pullCase{path: codexEnv, target: "codex-env:OPENAI_API_KEY", before: "# mine\nOPENAI_API_KEY=OLD\nOPENAI_BASE_URL=HOST/serving-endpoints\n"}
	c, fsys := p.on(t)
	if _, err := c.PlanPull(t.Context(), "", prodHost, p.target); err == nil || !strings.Contains(err.Error(), "nobody would ask in its place") {
		t.Errorf("without a provider: %v", err)
	}
	write(t, fsys, codexPath, token("[model_providers.dbx]\nbase_url = \"HOST/serving-endpoints\"\nenv_key = \"OPENAI_API_KEY\"\n"), 0o600)
	for i, want := range []struct{ path, after string }{
		{codexPath, "[model_providers.dbx]\nbase_url = \"HOST/serving-endpoints\"\n" + codexAuth},
		{codexEnv, "# mine\nOPENAI_BASE_URL=HOST/serving-endpoints\n"},
	} {
		ch, err := c.PlanPull(t.Context(), "", prodHost, p.target)
		if err != nil || ch.Path != want.path || ch.Pull.Again != (i == 0) {
			t.Fatalf("%d: %+v, %v", i, ch, err)
		}
		if _, err := c.Apply(t.Context(), ch); err != nil {
			t.Fatal(err)
		}
		if got := content(t, fsys, want.path); got != token(want.after) {
			t.Errorf("%d: got\n%s\nwant\n%s", i, got, token(want.after))
		}
	}
}

// The command signs in as this bricktop does, in words that a shell and a program read the same.
func TestPullCommand(t *testing.T) {
	m := machine{files: map[string]string{
		cfgPath:    token("[my team]\nhost = HOST\ntoken = OLD\n"),
		claudePath: token(`{"env": {"ANTHROPIC_BASE_URL": "HOST/x", "ANTHROPIC_AUTH_TOKEN": "OLD"}}`),
	}}
	fsys := m.fs(t)
	c := New(Options{Fs: fsys, Lookup: m.lookup, UID: -1, Exe: "/opt/my tools/bricktop", Profile: "my team", ConfigFile: cfgPath})
	ch, err := c.PlanPull(t.Context(), "", prodHost, "claude:env.ANTHROPIC_AUTH_TOKEN")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	want := `"apiKeyHelper": "'/opt/my tools/bricktop' token --profile 'my team' --config-file ` + cfgPath + `"`
	if got := content(t, fsys, claudePath); !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
	if got := shell([]string{"it's", ""}); got != `'it'\''s' ''` {
		t.Errorf("got %s", got)
	}
}

// A reader is started elsewhere, without our environment: the file that a variable names goes along, and where the
// sign-in itself stands in variables alone, that is said.
func TestPullCommandWithoutOurEnvironment(t *testing.T) {
	m := machine{env: map[string]string{"DATABRICKS_CONFIG_FILE": home + "/other.cfg"}, files: map[string]string{
		home + "/other.cfg": token("[DEFAULT]\nhost = HOST\ntoken = OLD\n"),
		claudePath:          token(`{"env": {"ANTHROPIC_BASE_URL": "HOST/x", "ANTHROPIC_AUTH_TOKEN": "OLD"}}`),
	}}
	notes := func() string {
		c := New(Options{Fs: m.fs(t), Lookup: m.lookup, UID: -1, Exe: exe})
		ch, err := c.PlanPull(t.Context(), "", prodHost, "claude:env.ANTHROPIC_AUTH_TOKEN")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(ch.Notes, " ")
	}
	if got := notes(); !strings.Contains(got, "bricktop token --config-file "+home+"/other.cfg") || strings.Contains(got, "bricktop signs in by") {
		t.Error(got)
	}
	m.env = map[string]string{"DATABRICKS_HOST": prodHost, "DATABRICKS_CLIENT_ID": "app-1", "DATABRICKS_CLIENT_SECRET": oauthSecret("7")}
	if got := notes(); !strings.Contains(got, "bricktop signs in by DATABRICKS_CLIENT_SECRET: its reader has to be started where that is set too") {
		t.Error(got)
	}
}

// What cannot be made to ask stays as it is, and a sentence says why.
func TestPullRefuses(t *testing.T) {
	claude := `{"env": {"ANTHROPIC_BASE_URL": "HOST/x", "ANTHROPIC_AUTH_TOKEN": "OLD"}`
	for _, c := range []struct{ path, target, text, want string }{
		{claudePath, "claude:env.ANTHROPIC_AUTH_TOKEN", claude + `, "apiKeyHelper": "mine"}`, "has an apiKeyHelper of its own"},
		{claudePath, "claude:env.NONE", claude + "}", "is gone"},
		{claudePath, "claude:env.ANTHROPIC_AUTH_TOKEN", strings.Replace(claude, "HOST", "https://dbc-2.cloud.databricks.com", 1) + "}", "belongs to"},
		{codexPath, "codex:dbx", "[model_providers.dbx]\nbase_url = \"HOST/x\"\nexperimental_bearer_token = \"OLD\"\nrequires_openai_auth = true\n", "requires_openai_auth"},
		{codexPath, "codex:dbx", "[model_providers.dbx]\nbase_url = \"HOST/x\"\nhttp_headers = { Authorization = \"Bearer OLD\" }\n", "no command that could take its place"},
		{codexPath, "codex:dbx", "[model_providers]\ndbx = { base_url = \"HOST/x\", experimental_bearer_token = \"OLD\" }\n", "cannot be changed safely"},
		{home + "/.gemini/.env", "gemini:GEMINI_API_KEY", "GEMINI_API_KEY=OLD\nGOOGLE_GEMINI_BASE_URL=HOST/x\n", "no command that could take its place"},
	} {
		p := pullCase{path: c.path, before: c.text}
		catalogue, fsys := p.on(t)
		if _, err := catalogue.PlanPull(t.Context(), "", prodHost, c.target); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), pat("1")) {
			t.Errorf("%s: %v", c.want, err)
		}
		if content(t, fsys, c.path) != token(c.text) {
			t.Errorf("%s: something was written", c.want)
		}
	}
	p := pullCases()[0]
	catalogue, _ := p.on(t)
	catalogue.exe = ""
	if _, err := catalogue.PlanPull(t.Context(), "", prodHost, p.target); err == nil || !strings.Contains(err.Error(), "under which path") {
		t.Errorf("without a path: %v", err)
	}
	catalogue, fsys := p.on(t)
	ch, err := catalogue.PlanPull(t.Context(), "", prodHost, p.target)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(token(p.before), pat("1"), pat("5"), 1)
	write(t, fsys, p.path, changed, 0o600)
	if _, err := catalogue.Apply(t.Context(), ch); err == nil || content(t, fsys, p.path) != changed {
		t.Errorf("a token that came meanwhile: %v", err)
	}
	if !CanPull("codex-profile:team.config.toml:dbx") || CanPull(Gemini+":GEMINI_API_KEY") || slices.ContainsFunc(pullCases(), func(p pullCase) bool { return !CanPull(p.target) }) {
		t.Error("CanPull")
	}
}

package creds

import (
	"strings"
	"testing"
)

func TestRouter(t *testing.T) {
	m := machine{
		env: map[string]string{"DATABRICKS_HOST": "vanity.example.com", "DATABRICKS_TOKEN": pat("9"), "ROUTED": "by-variable", "EMPTY": ""},
		router: `// what a DevBox writes, and what people make of it
{
  APIKEY: 'local-` + strings.Repeat("k", 20) + `',
  PORT: 3456,
  Providers: [
    {name: 'databricks', api_base_url: 'https://https://DBC-1.cloud.databricks.com/serving-endpoints/m/invocations', api_key: '` + pat("1") + `', models: ['m', 'n',],},
    {"name": "openrouter", "api_base_url": "https://openrouter.ai/api/v1", "api_key": "$OPENROUTER_API_KEY", "models": []},
    {name: 'vanity', api_base_url: 'https://vanity.example.com/x', api_key: '${DATABRICKS_TOKEN}'},
    {name: 'gateway', api_base_url: 'https://gw.example.com', api_key: '` + pat("2") + `'},
    {name: 'other', api_base_url: 'not a url at all', api_key: 'sk-$x'},
    {name: '$ROUTED', api_base_url: '${HOSTLESS}/x', api_key: '$EMPTY'},
    {name: 'keyless', api_base_url: 'https://gw.example.com'},
    {name: 'null', api_base_url: 'https://gw.example.com', api_key: null},
    {name: 'number', api_base_url: 'https://gw.example.com', api_key: 7},
    {api_base_url: 'https://gw.example.com', api_key: '` + pat("3") + `'},
    'text',
  ],
  Router: {default: 'databricks,m', think: 'gateway,x', longContextThreshold: 60000, background: 'keyless,x', webSearch: 'by-variable,x'},
}`,
	}
	in := m.look(t)
	f := file(t, in, ClaudeCodeRouter)
	if f.Problem != nil || !f.Exists || f.Superseded != "" || len(f.Providers) != 11 {
		t.Fatalf("got %+v", f)
	}
	for i, want := range []struct {
		name, host       string
		databricks, used bool
		skipped          string
	}{
		{"databricks", "https://dbc-1.cloud.databricks.com", true, true, ""},
		{"openrouter", "https://openrouter.ai", false, false, ""},
		{"vanity", "https://vanity.example.com", true, false, ""},
		{"gateway", "https://gw.example.com", true, true, ""},
		{"other", "", false, false, ""},
		{"$ROUTED", "", false, true, ""},
		{"keyless", "https://gw.example.com", false, false, "no api_key"},
		{"null", "https://gw.example.com", false, false, "no api_key"},
		{"number", "https://gw.example.com", false, false, "api_key is a number"},
		{"", "https://gw.example.com", true, false, "no name"},
		{"?", "", false, false, "It is text"},
	} {
		p := f.Providers[i]
		if p.Name != want.name || p.Host != want.host || p.Databricks != want.databricks || p.InRouter != want.used || !strings.Contains(p.Skipped, want.skipped) || (want.skipped == "") != (p.Skipped == "") {
			t.Errorf("Providers[%d] is %+v", i, p)
		}
	}
	held := map[string]Held{}
	for _, h := range f.Secrets {
		held[h.Where] = h
	}
	if h := held["APIKEY"]; h.Kind != HeldAPIKey || h.Databricks || h.Value.IsZero() {
		t.Errorf("got %+v", h)
	}
	if h := held["Providers[0].api_key (databricks)"]; h.Kind != HeldPAT || h.Value.Reveal() != pat("1") || h.Host != prodHost || h.Provider != "databricks" {
		t.Errorf("got %+v", h)
	}
	if h := held["Providers[1].api_key (openrouter)"]; h.Kind != HeldAPIKey || h.Indirect != "$OPENROUTER_API_KEY" || !h.Value.IsZero() || !h.Unset {
		t.Errorf("got %+v", h)
	}
	if h := held["Providers[2].api_key (vanity)"]; h.Kind != HeldPAT || h.Indirect != "${DATABRICKS_TOKEN}" || h.Unset || !h.Databricks {
		t.Errorf("got %+v", h)
	}
	if h := held["Providers[4].api_key (other)"]; h.Indirect != "" || h.Value.Reveal() != "sk-$x" {
		t.Errorf("got %+v", h)
	}
	if h := held["Providers[9].api_key"]; h.Value.Reveal() != pat("3") {
		t.Errorf("got %+v", h)
	}
	if len(f.Secrets) != 8 {
		t.Errorf("%d secrets", len(f.Secrets))
	}
}

func TestRouterShapes(t *testing.T) {
	provider := `{name: 'p', api_base_url: 'https://h.example.com', api_key: 'k'}`
	for _, c := range []struct {
		name, text string
		problem    string
		line       int
		providers  int
	}{
		{"lower case", "{providers: [" + provider + "]}", "", 0, 1},
		{"an empty upper one hides it", "{Providers: [], providers: [" + provider + "]}", "", 0, 0},
		{"null does not", "{Providers: null, providers: [" + provider + "]}", "", 0, 1},
		{"none", "{PORT: 1}", "", 0, 0},
		{"an object", "{\n  Providers: {p: 1}}", "an object, where claude-code-router needs a list", 2, 0},
		{"a list at the top", "[]", "a list, where", 1, 0},
		{"torn", "{Providers: [\n" + provider, "ends too early", 2, 0},
		{"empty file", " ", "ends too early", 1, 0},
		{"last duplicate wins", "{Providers: [], Providers: [" + provider + "," + provider + "]}", "", 0, 2},
		{"too deep", strings.Repeat("[", 600), "nests deeper", 0, 0},
		{"binary", "\xff\xfe\x00", "UTF-8", 0, 0},
	} {
		m := machine{router: c.text}
		f := file(t, m.look(t), ClaudeCodeRouter)
		if len(f.Providers) != c.providers || (f.Problem == nil) != (c.problem == "") {
			t.Errorf("%s: %+v, %+v", c.name, f.Providers, f.Problem)
			continue
		}
		if f.Problem != nil && (!strings.Contains(f.Problem.Text, c.problem) || f.Problem.Line != c.line) {
			t.Errorf("%s: %+v", c.name, f.Problem)
		}
	}
}

func TestRouterSuperseded(t *testing.T) {
	sqlite := home + "/.claude-code-router/config.sqlite"
	for _, router := range []string{"", "{}"} {
		m := machine{router: router, files: map[string]string{sqlite: "SQLite format 3\x00"}}
		f := file(t, m.look(t), ClaudeCodeRouter)
		if f.Superseded != sqlite || f.Exists != (router != "") || f.Problem != nil {
			t.Errorf("got %+v", f)
		}
	}
}

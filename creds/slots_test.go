package creds

import (
	"strings"
	"testing"

	"bricktop/creds/secret"
)

// Every place that a token must not go to is in the list, with its reason, and no plan is made for it.
func TestRefusedSlots(t *testing.T) {
	provider := func(rest string) string {
		return `{"Providers": [{"name": "d", "api_base_url": "HOST/x", ` + rest + `}]}`
	}
	for name, c := range map[string]struct {
		path, text, slot, want string
		more                   map[string]string
	}{
		"a client secret":            {cfgPath, "[a]\nhost = HOST\nclient_id = x\nclient_secret = CLIENT\n", "databrickscfg:a/client_secret", "never changes", nil},
		"a password":                 {cfgPath, "[a]\nhost = HOST\nusername = x\npassword = hunter2hunter2\n", "databrickscfg:a/password", "password", nil},
		"another host":               {cfgPath, "[a]\nhost = https://dbc-2.cloud.databricks.com\ntoken = OLD\n", "databrickscfg:a", "belongs to https://dbc-2", nil},
		"no host":                    {cfgPath, "[a]\ntoken = OLD\n", "databrickscfg:a", "no host beside it", nil},
		"a file in pieces":           {cfgPath, "[a\ntoken = OLD\n", "databrickscfg", "line 1", nil},
		"a variable":                 {routerPath, provider(`"api_key": "$DBX"`), "claude-code-router:d", "only names $DBX", nil},
		"a variable in braces":       {routerPath, provider(`"api_key": "${DBX}"`), "claude-code-router:d", "only names ${DBX}", nil},
		"a number":                   {routerPath, provider(`"api_key": 7`), "claude-code-router:d", "a number, where text", nil},
		"null":                       {routerPath, provider(`"api_key": null`), "claude-code-router:d", "null, where text", nil},
		"providers as an object":     {routerPath, `{"Providers": {"d": {"api_key": "OLD"}}}`, "claude-code-router", "needs a list", nil},
		"only a comment":             {routerPath, "// nothing\n", "claude-code-router", "cannot be understood", nil},
		"router 3":                   {routerPath, provider(`"api_key": "OLD"`), "claude-code-router:d", "read no more", map[string]string{home + "/.claude-code-router/config.sqlite": "x"}},
		"router 3, nothing in it":    {routerPath, `{}`, "claude-code-router:databricks", "read no more", map[string]string{home + "/.claude-code-router/config.sqlite": "x"}},
		"a command":                  {home + "/.claude/settings.json", `{"apiKeyHelper": "get-token", "env": {"ANTHROPIC_BASE_URL": "HOST/x"}}`, "claude:apiKeyHelper", "command that prints", nil},
		"opencode from a variable":   {home + "/.config/opencode/opencode.json", `{"provider": {"d": {"options": {"baseURL": "HOST/x", "apiKey": "{env:DBX}"}}}}`, "opencode:d", "only names {env:DBX}", nil},
		"no host in an .env":         {home + "/.codex/.env", "OPENAI_API_KEY=OLD\n", "codex-env:OPENAI_API_KEY", "no host beside it", nil},
		"netrc":                      {home + "/.netrc", "machine dbc-1.cloud.databricks.com login token password OLD\n", "netrc:dbc-1.cloud.databricks.com", "files of this kind", nil},
		"a sign-in beside profiles":  {cfgPath, "[a]\nhost = https://dbc-2.cloud.databricks.com\n", "databrickscfg:DEFAULT/client_secret", "has profiles already", nil},
		"a profile bricktop of ours": {cfgPath, "[bricktop]\nhost = https://dbc-2.cloud.databricks.com\ntoken = OLD\n", "databrickscfg:bricktop", "belongs to", nil},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{c.path: token(c.text)}
			for path, text := range c.more {
				files[path] = text
			}
			env := map[string]string{"DATABRICKS_HOST": prodHost, "DATABRICKS_CLIENT_ID": "app-1", "DATABRICKS_CLIENT_SECRET": oauthSecret("7")}
			catalogue := machine{files: files, env: env}.catalogue(t)
			s := slot(t, catalogue, c.slot)
			checkMasked(t, s)
			if s.Refused == nil || !strings.Contains(s.Refused.Error(), c.want) || !strings.HasSuffix(s.Refused.Error(), ".") {
				t.Fatalf("got %v", s.Refused)
			}
			if _, err := catalogue.PlanWrite(t.Context(), s, secret.New(pat("9"))); err != s.Refused {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNoSlotsWithoutAHost(t *testing.T) {
	c := machine{}.catalogue(t)
	for _, host := range []string{"", " ", "ftp://x", "https://u:p@h"} {
		if got := c.Slots(t.Context(), "", host); got != nil {
			t.Errorf("%q: %v", host, got)
		}
	}
}

// A token that stands beside its host in one file is of the same workspace in another that names none.
func TestTheSameTokenElsewhere(t *testing.T) {
	c := machine{cfg: token("[p]\nhost = HOST\ntoken = OLD\n"), files: map[string]string{home + "/.codex/.env": token("OPENAI_API_KEY=OLD\n")}}.catalogue(t)
	if s := slot(t, c, "codex-env:OPENAI_API_KEY"); s.Refused != nil {
		t.Error(s.Refused)
	}
}

func TestRefusedPlans(t *testing.T) {
	for name, c := range map[string]struct{ path, text, slot, value, want string }{
		"two values in one line": {cfgPath, "[p]\nhost = HOST\ntoken = ab\\\n cd\n", "databrickscfg:p", pat("9"), "cannot be changed safely"},
		"quoted over lines":      {cfgPath, "[p]\nhost = HOST\ntoken = \"\"\"ab\ncd\"\"\"\n", "databrickscfg:p", pat("9"), "cannot be changed safely"},
		"a part of a key":        {routerPath, `{"Providers": [{"name": "d", "api_base_url": "HOST/x", "api_key": "ab${DBX}OLD"}]}`, "claude-code-router:d", pat("9"), "only names where"},
		"a value with a line":    {cfgPath, "[p]\nhost = HOST\ntoken = OLD\n", "databrickscfg:p", "a\nb = c", "cannot be written there safely"},
		"a value that is a name": {routerPath, `{"Providers": [{"name": "d", "api_base_url": "HOST/x", "api_key": "OLD"}]}`, "claude-code-router:d", "$HOME", "cannot be written there safely"},
		"nothing":                {cfgPath, "[p]\nhost = HOST\ntoken = OLD\n", "databrickscfg:p", "", "nothing to write"},
		"a router in the way":    {routerPath, `{"Router": "x"}`, "claude-code-router:databricks", pat("9"), "text stands in the way"},
	} {
		t.Run(name, func(t *testing.T) {
			m := machine{files: map[string]string{c.path: token(c.text)}, env: map[string]string{"DBX": "x"}}
			catalogue := m.catalogue(t)
			_, err := catalogue.PlanWrite(t.Context(), slot(t, catalogue, c.slot), secret.New(c.value))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.path) {
				t.Fatalf("got %v", err)
			}
			checkMasked(t, err.Error())
			if got := content(t, catalogue.fs, c.path); got != token(c.text) {
				t.Errorf("it wrote %q", got)
			}
		})
	}
}

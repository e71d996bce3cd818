package creds

import (
	"strings"
	"testing"
	"time"
)

func TestEnvironment(t *testing.T) {
	m := machine{env: map[string]string{
		"DATABRICKS_HOST": "dbc-1.cloud.databricks.com", "DATABRICKS_CLIENT_ID": "app", "DATABRICKS_CLIENT_SECRET": oauthSecret("1") + "\n",
		"DATABRICKS_APP_NAME": "devbox", "DATABRICKS_APP_PORT": "8000", lifetimeVariable: "1800", "DATABRICKS_AUTH_TYPE": "oauth-m2m",
		"ANTHROPIC_AUTH_TOKEN": pat("2"), "HTTPS_PROXY": "http://user:hunter2@proxy.example.com:3128", "DATABRICKS_TOKEN": pat("3"),
		"DATABRICKS_ACCOUNT_ID": "7", "DATABRICKS_CONFIG_FILE": "/etc/cfg",
	}}
	in := m.look(t)
	if in.LoginErr != nil {
		t.Fatal(in.LoginErr)
	}
	for _, c := range []struct {
		name string
		set  bool
		used bool
		note string
	}{
		{"DATABRICKS_HOST", true, true, ""}, {"DATABRICKS_CLIENT_ID", true, true, ""},
		{"DATABRICKS_CLIENT_SECRET", true, true, "White space"}, {"DATABRICKS_AUTH_TYPE", true, true, ""},
		{"DATABRICKS_TOKEN", true, false, "by oauth-m2m"}, {"DATABRICKS_CONFIG_PROFILE", false, false, ""},
		{"DATABRICKS_CONFIG_FILE", true, false, "takes no part"}, {"DATABRICKS_APP_NAME", true, true, "Databricks App"},
		{lifetimeVariable, true, true, "1800 s"}, {"ANTHROPIC_AUTH_TOKEN", true, false, "Claude Code"},
		{"HTTPS_PROXY", true, true, "proxy"}, {"DATABRICKS_ACCOUNT_ID", true, false, "workspace"},
		{"DATABRICKS_WORKSPACE_ID", false, false, ""},
	} {
		v := variable(t, in, c.name)
		if v.Set != c.set || v.Used != c.used || !strings.Contains(v.Note, c.note) || (c.note == "") != (v.Note == "") {
			t.Errorf("%s: %+v", c.name, v)
		}
		if (v.Source == "environment") != c.set {
			t.Errorf("%s comes from %q", c.name, v.Source)
		}
	}
	if v := variable(t, in, "DATABRICKS_CLIENT_SECRET"); v.Value != "" || v.Secret.Reveal() != oauthSecret("1") {
		t.Errorf("the secret is %v", v)
	}
	if v := variable(t, in, "HTTPS_PROXY"); strings.Contains(v.Value, "hunter2") || !strings.Contains(v.Value, "proxy.example.com:3128") {
		t.Errorf("the proxy is %v", v)
	}
	if !in.App.Inside || in.App.Name != "devbox" || in.TokenLifetime != 30*time.Minute {
		t.Errorf("got %+v, %v", in.App, in.TokenLifetime)
	}
}

func TestEnvironmentUnderAFlagProfile(t *testing.T) {
	m := resolveMachine()
	m.profile, m.configFile = "prod", home+"/.databrickscfg"
	m.env = map[string]string{
		"DATABRICKS_HOST": otherHost, "DATABRICKS_TOKEN": pat("1"), "DATABRICKS_CONFIG_PROFILE": "bare", "DATABRICKS_CONFIG_FILE": "/etc/cfg",
	}
	in := m.look(t)
	if in.LoginErr != nil || in.Login.Host != prodHost {
		t.Fatal(in.Login, in.LoginErr)
	}
	for _, name := range []string{"DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_CONFIG_PROFILE"} {
		if v := variable(t, in, name); v.Used || !strings.Contains(v.Note, "prod was asked for") {
			t.Errorf("%+v", v)
		}
	}
	if v := variable(t, in, "DATABRICKS_CONFIG_FILE"); v.Used || !strings.Contains(v.Note, "--config-file") {
		t.Errorf("%+v", v)
	}
}

func TestConfigFileFromTheEnvironment(t *testing.T) {
	m := machine{
		env:   map[string]string{"DATABRICKS_CONFIG_FILE": "~/other.cfg"},
		files: map[string]string{home + "/other.cfg": "host = " + prodHost + "\ntoken = " + pat("8") + "\n"},
	}
	in := m.look(t)
	if in.LoginErr != nil || in.Login.ConfigFile != home+"/other.cfg" || in.Login.Sources["config_file"] != "DATABRICKS_CONFIG_FILE" {
		t.Errorf("got %v, %v", in.Login, in.LoginErr)
	}
	if v := variable(t, in, "DATABRICKS_CONFIG_FILE"); !v.Used {
		t.Errorf("%+v", v)
	}
}

func TestConflictIsNotedOnItsVariables(t *testing.T) {
	m := machine{env: map[string]string{
		"DATABRICKS_HOST": prodHost, "DATABRICKS_TOKEN": pat("1"), "DATABRICKS_CLIENT_ID": "app", "DATABRICKS_CLIENT_SECRET": oauthSecret("2"),
	}}
	in := m.look(t)
	for _, name := range []string{"DATABRICKS_TOKEN", "DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET"} {
		if v := variable(t, in, name); v.Used || !strings.Contains(v.Note, "several ways") {
			t.Errorf("%+v", v)
		}
	}
}

func TestTokenLifetime(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"3600": time.Hour, " 60\n": time.Minute, "": 0, "0": 0, "-5": 0, "1h": 0, "1.5": 0, "99999999999999999999": 0, "9223372036854775807": 0,
	} {
		m := machine{env: map[string]string{lifetimeVariable: text}}
		in := m.look(t)
		if in.TokenLifetime != want {
			t.Errorf("%q is %v, want %v", text, in.TokenLifetime, want)
		}
		v := variable(t, in, lifetimeVariable)
		if v.Used != (want > 0) || text != "" && v.Note == "" {
			t.Errorf("%q: %+v", text, v)
		}
	}
}

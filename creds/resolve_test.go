package creds

import (
	"errors"
	"strings"
	"testing"
)

// summary is a login on one line.
func summary(l Login) string {
	parts := []string{l.Host, l.AuthType, l.Profile}
	for _, name := range []string{"host", "token", "client_id", "client_secret", "auth_type", "profile"} {
		if s := l.Sources[name]; s != "" {
			parts = append(parts, name+"<"+s)
		}
	}
	return strings.Join(parts, " ")
}

func resolveMachine() machine {
	return machine{
		cfg: "[DEFAULT]\nhost = dbc-2.cloud.databricks.com/\ntoken = " + pat("1") + "\n" +
			"[prod]\nhost = " + prodHost + "\nclient_id = app\nclient_secret = " + oauthSecret("2") + "\n" +
			"[bare]\ntoken = " + pat("3") + "\n" +
			"[both]\nhost = " + prodHost + "\ntoken = " + pat("4") + "\nclient_id = app\nclient_secret = " + oauthSecret("4") + "\n" +
			"[pinned]\nauth_type = pat\nhost = " + prodHost + "\ntoken = " + pat("5") + "\nclient_id = app\nclient_secret = " + oauthSecret("5") + "\n" +
			"[cli]\nhost = " + prodHost + "\nauth_type = databricks-cli\n" +
			"[hostonly]\nhost = " + prodHost + "\n" +
			"[half]\nhost = " + prodHost + "\nclient_id = app\n" +
			"[azure]\nhost = " + prodHost + "\nazure_client_id = a\nazure_client_secret = b\nazure_tenant_id = c\n" +
			"[basic]\nhost = " + prodHost + "\nusername = u\npassword = hunter2\n" +
			"[msi_off]\nhost = " + prodHost + "\nazure_use_msi = false\ntoken = " + pat("6") + "\n" +
			"[badhost]\nhost = https://user:hunter2@h\ntoken = " + pat("7") + "\n" +
			"[patt]\nhost = " + prodHost + "\nauth_type = patt\ntoken = " + pat("7") + "\n" +
			"[account]\naccount_id = 1\n[empty]\n[__settings__]\nauth_storage = plaintext\n",
	}
}

func TestLogin(t *testing.T) {
	app := map[string]string{"DATABRICKS_HOST": "dbc-1.cloud.databricks.com\n", "DATABRICKS_CLIENT_ID": "app", "DATABRICKS_CLIENT_SECRET": oauthSecret("a") + "\n"}
	with := func(env map[string]string, pairs ...string) map[string]string {
		all := map[string]string{}
		for k, v := range env {
			all[k] = v
		}
		for i := 0; i < len(pairs); i += 2 {
			all[pairs[i]] = pairs[i+1]
		}
		return all
	}
	fromApp := prodHost + " oauth-m2m  host<DATABRICKS_HOST client_id<DATABRICKS_CLIENT_ID client_secret<DATABRICKS_CLIENT_SECRET"
	for _, c := range []struct {
		name                      string
		env                       map[string]string
		profile, host, configFile string
		noFile                    bool
		extra                     string // appended to the file
		want                      string
		errs                      []string // what the sentence has to say
		noProfile                 bool
	}{
		{name: "app environment hides the file", env: app, want: fromApp},
		{name: "nobody says anything: DEFAULT", want: otherHost + " pat DEFAULT host<profile DEFAULT token<profile DEFAULT profile<nobody, it is the default"},
		{name: "empty variables are unset", env: map[string]string{"DATABRICKS_HOST": "", "DATABRICKS_TOKEN": " \n"}, want: otherHost + " pat DEFAULT host<profile DEFAULT token<profile DEFAULT profile<nobody, it is the default"},
		{name: "nothing at all", noFile: true, want: "  "},
		{name: "default_profile", extra: "default_profile = prod\n", want: prodHost + " oauth-m2m prod host<profile prod client_id<profile prod client_secret<profile prod profile<default_profile in /home/dev/.databrickscfg"},
		{name: "default_profile is missing", extra: "default_profile = gone\n", errs: []string{"gone", "default_profile"}, noProfile: true},
		{name: "default_profile is reserved", extra: "default_profile = __settings__\n", errs: []string{"__settings__"}, noProfile: true},
		{name: "profile by variable", env: map[string]string{"DATABRICKS_CONFIG_PROFILE": "prod"}, want: prodHost + " oauth-m2m prod host<profile prod client_id<profile prod client_secret<profile prod profile<DATABRICKS_CONFIG_PROFILE"},
		{name: "variable profile fills the environment's gaps", env: map[string]string{"DATABRICKS_CONFIG_PROFILE": "bare", "DATABRICKS_HOST": prodHost}, want: prodHost + " pat bare host<DATABRICKS_HOST token<profile bare profile<DATABRICKS_CONFIG_PROFILE"},
		{name: "flag profile stands alone", env: app, profile: "DEFAULT", want: otherHost + " pat DEFAULT host<profile DEFAULT token<profile DEFAULT profile<--profile"},
		{name: "flag profile does not borrow a host", env: app, profile: "bare", errs: []string{"profile bare", "no host"}},
		{name: "flag host over profile", profile: "bare", host: prodHost, want: prodHost + " pat bare host<--host token<profile bare profile<--profile"},
		{name: "flag host over environment", env: app, host: otherHost, want: otherHost + " oauth-m2m  host<--host client_id<DATABRICKS_CLIENT_ID client_secret<DATABRICKS_CLIENT_SECRET"},
		{name: "two kinds in the environment", env: with(app, "DATABRICKS_TOKEN", pat("b")), errs: []string{"pat", "token from DATABRICKS_TOKEN", "oauth-m2m", "client_id from DATABRICKS_CLIENT_ID", "DATABRICKS_AUTH_TYPE"}},
		{name: "app environment and a profile's PAT", env: with(app, "DATABRICKS_CONFIG_PROFILE", "DEFAULT"), errs: []string{"token from profile DEFAULT", "client_secret from DATABRICKS_CLIENT_SECRET", "-p"}},
		{name: "two kinds, one pinned", env: with(app, "DATABRICKS_TOKEN", pat("b"), "DATABRICKS_AUTH_TYPE", "pat"), want: prodHost + " pat  host<DATABRICKS_HOST token<DATABRICKS_TOKEN auth_type<DATABRICKS_AUTH_TYPE"},
		{name: "two kinds in a profile", profile: "both", errs: []string{"token from profile both", "client_id from profile both", "auth_type"}},
		{name: "two kinds in a profile, one pinned", profile: "pinned", want: prodHost + " pat pinned host<profile pinned token<profile pinned auth_type<profile pinned profile<--profile"},
		{name: "the CLI's sign-in", profile: "cli", errs: []string{"databricks-cli", "profile cli", "client_secret"}},
		{name: "a host alone", profile: "hostonly", errs: []string{"host", "profile hostonly", "client_secret"}},
		{name: "half a service principal", profile: "half", errs: []string{"oauth-m2m", "client_secret is missing"}},
		{name: "azure", profile: "azure", errs: []string{"azure-client-secret", "cloud provider"}},
		{name: "basic", profile: "basic", errs: []string{"basic", "2024"}},
		{name: "a switch that is off", profile: "msi_off", want: prodHost + " pat msi_off host<profile msi_off token<profile msi_off profile<--profile"},
		{name: "a host with a password", profile: "badhost", errs: []string{"profile badhost", "user name"}},
		{name: "id and secret mixed up", env: with(app, "DATABRICKS_CLIENT_ID", oauthSecret("d"), "DATABRICKS_CLIENT_SECRET", "app"), errs: []string{"mixed up", "DATABRICKS_CLIENT_ID"}},
		{name: "an unknown auth_type", profile: "patt", errs: []string{"patt", "profile patt"}},
		{name: "neither host nor credentials", profile: "account", errs: []string{"account"}},
		{name: "no such profile", profile: "gone", errs: []string{"gone", "--profile", "DEFAULT, prod", "and 2 more"}, noProfile: true},
		{name: "an empty profile", profile: "empty", errs: []string{"empty"}, noProfile: true},
		{name: "names are case-sensitive", profile: "default", errs: []string{"default"}, noProfile: true},
		{name: "the reserved name", profile: "__settings__", errs: []string{"__settings__"}, noProfile: true},
		{name: "a profile and no file", profile: "prod", noFile: true, errs: []string{"prod", "does not exist"}, noProfile: true},
		{name: "a variable profile and no file", env: with(app, "DATABRICKS_CONFIG_PROFILE", "prod"), noFile: true, errs: []string{"prod", "DATABRICKS_CONFIG_PROFILE"}, noProfile: true},
		{name: "a token and no host", noFile: true, env: map[string]string{"DATABRICKS_TOKEN": pat("c")}, errs: []string{"DATABRICKS_TOKEN", "no host"}},
		{name: "a broken file in the way", extra: "junk\n", errs: []string{"/home/dev/.databrickscfg", "line 54"}},
		{name: "a broken file that takes no part", env: app, extra: "junk\n", want: fromApp},
		{name: "another file", configFile: "~/other.cfg", want: prodHost + " pat DEFAULT host<profile DEFAULT token<profile DEFAULT profile<nobody, it is the default"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := resolveMachine()
			m.files = map[string]string{home + "/other.cfg": "host = " + prodHost + "\ntoken = " + pat("8") + "\n"}
			m.cfg += c.extra
			if c.noFile {
				m.cfg = ""
			}
			m.env, m.profile, m.host, m.configFile = c.env, c.profile, c.host, c.configFile
			in := m.look(t)
			if len(c.errs) == 0 {
				if got := summary(in.Login); in.LoginErr != nil || got != c.want {
					t.Fatalf("got  %q, %v\nwant %q", got, in.LoginErr, c.want)
				}
				return
			}
			if in.LoginErr == nil {
				t.Fatalf("got %q, want an error", summary(in.Login))
			}
			for _, piece := range c.errs {
				if !strings.Contains(in.LoginErr.Error(), piece) {
					t.Errorf("%q does not say %q", in.LoginErr, piece)
				}
			}
			if errors.Is(in.LoginErr, ErrNoProfile) != c.noProfile {
				t.Errorf("ErrNoProfile is %v: %v", !c.noProfile, in.LoginErr)
			}
			if l := in.Login; l.AuthType != "" || !l.Token.IsZero() || !l.ClientSecret.IsZero() {
				t.Errorf("a failed login can be used: %v", l)
			}
		})
	}
}

func TestLoginValues(t *testing.T) {
	m := resolveMachine()
	m.env = map[string]string{
		"DATABRICKS_HOST": "https://dbc-1.cloud.databricks.com/?o=77", "DATABRICKS_CLIENT_ID": " app ", "DATABRICKS_CLIENT_SECRET": oauthSecret("a") + "\n",
	}
	l := m.look(t).Login
	if l.ClientID != "app" || l.ClientSecret.Reveal() != oauthSecret("a") || l.WorkspaceID != "77" || l.ConfigFile != "" {
		t.Errorf("got %v", l)
	}
	m.env["DATABRICKS_WORKSPACE_ID"] = "78"
	if l := m.look(t).Login; l.WorkspaceID != "78" || l.Sources["workspace_id"] != "DATABRICKS_WORKSPACE_ID" {
		t.Errorf("got %v", l)
	}
}

func TestProfileChosenAtRunTime(t *testing.T) {
	m := resolveMachine()
	m.profile = "prod"
	c := m.catalogue(t)
	in := c.Look(t.Context(), "DEFAULT")
	if in.LoginErr != nil || in.Login.Profile != "DEFAULT" || in.Login.Token.Reveal() != pat("1") {
		t.Fatalf("got %v, %v", in.Login, in.LoginErr)
	}
	for _, p := range file(t, in, DatabricksCfg).Profiles {
		if p.InUse != (p.Name == "DEFAULT") || p.Default != (p.Name == "DEFAULT") {
			t.Errorf("%s: in use %v, default %v", p.Name, p.InUse, p.Default)
		}
	}
	if again := c.Look(t.Context(), ""); again.Login.Profile != "prod" {
		t.Errorf("the choice stuck: %v", again.Login)
	}
}

func TestHome(t *testing.T) {
	for _, c := range []struct {
		home, want string
		app        bool
	}{
		{"/home/dev", "/home/dev", true}, {"", appHome, true}, {"/", appHome, true}, {"", "", false}, {"/", "", false},
	} {
		m := machine{env: map[string]string{"HOME": c.home}}
		if c.app {
			m.files = map[string]string{appHome + "/.databrickscfg": "host = " + prodHost + "\ntoken = " + pat("1")}
		}
		in := m.look(t)
		if in.Home != c.want {
			t.Errorf("HOME=%q is %q, want %q", c.home, in.Home, c.want)
		}
		if c.want == "" && (in.LoginErr == nil || !strings.Contains(in.LoginErr.Error(), "HOME") || file(t, in, DatabricksCfg).Problem == nil || file(t, in, ClaudeCodeRouter).Problem == nil) {
			t.Errorf("HOME=%q: %v", c.home, in.LoginErr)
		}
		if in.App.Inside != (c.want == appHome) {
			t.Errorf("HOME=%q: %v", c.home, in.App)
		}
	}
	// Without a home, the environment alone still signs in.
	m := machine{env: map[string]string{"HOME": "/", "DATABRICKS_HOST": prodHost, "DATABRICKS_TOKEN": pat("1")}}
	if in := m.look(t); in.LoginErr != nil || in.Login.AuthType != "pat" {
		t.Errorf("got %v, %v", in.Login, in.LoginErr)
	}
}

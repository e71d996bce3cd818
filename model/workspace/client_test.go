package workspace

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

func TestConnectRefuses(t *testing.T) {
	pat := secret.New("some-token")
	for name, c := range map[string]struct {
		login session.Login
		words string
	}{
		"no host":            {session.Login{AuthType: session.PAT, Token: pat}, "no host"},
		"plain http":         {session.Login{Host: "http://dbc-1.cloud.databricks.com", AuthType: session.PAT, Token: pat}, "No secret is sent to dbc-1.cloud.databricks.com over plain http"},
		"upper-case http":    {session.Login{Host: "HTTP://dbc-1.cloud.databricks.com", AuthType: session.PAT, Token: pat}, "plain http"},
		"name like loopback": {session.Login{Host: "http://127.0.0.1.example.com", AuthType: session.PAT, Token: pat}, "plain http"},
		"another scheme":     {session.Login{Host: "ftp://dbc-1.cloud.databricks.com", AuthType: session.PAT, Token: pat}, "not the address"},
		"a password in it":   {session.Login{Host: "https://me:pw@dbc-1.cloud.databricks.com", AuthType: session.PAT, Token: pat}, "not the address"},
		"a space in it":      {session.Login{Host: "https://dbc 1", AuthType: session.PAT, Token: pat}, "not the address"},
		"auth type":          {session.Login{Host: "https://dbc-1.example.com", AuthType: "azure-cli", Token: pat}, "azure-cli"},
		"no auth type":       {session.Login{Host: "https://dbc-1.example.com", Token: pat}, "cannot sign in"},
		"no token":           {session.Login{Host: "https://dbc-1.example.com", AuthType: session.PAT}, "no token"},
		"no client secret":   {session.Login{Host: "https://dbc-1.example.com", AuthType: session.M2M, ClientID: "x"}, "client secret"},
		"no client ID":       {session.Login{Host: "https://dbc-1.example.com", AuthType: session.M2M, ClientSecret: pat}, "client ID"},
		"line break":         {session.Login{Host: "https://dbc-1.example.com", AuthType: session.PAT, Token: secret.New("some-token\n")}, "line break"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Connect(c.login, Options{})
			wantFault(t, err, session.Refused, c.words)
			if strings.Contains(err.Error(), "some-token") || strings.Contains(err.Error(), "pw") {
				t.Errorf("a secret in %q", err)
			}
		})
	}
}

func TestHostsAsPeopleWriteThem(t *testing.T) {
	for given, want := range map[string]string{
		"https://DBC-1.Cloud.Databricks.com/":            "https://dbc-1.cloud.databricks.com",
		" dbc-1.cloud.databricks.com\n":                  "https://dbc-1.cloud.databricks.com",
		"https://dbc-1.cloud.databricks.com/some/page#x": "https://dbc-1.cloud.databricks.com",
		"http://LOCALHOST:8080/":                         "http://localhost:8080",
		"http://[::1]:8080":                              "http://[::1]:8080",
		"https://one.example.com/?o=123":                 "https://one.example.com?o=123",
	} {
		got, err := parseHost(given)
		if err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", given, got, err, want)
		}
	}
}

func TestTheSDKReadsNeitherEnvironmentNorFile(t *testing.T) {
	s := start(t, fake.Options{})
	login := patLogin(s)
	other := start(t, fake.Options{})
	home := t.TempDir()
	file := "[DEFAULT]\nhost = " + other.URL() + "\ntoken = file-token\n"
	if err := os.WriteFile(filepath.Join(home, ".databrickscfg"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"HOME": home, "DATABRICKS_HOST": other.URL(), "DATABRICKS_TOKEN": "environment-token",
		"DATABRICKS_CLIENT_ID": "environment-id", "DATABRICKS_CLIENT_SECRET": "environment-secret",
		"DATABRICKS_CONFIG_PROFILE": "nowhere", "DATABRICKS_AUTH_TYPE": "oauth-m2m", "DATABRICKS_CLOUD": "GCP",
		"DATABRICKS_DISCOVERY_URL": other.URL() + pathOIDC, "DATABRICKS_WORKSPACE_ID": "1", "DATABRICKS_DEBUG_HEADERS": "true",
		"DATABRICKS_GROUP_ID": "1",
	} {
		t.Setenv(name, value)
	}
	got, err := connect(t, login, Options{}).Context(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Principal.UserName != user || got.Host != s.URL() {
		t.Errorf("signed in as %q at %q", got.Principal.UserName, got.Host)
	}
	if _, err := connect(t, m2mLogin(s), Options{}).Tokens(t.Context()); err != nil {
		t.Error(err)
	}
	if n := len(other.Requests()); n > 0 {
		t.Errorf("%d requests went to the host of the environment", n)
	}
}

// A wrong client secret is the case in which the SDK's default chain asks the command line tools.
func TestAWrongSecretIsToldAndNobodyElseIsAsked(t *testing.T) {
	dir := t.TempDir()
	mark := filepath.Join(dir, "mark")
	// The SDK looks only at databricks programs of at least 1 MB.
	script := "#!/bin/sh\necho ran >> " + mark + "\nexit 1\n" + strings.Repeat("# padding\n", 120_000)
	for _, name := range []string{"databricks", "az", "gcloud", "xdg-open", "open"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	_ = exec.Command("databricks").Run()
	if _, err := os.Stat(mark); err != nil {
		t.Fatal("the trap does not work:", err)
	}
	if err := os.Remove(mark); err != nil {
		t.Fatal(err)
	}
	s := start(t, fake.Options{})
	login := m2mLogin(s)
	login.ClientSecret = secret.New("dose" + strings.Repeat("bad0", 8))
	for _, name := range sorted(calls) {
		err := calls[name](t.Context(), connect(t, login, Options{}))
		wantFault(t, err, session.Unauthorized, "invalid_client", "127.0.0.1")
		if strings.Contains(err.Error(), login.ClientSecret.Reveal()) {
			t.Error("the secret is in", err)
		}
	}
	if n := requests(s, pathSignIn); n != len(calls) {
		t.Errorf("%d sign-ins for %d calls", n, len(calls))
	}
	for _, r := range s.Requests() {
		if r.AuthScheme == "Bearer" {
			t.Errorf("somebody signed in: %+v", r)
		}
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program was started")
	}
}

func TestThePackageStaysNarrow(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{"bricktop/creds/secret": true, "bricktop/model/session": true, "bricktop/model/token": true, "bricktop/model/workspace": true}
	for path := range strings.Lines(string(out)) {
		path = strings.TrimSpace(path)
		if path == "github.com/databricks/databricks-sdk-go" {
			t.Error("the SDK's root package is linked, and with it every service")
		}
		if strings.HasPrefix(path, "bricktop/") && !allowed[path] {
			t.Error("must not know", path)
		}
	}
}

// One host may serve several workspaces: which one is meant travels with every call
// (databricks-sdk-go, service/settings, impl.go).
func TestTheWorkspaceIDTravels(t *testing.T) {
	s := start(t, fake.Options{})
	login := patLogin(s)
	login.WorkspaceID = "4242"
	var sent []string
	c := connect(t, login, Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r.Header.Get("X-Databricks-Workspace-Id"))
		return http.DefaultTransport.RoundTrip(r)
	})})
	if _, err := c.Tokens(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(sent) != 1 || sent[0] != "4242" {
		t.Errorf("sent %q", sent)
	}
}

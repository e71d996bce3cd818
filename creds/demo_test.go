package creds

import (
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/secret"
)

func demoValues() DemoValues {
	return DemoValues{
		Host: prodHost, WorkspaceID: "1234567890123456", ClientID: "app-id", ClientSecret: secret.New(oauthSecret("1")),
		RouterToken: secret.New(pat("2")), OtherHost: otherHost, OtherToken: secret.New(pat("3")), RevokedToken: secret.New(pat("4")),
		AppName: "devbox", AppPort: "8000",
	}
}

func TestDemo(t *testing.T) {
	v := demoValues()
	fsys := afero.NewMemMapFs()
	if err := Demo(fsys, DemoHome, v); err != nil {
		t.Fatal(err)
	}
	env := DemoEnv(v)
	if env["DATABRICKS_HOST"] != strings.TrimPrefix(prodHost, "https://") || !strings.HasSuffix(env["DATABRICKS_CLIENT_SECRET"], "\n") {
		t.Errorf("got %q", env["DATABRICKS_HOST"])
	}
	c := New(Options{Fs: fsys, UID: -1, Lookup: func(name string) (string, bool) { s, ok := env[name]; return s, ok }})
	in := c.Look(t.Context(), "")
	if in.LoginErr != nil || in.Login.Host != prodHost || in.Login.AuthType != "oauth-m2m" || in.Login.ClientSecret.Reveal() != oauthSecret("1") {
		t.Fatalf("got %v, %v", in.Login, in.LoginErr)
	}
	if !in.App.Inside || in.TokenLifetime.Hours() != 1 || in.Home != DemoHome {
		t.Errorf("got %+v", in)
	}
	for _, f := range in.Files {
		if !f.Exists || f.Problem != nil || f.Mode.Perm() != 0o644 {
			t.Errorf("got %+v", f)
		}
	}
	names := []string{}
	for _, p := range file(t, in, DatabricksCfg).Profiles {
		names = append(names, p.Name)
	}
	if strings.Join(names, " ") != "DEFAULT staging broken" {
		t.Errorf("got %v", names)
	}
	router := file(t, in, ClaudeCodeRouter)
	if h := router.Secrets[0]; h.Value.Reveal() != pat("2") || h.Host != prodHost || h.Kind != HeldPAT || !router.Providers[0].InRouter {
		t.Errorf("got %+v", router)
	}
	if h := router.Secrets[1]; h.Indirect != "$OPENROUTER_API_KEY" {
		t.Errorf("got %+v", h)
	}
	for profile, want := range map[string]string{"staging": otherHost, "broken": prodHost} {
		if in := c.Look(t.Context(), profile); in.LoginErr != nil || in.Login.Host != want || in.Login.AuthType != "pat" {
			t.Errorf("%s: %v, %v", profile, in.Login, in.LoginErr)
		}
	}
	v.Host = "http://127.0.0.1:4711"
	if got := DemoEnv(v)["DATABRICKS_HOST"]; got != v.Host {
		t.Errorf("a loopback host became %q", got)
	}
	if err := Demo(afero.NewReadOnlyFs(fsys), DemoHome, v); err == nil {
		t.Error("a read-only file system was written to")
	}
}

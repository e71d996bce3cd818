package workspace_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/databricks/databricks-sdk-go/config"
	"github.com/spf13/afero"

	"bricktop/creds"
)

// situation is one environment, one ~/.databrickscfg and one set of flags.
type situation struct {
	env                 map[string]string
	file                string
	noFile              bool
	profile, host, path string // flags
}

func testToken(r *rand.Rand) string {
	return "dapi" + strings.Repeat(string("0123456789abcdef"[r.IntN(16)]), 32)
}

// attributeLines draws the settings of a profile, or of an environment: seldom complete, sometimes too many.
func attributeLines(r *rand.Rand) map[string]string {
	hosts := []string{
		"https://dbc-1.cloud.databricks.com", "dbc-2.cloud.databricks.com", "https://dbc-3.cloud.databricks.com/", "HTTPS://DBC-4.cloud.databricks.com/?o=5",
		"http://127.0.0.1:8080",
	}
	all := map[string]string{}
	draw := func(percent int, name, value string) {
		if r.IntN(100) < percent {
			all[name] = value
		}
	}
	draw(85, "host", hosts[r.IntN(len(hosts))])
	draw(35, "token", testToken(r))
	if r.IntN(100) < 35 {
		all["client_id"], all["client_secret"] = "app", "dose"+strings.Repeat("b", 32)
	}
	draw(4, "client_id", "half")
	draw(12, "auth_type", []string{"pat", "oauth-m2m", "databricks-cli", "basic", "patt"}[r.IntN(5)])
	draw(2, "username", "somebody")
	draw(2, "password", "something")
	draw(2, "azure_client_id", "an-id")
	draw(2, "azure_use_msi", []string{"true", "false"}[r.IntN(2)])
	draw(2, "azure_workspace_resource_id", "/subscriptions/1")
	draw(2, "google_service_account", "robot")
	draw(2, "metadata_service_url", "http://127.0.0.1:9")
	draw(2, "databricks_id_token_filepath", "/nowhere")
	draw(8, "account_id", "an-account")
	draw(8, "Token", "ignored")
	return all
}

func drawFile(r *rand.Rand) string {
	var b strings.Builder
	newline := []string{"\n", "\r\n"}[r.IntN(2)]
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + newline) }
	if r.IntN(8) == 0 {
		b.WriteString("\ufeff")
	}
	for _, name := range []string{"DEFAULT", "prod", "prod.eu", "__settings__", "empty", "prod", "default"} {
		if r.IntN(3) == 0 {
			continue
		}
		line("[", name, "]")
		if name == "__settings__" {
			if r.IntN(3) > 0 {
				line("default_profile = ", []string{"prod", "prod.eu", "gone", "__settings__", "empty", "", "DEFAULT"}[r.IntN(7)])
			}
			continue
		}
		if name == "empty" {
			continue
		}
		for key, value := range attributeLines(r) {
			value = []string{value, value + " # comment", "\"" + value + "\"", "`" + value + "`", value + " ; comment"}[r.IntN(5)]
			line(key, []string{"=", " = ", ": "}[r.IntN(3)], value)
		}
	}
	if r.IntN(20) == 0 {
		line("junk")
	}
	return b.String()
}

func drawSituation(r *rand.Rand) situation {
	s := situation{env: map[string]string{}, file: drawFile(r), noFile: r.IntN(10) == 0}
	if r.IntN(3) > 0 {
		values := attributeLines(r)
		for _, a := range config.ConfigAttributes {
			if value, ok := values[a.Name]; ok && len(a.EnvVars) > 0 && r.IntN(3) > 0 {
				s.env[a.EnvVars[0]] = value
			}
		}
	}
	profiles := []string{"prod", "prod.eu", "DEFAULT", "default", "gone", "__settings__", "empty"}
	switch r.IntN(4) {
	case 0:
		s.env["DATABRICKS_CONFIG_PROFILE"] = profiles[r.IntN(len(profiles))]
	case 1:
		s.profile = profiles[r.IntN(len(profiles))]
	}
	if r.IntN(10) == 0 {
		s.host = "https://flag.cloud.databricks.com"
	}
	return s
}

// sdkLogin is what databricks-sdk-go would sign in with, as one line; an empty line when it has neither a
// token nor a whole service principal for a host, or refuses.
func sdkLogin(s situation, path string) (string, error) {
	cfg := &config.Config{
		Host: s.host, Profile: s.profile,
		HostMetadataResolver: func(context.Context, string) (*config.HostMetadata, error) { return nil, nil },
	}
	if s.path != "" {
		cfg.ConfigFile = path
	}
	if s.profile != "" {
		// A profile that was asked for is taken alone.
		cfg.Loaders = []config.Loader{config.ConfigFile}
	}
	if err := cfg.EnsureResolved(); err != nil {
		return "", err
	}
	kind := cfg.AuthType
	if kind == "" {
		switch {
		case cfg.Token != "":
			kind = "pat"
		case cfg.ClientID != "" && cfg.ClientSecret != "":
			kind = "oauth-m2m"
		}
	}
	host := strings.ToLower(cfg.CanonicalHostName())
	switch {
	case host == "":
	case kind == "pat" && cfg.Token != "":
		return strings.Join([]string{host, kind, cfg.Token, cfg.Profile}, " "), nil
	case kind == "oauth-m2m" && cfg.ClientID != "" && cfg.ClientSecret != "":
		return strings.Join([]string{host, kind, cfg.ClientID, cfg.ClientSecret, cfg.Profile}, " "), nil
	}
	return "", nil
}

func ourLogin(s situation, path string) (string, error) {
	o := creds.Options{Fs: afero.NewOsFs(), Lookup: os.LookupEnv, UID: -1, Profile: s.profile, Host: s.host}
	if s.path != "" {
		o.ConfigFile = path
	}
	in := creds.New(o).Look(context.Background(), "")
	l := in.Login
	switch l.AuthType {
	case "pat":
		return strings.Join([]string{l.Host, l.AuthType, l.Token.Reveal(), l.Profile}, " "), in.LoginErr
	case "oauth-m2m":
		return strings.Join([]string{l.Host, l.AuthType, l.ClientID, l.ClientSecret.Reveal(), l.Profile}, " "), in.LoginErr
	}
	return "", in.LoginErr
}

// TestLoginAgreesWithTheSDK holds creds, which may not know the SDK, against it: the same login from the same
// flags, environment and file, and none where the SDK has none. The one difference is meant: a profile that
// somebody named and whose file does not exist is an error for us.
func TestLoginAgreesWithTheSDK(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	for _, a := range config.ConfigAttributes {
		for _, name := range a.EnvVars {
			t.Setenv(name, "")
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	logins, refused := 0, 0
	for i := range 1000 {
		s := drawSituation(r)
		path := filepath.Join(dir, ".databrickscfg")
		if r.IntN(6) == 0 {
			s.path, path = "flag", filepath.Join(dir, "other.cfg")
		}
		for _, name := range []string{".databrickscfg", "other.cfg"} {
			_ = os.Remove(filepath.Join(dir, name))
		}
		if !s.noFile {
			if err := os.WriteFile(path, []byte(s.file), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		ok := t.Run("", func(t *testing.T) {
			for name, value := range s.env {
				t.Setenv(name, value)
			}
			want, wantErr := sdkLogin(s, path)
			got, err := ourLogin(s, path)
			if s.noFile && (s.profile != "" || s.env["DATABRICKS_CONFIG_PROFILE"] != "") {
				if !errors.Is(err, creds.ErrNoProfile) {
					t.Errorf("a profile without its file: %v", err)
				}
				return
			}
			if got != want || wantErr != nil && err == nil {
				t.Errorf("situation %d: flags -p %q --host %q, environment %v\n%s\nthe SDK says %q, %v\nwe say       %q, %v", i, s.profile, s.host, s.env, s.file, want, wantErr, got, err)
			}
			if wantErr != nil {
				refused++
			} else if want != "" {
				logins++
			}
		})
		if !ok {
			break
		}
	}
	if logins < 100 || refused < 100 {
		t.Errorf("only %d logins and %d refusals: the generator has gone lame", logins, refused)
	}
}

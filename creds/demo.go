package creds

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/afero"

	"bricktop/creds/secret"
)

// DemoValues is what the demo's files and environment are made of. The fake workspace knows the same values.
type DemoValues struct {
	Host         string // of the workspace, with scheme
	WorkspaceID  string
	ClientID     string // the app's service principal
	ClientSecret secret.Secret
	RouterToken  secret.Secret // the PAT in claude-code-router's config.json
	OtherHost    string        // another workspace
	OtherToken   secret.Secret // a PAT for it, in the profile staging
	RevokedToken secret.Secret // a PAT that Host no longer knows, in the profile broken
	AppName      string
	AppPort      string
}

// Demo writes the two files as a Databricks DevBox leaves them: readable by everyone, with comments, and
// with one profile that is wrong.
func Demo(fsys afero.Fs, home string, v DemoValues) error {
	files := []struct{ path, text string }{
		{filepath.Join(home, ".databrickscfg"), v.databricksCfg()},
		{filepath.Join(home, ".claude-code-router", "config.json"), v.routerConfig()},
	}
	for _, f := range files {
		if err := fsys.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
			return err
		}
		if err := afero.WriteFile(fsys, f.path, []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (v DemoValues) databricksCfg() string {
	return fmt.Sprintf(`; The app's service principal, written when the DevBox started.
[DEFAULT]
host          = %s
client_id     = %s
client_secret = %s

[staging]
host  = %s/
token = %s

# handed over in spring, nobody knows by whom
[broken]
host  = %s
token = %s
`, v.Host, v.ClientID, v.ClientSecret.Reveal(), v.OtherHost, v.OtherToken.Reveal(), v.Host, v.RevokedToken.Reveal())
}

func (v DemoValues) routerConfig() string {
	return fmt.Sprintf(`{
  // written by the DevBox; "ccr restart" reads it again
  "LOG": false,
  "PORT": 3456,
  "Providers": [
    {
      "name": "databricks",
      "api_base_url": "%s/serving-endpoints/databricks-claude-sonnet-4-5/invocations",
      "api_key": "%s",
      "models": ["databricks-claude-sonnet-4-5"],
    },
    {
      "name": "openrouter",
      "api_base_url": "https://openrouter.ai/api/v1/chat/completions",
      "api_key": "$OPENROUTER_API_KEY",
      "models": ["qwen/qwen3-coder"],
    },
  ],
  "Router": {
    "default": "databricks,databricks-claude-sonnet-4-5",
  },
}
`, v.Host, v.RouterToken.Reveal())
}

// DemoHome is the demo's home directory, where Databricks Apps put theirs.
const DemoHome = appHome

// DemoEnv is the environment of the demo: that of a Databricks App, with its host without a scheme and a
// line end behind the secret. A plain http host keeps its scheme, or it would be another host.
func DemoEnv(v DemoValues) map[string]string {
	return map[string]string{
		"HOME":                     DemoHome,
		"DATABRICKS_HOST":          strings.TrimPrefix(v.Host, "https://"),
		"DATABRICKS_CLIENT_ID":     v.ClientID,
		"DATABRICKS_CLIENT_SECRET": v.ClientSecret.Reveal() + "\n",
		"DATABRICKS_WORKSPACE_ID":  v.WorkspaceID,
		"DATABRICKS_APP_NAME":      v.AppName,
		"DATABRICKS_APP_PORT":      v.AppPort,
		lifetimeVariable:           "3600",
	}
}

package report

import (
	"strings"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

const (
	ours   = "https://dbc-ours.example.com"
	theirs = "https://dbc-theirs.example.com"
	home   = "/home/dev"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// pat is a canary: put together at run time, so that no scanner takes this file for a leak.
func pat(digit string) secret.Secret { return secret.New("dapi" + strings.Repeat(digit, 32)) }

func oauth(digit string) secret.Secret { return secret.New("dose" + strings.Repeat(digit, 32)) }

func listed(value secret.Secret, e token.Expiry) token.Token {
	return token.Token{ID: token.ID(value.TokenID()), Comment: "sdk-1", Created: now.Add(-30 * time.Minute), Expiry: e}
}

func in(d time.Duration) token.Expiry { return token.ExpiresAt(now.Add(d)) }

// appTerminal is a home with nothing wrong: the app's principal in the environment and in the profile, and
// a token of it, half an hour old, in claude-code-router.
func appTerminal() Facts {
	return Facts{
		Now: now,
		Machine: creds.Inventory{
			Home: home,
			Env: []creds.Variable{
				{Name: "DATABRICKS_HOST", Set: true, Value: ours, Used: true, Source: "environment"},
				{Name: "DATABRICKS_CLIENT_SECRET", Set: true, Secret: oauth("a"), Used: true, Source: "environment"},
				{Name: "DATABRICKS_TOKEN"},
			},
			Files: []creds.File{
				{
					ID: creds.DatabricksCfg, Path: home + "/.databrickscfg", Format: creds.INI, Exists: true, Mode: 0o600,
					Owner:    creds.Owner{Known: true, UID: 1000, Mine: true},
					Profiles: []creds.Profile{{Name: "DEFAULT", Host: ours, AuthKinds: []string{"oauth-m2m"}, Default: true}},
					Secrets: []creds.Held{{
						Where: "[DEFAULT] client_secret", Kind: creds.HeldClientSecret, Value: oauth("a"), Host: ours,
						ClientID: "app-1", Profile: "DEFAULT", Databricks: true,
					}},
				},
				{
					ID: creds.ClaudeCodeRouter, Path: home + "/.claude-code-router/config.json", Format: creds.JSON5, Exists: true, Mode: 0o600,
					Owner:     creds.Owner{Known: true, UID: 1000, Mine: true},
					Providers: []creds.Provider{{Name: "databricks", Host: ours, Databricks: true, InRouter: true}},
					Secrets: []creds.Held{
						{Where: "Providers[0].api_key (databricks)", Kind: creds.HeldAPIKey, Value: pat("1"), Host: ours, Provider: "databricks", Databricks: true},
						{Where: "Providers[1].api_key (other)", Kind: creds.HeldAPIKey, Value: secret.New("sk-of-another-vendor"), Host: "https://api.example.net", Provider: "other"},
					},
				},
			},
			Login: creds.Login{
				Host: ours, AuthType: "oauth-m2m", ClientID: "app-1", ClientSecret: oauth("a"),
				Sources: map[string]string{"host": "DATABRICKS_HOST"},
			},
		},
		Context: &session.Context{
			Host: ours, AuthType: session.M2M, Cloud: "aws", WorkspaceID: "1234567890",
			Principal:   session.Principal{Kind: session.ServicePrincipal, UserName: "app-1"},
			Metastore:   session.Metastore{ID: "m", Name: "main-eu"},
			OAuthExpiry: now.Add(time.Hour),
		},
		Tokens:     []token.Token{listed(pat("1"), in(time.Hour)), listed(pat("2"), token.NeverExpires()), listed(pat("3"), token.Expiry{})},
		Listed:     true,
		Thresholds: token.DefaultThresholds,
	}
}

// Shorthands for the parts of appTerminal that tests change.
func cfg(f *Facts) *creds.File          { return &f.Machine.Files[0] }
func router(f *Facts) *creds.File       { return &f.Machine.Files[1] }
func profile(f *Facts) *creds.Profile   { return &cfg(f).Profiles[0] }
func provider(f *Facts) *creds.Provider { return &router(f).Providers[0] }
func key(f *Facts) *creds.Held          { return &router(f).Secrets[0] }

// byProfile signs in with the token of the profile DEFAULT, and nothing in the environment.
func byProfile(f *Facts) {
	held := creds.Held{Where: "[DEFAULT] token", Kind: creds.HeldPAT, Value: pat("4"), Host: ours, Profile: "DEFAULT", Databricks: true}
	cfg(f).Secrets = []creds.Held{held}
	*profile(f) = creds.Profile{Name: "DEFAULT", Host: ours, AuthKinds: []string{"pat"}, Default: true, InUse: true}
	f.Machine.Login = creds.Login{
		Host: ours, AuthType: "pat", Token: held.Value, Profile: "DEFAULT",
		Sources: map[string]string{"host": "profile DEFAULT"},
	}
}

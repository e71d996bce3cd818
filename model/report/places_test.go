package report

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// add puts one more file on the machine, with secrets beside our host.
func add(f *Facts, file creds.File, held ...creds.Held) {
	file.Exists, file.Mode = true, 0o600
	for _, h := range held {
		h.Databricks = true
		file.Secrets = append(file.Secrets, h)
	}
	f.Machine.Files = append(f.Machine.Files, file)
}

func last(f *Facts) *creds.File { return &f.Machine.Files[len(f.Machine.Files)-1] }

func token1(where string, digit string) creds.Held {
	return creds.Held{Where: where, Kind: creds.HeldPAT, Value: pat(digit), Host: ours}
}

func backup(f *Facts, digit string) {
	h := token1("[old] token", digit)
	h.Profile = "old"
	add(f, creds.File{ID: creds.DatabricksBackup, Path: home + "/.databrickscfg.bak", Format: creds.INI, CopyOf: creds.DatabricksCfg}, h)
}

func routerLog(f *Facts, digits ...string) {
	var held []creds.Held
	for _, d := range digits {
		held = append(held, creds.Held{Where: "mask " + d, Kind: creds.HeldPAT, Value: pat(d), Count: 3})
	}
	add(f, creds.File{ID: "claude-code-router-log:ccr-1.log", Path: home + "/.claude-code-router/logs/ccr-1.log", Format: creds.Log, CopyOf: creds.ClaudeCodeRouter}, held...)
}

func claude(f *Facts, held creds.Held) {
	add(f, creds.File{ID: creds.Claude, Path: home + "/.claude/settings.json", Format: creds.JSON}, held)
}

func cache(f *Facts, held creds.Held) {
	held.Kind, held.Value = creds.HeldAccess, secret.New("eyJ"+strings.Repeat("a", 30)+".b.c")
	add(f, creds.File{ID: creds.TokenCache, Path: home + "/.databricks/token-cache.json", Format: creds.JSON}, held)
}

func tried(f *Facts, digit string, host string, state session.State) {
	if f.Tried == nil {
		f.Tried = map[Key]session.State{}
	}
	f.Tried[Key{Fingerprint: pat(digit).Fingerprint(), Host: host}] = state
}

func oldProfile(f *Facts, kinds ...string) {
	cfg(f).Profiles = append(cfg(f).Profiles, creds.Profile{Name: "old", Host: ours, AuthKinds: kinds})
	cfg(f).Secrets = append(cfg(f).Secrets, creds.Held{Where: "[old] token", Kind: creds.HeldPAT, Value: pat("7"), Host: ours, Profile: "old", Databricks: true})
}

func TestFindingsOfPlaces(t *testing.T) {
	const (
		bak     = home + "/.databrickscfg.bak"
		log     = home + "/.claude-code-router/logs/ccr-1.log"
		cfgPath = home + "/.databrickscfg"
	)
	dropOld := creds.Mend{Kind: creds.MendDropProfile, Path: cfgPath, Where: "old"}
	cases := []struct {
		name   string
		change func(*Facts)
		want   string // the findings as JSON, without the brackets
		mend   creds.Mend
	}{
		{"a copy that works", func(f *Facts) { backup(f, "2") },
			`{"severity":"warn","code":"stale-copy","text":"~/.databrickscfg.bak is an old copy that nothing reads. It holds 1 secret, and it still works: delete it.","fix":"rm /home/dev/.databrickscfg.bak"}`,
			creds.Mend{Kind: creds.MendRemoveFile, Path: bak}},
		{"a copy that works and everybody reads", func(f *Facts) { backup(f, "2"); last(f).Mode = 0o644 },
			`{"severity":"error","code":"mode-too-open","text":"~/.databrickscfg.bak holds secrets and is open to everybody on this machine (mode 0644): close it to all but its owner.","fix":"chmod 600 /home/dev/.databrickscfg.bak"},` +
				`{"severity":"error","code":"stale-copy","text":"~/.databrickscfg.bak is an old copy that nothing reads. It holds 1 secret, and it still works: delete it.","fix":"rm /home/dev/.databrickscfg.bak"}`,
			creds.Mend{Kind: creds.MendMode, Path: bak}},
		{"a copy nobody tried", func(f *Facts) { backup(f, "8") },
			`{"severity":"warn","code":"stale-copy","text":"~/.databrickscfg.bak is an old copy that nothing reads. It holds 1 secret, and nobody knows whether it still works: delete it.","fix":"rm /home/dev/.databrickscfg.bak"}`,
			creds.Mend{Kind: creds.MendRemoveFile, Path: bak}},
		{"a dead copy", func(f *Facts) { backup(f, "8"); tried(f, "8", ours, session.Revoked) },
			`{"severity":"info","code":"stale-copy","text":"~/.databrickscfg.bak is an old copy that nothing reads. It holds 1 secret, and it is dead: delete it.","fix":"rm /home/dev/.databrickscfg.bak"}`,
			creds.Mend{Kind: creds.MendRemoveFile, Path: bak}},
		{"a copy that cannot be read", func(f *Facts) {
			add(f, creds.File{ID: creds.DatabricksBackup, Path: bak, CopyOf: creds.DatabricksCfg, Problem: &creds.Problem{Text: "it may not be read."}})
		}, `{"severity":"warn","code":"unreadable","text":"~/.databrickscfg.bak: it may not be read.","fix":null}`, creds.Mend{}},
		{"a copy of variables", func(f *Facts) {
			backup(f, "8")
			last(f).Secrets[0].Value = secret.Secret{}
			last(f).Secrets[0].Indirect = "$X"
		}, ``, creds.Mend{}},
		{"a log with a token that works elsewhere", func(f *Facts) { routerLog(f, "1", "8") },
			`{"severity":"warn","code":"secret-in-log","text":"The log ~/.claude-code-router/logs/ccr-1.log holds 2 secrets in clear text, and 1 of them still works: take them out, and turn the log off where it is not needed.","fix":null}`,
			creds.Mend{Kind: creds.MendRedact, Path: log}},
		{"a log with dead ones", func(f *Facts) {
			routerLog(f, "8", "9")
			backup(f, "8")
			f.Machine.Files = slices.Delete(f.Machine.Files, 2, 4)
			routerLog(f, "1", "2")
			f.Tokens[0].Expiry, f.Tokens[1].Expiry, f.Machine.Files[1].Secrets = in(-1), in(-1), nil
		}, `{"severity":"info","code":"secret-in-log","text":"The log ~/.claude-code-router/logs/ccr-1.log holds 2 secrets in clear text, and all are dead: take them out, and turn the log off where it is not needed.","fix":null}`,
			creds.Mend{Kind: creds.MendRedact, Path: log}},
		{"a large log", func(f *Facts) { routerLog(f, "1"); last(f).Size = creds.MaxSize + 1 },
			`{"severity":"warn","code":"secret-in-log","text":"The end of the log ~/.claude-code-router/logs/ccr-1.log holds 1 secret in clear text, and it still works: delete it, and turn the log off where it is not needed.","fix":"rm /home/dev/.claude-code-router/logs/ccr-1.log"}`,
			creds.Mend{Kind: creds.MendRemoveFile, Path: log}},
		{"a dead profile", func(f *Facts) { oldProfile(f, "pat"); tried(f, "7", ours, session.Revoked) },
			`{"severity":"warn","code":"dead-profile","text":"The token in profile old of ~/.databrickscfg is not known to dbc-ours.example.com (revoked, or expired), and nothing else is in the profile: take it out, or write a new one there.","fix":null}`, dropOld},
		{"a dead token in the default profile", func(f *Facts) {
			oldProfile(f, "pat")
			cfg(f).Profiles[0].Default, cfg(f).Profiles[1].Default = false, true
			tried(f, "7", ours, session.Expired)
		}, `{"severity":"warn","code":"secret-expired","text":"The token in profile old of ~/.databrickscfg expired: write a new one there.","fix":null}`, creds.Mend{}},
		{"a dead token and another way", func(f *Facts) {
			oldProfile(f, "pat", "oauth-m2m")
			cfg(f).Secrets = append(cfg(f).Secrets, creds.Held{Where: "[old] client_secret", Kind: creds.HeldClientSecret, Value: oauth("b"), Host: ours, ClientID: "app-3", Profile: "old", Databricks: true})
			tried(f, "7", ours, session.Expired)
		}, `{"severity":"warn","code":"secret-expired","text":"The token in profile old of ~/.databrickscfg expired: write a new one there.","fix":null},` +
			`{"severity":"warn","code":"several-auth-kinds","text":"Profile old of ~/.databrickscfg can sign in by pat and by oauth-m2m, and Databricks tools refuse to choose: remove all but one, or name it with auth_type.","fix":null}`,
			creds.Mend{Kind: creds.MendDropKey, Path: cfgPath, Where: "old/token"}},
		{"a dead client secret and a token", func(f *Facts) {
			oldProfile(f, "pat", "oauth-m2m")
			cfg(f).Secrets = append(cfg(f).Secrets, creds.Held{Where: "[old] client_secret", Kind: creds.HeldClientSecret, Value: oauth("b"), Host: ours, ClientID: "app-3", Profile: "old", Databricks: true})
			tried(f, "7", ours, session.Works)
			f.Tried[Key{Fingerprint: oauth("b").Fingerprint(), Host: ours, ClientID: "app-3"}] = session.Revoked
		}, `{"severity":"warn","code":"secret-revoked","text":"The client secret in profile old of ~/.databrickscfg is not known to dbc-ours.example.com (revoked, or expired): write a new one there.","fix":null},` +
			`{"severity":"warn","code":"several-auth-kinds","text":"Profile old of ~/.databrickscfg can sign in by pat and by oauth-m2m, and Databricks tools refuse to choose: remove all but one, or name it with auth_type.","fix":null}`,
			creds.Mend{Kind: creds.MendDropKey, Path: cfgPath, Where: "old/client_secret"}},
		{"a token without a host", func(f *Facts) { oldProfile(f, "pat"); cfg(f).Secrets[1].Host = "" },
			`{"severity":"info","code":"secret-orphaned","text":"The token in profile old of ~/.databrickscfg has no host that can be used beside it: add the host, or take it out.","fix":null}`, creds.Mend{}},
		{"a provider that is passed over", func(f *Facts) { provider(f).Skipped, provider(f).InRouter = "It has no models.", false },
			`{"severity":"info","code":"secret-orphaned","text":"The API key in provider databricks of ~/.claude-code-router/config.json has a provider around it that claude-code-router passes over (It has no models): mend the provider, or take it out.","fix":null}`, creds.Mend{}},
		{"a git work tree", func(f *Facts) { cfg(f).Git = creds.Git{Root: home} },
			`{"severity":"warn","code":"in-work-tree","text":"~/.databrickscfg holds secrets, lies in the git work tree ~ and is not ignored as far as bricktop can tell: a commit may publish them.","fix":"echo /.databrickscfg >> /home/dev/.gitignore"}`, creds.Mend{}},
		{"a link into a git work tree", func(f *Facts) {
			cfg(f).Git, cfg(f).Link = creds.Git{Root: home + "/dot files"}, home+"/dot files/a/cfg"
		}, `{"severity":"warn","code":"in-work-tree","text":"~/dot files/a/cfg holds secrets, lies in the git work tree ~/dot files and is not ignored as far as bricktop can tell: a commit may publish them.","fix":"echo /a/cfg >> '/home/dev/dot files/.gitignore'"}`, creds.Mend{}},
		{"a git work tree that ignores it", func(f *Facts) { cfg(f).Git = creds.Git{Root: home, Ignored: true} }, ``, creds.Mend{}},
		{"a git work tree and no secret", func(f *Facts) { cfg(f).Git, cfg(f).Secrets = creds.Git{Root: home}, nil }, ``, creds.Mend{}},
		{"the same token in two more places", func(f *Facts) {
			claude(f, token1("env.ANTHROPIC_AUTH_TOKEN", "1"))
			add(f, creds.File{ID: creds.Environment, Format: creds.EnvironmentFormat}, token1("DATABRICKS_TOKEN", "1"))
		}, `{"severity":"info","code":"several-places","text":"The API key in provider databricks of ~/.claude-code-router/config.json also stands in env.ANTHROPIC_AUTH_TOKEN of ~/.claude/settings.json and the variable DATABRICKS_TOKEN: a new one has to be written to each.","fix":null}`, creds.Mend{}},
		{"the same token twice in one target", func(f *Facts) {
			first, second := token1("a", "2"), token1("b", "2")
			first.Provider, second.Provider = "p", "p"
			claude(f, first)
			last(f).Secrets = append(last(f).Secrets, second)
		}, ``, creds.Mend{}},
		{"a command", func(f *Facts) {
			claude(f, creds.Held{Where: "apiKeyHelper", Kind: creds.HeldPAT, Pull: "databricks auth token", Host: ours})
			last(f).Mode = 0o644
		}, ``, creds.Mend{}},
		{"an agent at another workspace", func(f *Facts) {
			h := token1("env.ANTHROPIC_AUTH_TOKEN", "8")
			h.Host = theirs
			claude(f, h)
		}, `{"severity":"warn","code":"host-mismatch","text":"The token in env.ANTHROPIC_AUTH_TOKEN of ~/.claude/settings.json goes to dbc-theirs.example.com, while bricktop is signed in at dbc-ours.example.com: correct the address if that is not meant.","fix":null}`, creds.Mend{}},
		{"an agent with a command for another workspace", func(f *Facts) {
			claude(f, creds.Held{Where: "apiKeyHelper", Kind: creds.HeldPAT, Pull: "databricks auth token", Host: theirs})
		}, `{"severity":"info","code":"host-mismatch","text":"The token in apiKeyHelper of ~/.claude/settings.json goes to dbc-theirs.example.com, while bricktop is signed in at dbc-ours.example.com: correct the address if that is not meant.","fix":null}`, creds.Mend{}},
		{"an agent at the gateway of our workspace", func(f *Facts) {
			h := token1("env.ANTHROPIC_AUTH_TOKEN", "2")
			h.Host = "https://1234567890.ai-gateway.cloud.databricks.com"
			claude(f, h)
		}, ``, creds.Mend{}},
		{"an agent at another gateway", func(f *Facts) {
			h := token1("env.ANTHROPIC_AUTH_TOKEN", "8")
			h.Host = "https://77.ai-gateway.cloud.databricks.com"
			claude(f, h)
		}, `{"severity":"warn","code":"host-mismatch","text":"The token in env.ANTHROPIC_AUTH_TOKEN of ~/.claude/settings.json goes to 77.ai-gateway.cloud.databricks.com, while bricktop is signed in at dbc-ours.example.com: correct the address if that is not meant.","fix":null}`, creds.Mend{}},
		{"a dead variable", func(f *Facts) {
			add(f, creds.File{ID: creds.Environment, Format: creds.EnvironmentFormat}, token1("DATABRICKS_TOKEN", "8"))
			tried(f, "8", ours, session.Revoked)
		}, `{"severity":"warn","code":"secret-revoked","text":"The token in the variable DATABRICKS_TOKEN is not known to dbc-ours.example.com (revoked, or expired): set a new one, and start again what was started with it.","fix":null}`, creds.Mend{}},
		{"a cached token that is over", func(f *Facts) {
			cache(f, creds.Held{Where: "tokens.p.access_token", Profile: "p", Host: ours, Expires: now.Add(-time.Hour)})
		}, `{"severity":"warn","code":"secret-expired","text":"The access token in profile p of ~/.databricks/token-cache.json expired at 2026-11-23 11:00 UTC: sign in again with ` + "`databricks auth login`" + `.","fix":null}`, creds.Mend{}},
		{"a cached token that renews itself", func(f *Facts) {
			cache(f, creds.Held{Where: "tokens.p.access_token", Profile: "p", Host: ours, Expires: now.Add(-time.Hour), Refreshed: true})
		}, ``, creds.Mend{}},
		{"a cached token of no profile", func(f *Facts) {
			cache(f, creds.Held{Where: "tokens.p.access_token", Profile: "p", Expires: now.Add(time.Hour)})
		}, `{"severity":"info","code":"secret-orphaned","text":"The access token in profile p of ~/.databricks/token-cache.json has no profile of that name any more: take it out with ` + "`databricks auth logout`" + `.","fix":null}`, creds.Mend{}},
		{"a cache beside the keyring", func(f *Facts) {
			cache(f, creds.Held{Where: "tokens.p.access_token", Profile: "p", Host: ours, Expires: now.Add(-time.Hour)})
			last(f).Superseded = "the keyring of this system"
		}, `{"severity":"warn","code":"superseded","text":"The Databricks CLI was told to keep its tokens in the keyring of this system and ignores ~/.databricks/token-cache.json: delete this file with the secrets in it.","fix":null}`, creds.Mend{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := appTerminal()
			c.change(&f)
			found := []Finding{}
			for _, file := range Judge(f).Files {
				found = append(found, file.Findings...)
			}
			var out strings.Builder
			enc := json.NewEncoder(&out)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(found); err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSpace(out.String()); got != "["+c.want+"]" {
				t.Errorf("got  %s\nwant [%s]", got, c.want)
			}
			var mends []creds.Mend
			for _, x := range found {
				if x.Mend != (creds.Mend{}) {
					mends = append(mends, x.Mend)
				}
			}
			if c.mend != (creds.Mend{}) && !slices.Contains(mends, c.mend) || c.mend == (creds.Mend{}) && len(mends) > 0 {
				t.Errorf("mends %+v, want %+v", mends, c.mend)
			}
		})
	}
}

// A secret in a log has no host beside it: what is known of it elsewhere counts, and it is never tried.
func TestStateOfAHostlessSecret(t *testing.T) {
	f := appTerminal()
	routerLog(&f, "1", "8")
	oldProfile(&f, "pat")
	cfg(&f).Secrets[1].Value = pat("8")
	tried(&f, "8", ours, session.Revoked)
	got := Judge(f).Files[2].Secrets
	if got[0].State != session.Works || got[1].State != session.Revoked {
		t.Errorf("got %+v", got)
	}
	f.Tokens, f.Tried = nil, nil
	for _, a := range Attempts(f) {
		if a.Key.Host == "" {
			t.Errorf("tried without a host: %+v", a.Key)
		}
	}
}

// A gateway and an app answer none of a workspace's calls: a secret that they refuse may work well.
func TestNothingIsTriedAtAGateway(t *testing.T) {
	for _, host := range []string{"https://77.ai-gateway.cloud.databricks.com", "https://x.databricksapps.com"} {
		f := appTerminal()
		h := token1("w", "8")
		h.Host = host
		claude(&f, h)
		if got := Attempts(f); len(got) != 0 {
			t.Errorf("%s: %+v", host, got)
		}
	}
}

func TestTheEnvironmentIsNoFile(t *testing.T) {
	f := appTerminal()
	f.Machine.Login = creds.Login{Host: ours, AuthType: "pat", Token: pat("2"), Sources: map[string]string{"host": "DATABRICKS_HOST", "token": "DATABRICKS_TOKEN"}}
	add(&f, creds.File{ID: creds.Environment, Format: creds.EnvironmentFormat}, token1("DATABRICKS_TOKEN", "2"))
	got := Judge(f).Files[2]
	if got.Path != "environment" || got.Mode != "" || !got.Secrets[0].InUse || got.Secrets[0].State != session.Works {
		t.Errorf("got %+v", got)
	}
}

func TestNextChangeKnowsWhatFilesSay(t *testing.T) {
	f := appTerminal()
	f.Tokens = []token.Token{}
	cache(&f, creds.Held{Where: "w", Profile: "p", Host: ours, Expires: now.Add(time.Hour)})
	if next := NextChange(f); !next.Equal(now.Add(55*time.Minute + time.Nanosecond)) {
		t.Errorf("got %s", next)
	}
	last(&f).Secrets[0].Refreshed = true
	if next := NextChange(f); !next.Equal(now.Add(time.Hour)) {
		t.Errorf("got %s", next)
	}
}

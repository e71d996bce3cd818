package creds

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bricktop/creds/secret"
)

func TestPathsFollowTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		pattern string
		env     map[string]string
		want    string
	}{
		{"~/.netrc", nil, "~/.netrc"},
		{"${NETRC:-~/.netrc}", nil, "~/.netrc"},
		{"${NETRC:-~/.netrc}", map[string]string{"NETRC": " "}, "~/.netrc"},
		{"${NETRC:-~/.netrc}", map[string]string{"NETRC": "/etc/netrc"}, "/etc/netrc"},
		{"${CODEX_HOME:-~/.codex}/.env", map[string]string{"CODEX_HOME": "~/c"}, "~/c/.env"},
	} {
		if got := (machine{env: c.env}).catalogue(t).path(c.pattern); got != c.want {
			t.Errorf("%s is %s, want %s", c.pattern, got, c.want)
		}
	}
	m := machine{configFile: "/etc/cfg", files: map[string]string{"/etc/cfg.bak": "[p]\ntoken = " + pat("1") + "\n"}}
	if f := file(t, m.look(t), DatabricksBackup); f.Path != "/etc/cfg.bak" || len(f.Secrets) != 1 {
		t.Errorf("got %+v", f)
	}
}

func TestNoHome(t *testing.T) {
	m := machine{env: map[string]string{"HOME": "", "NETRC": "/etc/netrc"}, files: map[string]string{"/etc/netrc": "machine dbc-1.cloud.databricks.com password " + pat("1")}}
	in := m.look(t)
	if len(in.Files) != 3 || in.Files[0].Problem == nil || in.Files[1].Problem == nil || in.Files[2].ID != Netrc || len(in.Files[2].Secrets) != 1 {
		t.Errorf("got %+v", in.Files)
	}
}

func TestNetrc(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"one line", "machine a login b password c", "a b c"},
		{"several lines", "machine a\n\tlogin b\r\n\tpassword c\n", "a b c"},
		{"quotes and escapes", `machine a login "b b" password "c\"\\d"`, `a b b c"\d`},
		{"an open quote", `machine a password "c`, "a  c"},
		{"comments", "# machine x password y\nmachine a password c#d", "a  c#d"},
		{"twice", "machine a password c\nmachine a password d", "a  c|a  d"},
		{"words that are keywords", "machine machine login login password password", "machine login password"},
		{"default", "machine a password c\ndefault password d", "a  c"},
		{"a macro", "machine a password c\nmacdef m\nmachine x password y\n\nmachine b password d", "a  c|b  d"},
		{"nothing", " \n", ""},
		{"something else", "machine a\nhello", "error 2"},
	} {
		root, err := readNetrc([]byte(c.text))
		var got []string
		if err != nil {
			got = append(got, strings.NewReplacer("line ", "error ", ": it is no netrc file", "").Replace(err.Error()))
		} else {
			for _, m := range root.Members {
				got = append(got, m.Name+" "+textAt(m.Value, "login")+" "+textAt(m.Value, "password"))
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTokensInText(t *testing.T) {
	jwt := placeholders()["@JWT@"]
	text := `{"authorization":"Bearer ` + pat("1") + `"} x` + pat("2") + "-12-3 " + pat("3")[:35] + ` Bearer ` + jwt + `, ` + pat("1") + "- eyJab.c"
	want := []string{pat("1"), pat("2") + "-12", pat("1"), jwt}
	if got := tokensIn([]byte(text)); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v", len(got))
	}
	held := scan([]byte(text))
	if len(held) != 3 || held[0].Count != 2 || held[1].Count != 1 || !strings.HasSuffix(held[0].Where, ", 2 times") || strings.Contains(held[0].Where, pat("1")[4:]) {
		t.Errorf("got %+v", held)
	}
	rapid.Check(t, func(t *rapid.T) {
		tokensIn([]byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"dapi", "eyJ", "0", pat("a"), "-", ".", jwt, "Bearer ", "\x00"}), 0, 30).Draw(t, "text"), "")))
	})
}

func TestOfALogOnlyTheEndIsRead(t *testing.T) {
	logs := home + "/.claude-code-router/logs/"
	files := map[string]string{
		logs + "ccr-0.log": pat("1") + strings.Repeat(".", logTail) + pat("2"),
		logs + "other.txt": pat("3"),
	}
	for i := range mostOnes {
		files[fmt.Sprintf("%sccr-1%02d.log", logs, i)] = pat("4")
	}
	m := machine{files: files}
	in := m.look(t)
	if len(in.Files) != 2+mostOnes {
		t.Errorf("%d files", len(in.Files))
	}
	delete(files, logs+"ccr-100.log")
	f := file(t, m.look(t), RouterLog+":ccr-0.log")
	if len(f.Secrets) != 1 || f.Secrets[0].Value.Reveal() != pat("2") || f.Size < logTail {
		t.Errorf("got %+v", f)
	}
}

func TestWhenATokenSaysThatItEnds(t *testing.T) {
	if got := jwtExpiry(secret.New(placeholders()["@JWT@"])); !got.Equal(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("got %s", got)
	}
	for _, text := range []string{"", pat("1"), "eyJ", "eyJ.x", "eyJ.!.x", "eyJ.e30.x", "eyJ.bnVsbA.x", "eyJ.eyJleHAiOi0xfQ.x", "eyJ.eyJleHAiOjFlMzB9.x"} {
		if got := jwtExpiry(secret.New(text)); !got.IsZero() {
			t.Errorf("%s: got %s", text, got)
		}
	}
}

// Whatever stands in any file of the catalogue, a look comes back and shows no secret.
func TestAnyFileOfTheCatalogueIsLookedAt(t *testing.T) {
	canary := pat("c")[:20] + "00112233445566"
	pieces := []string{
		"{", "}", "[", "]", ":", ",", "\"", "'", "\n", "=", " ", "machine ", "password ", canary, "\"" + canary + "\"", "Bearer " + canary, prodHost, "{env:X}", "$X", "!",
		"env", "ANTHROPIC_AUTH_TOKEN", "apiKeyHelper", "OPENAI_API_KEY", "provider", "options", "apiKey", "version", "1", "tokens", "access_token", "expiry", "model_providers", "\x00", "\xff",
	}
	var paths []string
	for _, target := range catalogue() {
		path := (machine{}).catalogue(t).path(target.Path)
		paths = append(paths, strings.ReplaceAll(expand(path, home), "*", "x"))
	}
	rapid.Check(t, func(t *rapid.T) {
		m := machine{files: map[string]string{}}
		for range rapid.IntRange(1, 4).Draw(t, "files") {
			m.files[rapid.SampledFrom(paths).Draw(t, "path")] = strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "text"), "")
		}
		c := New(Options{Fs: m.fs(&testing.T{}), Home: home, UID: -1})
		checkNoSecret(t, c.Look(t.Context(), ""), []string{canary})
	})
}

func TestWorkTrees(t *testing.T) {
	cfg := "host = " + prodHost + "\ntoken = " + pat("1") + "\n"
	for _, c := range []struct {
		name    string
		files   map[string]string
		root    string
		ignored bool
	}{
		{"none", nil, "", false},
		{"the home", map[string]string{home + "/.git/HEAD": "x"}, home, false},
		{"above the home", map[string]string{"/home/.git/HEAD": "x"}, "/home", false},
		{"a file for a .git", map[string]string{home + "/.git": "gitdir: /elsewhere"}, home, false},
		{"ignored by name", map[string]string{home + "/.git/HEAD": "x", home + "/.gitignore": "# x\n.databrickscfg\n"}, home, true},
		{"ignored, and taken back", map[string]string{home + "/.git/HEAD": "x", home + "/.gitignore": "*\n!.databrickscfg\n"}, home, false},
		{"taken back, and ignored", map[string]string{home + "/.git/HEAD": "x", home + "/.gitignore": "!.databrickscfg\n.data*\n"}, home, true},
		{"anchored elsewhere", map[string]string{"/home/.git/HEAD": "x", "/home/.gitignore": "/.databrickscfg\n"}, "/home", false},
		{"anchored", map[string]string{"/home/.git/HEAD": "x", "/home/.gitignore": "/dev/.databrickscfg  \r\n"}, "/home", true},
		{"two stars", map[string]string{"/home/.git/HEAD": "x", "/home/.gitignore": "**/.databricks[!x]fg\n"}, "/home", true},
		{"a folder", map[string]string{"/home/.git/HEAD": "x", "/home/.gitignore": "dev/\n", home + "/.gitignore": "!.databrickscfg"}, "/home", true},
		{"everything in a folder", map[string]string{"/home/.git/HEAD": "x", "/home/.gitignore": "dev/**\n"}, "/home", true},
		{"a folder of that name", map[string]string{home + "/.git/HEAD": "x", home + "/.gitignore": ".databrickscfg/\n"}, home, false},
		{"for this clone", map[string]string{home + "/.git/info/exclude": ".databrickscfg"}, home, true},
		{"for this user", map[string]string{home + "/.git/HEAD": "x", home + "/.config/git/ignore": ".databrickscfg"}, home, true},
		{"a broken pattern", map[string]string{home + "/.git/HEAD": "x", home + "/.gitignore": "[\n\\\n/\n!\n"}, home, false},
		{"no text", map[string]string{home + "/.git/HEAD": "x", home + "/.gitignore": "\x00\xff.databrickscfg"}, home, false},
	} {
		m := machine{cfg: cfg, files: c.files}
		got := file(t, m.look(t), DatabricksCfg).Git
		if got.Root != c.root || got.Ignored != c.ignored {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	bare := machine{cfg: "host = " + prodHost, files: map[string]string{filepath.Join(home, ".git", "HEAD"): "x"}}
	if got := file(t, bare.look(t), DatabricksCfg).Git; got.Root != "" {
		t.Errorf("a file without secrets: %+v", got)
	}
}

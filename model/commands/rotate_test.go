package commands_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

func TestMain(m *testing.M) { modeltest.Main(m) }

var token = regexp.MustCompile(`dapi[0-9a-f]{32}`)

const user = "dev@example.com"

// bench is a home in which one token stands in two files, at a workspace on loopback.
type bench struct {
	*fake.Server
	home, client, secret string
	old, oldID           string
	env                  []string
	before               map[string]string // the files as they were
}

const profiles = `; kept by hand
[DEFAULT]
host = %[1]s
client_id     = %[2]s
client_secret = %[3]s

[laptop]   # mine
host  = %[1]s/
token = %[4]s

[elsewhere]
host  = https://elsewhere.example.com
token = %[5]s
`

const router = `{
  // the agent's
  "Providers": [
    {"name": "databricks", "api_base_url": "%[1]s/serving-endpoints/m/invocations", "api_key": '%[2]s', models: ["m"],},
    {"name": "other", "api_base_url": "https://api.example.com/v1", "api_key": "%[3]s", "models": ["x"]},
  ],
  "Router": {"default": "databricks,m"},
}`

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{Server: fake.New(fake.Options{}), home: t.TempDir(), before: map[string]string{}}
	b.AddUser(user, "Dev Example")
	b.client, b.secret = b.AddServicePrincipal("app")
	b.oldID, b.old = b.AddToken(b.client, fake.Token{Comment: "sdk-1", Created: time.Now().Add(-30 * time.Minute),
		Expires: time.Now().Add(90 * time.Minute), Scopes: []string{"sql", "authentication"}})
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	b.env = []string{"HOME=" + b.home}
	b.write(t, ".databrickscfg", fmt.Sprintf(profiles, b.URL(), b.client, b.secret, b.old, "dapi"+strings.Repeat("5", 32)))
	b.write(t, ".claude-code-router/config.json", fmt.Sprintf(router, b.URL(), b.old, "sk-"+strings.Repeat("c0ffee", 5)))
	return b
}

func (b *bench) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(b.home, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
	b.before[name] = text
}

// start readies the command.
func (b *bench) start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := modeltest.Binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, path, append([]string{"rotate"}, args...)...)
	cmd.Dir, cmd.Env = b.home, b.env
	return cmd
}

// rotate runs the command, and holds all that it wrote against every secret.
func (b *bench) rotate(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	cmd := b.start(t, args...)
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	code = modeltest.Run(t, cmd)
	b.noSecrets(t, "the output", text.String())
	_ = filepath.WalkDir(filepath.Join(b.home, ".local"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			text, _ := os.ReadFile(path)
			b.noSecrets(t, path, string(text))
			if info, err := d.Info(); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s has mode %v", path, info.Mode())
			}
		}
		return nil
	})
	return code, text.String()
}

func (b *bench) noSecrets(t *testing.T, where, text string) {
	t.Helper()
	values := []string{b.secret, b.old}
	for name := range b.before {
		values = append(values, token.FindAllString(b.read(t, name), -1)...)
	}
	for _, value := range values {
		if strings.Contains(text, value) || strings.Contains(text, value[8:24]) {
			t.Errorf("a secret is in %s:\n%s", where, text)
		}
	}
}

func (b *bench) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.home, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// held is the token that stands where the old one did; the rest of the file must be as it was.
func (b *bench) held(t *testing.T, name string) string {
	t.Helper()
	before, after, _ := strings.Cut(b.before[name], b.old)
	text, ok := strings.CutPrefix(b.read(t, name), before)
	value, ok2 := strings.CutSuffix(text, after)
	if !ok || !ok2 || len(value) != len(b.old) {
		t.Errorf("%s is not as it was:\n%s", name, b.read(t, name))
		return ""
	}
	return value
}

// live are the IDs of the principal's tokens that work, the old one apart.
func (b *bench) live() (ids []string) {
	for _, k := range b.Tokens() {
		if k.Owner == b.client && k.ID != b.oldID {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

// untouched checks that every byte is as it was, nothing lies beside the files, and no new token is left.
func (b *bench) untouched(t *testing.T) {
	t.Helper()
	for name, text := range b.before {
		if b.read(t, name) != text {
			t.Errorf("%s changed:\n%s", name, b.read(t, name))
		}
	}
	if ids := b.live(); len(ids) > 0 {
		t.Errorf("%d new tokens are left", len(ids))
	}
	if !slices.ContainsFunc(b.Tokens(), func(k fake.Token) bool { return k.ID == b.oldID }) {
		t.Error("the old token is gone")
	}
	b.tidy(t)
}

func (b *bench) tidy(t *testing.T) {
	t.Helper()
	for _, dir := range []string{".", ".claude-code-router"} {
		entries, _ := os.ReadDir(filepath.Join(b.home, dir))
		for _, e := range entries {
			if !slices.Contains([]string{".databrickscfg", ".claude-code-router", "config.json", ".local"}, e.Name()) {
				t.Errorf("%s lies in %s", e.Name(), dir)
			}
		}
	}
}

func (b *bench) sent(method string) (paths []string) {
	for _, r := range b.Requests() {
		if r.Method == method && strings.HasPrefix(r.Path, "/api/") {
			paths = append(paths, r.Path)
		}
	}
	return paths
}

func (b *bench) journal(t *testing.T) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(b.home, ".local/state/bricktop/rotations/*/journal/*"))
	return files
}

const (
	createPath = "/api/2.0/token/create"
	deletePath = "/api/2.0/token/delete"
)

func TestRotate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code, out := b.rotate(t)
	t.Log("\n" + out)
	one, two := b.held(t, ".databrickscfg"), b.held(t, ".claude-code-router/config.json")
	if code != 0 || one != two || one == b.old || one == "" {
		t.Fatalf("exit %d, one token %v, a new one %v", code, one == two, one != b.old)
	}
	ids := b.live()
	if len(ids) != 1 || len(b.Tokens()) != 2 {
		t.Fatalf("%d new tokens of %d", len(ids), len(b.Tokens()))
	}
	for _, made := range b.Tokens() {
		if made.ID != ids[0] {
			continue
		}
		life := made.Expires.Sub(made.Created)
		if !strings.HasPrefix(made.Comment, "bricktop:1:") || !strings.HasSuffix(made.Comment, ":databrickscfg:laptop") ||
			!slices.Equal(made.Scopes, []string{"sql", "authentication"}) || life.Round(time.Second) != 2*time.Hour {
			t.Errorf("made %+v, living %v", made, life)
		}
	}
	for _, want := range []string{"databrickscfg:laptop", "claude-code-router:databricks", b.oldID[:8], "left to expire", "2 of 2 targets hold a proven token."} {
		if !strings.Contains(out, want) {
			t.Errorf("the output does not tell %q", want)
		}
	}
	if created, deleted := b.sent("POST"), b.journal(t); !slices.Equal(created, []string{createPath}) || len(deleted) != 1 {
		t.Errorf("sent %v, journal %v", created, deleted)
	}
	b.tidy(t)
	if code, out := b.rotate(t); code != 1 || !strings.Contains(out, "Wait a minute") {
		t.Errorf("a second one at once: exit %d, %s", code, out)
	}
}

// Whatever fails, every byte is as it was and no token is left.
func TestRotateFails(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*testing.T, *bench)
		args    []string
		code    int
		want    string
		minted  bool
	}{
		"create refused": {prepare: func(_ *testing.T, b *bench) {
			b.Fail("POST "+createPath, fake.APIError(400, "QUOTA_EXCEEDED", "no more"))
		}, code: 1, want: "makes no more tokens", minted: true},
		"answer lost": {prepare: func(_ *testing.T, b *bench) {
			b.Fail("POST "+createPath, fake.Fault{Commit: true, Cut: fake.Reset})
		}, code: 1, want: "Not rotated: every file is as it was", minted: true},
		"made twice, answer lost": {prepare: func(_ *testing.T, b *bench) {
			b.Fail("POST "+createPath, fake.Fault{Commit: true, Twice: true, Status: 504, Body: "<html>"})
		}, code: 1, want: "Not rotated", minted: true},
		"no tokens allowed": {prepare: func(_ *testing.T, b *bench) {
			b.Configure(func(s *fake.Settings) { s.NoCanUse = true })
		}, code: 2, want: "may not use personal access tokens"},
		"no sign-in": {prepare: func(_ *testing.T, b *bench) { b.RevokeSecret(b.secret) }, code: 2, want: "does not accept the client ID"},
		"read-only":  {args: []string{"--read-only"}, code: 2, want: "read-only run"},
		"no such target": {args: []string{"databrickscfg:none"}, code: 2,
			want: `There is no target "databrickscfg:none"`},
		"another workspace's": {args: []string{"databrickscfg:elsewhere"}, code: 1, want: "belongs to https://elsewhere.example.com"},
		"no token of ours": {prepare: func(t *testing.T, b *bench) {
			b.write(t, ".databrickscfg", fmt.Sprintf("[DEFAULT]\nhost = %s\nclient_id = %s\nclient_secret = %s\n", b.URL(), b.client, b.secret))
			b.write(t, ".claude-code-router/config.json", "{}")
		}, code: 1, want: "nothing to rotate"},
		"every file has several names": {prepare: func(t *testing.T, b *bench) {
			b.link(t, ".databrickscfg")
			b.link(t, ".claude-code-router/config.json")
		}, code: 1, want: "databrickscfg:laptop cannot be written. "},
		"the named file has several names": {prepare: func(t *testing.T, b *bench) { b.link(t, ".databrickscfg") },
			args: []string{"databrickscfg:laptop"}, code: 1, want: "The dashboard does, after a question: n makes a token, and w writes it there."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if c.prepare != nil {
				c.prepare(t, b)
			}
			code, out := b.rotate(t, c.args...)
			if code != c.code || !strings.Contains(out, c.want) {
				t.Errorf("exit %d:\n%s", code, out)
			}
			if minted := slices.Contains(b.sent("POST"), createPath); minted != c.minted {
				t.Errorf("create was sent: %v", minted)
			}
			b.untouched(t)
			if entries := b.journal(t); len(entries) > 0 {
				t.Errorf("the journal holds %v", entries)
			}
		})
	}
}

// link gives a file a second name, so that it cannot be replaced.
func (b *bench) link(t *testing.T, name string) {
	t.Helper()
	if err := os.Link(filepath.Join(b.home, name), filepath.Join(t.TempDir(), "second")); err != nil {
		t.Skip(err)
	}
}

// A file that cannot be written keeps the old token, which lives on; the other gets a new one, and what is left to do
// is told. Once the file can be written the next rotation does it.
func TestRotateKeeps(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	config := ".claude-code-router/config.json"
	b.link(t, config)
	code, out := b.rotate(t)
	t.Log("\n" + out)
	for _, want := range []string{
		"claude-code-router:databricks holds it too and is left as it is: it cannot be written.",
		"has other names (hard links)", "(" + filepath.Join(b.home, config) + ") was left as it is and holds the old token. Once it can be written: bricktop rotate claude-code-router:databricks", "1 of 2 targets hold a proven token.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not tell %q", want)
		}
	}
	if now := b.held(t, ".databrickscfg"); code != 1 || now == b.old || b.read(t, config) != b.before[config] || slices.Contains(b.sent("POST"), deletePath) {
		t.Errorf("exit %d, rotated %v, deleted %v", code, now != b.old, b.sent("POST"))
	}
	b.works(t, 0)
	text := b.read(t, config)
	if err := os.Remove(filepath.Join(b.home, config)); err != nil {
		t.Fatal(err)
	}
	b.write(t, config, text)
	if code, out := b.rotate(t, "claude-code-router:databricks"); code != 0 || b.held(t, config) == b.old {
		t.Errorf("exit %d:\n%s", code, out)
	}
	b.works(t, 0)
}

// A variable that holds the token too is no file: it is told, and every file is done.
func TestRotateBesideAVariable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.env = append(b.env, "DATABRICKS_HOST="+b.URL(), "DATABRICKS_TOKEN="+b.old)
	code, out := b.rotate(t)
	if code != 0 || strings.Count(out, "DATABRICKS_TOKEN") != 1 {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

// A second target that fails takes the first one back.
func TestRotateTakesBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	// Somebody writes the router's file between the look and the write.
	foreign := strings.Replace(b.before[".claude-code-router/config.json"], b.old, "dapi"+strings.Repeat("9", 32), 1)
	b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() {
		if err := os.WriteFile(filepath.Join(b.home, ".claude-code-router/config.json"), []byte(foreign), 0o600); err != nil {
			t.Error(err)
		}
	}})
	code, out := b.rotate(t)
	if code != 1 || !strings.Contains(out, "has changed since") || !strings.Contains(out, "undone") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	b.before[".claude-code-router/config.json"] = foreign
	b.untouched(t)
}

// A token that the workspace accepts only after seconds is waited for.
func TestRotateWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() {
		fault := fake.APIError(403, "PERMISSION_DENIED", "Invalid access token.")
		fault.Times = 2
		b.Fail("GET /api/2.0/preview/scim/v2/Me", fault)
	}})
	if code, out := b.rotate(t, "claude-code-router:databricks"); code != 0 || b.held(t, ".databrickscfg") == b.old {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

// A create that was answered once and made two leaves one.
func TestRotateDouble(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Fail("POST "+createPath, fake.Fault{Times: 1, Twice: true})
	if code, out := b.rotate(t); code != 0 || len(b.live()) != 1 || !strings.Contains(out, "second token") {
		t.Errorf("exit %d, %d tokens:\n%s", code, len(b.live()), out)
	}
}

// The token that we are signed in with can be rotated.
func TestRotateOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code, out := b.rotate(t, "-p", "laptop")
	if now := b.held(t, ".databrickscfg"); code != 0 || now == b.old || now != b.held(t, ".claude-code-router/config.json") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

// A target that is named gets a new token also when its own is over.
func TestRotateDead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Revoke(b.oldID)
	if code, out := b.rotate(t); code != 1 || !strings.Contains(out, "name it: bricktop rotate databrickscfg:laptop") {
		t.Errorf("unnamed: exit %d:\n%s", code, out)
	}
	code, out := b.rotate(t, "databrickscfg:laptop")
	if now := b.held(t, ".databrickscfg"); code != 0 || now == b.old || now != b.held(t, ".claude-code-router/config.json") {
		t.Errorf("named: exit %d:\n%s", code, out)
	}
}

// A dry run asks and changes nothing, here or there, and shows what it would have written.
func TestRotateDry(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code, out := b.rotate(t, "--dry-run")
	t.Log("\n" + out)
	for _, want := range []string{"would", "not done  prove it by a live call", "-token = dapi••••#", "+token = dapi••••#", "2 of 2 targets could be written", "nothing was written or made"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not tell %q", want)
		}
	}
	if code != 0 || len(b.sent("POST"))+len(b.sent("PUT"))+len(b.sent("DELETE"))+len(b.sent("PATCH")) > 0 {
		t.Errorf("exit %d, sent %v", code, b.sent("POST"))
	}
	b.untouched(t)
	if left := b.journal(t); len(left) > 0 {
		t.Errorf("journal: %v", left)
	}
}

// What a killed rotation left is cleared by the next start.
func TestRotateRecovers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Fail("POST "+createPath, fake.Fault{Times: 1, Commit: true, Cut: fake.Reset, Before: func() {
		b.Fail("/api/2.0/token/", fake.Fault{Status: 503, Body: "<html>"})
	}})
	if code, out := b.rotate(t); code != 1 || !strings.Contains(out, "the next start looks again") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	if len(b.live()) != 1 || len(b.journal(t)) != 1 {
		t.Fatalf("%d tokens, journal %v", len(b.live()), b.journal(t))
	}
	b.ClearFaults()
	if code, out := b.rotate(t, "databrickscfg:none"); code != 2 {
		t.Errorf("exit %d:\n%s", code, out)
	}
	b.untouched(t)
	if left := b.journal(t); len(left) > 0 {
		t.Errorf("journal: %v", left)
	}
}

func TestRotateJSON(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code, out := b.rotate(t, "-o", "json")
	if code != 0 || !strings.HasPrefix(out, "{\n") || !strings.Contains(out, `"proven": true`) || !strings.Contains(out, `"old_token": "left"`) || !strings.Contains(out, b.live()[0]) {
		t.Errorf("exit %d:\n%s", code, out)
	}
	if code, out := b.rotate(t, "-o", "yaml"); code != 2 || !strings.Contains(out, "no output format") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestRotateDemo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if code, out := b.rotate(t, "--demo"); code != 0 || !strings.Contains(out, "1 of 1 target holds a proven token") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	b.untouched(t)
	if len(b.Requests()) != 0 {
		t.Error("the demo asked a workspace")
	}
}

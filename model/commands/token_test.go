package commands_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

// ending puts a token into the files that has so much left.
func (b *bench) ending(t *testing.T, left time.Duration) {
	t.Helper()
	was := b.old
	b.Revoke(b.oldID)
	b.oldID, b.old = b.AddToken(b.client, fake.Token{Comment: "sdk-2", Created: time.Now().Add(left - time.Hour), Expires: time.Now().Add(left)})
	for _, name := range []string{".databrickscfg", ".claude-code-router/config.json"} {
		b.write(t, name, strings.ReplaceAll(b.before[name], was, b.old))
	}
}

// fileless takes the token out of every file.
func (b *bench) fileless(t *testing.T) {
	t.Helper()
	text := b.before[".databrickscfg"]
	b.write(t, ".databrickscfg", text[:strings.Index(text, "[laptop]")])
	b.write(t, ".claude-code-router/config.json", "{}")
}

// token runs the command. Nothing but its standard output may hold a secret.
func (b *bench) token(t *testing.T, args ...string) (code int, out, told string) {
	t.Helper()
	cmd := b.start(t, args...)
	cmd.Args[1] = "token"
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	code = modeltest.Run(t, cmd)
	value, line := strings.CutSuffix(stdout.String(), "\n")
	if good := line && value != "" && !strings.ContainsAny(value, " \r\n"); good != (code == 0) || (code == 0) != (stderr.Len() == 0) || code != 0 && stdout.Len() > 0 {
		t.Errorf("exit %d, %d bytes on stdout, stderr %q", code, stdout.Len(), stderr.String())
	}
	b.noSecrets(t, "stderr", stderr.String())
	files, _ := filepath.Glob(filepath.Join(b.home, ".local/state/bricktop/*"))
	notes, _ := filepath.Glob(filepath.Join(b.home, ".local/state/bricktop/*/*/*.json"))
	for _, path := range slices.Concat(files, notes) {
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue
		}
		text, _ := os.ReadFile(path)
		b.noSecrets(t, path, string(text))
		if value != "" && strings.Contains(string(text), value) {
			t.Errorf("%s holds what was printed", path)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
	}
	return code, value, stderr.String()
}

// The usual call asks nobody, and takes a moment.
func TestTokenRemembers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if code, out, told := b.token(t); code != 0 || out != b.old || len(b.sent("POST")) > 0 {
		t.Fatalf("exit %d, the token of the file %v, sent %v: %s", code, out == b.old, b.sent("POST"), told)
	}
	before := len(b.Requests())
	if before == 0 {
		t.Error("the first call asked nobody")
	}
	quickest := time.Hour
	for _, args := range [][]string{nil, {"databrickscfg:laptop"}, {"claude-code-router:databricks"}, nil, nil, nil} {
		begun := time.Now()
		if code, out, told := b.token(t, args...); code != 0 || out != b.old {
			t.Errorf("%v: exit %d: %s", args, code, told)
		}
		quickest = min(quickest, time.Since(begun))
	}
	t.Logf("%d requests by the first call, the quickest of the others took %v", before, quickest.Round(100*time.Microsecond))
	if asked := len(b.Requests()) - before; asked > 0 {
		t.Errorf("%d requests", asked)
	}
	b.untouched(t)
	// It also goes without standard input, and with the workspace out of reach.
	b.Close()
	path, _ := modeltest.Binary()
	cmd := exec.Command("/bin/sh", "-c", `exec "$0" token <&-`, path)
	cmd.Dir, cmd.Env = b.home, b.env
	if out, err := cmd.Output(); runtime.GOOS != "windows" && (err != nil || string(out) != b.old+"\n") {
		t.Errorf("without standard input: %v, %d bytes", err, len(out))
	}
}

// A note is believed for a while only: somebody may have revoked the token, or set the clock.
func TestTokenAsksAgain(t *testing.T) {
	for name, by := range map[string]time.Duration{"old": -20 * time.Minute, "of the future": time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.token(t)
			files, _ := filepath.Glob(filepath.Join(b.home, ".local/state/bricktop/rotations/*/notes.json"))
			if len(files) != 1 {
				t.Fatalf("notes: %v", files)
			}
			notes := map[string]map[string]any{}
			text, _ := os.ReadFile(files[0])
			if err := json.Unmarshal(text, &notes); err != nil || len(notes) != 1 {
				t.Fatalf("%s: %v", text, err)
			}
			for _, n := range notes {
				if n["id"] != b.oldID || n["host"] != b.URL() {
					t.Errorf("noted %v", n)
				}
				n["seen"] = time.Now().Add(by)
			}
			text, _ = json.Marshal(notes)
			if err := os.WriteFile(files[0], text, 0o600); err != nil {
				t.Fatal(err)
			}
			before := len(b.Requests())
			if code, out, told := b.token(t); code != 0 || out != b.old || len(b.Requests()) == before {
				t.Errorf("exit %d, %d requests: %s", code, len(b.Requests())-before, told)
			}
			b.untouched(t)
		})
	}
}

// A token that ends is rotated first, and what was dead is replaced.
func TestTokenRotates(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, *bench){
		"ending":  func(t *testing.T, b *bench) { b.ending(t, 3*time.Minute) },
		"over":    func(t *testing.T, b *bench) { b.ending(t, -time.Minute) },
		"revoked": func(_ *testing.T, b *bench) { b.Revoke(b.oldID) },
		"the sign-in's": func(t *testing.T, b *bench) {
			b.ending(t, 3*time.Minute)
			b.env = append(b.env, "DATABRICKS_CONFIG_PROFILE=laptop")
		},
		"with a torn note": func(t *testing.T, b *bench) { b.token(t); b.ending(t, 3*time.Minute); tear(t, b) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			prepare(t, b)
			code, out, told := b.token(t)
			if code != 0 || out == b.old || out != b.held(t, ".databrickscfg") || out != b.held(t, ".claude-code-router/config.json") {
				t.Fatalf("exit %d: %s", code, told)
			}
			before := len(b.Requests())
			if code, again, told := b.token(t); code != 0 || again != out || len(b.Requests()) != before {
				t.Errorf("again: exit %d, %d requests: %s", code, len(b.Requests())-before, told)
			}
			if len(b.sent("POST")) != 1 {
				t.Errorf("sent %v", b.sent("POST"))
			}
			b.tidy(t)
		})
	}
}

func tear(t *testing.T, b *bench) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(b.home, ".local/state/bricktop/rotations/*/notes.json"))
	for _, path := range files {
		if err := os.WriteFile(path, []byte(`{"0`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Of many calls at once one rotates, and all print the new token.
func TestTokenParallel(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.ending(t, 3*time.Minute)
	printed := make([]string, 8)
	var all sync.WaitGroup
	for i := range printed {
		all.Go(func() {
			code, out, told := b.token(t)
			if printed[i] = out; code != 0 {
				t.Errorf("exit %d: %s", code, told)
			}
		})
	}
	all.Wait()
	now := b.held(t, ".databrickscfg")
	for _, out := range printed {
		if out != now || out == b.old {
			t.Error("a call printed another token")
		}
	}
	if created := b.sent("POST"); !slices.Equal(created, []string{createPath}) || len(b.live()) != 1 {
		t.Errorf("sent %v, %d new tokens", created, len(b.live()))
	}
}

// Where no file holds a token it is the sign-in's own, and none is made.
func TestTokenOAuth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.fileless(t)
	code, out, told := b.token(t)
	if code != 0 || strings.HasPrefix(out, "dapi") || slices.Contains(b.sent("POST"), createPath) {
		t.Fatalf("exit %d, sent %v: %s", code, b.sent("POST"), told)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.URL()+"/api/2.0/preview/scim/v2/Me", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+out)
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if _ = answer.Body.Close(); answer.StatusCode != http.StatusOK {
		t.Errorf("the token is answered by %s", answer.Status)
	}
}

// A token that must not be rotated is printed as it is, if it works.
func TestTokenReadOnly(t *testing.T) {
	for _, flag := range []string{"--read-only", "--dry-run"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.ending(t, 3*time.Minute)
			if code, out, told := b.token(t, flag); code != 0 || out != b.old || len(b.sent("POST")) > 0 {
				t.Errorf("exit %d, sent %v: %s", code, b.sent("POST"), told)
			}
			b.untouched(t)
			b.Revoke(b.oldID)
			if code, _, told := b.token(t, flag); code != 1 || !strings.Contains(told, "does not accept the token") {
				t.Errorf("a dead one: exit %d: %s", code, told)
			}
		})
	}
}

// Whatever fails, nothing is printed but a sentence.
func TestTokenFails(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*testing.T, *bench)
		args    []string
		code    int
		want    string
	}{
		"unreachable": {prepare: func(_ *testing.T, b *bench) { b.Close() }, code: 2, want: "refuses connections"},
		"create refused": {prepare: func(t *testing.T, b *bench) {
			b.ending(t, 3*time.Minute)
			b.Fail("POST "+createPath, fake.APIError(400, "QUOTA_EXCEEDED", "no more"))
		}, code: 1, want: "could not be rotated"},
		"no sign-in":     {prepare: func(t *testing.T, b *bench) { b.write(t, ".databrickscfg", "") }, code: 2, want: "No Databricks sign-in"},
		"no such target": {args: []string{"databrickscfg:none"}, code: 2, want: "There is no target"},
		"two targets":    {args: []string{"a", "b"}, code: 2, want: "at most 1"},
		"a secret":       {args: []string{"databrickscfg:DEFAULT/client_secret"}, code: 1, want: "client secret"},
		"elsewhere":      {args: []string{"databrickscfg:elsewhere"}, code: 1, want: "belongs to https://elsewhere.example.com"},
		"somebody else's": {prepare: func(t *testing.T, b *bench) {
			b.Revoke(b.oldID)
			_, value := b.AddToken(user, fake.Token{Created: time.Now(), Expires: time.Now().Add(time.Hour)})
			b.write(t, ".databrickscfg", strings.ReplaceAll(b.before[".databrickscfg"], b.old, value))
		}, args: []string{"databrickscfg:laptop"}, code: 1, want: "belongs to somebody else"},
		"in a variable, ending": {prepare: func(t *testing.T, b *bench) {
			b.ending(t, 3*time.Minute)
			b.env = append(b.env, "DATABRICKS_HOST="+b.URL(), "DATABRICKS_TOKEN="+b.old)
			b.write(t, ".databrickscfg", "")
			b.write(t, ".claude-code-router/config.json", "{}")
		}, code: 1, want: "Set it anew where it comes from"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if c.prepare != nil {
				c.prepare(t, b)
			}
			if code, _, told := b.token(t, c.args...); code != c.code || !strings.Contains(told, c.want) {
				t.Errorf("exit %d: %s", code, told)
			}
		})
	}
}

package commands_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bricktop/model/workspace/fake"
)

// The tests named TestFaultNN prove what rotation promises under one kind of fault; TestFaultsAreAllProven in model
// lists them all. P1: a file always holds a token that works. P5: one live token for a target, at most, once the next
// start is over. P6: no storm. P7: what is said is true.

const mePath = "/api/2.0/preview/scim/v2/Me"

// clearUp is the next start of bricktop: it takes away what the last one left, and rotates nothing.
func (b *bench) clearUp(t *testing.T) string {
	t.Helper()
	code, out := b.rotate(t, "databrickscfg:none")
	if code != 2 {
		t.Errorf("a start exits %d:\n%s", code, out)
	}
	return out
}

// faulty rotates under a fault in the create, and checks that it was sent once, that every byte is as it was, and that
// nothing is left but what the next start clears.
func faulty(t *testing.T, f fake.Fault) (out string) {
	t.Parallel()
	b := newBench(t)
	clear := b.Fail("POST "+createPath, f)
	code, out := b.rotate(t)
	if sent := b.sent("POST"); code != 1 || len(slices.DeleteFunc(sent, func(p string) bool { return p != createPath })) != 1 {
		t.Errorf("exit %d, sent %v:\n%s", code, b.sent("POST"), out)
	}
	b.works(t, 0)
	clear()
	b.clearUp(t)
	b.untouched(t)
	if left := b.journal(t); len(left) > 0 {
		t.Errorf("journal: %v", left)
	}
	return out
}

// A create that is answered by a failure and made a token all the same, or two as something on the way repeated it.
func TestFault25CreateFailsAfterItWasDone(t *testing.T) {
	for name, f := range map[string]fake.Fault{"reset": {Cut: fake.Reset}, "503": {Status: 503, Body: "<html>"}, "429": {Status: 429, Body: "{}"}} {
		for _, twice := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, twice %v", name, twice), func(t *testing.T) {
				f := f
				f.Commit, f.Twice = true, twice
				if out := faulty(t, f); !strings.Contains(out, "A token may have been made") {
					t.Errorf("it does not tell:\n%s", out)
				}
			})
		}
	}
}

// A create whose answer never comes, and that made a token.
func TestFault26CreateIsNotAnswered(t *testing.T) {
	for name, f := range map[string]fake.Fault{
		"timeout": {Cut: fake.HangBeforeHeaders}, "end of file": {Cut: fake.Hangup}, "500": {Status: 500, Body: "{}"}, "504": {Status: 504, Body: "<html>"},
		"headers alone": {Cut: fake.HangAfterHeaders},
	} {
		t.Run(name, func(t *testing.T) {
			f.Commit = true
			if out := faulty(t, f); !strings.Contains(out, "A token may have been made") {
				t.Errorf("it does not tell:\n%s", out)
			}
		})
	}
}

// A create that is refused is told in words of its own, and asked for once. That nothing repeats it by itself is
// TestFault27NothingRepeatsARefusedCreate in model/headless.
func TestFault27CreateIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		fault fake.Fault
		want  string
	}{
		"not permitted": {fake.APIError(403, "PERMISSION_DENIED", "User does not have permission to use tokens."), "permission"},
		"disabled":      {fake.APIError(403, "FEATURE_DISABLED", "Personal access tokens are disabled."), "disabled"},
		"too long":      {fake.APIError(400, "INVALID_PARAMETER_VALUE", "Lifetime exceeds the maximum of 3600 seconds."), "Lifetime exceeds the maximum"},
		"quota":         {fake.APIError(400, "QUOTA_EXCEEDED", "The quota for the number of tokens has been reached."), "makes no more tokens"},
	} {
		t.Run(name, func(t *testing.T) {
			out := faulty(t, c.fault)
			if !strings.Contains(out, "every file is as it was") || !strings.Contains(out, c.want) || strings.Contains(out, "may have been made") {
				t.Errorf("it does not tell %q:\n%s", c.want, out)
			}
		})
	}
}

// Whatever comes of revoking the old token, every file is done, what is left is told, and the next start finishes it.
func TestFault30DeleteFails(t *testing.T) {
	for name, f := range map[string]fake.Fault{
		"404":                   fake.APIError(404, "RESOURCE_DOES_NOT_EXIST", "Token does not exist."),
		"404, it was done":      {Status: 404, Body: `{"error_code": "RESOURCE_DOES_NOT_EXIST"}`, Commit: true},
		"403":                   fake.APIError(403, "PERMISSION_DENIED", "No."),
		"timeout, and done":     {Cut: fake.HangBeforeHeaders, Commit: true},
		"reset, and not done":   {Cut: fake.Reset},
		"end of file, and done": {Cut: fake.Hangup, Commit: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			// claude-code-router alone holds it, and does not run: nobody uses the old token any more.
			b.write(t, ".databrickscfg", strings.Replace(b.before[".databrickscfg"], "token = "+b.old, "", 1))
			clear := b.Fail("POST "+deletePath, f)
			code, out := b.rotate(t)
			now := b.held(t, ".claude-code-router/config.json")
			gone := f.Status == 404 // it counts as revoked
			if code != 0 || now == b.old || !strings.Contains(out, "1 of 1 target holds a proven token.") {
				t.Fatalf("exit %d:\n%s", code, out)
			}
			if left := len(b.journal(t)); (left == 0) != gone || gone == strings.Contains(out, "the next start tries again") {
				t.Errorf("%d entries in the journal:\n%s", left, out)
			}
			clear()
			if out := b.clearUp(t); strings.Contains(out, "could not") || len(b.journal(t)) > 0 {
				t.Errorf("journal %v:\n%s", b.journal(t), out)
			}
			left := slices.DeleteFunc(b.Tokens(), func(k fake.Token) bool { return k.ID == idOf(now) })
			if lies := f.Status == 404 && !f.Commit; len(left) > 0 && !lies {
				t.Errorf("%d tokens are left besides: %v", len(left), left)
			}
		})
	}
}

// A journal that cannot be read is passed over: its token is found by its comment, and what another install or version
// wrote is left alone.
func TestFault33TheJournalIsDamaged(t *testing.T) {
	for name, damage := range map[string]func(text string) string{
		"half written":            func(s string) string { return s[:len(s)/2] },
		"empty":                   func(string) string { return "" },
		"garbage":                 func(string) string { return "\x00\xff}{" },
		"a later version":         func(s string) string { return strings.Replace(s, `"v":1`, `"v":2`, 1) },
		"an unknown phase":        func(s string) string { return strings.Replace(s, `"phase":"`, `"phase":"x`, 1) },
		"another one's, misnamed": func(s string) string { return strings.Replace(s, `"rid":"`, `"rid":"0`, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() { b.Fail("/api/2.0/token/", fake.Fault{Status: 503, Body: "<html>"}) }})
			b.rotate(t)
			b.ClearFaults()
			entries := b.journal(t)
			if len(entries) != 1 {
				t.Fatalf("journal: %v", entries)
			}
			text, err := os.ReadFile(entries[0])
			if err := errors.Join(err, os.WriteFile(entries[0], []byte(damage(string(text))), 0o600)); err != nil {
				t.Fatal(err)
			}
			// What the entry would have told of, long ago, and what another home's bricktop is at.
			rotation := strings.TrimSuffix(filepath.Base(entries[0]), ".json")
			old := time.Now().Add(-11 * time.Minute)
			lost, _ := b.AddToken(b.client, fake.Token{Comment: "bricktop:1:" + b.install(t) + ":" + rotation + ":databrickscfg:laptop", Created: old, Expires: time.Now().Add(time.Hour)})
			foreign, _ := b.AddToken(b.client, fake.Token{Comment: "bricktop:1:ffffffff:" + rotation + ":databrickscfg:laptop", Created: old, Expires: time.Now().Add(time.Hour)})
			theirs := filepath.Join(filepath.Dir(entries[0]), "0badcafe.json")
			entry := strings.Replace(strings.Replace(string(text), rotation, "0badcafe", 1), b.install(t), "ffffffff", 1)
			if err := os.WriteFile(theirs, []byte(entry), 0o600); err != nil {
				t.Fatal(err)
			}
			out := b.clearUp(t)
			ids := b.live()
			if slices.Contains(ids, lost) || !slices.Contains(ids, foreign) || !strings.Contains(out, lost[:8]) {
				t.Errorf("swept %v, another's left alone %v:\n%s", !slices.Contains(ids, lost), slices.Contains(ids, foreign), out)
			}
			if _, err := os.Stat(theirs); err != nil {
				t.Errorf("the other's journal: %v", err)
			}
			b.works(t, 0)
		})
	}
}

// Who we are signed in as may end in the middle: nobody is locked out by it.
func TestFault37TheSignInEnds(t *testing.T) {
	t.Run("the client secret is revoked before the create", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() {
			b.RevokeSecret(b.secret)
			b.Fail("/api/2.0/token/", fake.APIError(401, "UNAUTHENTICATED", "Credential was not sent or was of an unsupported type."))
		}, Status: 401, Body: `{"error_code": "UNAUTHENTICATED", "message": "Token was revoked."}`})
		if code, out := b.rotate(t); code != 1 || !strings.Contains(out, "every file is as it was") {
			t.Errorf("exit %d:\n%s", code, out)
		}
		b.untouched(t)
		if code, out := b.rotate(t); code != 2 || !strings.Contains(out, "does not accept the client ID") {
			t.Errorf("again: exit %d:\n%s", code, out)
		}
		b.ClearFaults()
		// The token in the files goes on working, and one can sign in by it.
		if code, out := b.rotate(t, "-p", "laptop"); code == 2 {
			t.Errorf("by the token: exit %d:\n%s", code, out)
		}
		b.works(t, 0)
	})
	t.Run("the client secret is revoked after the create", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.Fail("GET "+mePath, fake.Fault{Times: 2, Before: sync.OnceFunc(func() {})})
		b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() {
			b.RevokeSecret(b.secret)
			b.Fail("/api/2.0/token/", fake.APIError(401, "UNAUTHENTICATED", "Token was revoked."))
		}})
		code, out := b.rotate(t)
		b.works(t, 0)
		if code == 0 || !strings.Contains(out, "Not rotated") {
			t.Errorf("exit %d:\n%s", code, out)
		}
		if left := b.journal(t); len(b.live()) > 0 && len(left) != 1 {
			t.Errorf("a token is left, and the journal has %v", left)
		}
	})
	t.Run("nothing but a token to sign in by", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		text := b.before[".databrickscfg"]
		b.write(t, ".databrickscfg", strings.Replace(text[strings.Index(text, "[laptop]"):], "[laptop]   # mine", "[DEFAULT]", 1))
		b.write(t, ".claude-code-router/config.json", "{}")
		b.Fail("POST "+deletePath, fake.APIError(403, "PERMISSION_DENIED", "No."))
		for range 2 {
			if code, out := b.rotate(t); code == 2 {
				t.Errorf("locked out: exit %d:\n%s", code, out)
			}
			if now := b.held(t, ".databrickscfg"); now == b.old || !slices.ContainsFunc(b.Tokens(), func(k fake.Token) bool { return k.ID == idOf(now) }) {
				t.Error("the file holds no new token that works")
			}
		}
	})
}

// A secret goes to the workspace and into its file, and nowhere else: not to the output, the log, the journal, the name
// or content of a temporary file, an argument, a variable, or what a crash would leave.
func TestFault42NoSecretIsAnywhereElse(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no /proc")
	}
	t.Parallel()
	b := newBench(t)
	log := filepath.Join(t.TempDir(), "log")
	cmd := b.start(t, "--log-file", log)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	var mu sync.Mutex
	seen := map[string]string{}
	started := make(chan struct{})
	look := func() {
		<-started
		mu.Lock()
		defer mu.Unlock()
		for _, name := range []string{"cmdline", "environ"} {
			text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, name))
			if err != nil {
				t.Error(err)
			}
			seen[name] += string(text)
		}
		b.everyFile(t, func(path, text string) { seen[path] += path + text })
	}
	for _, path := range []string{createPath, deletePath, "/api/2.0/token/list", mePath} {
		b.Fail(path, fake.Fault{Before: look})
	}
	// claude-code-router alone, so that the old token is revoked too.
	b.write(t, ".databrickscfg", strings.Replace(b.before[".databrickscfg"], "token = "+b.old, "", 1))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v:\n%s", err, out.String())
	}
	if !slices.Contains(b.sent("POST"), createPath) || !slices.Contains(b.sent("POST"), deletePath) || len(seen["cmdline"]) == 0 {
		t.Fatalf("sent %v", b.sent("POST"))
	}
	b.everyFile(t, func(path, text string) { seen[path] += path + text })
	logged, err := os.ReadFile(log)
	if err != nil || len(logged) == 0 {
		t.Errorf("log: %v", err)
	}
	seen["log"], seen["output"] = string(logged), out.String()
	for where, text := range seen {
		if where == filepath.Join(b.home, ".databrickscfg") || where == filepath.Join(b.home, ".claude-code-router/config.json") {
			continue
		}
		b.noSecrets(t, where, text)
		if strings.HasPrefix(filepath.Base(where), "core") {
			t.Errorf("%s was left", where)
		}
	}
}

// everyFile reads all of the home.
func (b *bench) everyFile(t *testing.T, see func(path, text string)) {
	t.Helper()
	_ = filepath.WalkDir(b.home, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if text, err := os.ReadFile(path); err == nil {
				see(path, string(text))
			}
		}
		return nil
	})
}

// A read-only and a dry run write nothing, here or there, whatever else goes wrong.
func TestFault44NothingIsWrittenWhereNothingMayBe(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, *bench){
		"no fault":                  func(*testing.T, *bench) {},
		"create fails after commit": func(_ *testing.T, b *bench) { b.Fail("POST "+createPath, fake.Fault{Cut: fake.Reset, Commit: true}) },
		"create is refused": func(_ *testing.T, b *bench) {
			b.Fail("POST "+createPath, fake.APIError(400, "QUOTA_EXCEEDED", "no more"))
		},
		"delete fails": func(_ *testing.T, b *bench) {
			b.Fail("POST "+deletePath, fake.APIError(403, "PERMISSION_DENIED", "No."))
		},
		"the list fails":     func(_ *testing.T, b *bench) { b.Fail("/api/2.0/token/list", fake.Fault{Status: 503}) },
		"the list is late":   func(_ *testing.T, b *bench) { b.Fail("/api/2.0/token/list", fake.Fault{Delay: 300 * time.Millisecond}) },
		"no sign-in":         func(_ *testing.T, b *bench) { b.RevokeSecret(b.secret) },
		"the token is dead":  func(_ *testing.T, b *bench) { b.Revoke(b.oldID) },
		"a torn file":        func(t *testing.T, b *bench) { b.write(t, ".claude-code-router/config.json", "{\"Providers\": [") },
		"a second name":      func(t *testing.T, b *bench) { b.link(t, ".databrickscfg") },
		"an unanswered host": func(_ *testing.T, b *bench) { b.Fail("/", fake.Fault{Cut: fake.Reset}) },
		"a journal is left": func(t *testing.T, b *bench) {
			b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() { b.Fail("/api/2.0/token/", fake.Fault{Status: 503, Body: "<html>"}) }})
			b.rotate(t)
			b.ClearFaults()
		},
	} {
		for _, flag := range []string{"--read-only", "--dry-run"} {
			t.Run(name+" "+flag, func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				prepare(t, b)
				b.AddToken(b.client, fake.Token{Comment: "bricktop:1:0badcafe:0badcafe:databrickscfg:laptop", Created: time.Now().Add(-time.Hour), Expires: time.Now().Add(time.Hour)})
				picture := func() map[string]string {
					files := map[string]string{}
					b.everyFile(t, func(path, text string) {
						info, err := os.Stat(path)
						if err != nil {
							t.Fatal(err)
						}
						files[path] = fmt.Sprint(info.Mode(), info.ModTime(), text)
					})
					return files
				}
				before, tokens, sent := picture(), len(b.Tokens()), len(b.sent("POST"))
				for _, command := range []string{"rotate", "keep", "status", "token"} {
					cmd := b.start(t, flag)
					cmd.Args[1] = command
					_ = cmd.Run()
					if cmd.ProcessState.ExitCode() < 0 {
						t.Errorf("%s did not end", command)
					}
				}
				if after := picture(); fmt.Sprint(after) != fmt.Sprint(before) {
					t.Errorf("files changed: %d before, %d after", len(before), len(after))
				}
				if len(b.Tokens()) != tokens || len(b.sent("POST")) != sent {
					t.Errorf("%d tokens, not %d; sent %v", len(b.Tokens()), tokens, b.sent("POST"))
				}
			})
		}
	}
}

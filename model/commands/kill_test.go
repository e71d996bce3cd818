package commands_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/workspace/fake"
)

// kills is how many rotations TestRotateKilled interrupts.
const kills = 69

// A rotation that is killed at any instant leaves whole files with tokens that work; the next start finishes
// or undoes it.
func TestRotateKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it kills dozens of processes")
	}
	t.Parallel()
	b := newBench(t)
	var killed, switched, undone int
	for i := range kills {
		clear := func() {}
		cmd := b.start(t)
		started, died := make(chan struct{}), make(chan struct{})
		kill := func() {
			<-started
			_ = cmd.Process.Kill()
			<-died // so that nothing of it happens after
		}
		// A third of the kills come with a request, before or after it is processed; the others when a step was told,
		// and so in the middle of the next one.
		line := 1 + i%13
		if i%3 == 0 {
			path := []string{createPath, "/api/2.0/token/list", "/api/2.0/preview/scim/v2/Me"}[i/3%3]
			clear = b.Fail(path, fake.Fault{Before: func() { go kill() }, Commit: i%2 == 0, Delay: time.Millisecond})
			line = 1000
		}
		out, err := cmd.StdoutPipe()
		if err := errors.Join(err, cmd.Start()); err != nil {
			t.Fatal(err)
		}
		close(started)
		for told := bufio.NewScanner(out); told.Scan(); {
			if line--; line == 0 {
				_ = cmd.Process.Kill()
			}
		}
		err = cmd.Wait()
		close(died)
		clear()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok && !exit.Exited() {
			killed++
		}
		b.works(t, i)
		// A name that does not exist: the start clears up, and rotates nothing.
		if code, out := b.rotate(t, "databrickscfg:none"); code != 2 || strings.Contains(out, "could not all be cleared") {
			t.Fatalf("kill %d: exit %d:\n%s", i, code, out)
		}
		b.works(t, i)
		now := b.held(t, ".databrickscfg")
		if now != b.held(t, ".claude-code-router/config.json") {
			t.Errorf("kill %d: two tokens in two files", i)
		}
		id := idOf(now)
		for _, k := range b.Tokens() {
			if k.ID != id && k.ID != b.oldID {
				t.Errorf("kill %d: the token %q is an orphan", i, k.Comment)
			}
		}
		if id == b.oldID {
			undone++
		} else {
			switched++
		}
		b.restore(t)
	}
	t.Logf("%d processes killed in %d rotations: %d had every file switched, %d none; 0 files without a working token, 0 orphans", killed, kills, switched, undone)
	if killed < 50 {
		t.Errorf("only %d were killed", killed)
	}
}

// idOf is the ID of a token, as the workspace has it.
func idOf(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

// works checks that each file is whole and holds a token that lives.
func (b *bench) works(t *testing.T, i int) {
	t.Helper()
	for _, name := range []string{".databrickscfg", ".claude-code-router/config.json"} {
		id := idOf(b.held(t, name))
		if !slices.ContainsFunc(b.Tokens(), func(k fake.Token) bool { return k.ID == id }) {
			t.Fatalf("kill %d: %s holds no working token", i, name)
		}
	}
}

// restore brings the files and the workspace back to where they were.
func (b *bench) restore(t *testing.T) {
	t.Helper()
	for name, text := range b.before {
		b.write(t, name, text)
	}
	for _, id := range b.live() {
		b.Revoke(id)
	}
	for _, entry := range b.journal(t) {
		if err := os.Remove(entry); err != nil {
			t.Fatal(err)
		}
	}
}

// An interrupted rotation takes back what it did before it ends.
func TestRotateInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no interrupt for one process")
	}
	t.Parallel()
	b := newBench(t)
	cmd := b.start(t)
	started := make(chan struct{})
	b.Fail("POST "+createPath, fake.Fault{Times: 1, Before: func() {
		fault := fake.APIError(403, "PERMISSION_DENIED", "Invalid access token.")
		fault.Before = func() { <-started; _ = cmd.Process.Signal(os.Interrupt) }
		b.Fail("GET /api/2.0/preview/scim/v2/Me", fault)
	}})
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	err := cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 || !strings.Contains(out.String(), "Given up: every file is as it was.") {
		t.Errorf("%v:\n%s", err, &out)
	}
	b.untouched(t)
	if left := b.journal(t); len(left) > 0 {
		t.Errorf("journal: %v", left)
	}
}

// Two at once: one rotates, the other waits or says that the first is at it.
func TestRotateTwice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, second := b.start(t), b.start(t)
	if err := errors.Join(first.Start(), second.Start()); err != nil {
		t.Fatal(err)
	}
	_, _ = first.Wait(), second.Wait()
	codes := []int{first.ProcessState.ExitCode(), second.ProcessState.ExitCode()}
	slices.Sort(codes)
	if !slices.Equal(codes, []int{0, 1}) || len(b.live()) != 1 {
		t.Errorf("exits %v, %d new tokens", codes, len(b.live()))
	}
	b.works(t, 0)
}

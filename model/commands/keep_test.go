package commands_test

import (
	"bufio"
	"bytes"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// keeper is a running bricktop keep.
type keeper struct {
	*exec.Cmd
	lines chan string
	told  bytes.Buffer // after lines is closed
}

func (b *bench) keep(t *testing.T, args ...string) *keeper {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM")
	}
	k := &keeper{Cmd: b.start(t, args...), lines: make(chan string, 1000)}
	k.Args[1] = "keep"
	out, err := k.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	k.Stderr = k.Stdout
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(k.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			k.told.WriteString(s.Text() + "\n")
			k.lines <- s.Text()
		}
	}()
	return k
}

// until waits for a line.
func (k *keeper) until(t *testing.T, part string) {
	t.Helper()
	for line := range k.lines {
		if strings.Contains(line, part) {
			return
		}
	}
	t.Fatalf("it ended and never told %q:\n%s", part, k.told.String())
}

// end ends it by a signal.
func (k *keeper) end(t *testing.T, signal syscall.Signal) error {
	t.Helper()
	if err := k.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	for range k.lines { // to the last line
	}
	return k.Wait()
}

// A token past two thirds of its life is rotated at once; SIGTERM is a good end.
func TestKeep(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.ending(t, 15*time.Minute)
	k := b.keep(t)
	k.until(t, "2 targets hold the new token")
	k.until(t, "databrickscfg:laptop is rotated at")
	now := b.held(t, ".databrickscfg")
	if now == b.old || now != b.held(t, ".claude-code-router/config.json") || len(b.live()) != 1 {
		t.Errorf("one token %v, %d new ones", now == b.held(t, ".claude-code-router/config.json"), len(b.live()))
	}
	if err := k.end(t, syscall.SIGTERM); err != nil {
		t.Errorf("%v:\n%s", err, k.told.String())
	}
	t.Log("\n" + k.told.String())
	b.noSecrets(t, "the output", k.told.String())
	b.tidy(t)
}

// A second one watches, and takes over when the first is killed.
func TestKeepTakesOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.keep(t)
	first.until(t, "databrickscfg:laptop is rotated at")
	second := b.keep(t)
	second.until(t, "This one watches")
	_ = first.end(t, syscall.SIGKILL)
	b.ending(t, 15*time.Minute)
	second.until(t, "This one keeps the targets rotated from now on")
	second.until(t, "2 targets hold the new token")
	if err := second.end(t, syscall.SIGTERM); err != nil || len(b.live()) != 1 {
		t.Errorf("%v, %d new tokens:\n%s", err, len(b.live()), second.told.String())
	}
	b.noSecrets(t, "the output", first.told.String()+second.told.String())
}

// What cannot be begun is told at once.
func TestKeepFails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for want, args := range map[string][]string{
		"Leave --read-only and --dry-run out": {"--read-only"},
		"There is no target":                  {"databrickscfg:none"},
		"belongs to https://elsewhere":        {"databrickscfg:elsewhere"},
	} {
		k := b.keep(t, args...)
		k.until(t, want)
		for range k.lines {
		}
		if err := k.Wait(); k.ProcessState.ExitCode() != 2 {
			t.Errorf("%v: %v", args, err)
		}
	}
	b.untouched(t)
}

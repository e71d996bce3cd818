package router_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bricktop/creds/ccrtest"
	"bricktop/creds/secret"
	"bricktop/model/router"
)

// The real one reads the new token when it is restarted, and only then. One version is enough: it takes its time.
func TestRealRestart(t *testing.T) {
	versions := ccrtest.Versions()
	p := ccrtest.Install(t, versions[len(versions)-1])
	h := start(t, p, "")
	h.live.Store(pat("2"), true)
	config := filepath.Join(h.dir, ".claude-code-router", "config.json")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte(strings.ReplaceAll(string(text), pat("1"), pat("2"))), 0o600); err != nil {
		t.Fatal(err)
	}
	holds := func() string {
		found, _ := h.Probe(t.Context(), router.Provider{Name: provider, Host: h.upstream.URL}, secret.New(pat("1")))
		return found.Fingerprint
	}
	if holds() != secret.New(pat("1")).Fingerprint() {
		t.Fatal("it does not hold the old token")
	}
	r := router.Restarter{
		Look:   func(string) (string, error) { return installed(t, p), nil },
		Env:    []string{"HOME=" + h.dir, "TMPDIR=" + h.dir, "PATH=" + os.Getenv("PATH"), "SERVICE_PORT=" + strconv.Itoa(h.Settings.Port), "DATABRICKS_TOKEN=" + pat("9")},
		Config: func(context.Context) ([]byte, error) { return os.ReadFile(config) },
	}
	t.Cleanup(func() { end(t, filepath.Join(h.dir, ".claude-code-router", ".claude-code-router.pid"), h.server.PID) })
	begun := time.Now()
	ccr, err := r.Program()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Restart(t.Context(), ccr); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(time.Minute); holds() != secret.New(pat("2")).Fingerprint(); {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("it does not hold the new token")
		}
	}
	if _, err := h.server.Ask(t.Context(), "claude-sonnet"); err != nil {
		t.Error(err)
	}
	t.Logf("router: %s: restarted in %s", p.Version, time.Since(begun).Round(100*time.Millisecond))
}

// installed puts a ccr that runs a package where npm would.
func installed(t *testing.T, p ccrtest.Package) string {
	node, script := p.Script()
	dir := filepath.Join(t.TempDir(), "claude-code-router")
	ccr := filepath.Join(dir, "dist", "ccr")
	if err := os.MkdirAll(filepath.Dir(ccr), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		ccr:                                "#!/bin/sh\nexec '" + node + "' '" + script + "' \"$@\"\n",
		filepath.Join(dir, "package.json"): `{"name": "@musistudio/claude-code-router", "version": "` + p.Version + `"}`,
	} {
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return ccr
}

// end ends the process that a restart left, and no other.
func end(t *testing.T, pidFile string, first int) {
	text, err := os.ReadFile(pidFile)
	if err != nil {
		return
	}
	if pid, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && pid > 1 && pid != first {
		if p, err := os.FindProcess(pid); err == nil {
			_ = p.Kill()
			t.Logf("ended process %d", pid)
		}
	}
}

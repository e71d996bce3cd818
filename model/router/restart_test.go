package router

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// fakeCCR installs a ccr as npm does: a link into a package. Its script writes what it was called with.
func fakeCCR(t *testing.T, version, script string) (Restarter, string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake is a shell script")
	}
	dir := t.TempDir()
	dist := filepath.Join(dir, "lib", "node_modules", "@musistudio", "claude-code-router", "dist")
	err := errors.Join(os.MkdirAll(dist, 0o755), os.MkdirAll(filepath.Join(dir, "bin"), 0o755),
		os.WriteFile(filepath.Join(dist, "cli.js"), []byte("#!/bin/sh\n"+script), 0o755),
		os.Symlink(filepath.Join(dist, "cli.js"), filepath.Join(dir, "bin", "ccr")))
	if version != "" {
		err = errors.Join(err, os.WriteFile(filepath.Join(dist, "..", "package.json"), []byte(`{"name": "`+packageName+`", "version": "`+version+`"}`), 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Join(dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return Restarter{
		Look: exec.LookPath, Env: append(os.Environ(), "OUT="+filepath.Join(dir, "out"), "DATABRICKS_TOKEN=canary-1", "OPENROUTER_API_KEY_2=also", "PLAIN=dapi"+strings.Repeat("0123", 8), "OPENROUTER_API_KEY=needed", "MODE=x", "OPENROUTER_TOKEN=canary-3"),
		Config: func(context.Context) ([]byte, error) {
			return []byte(`{"Providers": [{"api_key": "$OPENROUTER_API_KEY"}, {"api_key": "$DATABRICKS_TOKEN_DEV"}, {"api_key": "${OPENROUTER_TOKEN_2}"}]}`), nil
		},
	}, filepath.Join(dir, "out")
}

// restart looks for a ccr and runs it.
func restart(ctx context.Context, r Restarter) error {
	path, err := r.Program()
	if err != nil {
		return err
	}
	return r.Restart(ctx, path)
}

// It runs ccr restart and nothing else, with the variables that its configuration names and no other secret.
func TestRestart(t *testing.T) {
	r, out := fakeCCR(t, "2.0.0", `echo "args:$*" > "$OUT"; env >> "$OUT"`)
	if path, err := r.Program(); err != nil || !strings.HasSuffix(path, "/bin/ccr") {
		t.Fatalf("%q, %v", path, err)
	}
	if err := restart(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for _, want := range []string{"args:restart", "OPENROUTER_API_KEY=needed", "MODE=x"} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, secret := range []string{"canary-1", "canary-3", "dapi0123", "KEY_2"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%q was handed on", secret)
		}
	}
}

// A failure is told without secrets, and a ccr that hangs is ended.
func TestRestartThatFails(t *testing.T) {
	r, _ := fakeCCR(t, "1.0.73", "echo dapi"+strings.Repeat("4567", 8)+" is wrong; exit 3")
	if err := restart(t.Context(), r); err == nil || !strings.Contains(err.Error(), "exit status 3") || strings.Contains(err.Error(), "4567") {
		t.Errorf("got %v", err)
	}
	r, _ = fakeCCR(t, "1.0.73", "exec sleep 60")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := restart(ctx, r); err == nil || !strings.Contains(err.Error(), "took too long") {
		t.Errorf("got %v", err)
	}
	r.Config = func(context.Context) ([]byte, error) { return nil, errors.New("It is gone.") }
	if err := restart(t.Context(), r); err == nil || !strings.Contains(err.Error(), "It is gone.") {
		t.Errorf("got %v", err)
	}
}

// Version 3, and what cannot be told from it, is never run.
func TestRestartRefuses(t *testing.T) {
	for version, want := range map[string]string{"3.1.1": "is version 3.1.1", "": "cannot be told"} {
		r, out := fakeCCR(t, version, `echo > "$OUT"`)
		if _, err := r.Program(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", version, err)
		}
		if err := restart(t.Context(), r); err == nil {
			t.Errorf("%q was run", version)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%q was run", version)
		}
	}
	none := Restarter{Look: func(string) (string, error) { return "", exec.ErrNotFound }}
	if err := restart(t.Context(), none); err == nil || !strings.Contains(err.Error(), "no ccr on the PATH") {
		t.Errorf("got %v", err)
	}
}

func TestNeedsRestart(t *testing.T) {
	for sentence, want := range map[string]bool{
		StillOld{}.Sentence():                         true,
		Doubt{Why: "Nobody answers."}.Sentence():      true,
		StillOld{V3: true}.Sentence():                 false,
		NotRunning{}.Sentence():                       false,
		Reloaded{Provider: "databricks"}.Sentence():   false,
		"It is read when the program starts.":         false,
		Doubt{Why: "No answer.", V3: true}.Sentence(): false,
	} {
		if NeedsRestart(sentence) != want {
			t.Errorf("%q: not %v", sentence, want)
		}
	}
}

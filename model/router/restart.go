package router

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bricktop/creds/secret"
)

// restartTime bounds `ccr restart`: version 1 and 2 need five to seven seconds (measured), and more on a machine
// that is busy.
const restartTime = time.Minute

// packageName is claude-code-router's, as its package.json says.
const packageName = "@musistudio/claude-code-router"

// Restarter runs `ccr restart`, as our own user, without a shell, and without the secrets of our environment that
// claude-code-router does not ask for. Once begun it outlives us: cut off half way no claude-code-router would run.
type Restarter struct {
	Look   func(name string) (string, error) // exec.LookPath
	Env    []string                          // os.Environ
	Config func(context.Context) ([]byte, error)
}

// NeedsRestart reports whether what was said of a reader means that it holds the old token until it is restarted.
func NeedsRestart(sentence string) bool { return strings.HasSuffix(sentence, still(false)+".") }

// NeedsRestart is the function of that name.
func (Restarter) NeedsRestart(sentence string) bool { return NeedsRestart(sentence) }

// Program is the ccr that Restart runs. The error is a sentence: why none is run. Version 3 knows no restart: it
// takes the word for a profile, and config.json into a database of its own (measured on 3.1.1).
func (r Restarter) Program() (string, error) {
	path, err := r.Look("ccr")
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", fmt.Errorf("There is no ccr on the PATH of this bricktop.%s", byHand)
	}
	return path, restarts(path)
}

const byHand = " Restart claude-code-router in the way that it was started."

// restarts is why a ccr is not run.
func restarts(path string) error {
	switch version := versionOf(path); {
	case version == "":
		return fmt.Errorf("Which version %s is cannot be told, and version 3 would take config.json away.%s", path, byHand)
	case !strings.HasPrefix(version, "1.") && !strings.HasPrefix(version, "2."):
		return fmt.Errorf("%s is version %s, which knows no restart and would take config.json away.%s", path, version, byHand)
	}
	return nil
}

// versionOf is the version of the package that a program belongs to, empty when it is none of
// claude-code-router's. Nothing is run to learn it.
func versionOf(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return ""
	}
	for dir := filepath.Dir(real); ; dir = filepath.Dir(dir) {
		text, err := os.ReadFile(filepath.Join(dir, "package.json"))
		var p struct{ Name, Version string }
		if err == nil && json.Unmarshal(text, &p) == nil && p.Name == packageName {
			return p.Version
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// Restart runs what Program named, and waits for it. The error is a sentence.
func (r Restarter) Restart(ctx context.Context, path string) error {
	if err := restarts(path); err != nil {
		return err // it was replaced meanwhile
	}
	ctx, cancel := context.WithTimeout(ctx, restartTime)
	defer cancel()
	config, err := r.Config(ctx)
	if err != nil {
		return fmt.Errorf("claude-code-router was not restarted: its config.json cannot be read. %w", err)
	}
	out, err := os.CreateTemp("", "bricktop-ccr-") // a pipe would end with us
	if err != nil {
		return fmt.Errorf("claude-code-router was not restarted: %w.", err)
	}
	_ = os.Remove(out.Name()) // where that works on an open file; else below
	defer func() { _, _ = out.Close(), os.Remove(out.Name()) }()
	cmd := exec.CommandContext(ctx, path, "restart")
	cmd.Env, cmd.Stdout, cmd.Stderr = without(r.Env, config), out, out
	detach(cmd)
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("`ccr restart` took too long and was ended. Look with `ccr status`: claude-code-router may not run any more. (%w)", ctx.Err())
		}
		said, _ := io.ReadAll(io.NewSectionReader(out, 0, 4096))
		line, _, _ := strings.Cut(strings.TrimSpace(secret.Redact(string(said))), "\n")
		return fmt.Errorf("`ccr restart` failed: %w. %s Look with `ccr status`: it may not run any more.", err, line)
	}
	return nil
}

// without is an environment that lacks every secret which a configuration does not name.
func without(env []string, config []byte) []string {
	kept := make([]string, 0, len(env))
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		if !secretive(name, value) || names(config, name) {
			kept = append(kept, pair)
		}
	}
	return kept
}

// names reports whether a configuration names a variable, as $NAME or ${NAME}, and not only one that begins alike.
func names(config []byte, name string) bool {
	for _, start := range []string{"$" + name, "${" + name} {
		for rest := config; ; {
			_, after, found := bytes.Cut(rest, []byte(start))
			if !found {
				break
			}
			if len(after) == 0 || !inName(after[0]) {
				return true
			}
			rest = after
		}
	}
	return false
}

func inName(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

// secretive reports whether a variable holds a secret, by its name or by its form.
func secretive(name, value string) bool {
	upper := strings.ToUpper(name)
	for _, part := range []string{"TOKEN", "SECRET", "PASSWORD", "API_KEY", "APIKEY", "CREDENTIAL", "BEARER"} {
		if strings.Contains(upper, part) {
			return true
		}
	}
	return secret.Redact(value) != value
}

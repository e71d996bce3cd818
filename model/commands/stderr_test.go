package commands_test

import (
	"bytes"
	"strings"
	"testing"

	"bricktop/model/modeltest"
)

// Why a rotation could not begin is on stderr, where it is seen when stdout is thrown away; a document holds it itself.
func TestRotateComplainsOnStderr(t *testing.T) {
	t.Parallel()
	const list = `There is no target "nosuch". Those that hold a secret: databrickscfg:`
	for name, c := range map[string]struct {
		args  []string
		env   []string
		wants string
		json  bool
	}{
		"unknown target": {args: []string{"nosuch"}, wants: list},
		"demo":           {args: []string{"--demo", "nosuch"}, wants: list},
		"read-only":      {args: []string{"--read-only"}, wants: "This is a read-only run"},
		"refused":        {env: []string{"DATABRICKS_HOST=http://127.0.0.1:1", "DATABRICKS_TOKEN=dapi" + strings.Repeat("0", 32)}, wants: "refuses connections"},
		"json":           {args: []string{"nosuch", "-o", "json"}, wants: "There is no target", json: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.env = append(b.env, c.env...)
			cmd := b.start(t, c.args...)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if code := modeltest.Run(t, cmd); code != 2 {
				t.Errorf("exit %d", code)
			}
			out, told := stdout.String(), stderr.String()
			if c.json {
				out, told = told, "bricktop: "+out
			}
			if out != "" || !strings.HasPrefix(told, "bricktop: ") || !strings.Contains(told, c.wants) {
				t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
			}
		})
	}
}

// Both commands list the same targets where a name is wrong.
func TestKeepListsWhatRotateLists(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, out := b.rotate(t, "--demo", "nosuch")
	list := strings.TrimPrefix(strings.TrimSpace(out), "bricktop: ")
	if strings.Count(list, ",") < 3 {
		t.Errorf("it lists no four: %q", list)
	}
	k := b.keep(t, "--demo", "nosuch")
	k.until(t, list)
	for range k.lines {
	}
	_ = k.Wait()
}

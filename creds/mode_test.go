package creds

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/spf13/afero"
	"pgregory.net/rapid"
)

func TestModeChange(t *testing.T) {
	fsys := machine{cfg: "[p]\nhost = x\n"}.fs(t)
	path := home + "/.databrickscfg"
	if err := fsys.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	c := New(Options{Fs: fsys, UID: -1})
	plan, err := c.PlanMode(path)
	if err != nil || plan != (ModeChange{path, 0o644, 0o600}) || plan.String() != "chmod 0600 "+path {
		t.Fatalf("got %v, %v", plan, err)
	}
	reader := New(Options{Fs: afero.NewReadOnlyFs(fsys), UID: -1})
	if err := (Modes{reader}).Apply(plan); err == nil || !strings.Contains(err.Error(), "read-only run") {
		t.Errorf("got %v", err)
	}
	if err := (Modes{c}).Apply(ModeChange{path, 0o644, 0o666}); err == nil || !strings.Contains(err.Error(), "tightened") {
		t.Errorf("a mode was widened: %v", err)
	}
	if err := (Modes{c}).Apply(plan); err != nil {
		t.Fatal(err)
	}
	if err := (Modes{c}).Apply(plan); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("a stale plan was carried out: %v", err)
	}
	if plan, err = c.PlanMode(path); err != nil || plan.From != plan.To || (Modes{c}).Apply(plan) != nil {
		t.Errorf("got %v, %v", plan, err)
	}
	if err := fsys.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := (Modes{c}).Apply(plan); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("got %v", err)
	}
}

func TestModeIsOnlyTightened(t *testing.T) {
	fsys := machine{cfg: "[p]\nhost = x\n"}.fs(t)
	path := home + "/.databrickscfg"
	c := New(Options{Fs: fsys, UID: -1})
	rapid.Check(t, func(t *rapid.T) {
		from := fs.FileMode(rapid.IntRange(0, 0o777).Draw(t, "mode"))
		if err := fsys.Chmod(path, from); err != nil {
			t.Fatal(err)
		}
		plan, err := c.PlanMode(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := (Modes{c}).Apply(plan); err != nil {
			t.Fatal(err)
		}
		info, err := fsys.Stat(path)
		if err != nil || info.Mode().Perm() != from&0o700 {
			t.Fatalf("%o became %o, %v", from, info.Mode().Perm(), err)
		}
	})
}

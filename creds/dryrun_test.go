package creds

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk/disktest"
	"bricktop/creds/secret"
)

// A dry run does everything that a run does, to files that nobody else sees, and lists it.
func TestDryRun(t *testing.T) {
	dir := t.TempDir()
	osfs := afero.NewOsFs()
	cfg, router := filepath.Join(dir, ".databrickscfg"), filepath.Join(dir, ".claude-code-router", "config.json")
	write(t, osfs, filepath.Join(dir, "dot", "cfg"), token("[p]\nhost = HOST\ntoken = OLD\n[dead]\nhost = HOST\ntoken = OTHER\n"), 0o644)
	if err := os.Symlink("dot/cfg", cfg); err != nil {
		t.Fatal(err)
	}
	write(t, osfs, cfg+".bak", token("[p]\nhost = HOST\ntoken = OLD\n"), 0o600)
	write(t, osfs, filepath.Join(dir, ".claude-code-router", "logs", "ccr-1.log"), token("Bearer OLD\n"), 0o644)
	before := treeAt(t, osfs, dir)

	c := New(Options{Fs: osfs, Home: dir, UID: os.Getuid(), DryRun: true, Locks: failing{errors.New("a real lock")}})
	value := secret.New(pat("9"))
	var done []Done
	apply := func(ch Change, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Apply(t.Context(), ch)
		if err != nil {
			t.Fatal(err)
		}
		done = append(done, d)
	}
	apply(c.PlanMend(t.Context(), Mend{MendMode, cfg, ""}))
	apply(c.PlanWrite(t.Context(), slot(t, c, "databrickscfg:p"), value))
	apply(c.PlanMend(t.Context(), Mend{MendDropProfile, cfg, "dead"}))
	apply(c.PlanWrite(t.Context(), slot(t, c, "claude-code-router:databricks"), value))
	apply(c.PlanMend(t.Context(), Mend{MendRemoveFile, cfg + ".bak", ""}))
	apply(c.PlanMend(t.Context(), Mend{MendRedact, filepath.Join(dir, ".claude-code-router", "logs", "ccr-1.log"), ""}))

	if got := treeAt(t, osfs, dir); got != before {
		t.Fatalf("the disk was touched: before\n%s\nnow\n%s", before, got)
	}
	// What comes later sees what was done before.
	if got := content(t, c.fs, filepath.Join(dir, "dot", "cfg")); got != token("[p]\nhost = HOST\ntoken = NEW\n") {
		t.Errorf("the file is %q", got)
	}
	in := c.Look(t.Context(), "")
	if f, ok := fileAt(in, cfg); !ok || f.Mode.Perm() != 0o600 || len(f.Profiles) != 1 {
		t.Errorf("got %+v", f)
	}
	if _, ok := fileAt(in, cfg+".bak"); ok {
		t.Error("the copy is still there")
	}
	if !slot(t, c, "claude-code-router:databricks").Held.Equal(value) {
		t.Error("the provider was not set up")
	}
	var titles []string
	for _, ch := range c.Written() {
		checkMasked(t, ch)
		if len(ch.Diff) == 0 {
			t.Errorf("%s shows nothing", ch.Title)
		}
		titles = append(titles, strings.Fields(ch.Title)[0])
	}
	if got := strings.Join(titles, " "); got != "Let Write Take Set Remove Put" {
		t.Errorf("listed: %s", got)
	}
	if err := c.Undo(t.Context(), done[3]); err != nil || content(t, c.fs, router) != "-" || len(c.Written()) != 5 {
		t.Errorf("undone: %v, %d", err, len(c.Written()))
	}
	if treeAt(t, osfs, dir) != before {
		t.Error("the disk was touched")
	}
}

func TestOutsideOfADryRunNothingIsListed(t *testing.T) {
	c, _, ch := planned(t, "[p]\nhost = HOST\ntoken = OLD\n")
	done, err := c.Apply(t.Context(), ch)
	if err != nil || c.Written() != nil || c.Undo(t.Context(), done) != nil {
		t.Errorf("got %v, %v", c.Written(), err)
	}
}

// What the disk would refuse, a dry run refuses: it says which files could be written.
func TestDryRunRefusesAsTheDiskWould(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*disktest.Strict) error
		want    string // of the refusal
		confirm string
	}{
		"nothing":            {func(*disktest.Strict) error { return nil }, "", ""},
		"a closed directory": {func(d *disktest.Strict) error { return d.Chmod(home, 0o500) }, "", "overwrite in place"},
		"neither":            {func(d *disktest.Strict) error { return errors.Join(d.Chmod(cfgPath, 0o400), d.Chmod(home, 0o500)) }, "may not write", ""},
		"two names":          {func(d *disktest.Strict) error { return d.Link(cfgPath, home+"/b") }, "", "hard links"},
		"open to all":        {func(d *disktest.Strict) error { return d.Chmod(home, 0o777) }, "Others may write", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			d.Put(cfgPath, token("[p]\nhost = HOST\ntoken = OLD\n"), 0o600)
			if err := c.prepare(d); err != nil {
				t.Fatal(err)
			}
			before := d.Files()
			catalogue := New(Options{Fs: d, Home: home, UID: 1000, DryRun: true})
			ch, err := catalogue.PlanWrite(t.Context(), slot(t, catalogue, "databrickscfg:p"), secret.New(pat("9")))
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || !strings.Contains(ch.Confirm, c.confirm) || (ch.Confirm == "") != (c.confirm == "") {
				t.Fatalf("got %q, %v", ch.Confirm, err)
			}
			ch.InPlace = ch.Confirm != ""
			if _, err := catalogue.Apply(t.Context(), ch); err != nil || len(catalogue.Written()) != 1 || !maps.Equal(before, d.Files()) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLayered(t *testing.T) {
	base := afero.NewMemMapFs()
	write(t, base, "/d/a", "a", 0o640)
	write(t, base, "/d/b", "b", 0o600)
	before := tree(t, base)
	l := newLayered(base)
	if err := l.Rename("/d/a", "/d/c"); err != nil {
		t.Fatal(err)
	}
	if err := l.Remove("/d/b"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/d/a", "/d/b"} {
		_, statErr := l.Stat(name)
		_, _, lstatErr := l.LstatIfPossible(name)
		_, openErr := l.Open(name)
		_, readErr := l.OpenFile(name, os.O_RDONLY, 0)
		_, writeErr := l.OpenFile(name, os.O_WRONLY, 0)
		for i, err := range []error{statErr, lstatErr, openErr, readErr, writeErr, l.Remove(name), l.Rename(name, "/d/x"), l.Chmod(name, 0)} {
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s, %d: %v", name, i, err)
			}
		}
	}
	if info, err := l.Stat("/d/c"); err != nil || info.Mode().Perm() != 0o640 || content(t, l, "/d/c") != "a" {
		t.Errorf("renamed: %v", err)
	}
	infos, err := afero.ReadDir(l, "/d")
	if err != nil || len(infos) != 1 || infos[0].Name() != "c" {
		t.Errorf("listed: %v, %v", infos, err)
	}
	f, err := l.Create("/d/b")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("new"); err != nil || f.Close() != nil || content(t, l, "/d/b") != "new" {
		t.Errorf("made anew: %v", err)
	}
	if d, err := l.Open("/d"); err != nil {
		t.Error(err)
	} else if names, err := d.Readdirnames(-1); err != nil || len(names) != 2 {
		t.Errorf("names: %v, %v", names, err)
	}
	if err := l.Remove("/d/b"); err != nil || content(t, l, "/d/b") != "-" {
		t.Errorf("removed again: %v", err)
	}
	if got := tree(t, base); got != before {
		t.Errorf("the base is %s", got)
	}
}

//go:build unix

package creds

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/secret"
)

// onDisk is a home on the real file system, with a profile p in a ~/.databrickscfg that prepare may move.
func onDisk(t *testing.T, o Options, prepare func(dir, path string) error) (*Catalogue, string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, ".databrickscfg")
	if err := os.WriteFile(path, []byte(token("[p]\nhost = HOST\ntoken = OLD\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	if prepare != nil {
		if err := prepare(dir, path); err != nil {
			t.Fatal(err)
		}
	}
	o.Fs, o.Home, o.UID = afero.NewOsFs(), dir, os.Getuid()
	return New(o), path
}

func TestWriteOnDisk(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(dir, path string) error
		want    string // empty: it works
		inPlace bool   // it works once that is confirmed
		skip    bool
	}{
		"a file": {},
		"a link into a dotfile repository": {prepare: func(dir, path string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "dot"), 0o755), os.Rename(path, filepath.Join(dir, "dot", "cfg")), os.Symlink("dot/cfg", path))
		}},
		"three links": {prepare: func(dir, path string) error {
			return errors.Join(os.Rename(path, filepath.Join(dir, "c")), os.Symlink("c", filepath.Join(dir, "b")), os.Symlink(filepath.Join(dir, "b"), filepath.Join(dir, "a")), os.Symlink("a", path))
		}},
		"a link to nothing": {prepare: func(dir, path string) error {
			return errors.Join(os.Remove(path), os.Symlink("gone", path))
		}, want: "symbolic link to a file that does not exist"},
		"a second name":                {prepare: func(dir, path string) error { return os.Link(path, filepath.Join(dir, "b")) }, want: "has other names", inPlace: true},
		"a directory open to all":      {prepare: func(dir, _ string) error { return os.Chmod(dir, 0o777) }, want: "Others may write in"},
		"a sticky directory":           {prepare: func(dir, _ string) error { return os.Chmod(dir, 0o777|os.ModeSticky) }},
		"a directory that is closed":   {prepare: func(dir, _ string) error { return os.Chmod(dir, 0o500) }, want: "may not write in", inPlace: true, skip: os.Getuid() == 0},
		"neither file nor directory":   {prepare: func(dir, path string) error { return errors.Join(os.Chmod(path, 0o400), os.Chmod(dir, 0o500)) }, want: "may not write", skip: os.Getuid() == 0},
		"a file that is read-only":     {prepare: func(_, path string) error { return os.Chmod(path, 0o400) }},
		"a file that others may write": {prepare: func(_, path string) error { return os.Chmod(path, 0o666) }},
	} {
		t.Run(name, func(t *testing.T) {
			if c.skip {
				t.Skip("nothing is closed to root")
			}
			catalogue, path := onDisk(t, Options{}, c.prepare)
			t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o700) })
			slots := catalogue.Slots(t.Context(), "", prodHost)
			before := treeAt(t, afero.NewOsFs(), filepath.Dir(path))
			s, ok := findSlot(slots, "databrickscfg:p")
			if !ok {
				s, ok = findSlot(slots, "databrickscfg")
			}
			if !ok {
				t.Fatal(names(slots))
			}
			ch, err := catalogue.PlanWrite(t.Context(), s, secret.New(pat("9")))
			if c.want != "" && !c.inPlace {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := treeAt(t, afero.NewOsFs(), filepath.Dir(path)); got != before {
				t.Fatalf("the plan made of %s\n%s", before, got)
			}
			checkMasked(t, ch)
			if c.inPlace {
				if _, err := catalogue.Apply(t.Context(), ch); err == nil || !strings.Contains(err.Error(), c.want) || ch.Confirm == "" {
					t.Fatalf("it asked for nothing: %v", err)
				}
				ch.InPlace = true
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			done, err := catalogue.Apply(t.Context(), ch)
			if err != nil {
				t.Fatal(err)
			}
			checkFile(t, path, "NEW", info.Mode().Perm()&0o700)
			if strings.Contains(name, "link") {
				if link, err := os.Lstat(path); err != nil || link.Mode()&os.ModeSymlink == 0 {
					t.Errorf("the link is %v, %v", link.Mode(), err)
				}
			}
			if err := catalogue.Undo(t.Context(), done); err != nil {
				t.Fatal(err)
			}
			checkFile(t, path, "OLD", info.Mode().Perm()&0o700)
		})
	}
}

func checkFile(t *testing.T, path, holds string, mode os.FileMode) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || string(data) != token("[p]\nhost = HOST\ntoken = "+holds+"\n") {
		t.Errorf("the file is %q, %v", data, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A home in which nothing is yet gets its directories, for their owner alone, and loses the file again.
func TestSetUpOnDisk(t *testing.T) {
	c, path := onDisk(t, Options{}, func(_, path string) error { return os.Remove(path) })
	router := filepath.Join(filepath.Dir(path), ".claude-code-router")
	ch, err := c.PlanWrite(t.Context(), slot(t, c, "claude-code-router:databricks"), secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(router); err == nil {
		t.Fatal("the plan made a directory")
	}
	done, err := c.Apply(t.Context(), ch)
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{router: 0o700, filepath.Join(router, "config.json"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if err := c.Undo(t.Context(), done); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(router); err != nil || len(entries) != 0 {
		t.Errorf("left over: %v, %v", entries, err)
	}
}

// Another bricktop that holds the lock keeps us from the file, whichever of its names it used.
func TestTheLockOfAnotherBricktop(t *testing.T) {
	locks := func(dir string) *disk.Locks {
		return &disk.Locks{Dir: filepath.Join(dir, "locks"), Wait: 20 * time.Millisecond}
	}
	state := t.TempDir()
	c, path := onDisk(t, Options{Locks: locks(state)}, func(dir, path string) error {
		return errors.Join(os.Rename(path, filepath.Join(dir, "cfg")), os.Symlink("cfg", path))
	})
	ch, err := c.PlanWrite(t.Context(), slot(t, c, "databrickscfg:p"), secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := locks(state).Lock(context.Background(), filepath.Join(filepath.Dir(path), "cfg"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(t.Context(), ch); !errors.Is(err, disk.ErrLocked) {
		t.Errorf("got %v", err)
	}
	checkFile(t, path, "OLD", 0o644)
	unlock()
	if _, err := c.Apply(t.Context(), ch); err != nil {
		t.Error(err)
	}
	checkFile(t, path, "NEW", 0o600)
}

func TestAForeignFileIsNotWritten(t *testing.T) {
	c, _ := onDisk(t, Options{}, nil)
	c.uid = os.Getuid() + 1
	for _, m := range []Mend{{MendMode, c.home + "/.databrickscfg", ""}} {
		if _, err := c.PlanMend(t.Context(), m); err == nil || !strings.Contains(err.Error(), "belongs to") {
			t.Errorf("got %v", err)
		}
	}
}

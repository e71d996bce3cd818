package creds

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
	"bricktop/creds/secret"
)

// story is a change of one file, from before to after; "-" is no file.
type story struct {
	name, path, before, after string
	plan                      func(*Catalogue) (Change, error)
}

func stories(t *testing.T) []story {
	logPath := home + "/.claude-code-router/logs/ccr-1.log"
	into := func(id string) func(*Catalogue) (Change, error) {
		return func(c *Catalogue) (Change, error) {
			s, _ := findSlot(c.Slots(t.Context(), "", prodHost), id)
			return c.PlanWrite(t.Context(), s, secret.New(pat("9")))
		}
	}
	mending := func(m Mend) func(*Catalogue) (Change, error) {
		return func(c *Catalogue) (Change, error) { return c.PlanMend(t.Context(), m) }
	}
	profile := "[p]\nhost = HOST\ntoken = OLD\n"
	return []story{
		{"write a token", cfgPath, profile, "[p]\nhost = HOST\ntoken = NEW\n", into("databrickscfg:p")},
		{"set up a profile", cfgPath, "-", "[DEFAULT]\nhost = HOST\ntoken = NEW\n", into("databrickscfg:DEFAULT")},
		{"set up a provider", routerPath, "-", "{\n  \"LOG\": false,\n  \"Providers\": [\n    " + newProvider + "\n  ],\n  \"Router\": {\n    \"default\": \"databricks,databricks-claude-sonnet-4-5\"\n  }\n}\n", into("claude-code-router:databricks")},
		{"drop a profile", cfgPath, profile + "[q]\nx = 1\n", "[q]\nx = 1\n", mending(Mend{MendDropProfile, cfgPath, "p"})},
		{"redact a log", logPath, "a\nBearer OLD\n", "a\nBearer " + secret.New(pat("1")).Mask() + "\n", mending(Mend{MendRedact, logPath, ""})},
		{"remove a copy", cfgPath + ".bak", profile, "-", mending(Mend{MendRemoveFile, cfgPath + ".bak", ""})},
		{"close a file", cfgPath, profile, profile, mending(Mend{MendMode, cfgPath, ""})},
	}
}

// start is a strict disk with the file of the story, open to all, and the change, planned.
func (s story) start(t *testing.T) (*disktest.Strict, Change) {
	t.Helper()
	d := disktest.New()
	d.Put(home+"/.bashrc", "alias l=ls\n", 0o644)
	if s.before != "-" {
		d.Put(s.path, token(s.before), 0o644)
	}
	d.SyncAll()
	ch, err := s.plan(s.catalogue(d))
	if err != nil {
		t.Fatal(err)
	}
	return d, ch
}

func (s story) catalogue(fsys disk.FS) *Catalogue {
	return New(Options{Fs: fsys, Home: home, UID: 1000, Random: &counting{}})
}

// counting gives names that differ, the same ones in every run.
type counting struct{ n byte }

func (r *counting) Read(p []byte) (int, error) {
	for i := range p {
		r.n++
		p[i] = r.n
	}
	return len(p), nil
}

// concerns reports whether an operation has to do with the file of the story, or its temporary one. What our
// reader does to all the other files is left in peace.
func (s story) concerns(op disktest.Op) bool {
	return op.Writes() || strings.Contains(op.Path, filepath.Base(s.path))
}

// judge says what is wrong with a disk: a file that is neither old nor new, one that is not what was reported,
// or the new token where others can read it.
func (s story) judge(d *disktest.Strict, done bool) string {
	files := d.Files()
	f, ok := files[s.path]
	held := f.Data
	if !ok {
		held = "-"
	}
	switch {
	case done && held != s.end():
		return fmt.Sprintf("done, and the file is %q", held)
	case held != token(s.before) && held != s.end():
		return fmt.Sprintf("the file is %q", held)
	}
	for name, f := range files {
		if strings.Contains(f.Data, pat("9")) && f.Mode&0o077 != 0 {
			return name + " is open to others"
		}
	}
	return ""
}

func (s story) end() string {
	if s.after == "-" {
		return "-"
	}
	return token(s.after)
}

// The power is cut at every operation of every kind of change, and every operation fails in every way.
func TestEveryCutAndEveryFault(t *testing.T) {
	states, runs, bad := 0, 0, 0
	for _, s := range stories(t) {
		d, ch := s.start(t)
		err := disktest.Cuts(d, func(fsys disk.FS) error {
			_, err := s.catalogue(fsys).Apply(t.Context(), ch)
			return err
		}, func(after *disktest.Strict, done bool, moment string) {
			states++
			if wrong := s.judge(after, done); wrong != "" {
				bad++
				t.Errorf("%s, %s: %s", s.name, moment, wrong)
			}
		})
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		var ops []disktest.Op
		d, ch = s.start(t)
		if _, err := s.catalogue(disktest.Trace(d, &ops)).Apply(t.Context(), ch); err != nil {
			t.Fatal(err)
		}
		for _, op := range ops {
			if !s.concerns(op) {
				continue
			}
			errnos := disktest.Errnos()
			if !op.Writes() {
				errnos = []syscall.Errno{syscall.EIO}
			}
			for _, errno := range errnos {
				for _, late := range slices.Compact([]bool{false, op.Writes()}) {
					runs++
					d, ch := s.start(t)
					_, err := s.catalogue(disktest.Fault{At: op.N, Err: errno, Late: late}.On(d)).Apply(context.Background(), ch)
					if wrong := s.judge(d, err == nil); wrong != "" {
						bad++
						t.Errorf("%s, %v at %v, late %v: %s (%v)", s.name, errno, op, late, wrong, err)
					}
					checkMasked(t, err)
					if err != nil && (!strings.HasSuffix(err.Error(), ".") || strings.Contains(err.Error(), "<nil>")) {
						t.Errorf("%s, %v at %v: no sentence: %v", s.name, errno, op, err)
					}
				}
			}
		}
	}
	t.Logf("%d states after a power cut, %d runs with a fault: %d in which a file is torn, lost, not what was reported, or open to others", states, runs, bad)
}

// Another program adds a profile at every operation of a write: its edit is in the file at the end, whatever
// we say of ours.
func TestAForeignWriterAtEveryStep(t *testing.T) {
	const theirs = "[theirs]\nx = 1\n"
	runs, both := 0, 0
	for _, s := range stories(t) {
		if s.path != cfgPath || s.name == "close a file" {
			continue
		}
		var ops []disktest.Op
		d, ch := s.start(t)
		if _, err := s.catalogue(disktest.Trace(d, &ops)).Apply(t.Context(), ch); err != nil {
			t.Fatal(err)
		}
		for _, op := range ops {
			if !s.concerns(op) {
				continue
			}
			d, ch := s.start(t)
			runs++
			fault := disktest.Fault{At: op.N, Before: func() { d.Put(cfgPath, d.Files()[cfgPath].Data+theirs, 0o600) }}
			_, err := s.catalogue(fault.On(d)).Apply(t.Context(), ch)
			got := d.Files()[cfgPath].Data
			if !strings.Contains(got, theirs) {
				t.Errorf("%s, before %v: their edit is lost: %q, %v", s.name, op, got, err)
			}
			switch ours := strings.ReplaceAll(got, theirs, ""); {
			case err == nil && strings.TrimSpace(ours) == strings.TrimSpace(s.end()):
				both++
			case err == nil:
				t.Errorf("%s, before %v: done, and the file is %q", s.name, op, got)
			}
			checkMasked(t, err)
		}
	}
	t.Logf("%d runs: no edit of the other program lost, ours made in %d of them, refused in the rest", runs, both)
	if both < runs/2 {
		t.Error("it refuses too often")
	}
}

package disk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// The file of these tests, and what stands in it before and after. The secrets are put together here, so
// that no file holds what looks like one.
const (
	target = "/home/dev/.databrickscfg"
	link   = "/home/dev/link"
)

var (
	oldSecret = "dapi" + strings.Repeat("0a", 16)
	newSecret = "dapi" + strings.Repeat("1b", 16)
	before    = "; mine\n[DEFAULT]\nhost = https://dbc.example.com\ntoken = " + oldSecret + "\n[other]\nhost = x\n"
	after     = strings.Replace(before, oldSecret, newSecret+"-2", 1)
)

// writer is a recipe: something that makes before into after, in whatever way.
type writer func(disk.FS) (disk.Receipt, error)

// random gives names that differ, the same ones in every run.
type random struct{ n byte }

func (r *random) Read(p []byte) (int, error) {
	for i := range p {
		r.n++
		p[i] = r.n
	}
	return len(p), nil
}

// rotate is the edit of these tests. It keeps what other programs added.
func rotate(old []byte) ([]byte, error) {
	if old == nil {
		return []byte(after), nil
	}
	return bytes.Replace(old, []byte(oldSecret+"\n"), []byte(newSecret+"-2\n"), 1), nil
}

func replace(path string, opt disk.Options) writer {
	return func(fsys disk.FS) (disk.Receipt, error) {
		opt.Random = &random{}
		return disk.Replace(context.Background(), fsys, path, rotate, opt)
	}
}

// undo replaces, and takes that back.
func undo(opt disk.Options) writer {
	return func(fsys disk.FS) (disk.Receipt, error) {
		r, err := replace(target, opt)(fsys)
		if err == nil {
			return disk.Undo(context.Background(), fsys, r)
		}
		return r, err
	}
}

// stage is a home with the file in it, left open to all, and a link to it by way of two others.
func stage() *disktest.Strict {
	s := disktest.New()
	s.Put("/home/dev/.bashrc", "alias l=ls\n", 0o644)
	s.Put("/home/dev/dot/files/readme", "mine\n", 0o644)
	s.Put(target, before, 0o644)
	for name, to := range map[string]string{link: "dot/one", "/home/dev/dot/one": "files/two", "/home/dev/dot/files/two": target} {
		if err := s.SymlinkIfPossible(to, name); err != nil {
			panic(err)
		}
	}
	s.SyncAll()
	return s
}

func noExchange() *disktest.Strict {
	s := stage()
	s.NoExchange = true
	return s
}

func noFile() *disktest.Strict {
	s := disktest.New()
	s.Put("/home/dev/.bashrc", "alias l=ls\n", 0o644)
	return s
}

// tally counts what went wrong.
type tally struct {
	states, torn, lost, undone, exposed, litter int
	first                                       string
}

func (t *tally) bad(count *int, where string, files map[string]disktest.FileState) {
	*count++
	if t.first == "" {
		t.first = fmt.Sprintf("%s: %v", where, files)
	}
}

func (t tally) String() string {
	return fmt.Sprintf("%d torn, %d lost, %d done and not durable, %d exposed, %d left over", t.torn, t.lost, t.undone, t.exposed, t.litter)
}

func (t tally) wrong() int { return t.torn + t.lost + t.undone + t.exposed + t.litter }

// rules are what the file may hold, "" standing for no file.
type rules struct {
	start  func() *disktest.Strict
	allow  []string
	result string // what it holds when the writer has returned without an error
}

// look judges one state of the disk: what the file holds, who can read the new secret, and what is left
// over once the next start has swept.
func (t *tally) look(s *disktest.Strict, r rules, done bool, where string) {
	t.states++
	files := s.Files()
	held := files[target].Data
	switch {
	case done && held != r.result:
		t.bad(&t.undone, where, files)
	case slices.Contains(r.allow, held):
	case held == "":
		t.bad(&t.lost, where, files)
	default:
		t.bad(&t.torn, where, files)
	}
	for _, f := range files {
		if strings.Contains(f.Data, newSecret) && f.Mode&0o077 != 0 {
			t.bad(&t.exposed, where, files)
		}
	}
	if _, err := disk.Sweep(s, target, s.Now().Add(disk.StaleAfter)); err != nil {
		t.bad(&t.litter, where+": "+err.Error(), files)
	}
	for name := range s.Files() {
		if path.Dir(name) == path.Dir(target) && name != target && path.Base(name) != ".bashrc" {
			t.bad(&t.litter, where+": "+name, files)
		}
	}
}

// cuts cuts the power at every moment of a writer.
func cuts(t *testing.T, st story) (count tally) {
	t.Helper()
	err := disktest.Cuts(st.start(), func(fsys disk.FS) error {
		_, err := st.writer(fsys)
		return err
	}, func(s *disktest.Strict, done bool, moment string) { count.look(s, st.rules, done, moment) })
	if err != nil {
		t.Errorf("the writer failed by itself: %v", err)
	}
	return count
}

// operations is what a writer does.
func operations(t *testing.T, st story) (ops []disktest.Op) {
	t.Helper()
	if _, err := st.writer(disktest.Trace(st.start(), &ops)); err != nil {
		t.Errorf("the writer failed by itself: %v", err)
	}
	return ops
}

// faults fails every operation of a writer in every way, before and after it is done. A writer that reports
// success must have succeeded, and its receipt says what the file holds.
func faults(t *testing.T, st story) (count tally) {
	t.Helper()
	for _, op := range operations(t, st) {
		for _, errno := range disktest.Errnos() {
			for _, late := range []bool{false, true} {
				s := st.start()
				r, err := st.writer(disktest.Fault{At: op.N, Err: errno, Late: late}.On(s))
				where := fmt.Sprintf("%v at %d %s, late %v: %v", errno, op.N, op, late, err)
				if holds := s.Files()[r.File].Data == st.result; err != nil && st.receipts && !errors.Is(err, disk.ErrUnproven) && r.Changed != holds {
					t.Errorf("%s: the receipt says %v, the file %v", where, r.Changed, holds)
				}
				count.look(s, st.rules, err == nil, where)
				if err != nil {
					sentence(t, err)
				}
			}
		}
	}
	return count
}

// sentence checks that an error of ours is for people: typed, with the file's name, and no secret.
func sentence(t *testing.T, err error) {
	t.Helper()
	var r *disk.Refusal
	if !errors.As(err, &r) {
		return
	}
	known := r.Kind == disk.ErrUnproven || r.Kind == disk.ErrChanged
	if !strings.Contains(err.Error(), "/home/dev/") || !strings.HasSuffix(err.Error(), ".") || !known && strings.Contains(err.Error(), ".bricktop-") {
		t.Errorf("no sentence for the user: %q", err)
	}
	if strings.Contains(err.Error(), oldSecret) || strings.Contains(err.Error(), newSecret) {
		t.Errorf("a secret in an error of kind %v", r.Kind)
	}
}

// story is a writer, where it starts, and what it may leave.
type story struct {
	name string
	rules
	writer
	receipts bool // the writer's receipts count
}

func TestEveryCutAndEveryFault(t *testing.T) {
	both := []string{before, after}
	states, runs, wrong := 0, 0, 0
	for _, st := range []story{
		{"replace", rules{stage, both, after}, replace(target, disk.Options{}), true},
		{"replace without exchange", rules{noExchange, both, after}, replace(target, disk.Options{}), true},
		{"replace behind links", rules{stage, both, after}, replace(link, disk.Options{}), true},
		{"create", rules{noFile, []string{"", after}, after}, replace(target, disk.Options{Create: true}), true},
		{"create with parents", rules{disktest.New, []string{"", after}, after}, replace(target, disk.Options{Create: true}), true},
		{"undo", rules{stage, both, before}, undo(disk.Options{}), false},
		{"undo without exchange", rules{noExchange, both, before}, undo(disk.Options{}), false},
		{"undo of create", rules{noFile, []string{"", after}, ""}, undo(disk.Options{Create: true}), false},
	} {
		cut, fault := cuts(t, st), faults(t, st)
		t.Logf("disk: %s: %d operations; %d crash states: %v; %d faults: %v", st.name, len(operations(t, st)), cut.states, cut, fault.states, fault)
		if cut.wrong()+fault.wrong() > 0 {
			t.Errorf("%s: cut: %s; fault: %s", st.name, cut.first, fault.first)
		}
		states, runs, wrong = states+cut.states, runs+fault.states, wrong+cut.wrong()+fault.wrong()
	}
	t.Logf("disk: all of these: %d crash states, %d faults, %d wrong", states, runs, wrong)
}

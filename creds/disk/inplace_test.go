package disk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// Overwriting in place keeps every promise but two, which is why the user has to agree: a power cut may
// tear the file, and an edit at the same moment may be lost.
func TestInPlace(t *testing.T) {
	both := []string{before, after}
	overwrite := story{"overwrite in place", rules{stage, both, after}, replace(target, disk.Options{InPlace: true}), true}
	for _, st := range []story{
		overwrite,
		{"undo in place", rules{stage, both, before}, undo(disk.Options{InPlace: true}), false},
	} {
		cut, fault := cuts(t, st), faults(t, st)
		t.Logf("disk: %s: %d operations; %d crash states: %v; %d faults: %v", st.name, len(operations(t, st)), cut.states, cut, fault.states, fault)
		if fault.wrong() > 0 || cut.exposed+cut.litter+cut.undone > 0 {
			t.Errorf("%s: cut: %s; fault: %s", st.name, cut.first, fault.first)
		}
		if cut.torn+cut.lost == 0 {
			t.Errorf("%s: the known limit was not found: then it may be called safe", st.name)
		}
	}
	other := intrude(t, overwrite, scribble, false)
	t.Logf("disk: overwrite in place, another program writes in place: %v", other)
	compared := 0
	for _, op := range operations(t, overwrite) {
		if op.Kind == "chmod" {
			break
		}
		if op.Kind == "open" {
			compared = op.N
		}
	}
	if slices.ContainsFunc(other.lostAt, func(at int) bool { return at <= compared }) {
		t.Errorf("edits were lost at %v, before the comparison at %d", other.lostAt, compared)
	}
	if other.false > 0 {
		t.Error("success was reported, and the file does not hold the new content")
	}
}

// When not even the old content can be written back, the message says so.
func TestInPlaceThatCannotBeRolledBack(t *testing.T) {
	for _, st := range []story{{"", rules{stage, nil, after}, replace(target, disk.Options{InPlace: true}), true}} {
		s := st.start()
		r, err := st.writer(disktest.Fault{Kind: "write", Err: syscall.EIO}.On(s))
		if !errors.Is(err, disk.ErrUnproven) || !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), "damaged") || r.Changed {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// A file with two names keeps both, with one content; so does undo.
func TestInPlaceKeepsHardLinks(t *testing.T) {
	const second = "/home/dev/second"
	s := stage()
	if err := s.Link(target, second); err != nil {
		t.Fatal(err)
	}
	_, err := disk.Replace(context.Background(), s, target, rotate, disk.Options{})
	var refusal *disk.Refusal
	if !errors.As(err, &refusal) || refusal.Kind != disk.ErrHardLinks || !refusal.InPlace {
		t.Fatalf("got %v", err)
	}
	r, err := disk.Replace(context.Background(), s, target, rotate, disk.Options{InPlace: true})
	if files := s.Files(); err != nil || files[second].Data != after || files[target] != files[second] {
		t.Errorf("%v, %v", files, err)
	}
	if _, err := disk.Undo(context.Background(), s, r); err != nil || s.Files()[second].Data != before {
		t.Errorf("%v, %v", s.Files(), err)
	}
}

// Longer and shorter, and nothing at all.
func TestInPlaceSizes(t *testing.T) {
	for _, text := range []string{"x", "", strings.Repeat("long ", 100), before + before} {
		s := stage()
		r, err := disk.Replace(context.Background(), s, target, func([]byte) ([]byte, error) { return []byte(text), nil }, disk.Options{InPlace: true})
		if s.Files()[target].Data != text || err != nil || !r.Changed || r.Mode != 0o600 || r.OldMode != 0o644 {
			t.Errorf("%q: %q, %+v, %v", text, s.Files()[target].Data, r, err)
		}
	}
}

package disk_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// as does something to the file system as root.
func as(s *disktest.Strict, do func() error) {
	uid := s.UID
	s.UID = 0
	defer func() { s.UID = uid }()
	if err := do(); err != nil {
		panic(err)
	}
}

func must(errs ...error) {
	if err := errors.Join(errs...); err != nil {
		panic(err)
	}
}

func on(f disktest.Fault) func(*disktest.Strict) disk.FS {
	return func(s *disktest.Strict) disk.FS { return f.On(s) }
}

// Every refusal: its kind, whether overwriting in place is offered, its sentence, and an untouched file.
func TestRefusals(t *testing.T) {
	type prepare = func(*disktest.Strict)
	for name, c := range map[string]struct {
		prepare prepare
		through func(*disktest.Strict) disk.FS
		kind    error
		inPlace bool
		early   bool // Check knows before anything is written
		says    string
	}{
		"missing":       {func(s *disktest.Strict) { must(s.Remove(target)) }, nil, fs.ErrNotExist, false, true, "does not exist"},
		"a directory":   {func(s *disktest.Strict) { must(s.Remove(target), s.Mkdir(target, 0o700)) }, nil, disk.ErrNotRegular, false, true, "is a directory, not a file"},
		"a pipe":        {func(s *disktest.Strict) { must(s.Remove(target), s.Pipe(target)) }, nil, disk.ErrNotRegular, false, true, "is a named pipe"},
		"dangling":      {func(s *disktest.Strict) { must(s.Remove(target), s.SymlinkIfPossible("gone", target)) }, nil, disk.ErrDangling, false, true, "link to nothing"},
		"a loop":        {func(s *disktest.Strict) { must(s.Remove(target), s.SymlinkIfPossible(target, target)) }, nil, disk.ErrLoop, false, true, "in a circle"},
		"hard link":     {func(s *disktest.Strict) { must(s.Link(target, "/home/dev/two")) }, nil, disk.ErrHardLinks, true, true, "other names"},
		"foreign owner": {func(s *disktest.Strict) { as(s, func() error { return s.Chown(target, 0, 0) }) }, nil, disk.ErrForeignOwner, false, true, "belongs to another user"},
		"dir 0777":      {func(s *disktest.Strict) { must(s.Chmod("/home/dev", 0o777)) }, nil, disk.ErrUnsafeDir, false, true, "chmod go-w '/home/dev'"},
		"dir 0775":      {func(s *disktest.Strict) { must(s.Chmod("/home/dev", 0o775)) }, nil, disk.ErrUnsafeDir, false, true, "chmod go-w"},
		"dir 0555":      {func(s *disktest.Strict) { must(s.Chmod("/home/dev", 0o555)) }, nil, disk.ErrDenied, true, true, "overwrite in place"},
		"dir and file":  {func(s *disktest.Strict) { must(s.Chmod("/home/dev", 0o555), s.Chmod(target, 0o400)) }, nil, disk.ErrDenied, false, true, "Mend the permissions"},
		"unreadable":    {func(s *disktest.Strict) { must(s.Chmod(target, 0)) }, nil, disk.ErrDenied, false, false, "may not"},
		"too large":     {func(s *disktest.Strict) { s.Put(target, strings.Repeat("x", disk.MaxSize+1), 0o600) }, nil, disk.ErrTooLarge, false, true, "1 MiB"},
		"read-only fs":  {nil, func(s *disktest.Strict) disk.FS { return disk.On(afero.NewReadOnlyFs(s)) }, disk.ErrReadOnly, false, true, "read-only"},
		"EROFS":         {nil, on(disktest.Fault{Kind: "create", Err: syscall.EROFS}), disk.ErrReadOnly, true, true, "overwrite in place"},
		"no space":      {nil, on(disktest.Fault{Kind: "write", Err: syscall.ENOSPC}), disk.ErrNoSpace, false, true, "no space left"},
		"quota":         {nil, on(disktest.Fault{Kind: "sync", Err: syscall.EDQUOT}), disk.ErrNoSpace, false, true, "no space left"},
		"bind mount":    {nil, on(disktest.Fault{Kind: "exchange", Err: syscall.EBUSY}), disk.ErrPinned, true, false, "overwritten in place"},
		"other device":  {nil, on(disktest.Fault{Kind: "exchange", Err: syscall.EXDEV}), disk.ErrPinned, true, false, "overwritten in place"},
		"broken disk":   {nil, on(disktest.Fault{Kind: "sync", Err: syscall.EIO}), disk.ErrFailed, false, true, "The system says: input/output error."},
	} {
		t.Run(name, func(t *testing.T) {
			s := stage()
			if c.prepare != nil {
				c.prepare(s)
			}
			fsys := disk.FS(s)
			if c.through != nil {
				fsys = c.through(s)
			}
			was := s.Files()
			_, err := replace(target, disk.Options{})(fsys)
			var r *disk.Refusal
			if !errors.As(err, &r) || !errors.Is(err, c.kind) || r.InPlace != c.inPlace || !strings.Contains(r.Text, c.says) {
				t.Fatalf("got %+v", err)
			}
			sentence(t, err)
			if early := disk.Check(context.Background(), fsys, target, disk.Options{}); c.early != errors.Is(early, c.kind) {
				t.Errorf("before anything is written: %v", early)
			}
			if now := s.Files(); len(now) != len(was) || now[target] != was[target] {
				t.Errorf("the disk was %v and is %v", was, now)
			}
		})
	}
}

// What the file already is, needs no writing, and an edit that fails or a context that ends stops it.
func TestNothingWritten(t *testing.T) {
	var ops []disktest.Op
	fsys := disktest.Trace(stage(), &ops)
	same := func(old []byte) ([]byte, error) { return old, nil }
	r, err := disk.Replace(context.Background(), fsys, target, same, disk.Options{})
	if r.Changed || err != nil || r.Mode != 0o644 {
		t.Errorf("%+v, %v", r, err)
	}
	wrong := errors.New("not understood")
	if _, err := disk.Replace(context.Background(), fsys, target, func([]byte) ([]byte, error) { return nil, wrong }, disk.Options{}); err != wrong {
		t.Errorf("got %v", err)
	}
	large := func([]byte) ([]byte, error) { return make([]byte, disk.MaxSize+1), nil }
	if _, err := disk.Replace(context.Background(), fsys, target, large, disk.Options{}); !errors.Is(err, disk.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := disk.Replace(ended, fsys, target, rotate, disk.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := disk.Replace(context.Background(), fsys, "/home/dev/none", func([]byte) ([]byte, error) { return nil, nil }, disk.Options{Create: true}); err != nil {
		t.Error(err)
	}
	for _, op := range ops {
		if op.Writes() {
			t.Errorf("%v", op)
		}
	}
	s := stage()
	ctx, stop := context.WithCancel(context.Background())
	_, err = disk.Replace(ctx, disktest.Fault{Kind: "sync", Before: stop}.On(s), target, rotate, disk.Options{})
	if files := s.Files(); !errors.Is(err, context.Canceled) || files[target].Data != before || len(files) != len(stage().Files()) {
		t.Errorf("%v, %v", files, err)
	}
}

// The owner's bits and, for root, the owner stay; a foreign file that root may replace stays that user's.
func TestModesAndOwner(t *testing.T) {
	for mode, want := range map[fs.FileMode]fs.FileMode{0o600: 0o600, 0o644: 0o600, 0o666: 0o600, 0o400: 0o400, 0o700: 0o700, 0o640: 0o600} {
		s := stage()
		s.Put(target, before, mode|0o200)
		must(s.Chmod(target, mode))
		r, err := replace(target, disk.Options{})(s)
		f := s.Files()[target]
		if err != nil || f.Mode != want || r.Mode != want || r.OldMode != mode || (len(r.Warnings) > 0) != (mode&0o077 != 0) {
			t.Errorf("%v: %v, %+v, %v", mode, f.Mode, r, err)
		}
	}
	s := stage()
	s.UID = 0
	if _, err := replace(target, disk.Options{})(s); err != nil || s.Files()[target].UID != 1000 {
		t.Errorf("%v, %v", s.Files()[target], err)
	}
	sticky := stage()
	must(sticky.Chmod("/home/dev", 0o777|fs.ModeSticky))
	if _, err := replace(target, disk.Options{})(sticky); err != nil {
		t.Error(err)
	}
}

// A directory that cannot be flushed is a warning.
func TestDirectoryNotFlushed(t *testing.T) {
	var ops []disktest.Op
	if _, err := replace(target, disk.Options{})(disktest.Trace(stage(), &ops)); err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		if op.Kind != "sync" || op.Path != "/home/dev" {
			continue
		}
		r, err := replace(target, disk.Options{})(disktest.Fault{At: op.N, Err: errors.ErrUnsupported}.On(stage()))
		if err != nil || !r.Changed || len(r.Warnings) != 2 || !strings.Contains(r.Warnings[0], "flushed") {
			t.Errorf("%+v, %v", r, err)
		}
		return
	}
	t.Error("the directory was not flushed")
}

package disktest_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/afero"
	"pgregory.net/rapid"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// step is one thing done to both file systems. The names are those of a small tree.
type step struct {
	name string
	do   func(fsys disk.FS, at func(string) string, a, b string, mode fs.FileMode) error
}

var steps = []step{
	{"write", func(f disk.FS, at func(string) string, a, b string, mode fs.FileMode) error {
		return write(f, at(a), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode, b)
	}},
	{"write new", func(f disk.FS, at func(string) string, a, b string, mode fs.FileMode) error {
		return write(f, at(a), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode, b)
	}},
	{"append", func(f disk.FS, at func(string) string, a, b string, mode fs.FileMode) error {
		return write(f, at(a), os.O_RDWR|os.O_APPEND, mode, b)
	}},
	{"mkdir", func(f disk.FS, at func(string) string, a, _ string, mode fs.FileMode) error {
		return f.Mkdir(at(a), mode|0o700)
	}},
	{"chmod", func(f disk.FS, at func(string) string, a, _ string, mode fs.FileMode) error {
		if info, err := f.Stat(at(a)); err == nil && info.IsDir() {
			mode |= 0o500 // or it could not be looked into
		}
		return f.Chmod(at(a), mode)
	}},
	{"remove", func(f disk.FS, at func(string) string, a, _ string, _ fs.FileMode) error { return f.Remove(at(a)) }},
	{"rename", func(f disk.FS, at func(string) string, a, b string, _ fs.FileMode) error {
		return f.Rename(at(a), at(b))
	}},
	{"rename new", func(f disk.FS, at func(string) string, a, b string, _ fs.FileMode) error {
		return f.RenameNew(at(a), at(b))
	}},
	{"exchange", func(f disk.FS, at func(string) string, a, b string, _ fs.FileMode) error {
		return f.Exchange(at(a), at(b))
	}},
	{"symlink", func(f disk.FS, at func(string) string, a, b string, _ fs.FileMode) error {
		if l, ok := f.(afero.Linker); ok {
			return l.SymlinkIfPossible(b, at(a))
		}
		return os.Symlink(b, at(a))
	}},
	{"link", func(f disk.FS, at func(string) string, a, b string, _ fs.FileMode) error {
		if s, ok := f.(*disktest.Strict); ok {
			return s.Link(at(a), at(b))
		}
		return os.Link(at(a), at(b))
	}},
}

func write(f disk.FS, name string, flag int, mode fs.FileMode, text string) error {
	file, err := f.OpenFile(name, flag, mode)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// look is all that one sees of a name.
func look(f disk.FS, name string) string {
	info, _, err := f.LstatIfPossible(name)
	if err != nil {
		return number(err)
	}
	facts, _ := disk.FactsOf(info)
	text := fmt.Sprintf("%v %d", info.Mode(), facts.UID)
	if !info.IsDir() {
		text += fmt.Sprintf(" %d names", facts.Names)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := f.ReadlinkIfPossible(name)
		return fmt.Sprintf("%s to %s, %s", text, target, number(err))
	}
	if info.IsDir() {
		entries, err := afero.ReadDir(f, name)
		for _, e := range entries {
			text += " " + e.Name()
		}
		return text + number(err)
	}
	data, err := afero.ReadFile(f, name)
	return fmt.Sprintf("%s %q %s", text, data, number(err))
}

// number is an error without its words.
func number(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return fmt.Sprintf("errno %d", errno)
	}
	return fmt.Sprint(err)
}

// Any story of operations ends on Strict as it does on this machine's own file system, errors included.
func TestStrictIsLikeTheRealOne(t *testing.T) {
	umask := syscall.Umask(0o027)
	t.Cleanup(func() { syscall.Umask(umask) })
	base := t.TempDir()
	t.Cleanup(func() { // directories that are closed could not be removed
		_ = filepath.WalkDir(base, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = os.Chmod(name, 0o700)
			}
			return err
		})
	})
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		root := filepath.Join(base, fmt.Sprint(n))
		if err := os.Mkdir(root, 0o700); err != nil {
			t.Fatal(err)
		}
		real, strict := disk.On(afero.NewOsFs()), disktest.New()
		strict.UID = 0
		if err := strict.Chown("/", os.Getuid(), os.Getgid()); err != nil {
			t.Fatal(err)
		}
		strict.UID, strict.GID, strict.Umask = os.Getuid(), os.Getgid(), 0o027
		names := []string{"a", "b", "d", "d/a", "d/b", "d/d", "a/b", "none/x"}
		for range rapid.IntRange(1, 25).Draw(t, "length") {
			s := rapid.SampledFrom(steps).Draw(t, "step")
			a, b := rapid.SampledFrom(names).Draw(t, "a"), rapid.SampledFrom(names).Draw(t, "b")
			mode := rapid.SampledFrom([]fs.FileMode{0o600, 0o644, 0o666, 0o700, 0o400, 0o200}).Draw(t, "mode")
			got := s.do(strict, func(name string) string { return "/" + name }, a, b, mode)
			want := s.do(real, func(name string) string { return filepath.Join(root, name) }, a, b, mode)
			twoNames := slices.Contains([]string{"rename", "rename new", "exchange", "link"}, s.name) // of two errors either may come first
			if number(got) != number(want) && !(twoNames && got != nil && want != nil) {
				t.Fatalf("%s %s %s %v: %v, really %v", s.name, a, b, mode, got, want)
			}
			for _, name := range slices.Concat(names, []string{""}) {
				got, want := look(strict, "/"+name), look(real, filepath.Join(root, name))
				if name == "" {
					got, want = strings.TrimLeft(got, "drwx-"), strings.TrimLeft(want, "drwx-")
				}
				if got != want {
					t.Fatalf("after %s %s %s %v, %q is %s, really %s", s.name, a, b, mode, name, got, want)
				}
			}
		}
	})
}

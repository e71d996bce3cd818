package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/afero"
)

func write(t *testing.T, fsys afero.Fs, path, text string) {
	t.Helper()
	if err := afero.WriteFile(fsys, path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}

func TestResolve(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	osfs := afero.NewOsFs()
	write(t, osfs, at("file"), "x")
	if err := os.Mkdir(at("sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, "../file", at("sub/one"))
	link(t, "sub/one", at("two"))
	link(t, at("two"), at("three"))
	link(t, "gone", at("dangling"))
	link(t, "dangling", at("far"))
	link(t, "loop", at("loop"))
	link(t, "pong", at("ping"))
	link(t, "ping", at("pong"))
	link(t, "file", at("chain0"))
	for i := range MaxLinks {
		link(t, fmt.Sprintf("chain%d", i), at(fmt.Sprintf("chain%d", i+1)))
	}
	for _, fsys := range []afero.Fs{osfs, afero.NewReadOnlyFs(osfs)} {
		for _, c := range []struct {
			path, final string
			err         error
		}{
			{"file", "file", nil}, {"sub/one", "file", nil}, {"two", "file", nil}, {"three", "file", nil},
			{"dangling", "", ErrDangling}, {"far", "", ErrDangling}, {"loop", "", ErrLoop}, {"ping", "", ErrLoop}, {"gone", "", fs.ErrNotExist},
			{fmt.Sprintf("chain%d", MaxLinks-1), "file", nil}, {fmt.Sprintf("chain%d", MaxLinks), "", ErrLoop}, {"sub", "sub", nil},
		} {
			got, err := Resolve(fsys, at(c.path))
			want := ""
			if c.final != "" {
				want = at(c.final)
			}
			if got != want || !errors.Is(err, c.err) {
				t.Errorf("%s: %s leads to %q, %v; want %q, %v", fsys.Name(), c.path, got, err, want, c.err)
			}
		}
	}
	mem := afero.NewMemMapFs()
	write(t, mem, "/h/file", "x")
	if got, err := Resolve(mem, "/h/file"); got != "/h/file" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Resolve(mem, "/h/gone"); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDangling) {
		t.Errorf("got %v", err)
	}
}

func TestReadFile(t *testing.T) {
	for _, fsys := range []afero.Fs{afero.NewOsFs(), afero.NewMemMapFs(), afero.NewReadOnlyFs(afero.NewOsFs())} {
		dir := t.TempDir()
		at := func(name string) string { return filepath.Join(dir, name) }
		to := fsys
		if fsys.Name() == "ReadOnlyFilter" {
			to = afero.NewOsFs()
		}
		if err := to.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, to, at("small"), "text")
		write(t, to, at("empty"), "")
		write(t, to, at("full"), strings.Repeat("x", MaxSize))
		write(t, to, at("large"), strings.Repeat("x", MaxSize+1))
		for _, c := range []struct {
			name string
			size int
			err  error
		}{
			{"small", 4, nil}, {"empty", 0, nil}, {"full", MaxSize, nil}, {"large", 0, ErrTooLarge}, {"gone", 0, fs.ErrNotExist}, {"", 0, ErrNotRegular},
		} {
			data, err := ReadFile(fsys, at(c.name))
			if len(data) != c.size || !errors.Is(err, c.err) {
				t.Errorf("%s: %q: %d bytes, %v; want %d, %v", fsys.Name(), c.name, len(data), err, c.size, c.err)
			}
		}
	}
}

// growing says that it is small, as files in /proc do and files that somebody writes to.
type growing struct{ afero.Fs }

type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

func (g growing) Stat(name string) (fs.FileInfo, error) {
	info, err := g.Fs.Stat(name)
	return sized{info, 1}, err
}

type growingFile struct{ afero.File }

func (f growingFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return sized{info, 1}, err
}

func (g growing) OpenFile(name string, flag int, perm fs.FileMode) (afero.File, error) {
	f, err := g.Fs.OpenFile(name, flag, perm)
	return growingFile{f}, err
}

func TestReadFileDoesNotTrustTheSize(t *testing.T) {
	mem := afero.NewMemMapFs()
	write(t, mem, "/large", strings.Repeat("x", MaxSize+1))
	if _, err := ReadFile(growing{mem}, "/large"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestOpenLog(t *testing.T) {
	for _, fsys := range []afero.Fs{afero.NewOsFs(), afero.NewMemMapFs()} {
		dir := filepath.Join(t.TempDir(), "state", "bricktop")
		path := filepath.Join(dir, "log")
		for _, line := range []string{"one\n", "two\n"} {
			w, err := OpenLog(fsys, path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(line)); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		data, err := afero.ReadFile(fsys, path)
		if err != nil || !bytes.Equal(data, []byte("one\ntwo\n")) {
			t.Errorf("%s: %q, %v", fsys.Name(), data, err)
		}
		for name, want := range map[string]fs.FileMode{path: 0o600, dir: 0o700} {
			info, err := fsys.Stat(name)
			if err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %s is %v, %v", fsys.Name(), name, info.Mode(), err)
			}
		}
		if _, err := OpenLog(fsys, dir); err == nil {
			t.Errorf("%s: a directory is no log", fsys.Name())
		}
	}
	if _, err := OpenLog(afero.NewReadOnlyFs(afero.NewMemMapFs()), "/log/x"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

func TestKindOf(t *testing.T) {
	for mode, want := range map[fs.FileMode]string{
		0o600: "a file", fs.ModeDir: "a directory", fs.ModeNamedPipe: "a named pipe", fs.ModeSocket: "a socket",
		fs.ModeSymlink: "a symbolic link", fs.ModeDevice | fs.ModeCharDevice: "a device",
	} {
		if got := KindOf(mode); got != want {
			t.Errorf("%v is %s, want %s", mode, got, want)
		}
	}
}

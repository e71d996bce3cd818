//go:build unix

package disk_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// home is a real directory with the file in it.
func home(t *testing.T, mode fs.FileMode) (dir, file string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, ".databrickscfg")
	must(os.WriteFile(file, []byte(before), 0o600), os.Chmod(file, mode))
	return dir, file
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// only checks that a directory holds these names and no others.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if err != nil || strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %q, want %q, %v", dir, got, names, err)
	}
}

func TestRealModes(t *testing.T) {
	for mode, want := range map[fs.FileMode]fs.FileMode{0o600: 0o600, 0o644: 0o600, 0o666: 0o600, 0o400: 0o400} {
		dir, file := home(t, mode)
		r, err := replace(file, disk.Options{})(disk.On(afero.NewOsFs()))
		info, statErr := os.Stat(file)
		if err != nil || statErr != nil || info.Mode().Perm() != want || read(t, file) != after || !r.Changed || r.OldMode != mode {
			t.Errorf("%v: %v, %+v, %v", mode, info.Mode(), r, err)
		}
		if r.Exchanged != (runtime.GOOS == "linux" || runtime.GOOS == "darwin") {
			t.Logf("the file system of %s cannot exchange names", dir)
		}
		only(t, dir, ".databrickscfg")
		if _, err := disk.Undo(context.Background(), disk.On(afero.NewOsFs()), r); err != nil || read(t, file) != before {
			t.Errorf("undo: %v", err)
		}
		must(os.WriteFile(file+"2", []byte("x"), 0o600), os.Rename(file+"2", file))
		if _, err := disk.Undo(context.Background(), disk.On(afero.NewOsFs()), r); !errors.Is(err, disk.ErrChanged) || read(t, file) != "x" {
			t.Errorf("undo of what changed since: %v", err)
		}
	}
}

// Three links, relative and into another directory: all stay links, and the file at their end is replaced.
func TestRealLinks(t *testing.T) {
	dir, file := home(t, 0o600)
	at := func(name string) string { return filepath.Join(dir, name) }
	must(os.MkdirAll(at("dot/files"), 0o700), os.Rename(file, at("dot/files/real")))
	must(os.Symlink("files/real", at("dot/two")), os.Symlink("../dot/two", at("dot/one")), os.Symlink("dot/one", file))
	fsys := disk.On(afero.NewOsFs())
	r, err := replace(file, disk.Options{})(fsys)
	if err != nil || r.File != at("dot/files/real") || read(t, file) != after {
		t.Errorf("%+v, %v", r, err)
	}
	for _, link := range []string{".databrickscfg", "dot/one", "dot/two"} {
		if info, err := os.Lstat(at(link)); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", link, err)
		}
	}
	only(t, at("dot/files"), "real")
	real := disk.RealPath(fsys, file)
	if real != at("dot/files/real") || disk.RealPath(fsys, at("dot/../dot/two")) != real || disk.RealPath(fsys, at("none/x")) != at("none/x") {
		t.Errorf("the real path is %s", real)
	}
	must(os.Remove(at("dot/files/real")))
	if _, err := replace(file, disk.Options{Create: true})(fsys); !errors.Is(err, disk.ErrDangling) {
		t.Errorf("got %v", err)
	}
}

func TestRealCreate(t *testing.T) {
	dir, file := home(t, 0o600)
	fsys := disk.On(afero.NewOsFs())
	path := filepath.Join(dir, ".claude-code-router", "deep", "config.json")
	must(disk.Check(t.Context(), fsys, path, disk.Options{Create: true}))
	only(t, dir, ".databrickscfg")
	r, err := replace(path, disk.Options{Create: true})(fsys)
	if err != nil || !r.Created || read(t, path) != after {
		t.Fatalf("%+v, %v", r, err)
	}
	for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if _, err := disk.Undo(t.Context(), fsys, r); err != nil {
		t.Error(err)
	}
	only(t, filepath.Dir(path))
	if err := fsys.RenameNew(file, file+"2"); err != nil {
		t.Error(err)
	}
	must(os.WriteFile(file, []byte("x"), 0o600))
	if err := fsys.RenameNew(file, file+"2"); !errors.Is(err, fs.ErrExist) || read(t, file+"2") != before {
		t.Errorf("a rename over a file: %v", err)
	}
}

func TestRealHardLinkAndClosedDirectory(t *testing.T) {
	dir, file := home(t, 0o600)
	fsys := disk.On(afero.NewOsFs())
	must(os.Link(file, file+"2"))
	if _, err := replace(file, disk.Options{})(fsys); !errors.Is(err, disk.ErrHardLinks) {
		t.Errorf("got %v", err)
	}
	if _, err := replace(file, disk.Options{InPlace: true})(fsys); err != nil || read(t, file+"2") != after {
		t.Errorf("got %v", err)
	}
	if os.Geteuid() == 0 {
		t.Log("root may write in any directory: the closed one is tested on the strict file system only")
		return
	}
	must(os.Remove(file+"2"), os.WriteFile(file, []byte(before), 0o600), os.Chmod(dir, 0o500))
	defer os.Chmod(dir, 0o700)
	var r *disk.Refusal
	if _, err := replace(file, disk.Options{})(fsys); !errors.As(err, &r) || r.Kind != disk.ErrDenied || !r.InPlace {
		t.Errorf("got %v", err)
	}
	if _, err := replace(file, disk.Options{InPlace: true})(fsys); err != nil || read(t, file) != after {
		t.Errorf("got %v", err)
	}
}

// A file mounted by itself, as containers do with secrets.
func TestRealBindMount(t *testing.T) {
	dir, file := home(t, 0o600)
	mounted := filepath.Join(dir, "mounted")
	must(os.WriteFile(mounted, nil, 0o600))
	mount(t, file, mounted, "", bind)
	fsys := disk.On(afero.NewOsFs())
	var r *disk.Refusal
	if _, err := replace(mounted, disk.Options{})(fsys); !errors.As(err, &r) || r.Kind != disk.ErrPinned || !r.InPlace {
		t.Errorf("got %v", err)
	}
	only(t, dir, ".databrickscfg", "mounted")
	if _, err := replace(mounted, disk.Options{InPlace: true})(fsys); err != nil || read(t, file) != after {
		t.Errorf("got %v", err)
	}
}

// A disk of 16 KB that is full.
func TestRealFullDisk(t *testing.T) {
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0)
	file := filepath.Join(dir, "file")
	must(os.WriteFile(file, []byte(before), 0o600), os.Chmod(dir, 0o700))
	if err := os.WriteFile(filepath.Join(dir, "rest"), make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Skip("the disk does not get full:", err)
	}
	fsys := disk.On(afero.NewOsFs())
	for _, opt := range []disk.Options{{}, {InPlace: true}} {
		_, err := disk.Replace(t.Context(), fsys, file, func(old []byte) ([]byte, error) {
			return fmt.Appendf(old, "%s", strings.Repeat("x", 8192)), nil
		}, opt)
		if !errors.Is(err, disk.ErrNoSpace) || read(t, file) != before {
			t.Errorf("%+v: %v, %q", opt, err, read(t, file))
		}
	}
	only(t, dir, "file", "rest")
}

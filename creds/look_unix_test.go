//go:build unix

package creds

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/afero"
)

// real is a home on the real file system with one ~/.databrickscfg, made by prepare.
func real(t *testing.T, prepare func(dir, path string) error) (*Catalogue, string) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, ".databrickscfg")
	if err := prepare(dir, path); err != nil {
		t.Fatal(err)
	}
	return New(Options{Fs: afero.NewOsFs(), Home: dir, UID: os.Getuid()}), path
}

func profileText() []byte { return []byte("host = " + prodHost + "\ntoken = " + pat("1") + "\n") }

func TestLookOnDisk(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(dir, path string) error
		exists  bool
		problem string // empty: the login works
	}{
		{"a file", func(_, path string) error { return os.WriteFile(path, profileText(), 0o640) }, true, ""},
		{"a link", func(dir, path string) error {
			if err := os.MkdirAll(filepath.Join(dir, "dot"), 0o700); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(dir, "dot", "cfg"), profileText(), 0o640); err != nil {
				return err
			}
			return os.Symlink("dot/cfg", path)
		}, true, ""},
		{"a link to nothing", func(_, path string) error { return os.Symlink("gone", path) }, false, "does not exist"},
		{"a link to itself", func(_, path string) error { return os.Symlink(path, path) }, false, "circle"},
		{"a pipe", func(_, path string) error { return syscall.Mkfifo(path, 0o600) }, true, "a named pipe"},
		{"a directory", func(_, path string) error { return os.Mkdir(path, 0o700) }, true, "a directory"},
		{"a device", func(_, path string) error { return os.Symlink("/dev/zero", path) }, true, "a device"},
		{"10 MB", func(_, path string) error { return os.WriteFile(path, make([]byte, 10<<20), 0o600) }, true, "1 MiB"},
		{"binary", func(_, path string) error { return os.WriteFile(path, []byte{0xff, 0xfe, 0}, 0o600) }, true, "UTF-8"},
		{"no bits", func(_, path string) error { return os.WriteFile(path, profileText(), 0o000) }, true, "may not be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "no bits" && os.Getuid() == 0 {
				t.Skip("root reads everything")
			}
			catalogue, path := real(t, c.prepare)
			in := catalogue.Look(t.Context(), "")
			f := file(t, in, DatabricksCfg)
			if f.Exists != c.exists || (f.Problem == nil) != (c.problem == "") {
				t.Fatalf("got %+v, %+v", f, f.Problem)
			}
			if c.problem != "" {
				if !strings.Contains(f.Problem.Text, c.problem) || !strings.Contains(f.Problem.Text, path) || in.LoginErr == nil {
					t.Errorf("got %+v, %v", f.Problem, in.LoginErr)
				}
				return
			}
			if in.LoginErr != nil || f.Mode.Perm() != 0o640 || !f.Owner.Known || !f.Owner.Mine || f.Owner.UID != os.Getuid() || f.Names != 1 || f.Size == 0 || f.Modified.IsZero() {
				t.Errorf("got %+v, %v", f, in.LoginErr)
			}
			if (f.Link != "") != (c.name == "a link") || f.Link != "" && !strings.HasSuffix(f.Link, "/dot/cfg") {
				t.Errorf("link %q", f.Link)
			}
		})
	}
}

func TestForeignOwner(t *testing.T) {
	catalogue, path := real(t, func(_, path string) error { return os.WriteFile(path, profileText(), 0o644) })
	catalogue.uid = os.Getuid() + 1
	if f := file(t, catalogue.Look(t.Context(), ""), DatabricksCfg); f.Owner.Mine || !f.Owner.Known {
		t.Errorf("got %+v", f.Owner)
	}
	if _, err := catalogue.PlanMend(t.Context(), Mend{Kind: MendMode, Path: path}); err == nil || !strings.Contains(err.Error(), "belongs to") {
		t.Errorf("got %v", err)
	}
}

func TestModeThroughALink(t *testing.T) {
	catalogue, path := real(t, func(dir, path string) error {
		if err := os.WriteFile(filepath.Join(dir, "cfg"), profileText(), 0o754); err != nil {
			return err
		}
		return os.Symlink("cfg", path)
	})
	plan, err := catalogue.PlanMend(t.Context(), Mend{Kind: MendMode, Path: path})
	if err != nil || !strings.HasSuffix(plan.Path, "/cfg") || plan.Diff[0].Text != "mode 0754" || plan.Diff[1].Text != "mode 0700" {
		t.Fatalf("got %v, %v", plan, err)
	}
	if _, err := catalogue.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	for name, prepare := range map[string]func(dir, path string) error{
		"a directory": func(_, path string) error { return os.Mkdir(path, 0o755) },
		"not exist":   func(_, path string) error { return os.Symlink("gone", path) },
		"circle":      func(_, path string) error { return os.Symlink(path, path) },
	} {
		catalogue, path := real(t, prepare)
		if _, err := catalogue.PlanMend(t.Context(), Mend{Kind: MendMode, Path: path}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

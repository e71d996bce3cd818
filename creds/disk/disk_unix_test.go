//go:build unix

package disk

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/afero"
)

func TestPipesAndDevicesDoNotBlock(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/zero"} {
		done := make(chan error, 1)
		go func() {
			_, err := ReadFile(afero.NewOsFs(), path)
			done <- err
		}()
		select {
		case err := <-done:
			if !errors.Is(err, ErrNotRegular) {
				t.Errorf("%s: %v", path, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s blocks", path)
		}
	}
	if _, err := OpenLog(afero.NewOsFs(), pipe); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a pipe as a log: %v", err)
	}
}

// swapped answers the first look with a regular file, as if the pipe came only after it.
type swapped struct {
	afero.Fs
	first string
}

func (s swapped) Stat(string) (os.FileInfo, error) { return s.Fs.Stat(s.first) }

func TestAPipeThatComesAfterTheLook(t *testing.T) {
	dir := t.TempDir()
	pipe, plain := filepath.Join(dir, "pipe"), filepath.Join(dir, "plain")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, afero.NewOsFs(), plain, "x")
	done := make(chan error, 1)
	go func() {
		_, err := ReadFile(swapped{afero.NewOsFs(), plain}, pipe)
		done <- err
	}()
	select {
	case err := <-done:
		if !errors.Is(err, ErrNotRegular) {
			t.Errorf("got %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the open blocks")
	}
}

func TestOwnerAndNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	write(t, afero.NewOsFs(), path, "x")
	if err := os.Link(path, path+"2"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if uid, _, ok := Owner(info); !ok || uid != os.Getuid() {
		t.Errorf("owner %d, %v", uid, ok)
	}
	if n, ok := Names(info); !ok || n != 2 {
		t.Errorf("%d names, %v", n, ok)
	}
	mem := afero.NewMemMapFs()
	write(t, mem, "/x", "x")
	if info, err = mem.Stat("/x"); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := Owner(info); ok {
		t.Error("memory has no owner")
	}
	if _, ok := Names(info); ok {
		t.Error("memory has no links")
	}
}

package disk

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"
)

// windowsFS is a file system as Windows has it: no exchange, and nobody takes a name that a reader holds open.
type windowsFS struct {
	plain
	open   time.Duration // how long from now
	waited time.Duration
}

// errOpen is what Windows says of a file that somebody holds open.
var errOpen = errors.New("The process cannot access the file because it is being used by another process.")

// Rename does what rename of seam_windows.go does.
func (w *windowsFS) Rename(from, to string) error {
	return patiently(func() error {
		if w.waited < w.open {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: errOpen}
		}
		return w.plain.Rename(from, to)
	}, func(err error) bool { return errors.Is(err, errOpen) }, func(d time.Duration) { w.waited += d })
}

// A reader holds the file open for a second, and the write waits; for ever, and the write says so and leaves the file
// as it was.
func TestFault43AReaderHoldsTheFileOpen(t *testing.T) {
	for name, c := range map[string]struct {
		open time.Duration
		ok   bool
	}{"nobody": {0, true}, "for a second": {time.Second, true}, "for ever": {time.Hour, false}} {
		t.Run(name, func(t *testing.T) {
			mem := afero.NewMemMapFs()
			if err := afero.WriteFile(mem, "/home/cfg", []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			w := &windowsFS{plain: plain{mem}, open: c.open}
			receipt, err := Replace(t.Context(), w, "/home/cfg", func([]byte) ([]byte, error) { return []byte("new"), nil }, Options{})
			text, _ := afero.ReadFile(mem, "/home/cfg")
			if c.ok {
				if err != nil || string(text) != "new" || !receipt.Changed || w.waited != c.open {
					t.Errorf("%q after %v: %v", text, w.waited, err)
				}
			} else {
				r, ok := errors.AsType[*Refusal](err)
				if !ok || r.Kind != ErrInUse || string(text) != "old" || receipt.Changed || w.waited != patience {
					t.Errorf("%q after %v: %v", text, w.waited, err)
				}
				for _, want := range []string{"/home/cfg", "Another program", "Close it", "Nothing was written."} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("%q is not in %q", want, err)
					}
				}
			}
			var left []string
			_ = afero.Walk(mem, "/home", func(path string, info fs.FileInfo, _ error) error {
				if !info.IsDir() && path != "/home/cfg" {
					left = append(left, path)
				}
				return nil
			})
			if len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		})
	}
}

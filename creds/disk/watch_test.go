package disk_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// next waits for a change. Others may come before it: under load one save shows as two.
func next(t *testing.T, w *disk.Watcher, want ...string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case got := <-w.Changes():
			if slices.Equal(got, want) {
				return
			}
		case <-late:
			t.Fatalf("no change of %v", want)
		}
	}
}

func watching() bool {
	stacks := make([]byte, 1<<20)
	return strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), "disk.(*Watcher)")
}

func TestWatchRealFiles(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	at := func(names ...string) string { return filepath.Join(append([]string{dir}, names...)...) }
	must(os.MkdirAll(at("dot"), 0o700), os.MkdirAll(at("other"), 0o700))
	for _, name := range []string{"plain", "dot/real", "other/real"} {
		must(os.WriteFile(at(name), []byte("1"), 0o600))
	}
	if err := os.Symlink("real", at("dot", "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	must(os.Symlink("dot", at("way")))
	linked := at("way", "link")
	fsys := disk.On(afero.NewOsFs())
	ticks := make(chan time.Time)
	start := time.Now()
	w := disk.Watch(fsys, []string{linked, at("plain"), at("late", "file")}, ticks)
	put := func(text string) disk.Edit { return func([]byte) ([]byte, error) { return []byte(text), nil } }
	replace := func(path, text string) {
		if _, err := disk.Replace(t.Context(), fsys, path, put(text), disk.Options{Create: true}); err != nil {
			t.Fatal(err)
		}
	}
	replace(at("plain"), "2") // by rename
	next(t, w, at("plain"))
	t.Logf("disk: a change shows after %v", time.Since(start).Round(time.Millisecond))
	replace(at("plain"), "3") // the renamed file again
	next(t, w, at("plain"))
	replace(linked, "2")
	next(t, w, linked)
	must(os.WriteFile(at("dot", "real"), []byte("in place"), 0o600))
	next(t, w, linked)
	must(os.Symlink("other", at("new")), os.Rename(at("new"), at("way")), os.Symlink("real", at("other", "link")))
	next(t, w, linked)
	must(os.WriteFile(at("other", "real"), []byte("where the link now leads"), 0o600))
	next(t, w, linked)
	must(os.Chmod(at("plain"), 0o400))
	next(t, w, at("plain"))
	must(os.Remove(at("plain")))
	next(t, w, at("plain"))
	replace(at("late", "file"), "1") // its directory was not there to be watched
	ticks <- time.Time{}
	next(t, w, at("late", "file"))
	replace(at("late", "file"), "2") // and now it is
	next(t, w, at("late", "file"))
	w.Close()
	if _, open := <-w.Changes(); open || watching() {
		t.Error("something still watches")
	}
}

// Without the system's help the files are looked at with every tick, and only then.
func TestWatchByPolling(t *testing.T) {
	for name, fsys := range map[string]afero.Fs{"strict": disktest.New(), "afero": afero.NewMemMapFs()} {
		synctest.Test(t, func(t *testing.T) {
			ticks := make(chan time.Time)
			w := disk.Watch(disk.On(fsys), []string{"/b", "/a"}, ticks)
			look := func(want ...string) {
				t.Helper()
				synctest.Wait()
				select {
				case got := <-w.Changes():
					if !slices.Equal(got, want) {
						t.Errorf("%s: %v, want %v", name, got, want)
					}
				default:
					if len(want) > 0 {
						t.Errorf("%s: nothing, want %v", name, want)
					}
				}
			}
			must(afero.WriteFile(fsys, "/b", []byte("1"), 0o600), afero.WriteFile(fsys, "/a", []byte("1"), 0o600))
			look()
			ticks <- time.Time{}
			ticks <- time.Time{} // a second look forgets nothing that nobody took
			look("/a", "/b")
			ticks <- time.Time{}
			look()
			must(fsys.Remove("/a"))
			ticks <- time.Time{}
			look("/a")
			w.Close()
		})
	}
}

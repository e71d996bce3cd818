package vault

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// One bricktop at a time keeps the targets, and who waits hears who does.
func TestTurn(t *testing.T) {
	dir := t.TempDir()
	process := func(pid int) Journal {
		return Journal{Fs: afero.NewOsFs(), Dir: "/state/rotations/a", Locks: &disk.Locks{
			Dir: dir, Wait: 20 * time.Millisecond, Self: disk.Holder{PID: pid},
		}}
	}
	release, other, err := process(1).Turn(t.Context())
	if err != nil || other != "" {
		t.Fatalf("the first: %q, %v", other, err)
	}
	if none, other, err := process(2).Turn(t.Context()); none != nil || err != nil || !strings.Contains(other, "process 1,") {
		t.Errorf("a second one: %q, %v", other, err)
	}
	// Its turn keeps nobody from rotating.
	unlock, err := process(2).Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	release()
	release, other, err = process(2).Turn(t.Context())
	if err != nil || other != "" {
		t.Fatalf("after the release: %q, %v", other, err)
	}
	release()
}

func TestNotes(t *testing.T) {
	n := Notes{Journal{Fs: afero.NewOsFs(), Dir: filepath.Join(t.TempDir(), "rotations", "a")}}
	if text, err := n.Read(t.Context()); err == nil {
		t.Errorf("notes that nobody wrote: %q", text)
	}
	for _, line := range []string{"one", "two"} {
		if err := n.Replace(t.Context(), func(old []byte) []byte { return append(old, line...) }); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := n.Read(t.Context()); err != nil || string(text) != "onetwo" {
		t.Errorf("%q, %v", text, err)
	}
	if info, err := os.Stat(n.file()); err != nil || filepath.Separator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

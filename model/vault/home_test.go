package vault

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// homes are bricktops of one home, as processes see each other.
func homes(t *testing.T, n int) []*Home {
	t.Helper()
	dir := t.TempDir()
	all := make([]*Home, n)
	for i := range all {
		all[i] = &Home{Journal: Journal{Fs: afero.NewOsFs(), Dir: filepath.Join(dir, "rotations", "a"), Locks: &disk.Locks{
			Dir: filepath.Join(dir, "locks"), Wait: 20 * time.Millisecond, Self: disk.Holder{PID: i + 1, Terminal: "/dev/pts/7"},
		}}}
		t.Cleanup(all[i].Close)
	}
	return all
}

// Each bricktop is counted once for as long as it runs.
func TestRunning(t *testing.T) {
	all := homes(t, 3)
	count := func(want int) {
		t.Helper()
		for i, h := range all {
			if got := h.Running(t.Context()); got != want {
				t.Errorf("bricktop %d counts %d, not %d", i, got, want)
			}
		}
	}
	count(1)
	var entered []*Home
	for _, h := range all {
		entered = append(entered, Enter(t.Context(), h.Journal))
	}
	count(3)
	entered[1].Close()
	count(2)
}

// One of two has the turn, the other hears who, and gets it when that one ends. Never both.
func TestTurnGoesOn(t *testing.T) {
	all := homes(t, 2)
	first, second := all[0], all[1]
	for range 2 {
		if other, err := first.Turn(t.Context()); other != "" || err != nil {
			t.Fatalf("the first: %q, %v", other, err)
		}
	}
	for _, who := range []func() string{
		func() string { other, _ := second.Turn(t.Context()); return other },
		func() string { return second.Yield(t.Context()) },
	} {
		if other := who(); !strings.Contains(other, "process 1 on /dev/pts/7, started") {
			t.Errorf("the second hears %q", other)
		}
	}
	if other := first.Yield(t.Context()); other != "" {
		t.Errorf("given back, and yet %q", other)
	}
	if other, err := second.Turn(t.Context()); other != "" || err != nil {
		t.Errorf("the second, then: %q, %v", other, err)
	}
	second.Close()
	if other, err := first.Turn(t.Context()); other != "" || err != nil {
		t.Errorf("the first, again: %q, %v", other, err)
	}
	first.Close()
	if _, err := first.Turn(t.Context()); err == nil {
		t.Error("who has ended takes no turn")
	}
}

// What is kept is the same for all of a home, outlasts them, and lies in a file for its owner alone.
func TestKept(t *testing.T) {
	all := homes(t, 2)
	kept := func(h *Home, change map[string]bool) []string {
		t.Helper()
		list, err := h.Kept(context.Background(), change)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := kept(all[0], nil); len(list) != 0 {
		t.Errorf("at first: %q", list)
	}
	if _, err := os.Stat(all[0].file()); err == nil {
		t.Error("who only looks writes nothing")
	}
	kept(all[0], map[string]bool{"databrickscfg:b": true})
	kept(all[1], map[string]bool{"databrickscfg:a": true})
	if list := kept(all[0], nil); !slices.Equal(list, []string{"databrickscfg:a", "databrickscfg:b"}) {
		t.Errorf("two changes: %q", list)
	}
	if info, err := os.Stat(all[0].file()); err != nil || filepath.Separator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if list := kept(all[1], map[string]bool{"databrickscfg:b": false}); !slices.Equal(list, []string{"databrickscfg:a"}) {
		t.Errorf("one less: %q", list)
	}
	for _, text := range []string{"{", `{"v":2,"targets":["x"]}`} {
		if err := os.WriteFile(all[0].file(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, change := range []map[string]bool{nil, {"databrickscfg:c": true}} {
			if _, err := all[0].Kept(t.Context(), change); err == nil || !strings.Contains(err.Error(), "Remove it to begin anew.") {
				t.Errorf("%s: %v", text, err)
			}
		}
		if now, _ := os.ReadFile(all[0].file()); string(now) != text {
			t.Errorf("what is not understood was overwritten: %s", now)
		}
	}
}

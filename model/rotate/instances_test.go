package rotate

import (
	"fmt"
	"testing"
	"time"
)

// another is a second bricktop of the same home: it clears up, sweeps and rotates, under the lock or without.
func (w *world) another(t *testing.T) {
	t.Helper()
	if err := w.restart(); err != nil {
		t.Fatal(err)
	}
	w.sweep(t)
	targets, _ := w.Targets(t.Context())
	list, _ := w.Tokens(t.Context())
	plans, _, err := Choose(Ask{
		Host: host, Principal: principal, Tokens: list, Targets: targets, Lifetime: time.Hour, Install: install,
		NewID: func() string { return fmt.Sprintf("%08x", 0xdef+w.made) }, Now: w.now,
	})
	if err == nil {
		for _, p := range plans {
			w.play(Begin(p))
		}
	}
}

func (w *world) sweep(t *testing.T) {
	t.Helper()
	targets, _ := w.Targets(t.Context())
	list, _ := w.Tokens(t.Context())
	entries, _ := w.Entries(t.Context())
	for _, orphan := range Orphans(install, host, entries, Seen{Targets: targets, Tokens: list, Now: w.now}) {
		if err := w.Revoke(t.Context(), orphan.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// A second bricktop comes at every step of the first. With the lock it waits for the end, and no file holds a
// dead token; without, it takes the first one's fresh token for what a crash left.
func TestFault32TwoAtOnce(t *testing.T) {
	interleave := func(locked bool) (points, dead int) {
		for at := 0; ; at++ {
			w := newWorld(2)
			r := Begin(w.plan())
			came, wants := false, false
			for step := 0; !r.Ended(); step++ {
				wants = wants || step == at
				if wants && !came && !locked {
					came = true
					w.another(t)
				}
				r = r.Advance(t.Context(), w.deps())
			}
			if !wants {
				return points, dead
			}
			if locked {
				w.another(t)
			}
			w.sweep(t)
			points++
			if w.dead > 0 {
				dead++
			}
		}
	}
	points, dead := interleave(true)
	t.Logf("with the lock:    %d of %d points leave a dead token", dead, points)
	if dead > 0 || points < 10 {
		t.Errorf("%d of %d points", dead, points)
	}
	points, dead = interleave(false)
	t.Logf("without the lock: %d of %d points leave a dead token", dead, points)
	if dead == 0 {
		t.Error("nothing speaks for the lock")
	}
}

package rotate

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bricktop/creds/secret"
)

// scenario is a world and the rotation in it.
type scenario struct {
	name  string
	build func() *world
	begin func(Plan) Rotation
}

func scenarios() []scenario {
	with := func(targets int, change func(*world)) func() *world {
		return func() *world {
			w := newWorld(targets)
			change(w)
			return w
		}
	}
	return []scenario{
		{"one file", with(1, func(*world) {}), Begin},
		{"two files", with(2, func(*world) {}), Begin},
		{"three files", with(3, func(*world) {}), Begin},
		{"never accepted", with(1, func(w *world) { w.refusing = true }), Begin},
		{"accepted late", with(1, func(w *world) { w.slow = 2 }), Begin},
		{"made twice", with(1, func(w *world) { w.twice = true }), Begin},
		{"listed late", with(1, func(w *world) { w.late = 5 * time.Minute }), Begin},
		{"readers that do not let go", with(2, func(w *world) { w.deaf = true }), Begin},
		{"a minute of grace", with(2, func(w *world) { w.grace = time.Minute }), Begin},
		{"a file that cannot be written", with(3, func(w *world) { w.rigid = map[string]bool{"file:0": true} }), Begin},
		{"files edited meanwhile", with(2, func(w *world) { w.backup = map[string]bool{"file:0": true} }), Begin},
	}
}

// tally is what a family of runs came to.
type tally struct {
	runs, dead, orphaned, unproven, stray int
	example                               string
}

func (t tally) String() string {
	return fmt.Sprintf("%6d runs: %d with a file without a working token, %d with an orphan after recovery, %d with an unproven token in a file, %d with files that differ",
		t.runs, t.dead, t.orphaned, t.unproven, t.stray)
}

func (t tally) clean() bool { return t.dead+t.orphaned+t.unproven+t.stray == 0 }

// run plays one story: a rotation with faults, as many starts as it takes, and one without faults.
func (s scenario) run(t *testing.T, sum *tally, faults ...fault) (calls int) {
	t.Helper()
	w := s.build()
	w.faults = faults
	p := w.plan()
	ok := survives(func() { w.play(s.begin(p)) })
	for starts := 0; !ok || starts == 0; starts++ {
		if starts > 5 {
			t.Fatalf("%s, %v: no end of crashes", s.name, faults)
		}
		w.broken = map[string]bool{} // a new process
		ok = survives(func() { _ = w.restart() })
	}
	calls = w.calls
	w.faults, w.broken = nil, map[string]bool{}
	for range 2 { // once at once, and once when lists are whole and readers have let go
		if err := w.restart(); err != nil {
			t.Fatalf("%s, %v: a start without faults: %v", s.name, faults, err)
		}
		w.now = w.now.Add(6 * time.Minute)
	}
	_ = w.restart()
	w.watch()
	sum.count(w, s.name, faults)
	return calls
}

func (t *tally) count(w *world, name string, faults []fault) {
	t.runs++
	before := *t
	if w.dead > 0 {
		t.dead++
	}
	if w.unproven > 0 {
		t.unproven++
	}
	if w.orphans() > 0 {
		t.orphaned++
	}
	first := ""
	for id, v := range w.files {
		if w.rigid[id] {
			continue // it keeps what it had, and that lives
		}
		if first == "" {
			first = v
		}
		if v != first {
			t.stray++
			break
		}
	}
	if t.example == "" && before != *t {
		t.example = fmt.Sprintf("%s, %v: %v", name, faults, w.log)
	}
}

// enumerate plays every pair of faults.
func (s scenario) enumerate(t *testing.T) (sum tally) {
	last := s.run(t, &sum)
	for i := 0; i < last; i++ {
		for m := range modes {
			// With one fault, and with a second one at every later call, those of the recovery too.
			end := s.run(t, &sum, fault{i, m})
			for j := i + 1; j < end; j++ {
				for n := range modes {
					s.run(t, &sum, fault{i, m}, fault{j, n})
				}
			}
		}
	}
	return sum
}

func add(a, b tally) tally {
	a.runs += b.runs
	a.dead += b.dead
	a.orphaned += b.orphaned
	a.unproven += b.unproven
	a.stray += b.stray
	if a.example == "" {
		a.example = b.example
	}
	return a
}

// Whatever crashes, fails or gets lost, and again in the recovery: no file without a working token, no orphan,
// no unproven token in a file.
func TestFault31KilledAtEveryEffect(t *testing.T) {
	var all tally
	for _, s := range scenarios() {
		sum := s.enumerate(t)
		t.Logf("%-28s %v", s.name, sum)
		if !sum.clean() {
			t.Errorf("%s: %s", s.name, sum.example)
		}
		all = add(all, sum)
	}
	t.Logf("%-28s %v", "all", all)
	if all.runs < 2000 {
		t.Errorf("%d runs are too few to tell", all.runs)
	}
}

// revokeFirst gives the old token up before any file holds the new one.
type revokeFirst struct{ revoke }

func (revokeFirst) Next(ctx context.Context, s State, d Deps) (State, error) {
	return s, d.Issuer.Revoke(ctx, s.Old.ID)
}

// The same stories find what is wrong with protocols that lack a part.
func TestEveryCrashNotices(t *testing.T) {
	reorder := func(change func(steps []Step) []Step) func(Plan) Rotation {
		return func(p Plan) Rotation {
			r := Begin(p)
			r.steps = change(r.steps)
			return r
		}
	}
	for _, c := range []struct {
		scenario
		found func(tally) int
	}{
		{scenario{"without a journal", func() *world { w := newWorld(2); w.amnesia = true; return w }, Begin},
			func(t tally) int { return t.orphaned }},
		{scenario{"revoke first", func() *world { return newWorld(2) }, reorder(func(s []Step) []Step {
			return append([]Step{revokeFirst{}}, s...)
		})}, func(t tally) int { return t.dead }},
		{scenario{"write, then verify", func() *world { return newWorld(2) }, reorder(func(s []Step) []Step {
			return append(append(append([]Step{}, s[:4]...), s[5:9]...), append([]Step{s[4]}, s[9:]...)...)
		})}, func(t tally) int { return t.unproven }},
	} {
		sum := c.enumerate(t)
		t.Logf("%-28s %v", c.name, sum)
		if c.found(sum) == 0 {
			t.Errorf("%s was not found to be wrong", c.name)
		}
	}
}

// A rotation that nothing disturbs leaves one token, in every file, and an empty journal.
func TestUndisturbed(t *testing.T) {
	w := newWorld(2)
	old := w.tokens[0]
	r := w.play(Begin(w.plan()))
	if r.Err() != nil || !r.Done() || !r.Ended() || r.Back() {
		t.Fatalf("%v: %v, done %v", r.State.Phase, r.Err(), r.Done())
	}
	for id, v := range w.files {
		if !secret.New(v).Equal(r.State.Value) {
			t.Errorf("%s holds another token", id)
		}
	}
	if !old.revoked || len(w.journal) != 0 || len(w.tokens) != 2 {
		t.Errorf("old revoked %v, journal %d, tokens %d", old.revoked, len(w.journal), len(w.tokens))
	}
}

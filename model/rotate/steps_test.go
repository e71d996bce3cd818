package rotate

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
)

// Every call of a rotation that fails, before it had its effect and after, leaves each file as it was and no
// new token; from the moment when every file holds the proven one, each keeps that.
func TestEveryFailure(t *testing.T) {
	clean := newWorld(2)
	clean.play(Begin(clean.plan()))
	for i, op := range clean.log {
		for _, m := range []mode{fails, loses, breaks} {
			w := newWorld(2)
			old := w.tokens[0].value
			w.faults = []fault{{i, m}}
			r := w.play(Begin(w.plan()))
			if !r.Ended() {
				t.Fatalf("%s: not ended", op)
			}
			want := old
			if r.Done() {
				want = r.State.Value.Reveal()
			} else if r.Err() == nil {
				t.Errorf("%s, %v: failed without an error", op, m)
			}
			for id, v := range w.files {
				if v != want {
					t.Errorf("%s, %v: %s holds %s", op, m, id, secret.New(v))
				}
			}
			// What could not be undone is in the journal for the next start.
			if n := w.orphans(); n > 0 && !r.Done() && (m != breaks || len(w.journal) == 0) && (m != loses || op != "create" || len(w.journal) == 0) {
				t.Errorf("%s, %v: %d orphans, journal %d: %v", op, m, n, len(w.journal), w.log)
			}
		}
	}
}

// Whoever gives up between two steps finds everything as it was.
func TestGivingUp(t *testing.T) {
	for stop := 0; ; stop++ {
		w := newWorld(2)
		old := w.tokens[0].value
		r := Begin(w.plan())
		ctx, cancel := context.WithCancel(t.Context())
		for range stop {
			r = r.Advance(ctx, w.deps())
		}
		done := r.Done()
		cancel()
		for !r.Ended() {
			r = r.Advance(ctx, w.deps())
		}
		if r.Done() != done || !errors.Is(r.Err(), context.Canceled) && !done {
			t.Errorf("after %d steps: done %v, then %v: %v", stop, done, r.Done(), r.Err())
		}
		if done {
			if stop < 8 {
				t.Errorf("done after %d steps", stop)
			}
			return
		}
		for id, v := range w.files {
			if v != old {
				t.Errorf("after %d steps: %s does not hold the old token", stop, id)
			}
		}
		if w.orphans() != 0 || len(w.journal) != 0 {
			t.Errorf("after %d steps: %d orphans, journal %v", stop, w.orphans(), w.journal)
		}
	}
}

func TestVerifyWaitsForTheWorkspace(t *testing.T) {
	for name, c := range map[string]struct {
		slow int
		ok   bool
	}{"at once": {0, true}, "after seconds": {6, true}, "never": {1000, false}} {
		w := newWorld(1)
		w.slow = c.slow
		r := w.play(Begin(w.plan()))
		if waited := w.now.Sub(noon); r.Done() != c.ok || waited > 15*time.Second {
			t.Errorf("%s: done %v after %v: %v", name, r.Done(), waited, r.Err())
		}
	}
}

// An edit by somebody else during the rotation stays.
func TestForeignEdit(t *testing.T) {
	w := newWorld(2)
	foreign := value(99)
	r := Begin(w.plan())
	for !strings.HasPrefix(r.Next().String(), "read file:1") {
		r = r.Advance(t.Context(), w.deps())
	}
	old := w.tokens[0].value
	w.files["file:1"] = foreign
	r = w.play(r)
	if r.Done() || r.Err() == nil || w.files["file:1"] != foreign || w.files["file:0"] != old {
		t.Errorf("done %v: %v", r.Done(), r.Err())
	}
	if w.orphans() != 0 {
		t.Error("the new token lives on")
	}
}

// A file that cannot be given its old token back keeps the new one, which then is not revoked.
func TestWhatCannotBeUndone(t *testing.T) {
	w := newWorld(2)
	w.backup = map[string]bool{"file:0": true}
	r := Begin(w.plan())
	for !strings.HasPrefix(r.Next().String(), "read file:1") {
		r = r.Advance(t.Context(), w.deps())
	}
	w.files["file:1"] = value(99)
	w.broken["write"] = true
	r = w.play(r)
	m := w.find(w.files["file:0"])
	if r.Done() || !w.alive(m) || m.value != r.State.Value.Reveal() || len(w.journal) != 1 {
		t.Errorf("done %v, journal %d: %v", r.Done(), len(w.journal), r.Err())
	}
	if text := r.Err().Error(); !strings.Contains(text, "file:0 could not be given its old token back") || !strings.Contains(text, "still holds it") {
		t.Errorf("it is not told: %s", text)
	}
}

// The old token is revoked only when every reader has let go of it.
func TestTheOldToken(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*world)
		after   time.Duration
		revoked bool
		journal int
	}{
		"at once":              {func(*world) {}, 0, true, 0},
		"in grace":             {func(w *world) { w.grace = time.Minute }, 30 * time.Second, false, 1},
		"after the grace":      {func(w *world) { w.grace = time.Minute }, 61 * time.Second, true, 0},
		"held by a reader":     {func(w *world) { w.deaf = true }, time.Minute, false, 1},
		"held until it's over": {func(w *world) { w.deaf = true }, 21 * time.Minute, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(2)
			c.change(w)
			if r := w.play(Begin(w.plan())); !r.Done() || r.Err() != nil {
				t.Fatal(r.Err())
			}
			w.now = w.now.Add(c.after)
			if err := w.restart(); err != nil {
				t.Fatal(err)
			}
			if w.tokens[0].revoked != c.revoked || len(w.journal) != c.journal {
				t.Errorf("revoked %v, journal %d", w.tokens[0].revoked, len(w.journal))
			}
		})
	}
}

// What we are signed in with is revoked by the new token, never by itself.
func TestOwnToken(t *testing.T) {
	w := newWorld(1)
	p := w.plan()
	p.Own = true
	var as secret.Secret
	d := w.deps()
	d.As = func(v secret.Secret) (Issuer, error) { as = v; return w, nil }
	r := Begin(p)
	for !r.Ended() {
		r = r.Advance(t.Context(), d)
	}
	if !as.Equal(r.State.Value) || as.IsZero() || !w.tokens[0].revoked {
		t.Errorf("signed in as %v, revoked %v: %v", as, w.tokens[0].revoked, r.Err())
	}
}

// No entry of the journal holds a secret, and a bad one is passed over.
func TestJournal(t *testing.T) {
	w := newWorld(2)
	w.deaf = true
	r := Begin(w.plan())
	for !r.Ended() {
		r = r.Advance(t.Context(), w.deps())
		for _, text := range w.journal {
			for _, m := range w.tokens {
				if strings.Contains(string(text), m.value) || strings.Contains(string(text), m.value[6:24]) {
					t.Fatalf("a secret is in the journal: %s", text)
				}
			}
		}
	}
	var good []byte
	for _, text := range w.journal {
		good = text
	}
	e, err := ParseEntry(good)
	if err != nil || e.Phase != Left || e.Old.ID != w.tokens[0].ID || !slices.Equal(e.Targets, []string{"file:0", "file:1"}) {
		t.Errorf("%+v: %v", e, err)
	}
	for name, text := range map[string]string{
		"empty": "", "torn": string(good[:len(good)/2]), "another version": strings.Replace(string(good), `"v":1`, `"v":2`, 1),
		"no ID": strings.Replace(string(good), `"rid":"`, `"rid":"x`, 1), "strange phase": strings.Replace(string(good), `"left"`, `"right"`, 1),
	} {
		if _, err := ParseEntry([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A create that was refused made nothing, and nothing is looked for.
func TestRefusedCreate(t *testing.T) {
	w := newWorld(1)
	d := w.deps()
	d.Issuer = refusing{w, &session.Error{Fault: session.Quota, Sentence: "No more tokens."}}
	r := Begin(w.plan())
	for !r.Ended() {
		r = r.Advance(t.Context(), d)
	}
	if r.Err() == nil || r.Done() || len(w.journal) != 0 || slices.Contains(w.log, "list") {
		t.Errorf("%v: %v", r.Err(), w.log)
	}
}

// A start while a file cannot be read does not take its token for an unused one.
func TestRecoveryBesideATornFile(t *testing.T) {
	w := newWorld(1)
	w.faults = []fault{{7, crashBefore}}
	p := w.plan()
	if survives(func() { w.play(Begin(p)) }) {
		t.Fatal("no crash")
	}
	now := w.find(w.files["file:0"])
	if now == w.tokens[0] {
		t.Fatalf("the file was not written: %v", w.log)
	}
	w.torn = map[string]bool{"file:0": true}
	if err := w.restart(); err == nil || !strings.Contains(err.Error(), "It is torn.") || !w.alive(now) || len(w.journal) != 1 {
		t.Errorf("alive %v, journal %d: %v", w.alive(now), len(w.journal), err)
	}
	w.torn = nil
	if err := w.restart(); err != nil || len(w.journal) != 0 || !w.alive(now) {
		t.Errorf("once it can be read: alive %v, journal %d: %v", w.alive(now), len(w.journal), err)
	}
}

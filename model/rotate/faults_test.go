package rotate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/token"
)

// A new token that the workspace takes after 1 to 20 seconds, or never: within 15 seconds it is waited for, else every
// file is as it was and the token is gone.
func TestFault28TheNewTokenIsAcceptedLate(t *testing.T) {
	for seconds := 1; seconds <= 21; seconds++ {
		w := newWorld(2)
		old := w.files["file:0"]
		p := w.plan()
		d := w.deps()
		d.Issuer = accepting{w, w.now.Add(time.Duration(seconds) * time.Second), seconds == 21}
		r := Begin(p)
		for !r.Ended() {
			r = r.Advance(t.Context(), d)
		}
		waited := w.now.Sub(noon)
		if want := seconds <= 13; want && !r.Done() || waited > verifyFor || r.Done() && waited < time.Duration(seconds)*time.Second {
			t.Errorf("accepted after %d s: done %v after %v: %v", seconds, r.Done(), waited, r.Err())
		}
		if seconds > 15 && (r.Done() || w.files["file:0"] != old || w.files["file:1"] != old || !strings.Contains(r.Err().Error(), "does not accept it")) {
			t.Errorf("accepted after %d s: done %v: %v", seconds, r.Done(), r.Err())
		}
		if err := w.restart(); err != nil || w.dead+w.unproven+w.orphans() > 0 {
			t.Errorf("accepted after %d s: %d dead, %d unproven, %d orphans: %v", seconds, w.dead, w.unproven, w.orphans(), err)
		}
	}
}

// accepting takes no new token before a moment.
type accepting struct {
	*world
	from  time.Time
	never bool
}

func (a accepting) Verify(ctx context.Context, v secret.Secret) error {
	if a.never || a.now.Before(a.from) {
		a.refusing = true
	}
	err := a.world.Verify(ctx, v)
	a.refusing = false
	return err
}

// A list that fails, is cut off in the middle, or lacks what was just made: nothing is revoked that is not known, and
// once the list is whole nothing is left.
func TestFault29TheListIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		lost   bool // the create is not answered either
		broken bool
		shows  func(w *world, list []token.Token) []token.Token
	}{
		"fails":                         {broken: true},
		"fails, and the answer is lost": {broken: true, lost: true},
		"first page alone":              {shows: func(_ *world, l []token.Token) []token.Token { return l[:min(len(l), 2)] }},
		"last page alone, answer lost":  {lost: true, shows: func(_ *world, l []token.Token) []token.Token { return l[max(0, len(l)-1):] }},
		"without the newest":            {shows: withoutNew},
		"without the newest, and lost":  {lost: true, shows: withoutNew},
		"empty":                         {lost: true, shows: func(*world, []token.Token) []token.Token { return nil }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(2)
			foreign := w.mint("a colleague's", time.Hour)
			other := w.mint(Tag{"ffffffff", "0badcafe", "file:0"}.String(), time.Hour)
			for _, m := range []*minted{foreign, other} {
				m.Created = noon.Add(-30 * time.Minute)
			}
			p := w.plan()
			if c.lost {
				w.faults = []fault{{1, loses}}
			}
			w.broken["list"] = c.broken
			d := w.deps()
			if c.shows != nil {
				d.Issuer = listing{w, c.shows}
			}
			r := Begin(p)
			for !r.Ended() {
				r = r.Advance(t.Context(), d)
			}
			_, _ = Recover(t.Context(), host, principal, d)
			for id, v := range w.files {
				if !w.alive(w.find(v)) {
					t.Errorf("%s holds a dead token", id)
				}
			}
			// Later the list is whole.
			w.faults, w.broken, w.late = nil, map[string]bool{}, 0
			w.now = w.now.Add(11 * time.Minute)
			if err := w.restart(); err != nil {
				t.Fatal(err)
			}
			w.sweep(t)
			if w.orphans() != 1 /* the other's */ || w.dead > 0 || foreign.revoked || other.revoked || len(w.journal) > 0 {
				t.Errorf("%d orphans, %d dead, foreign revoked %v %v, journal %d", w.orphans(), w.dead, foreign.revoked, other.revoked, len(w.journal))
			}
		})
	}
}

func withoutNew(w *world, list []token.Token) []token.Token {
	return slices.DeleteFunc(list, func(t token.Token) bool { return w.now.Sub(t.Created) < time.Minute })
}

// listing shows what it likes of the tokens.
type listing struct {
	*world
	shows func(*world, []token.Token) []token.Token
}

func (l listing) Tokens(ctx context.Context) ([]token.Token, error) {
	list, err := l.world.Tokens(ctx)
	return l.shows(l.world, list), err
}

// A reader that does not take the new token up, or of which nobody knows: the file is right, the old token lives on,
// and what to do is told. What is said of claude-code-router is TestFault38TheRouterDoesNotTakeIt in model/router.
func TestFault38TheFileIsRightAllTheSame(t *testing.T) {
	w := newWorld(2)
	w.deaf = true
	old := w.tokens[0]
	p := w.plan()
	d := w.deps()
	d.Reloader = doubting{w}
	r := Begin(p)
	for !r.Ended() {
		r = r.Advance(t.Context(), d)
	}
	if told := strings.Join(r.Aftermath(), " "); !r.Done() || !strings.Contains(told, "Restart it.") || !strings.Contains(told, "left to expire") {
		t.Errorf("done %v: %s", r.Done(), told)
	}
	for id, v := range w.files {
		if m := w.find(v); m == old || !m.proven || !w.alive(m) {
			t.Errorf("%s does not hold the new token", id)
		}
	}
	if old.revoked {
		t.Error("the old token is gone")
	}
}

// doubting knows nothing of any reader.
type doubting struct{ *world }

func (doubting) Reload(_ context.Context, t Target, _ secret.Secret) (time.Duration, bool, string) {
	return 0, false, t.Reader
}

// A clock that is ten years ahead, an hour back, in summer time, or ten minutes off the workspace's: told, and the
// renewal comes when it is due by the workspace's clock, once.
func TestFault34TheClockIsWrong(t *testing.T) {
	for name, jump := range map[string]time.Duration{"ten years on": 10 * year, "an hour back": -time.Hour, "summer time": time.Hour} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 0)
			b.until(10 * time.Minute)
			b.pass(10*time.Minute - b.elapsed)
			b.wall = b.wall.Add(jump)
			b.wants("looks first", b.next().Look, true)
			b.s.Dated(b.at(), -jump)
			b.s.Counted(b.at(), Count{})
			n, after := b.until(time.Hour)
			b.wants("rotates", n.Rotate, "a")
			b.wants("after", after, 30*time.Minute)
			b.wants("told", b.told(Jumped)+b.told(Skewed), 2)
			b.s.Done(b.at(), "a", hour("second", noon.Add(b.elapsed)))
			n, _ = b.until(30 * time.Minute)
			b.wants("and no more", n.Rotate, "")
		})
	}
	for _, skew := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
		t.Run(fmt.Sprint("skew ", skew), func(t *testing.T) {
			b := &bench{T: t, s: NewSchedule(func() float64 { return 0 }), wall: noon.Add(-skew)}
			b.s.Keep("a")
			b.s.Holds(b.at(), "a", hour("first", noon))
			b.wants("looks first", b.next().Look, true)
			b.s.Dated(b.at(), skew)
			b.s.Counted(b.at(), Count{})
			n, after := b.until(time.Hour)
			b.wants("rotates", n.Rotate, "a")
			b.wants("after", after, 40*time.Minute)
			b.wants("told", b.told(Skewed), 1)
		})
	}
}

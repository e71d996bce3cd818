package rotate

import (
	"strings"
	"testing"
	"time"

	"bricktop/model/session"
	"bricktop/model/token"
)

// bench is a schedule with its two clocks and one target, "a", that holds a token of an hour.
type bench struct {
	*testing.T
	s       *Schedule
	wall    time.Time
	elapsed time.Duration
	seen    []Event
}

func newBench(t *testing.T, chance float64) *bench {
	b := &bench{T: t, s: NewSchedule(func() float64 { return chance }), wall: noon}
	b.s.Keep("a")
	b.s.Holds(b.at(), "a", hour("first", noon))
	b.s.Dated(b.at(), 0)
	b.s.Counted(b.at(), Count{})
	return b
}

func hour(fingerprint string, made time.Time) Holding {
	return Holding{Fingerprint: fingerprint, Created: made, Expiry: token.ExpiresAt(made.Add(time.Hour))}
}

func (b *bench) at() Reading { return Reading{Wall: b.wall, Elapsed: b.elapsed} }

func (b *bench) pass(d time.Duration) { b.wall, b.elapsed = b.wall.Add(d), b.elapsed+d }

func (b *bench) next() Next {
	n := b.s.Next(b.at())
	b.seen = append(b.seen, n.Events...)
	return n
}

// until wakes the schedule as it wants until it wants something, for so long at most.
func (b *bench) until(most time.Duration) (n Next, after time.Duration) {
	for from := b.elapsed; ; {
		n = b.next()
		after = b.elapsed - from
		if n.Rotate != "" || n.Look || after+n.Wake > most {
			return n, after
		}
		b.pass(n.Wake)
	}
}

func (b *bench) fail(fault session.Fault, minted bool) {
	b.s.Failed(b.at(), "a", Failure{Fault: fault, Sentence: "It went wrong.", Minted: minted})
}

// told counts the events of a kind.
func (b *bench) told(kind EventKind) (n int) {
	for _, e := range b.seen {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func (b *bench) wants(what string, got, want any) {
	b.Helper()
	if got != want {
		b.Errorf("%s: %v, not %v", what, got, want)
	}
}

// At two thirds of its life less jitter, and what the screen says meanwhile.
func TestScheduleRenewsAtTwoThirds(t *testing.T) {
	for chance, want := range map[float64]time.Duration{0: 40 * time.Minute, 0.5: 38*time.Minute + 30*time.Second} {
		b := newBench(t, chance)
		c := b.s.Countdown("a")
		b.wants("standing", c.Standing, Waiting)
		b.wants("countdown", c.At.Sub(noon), want)
		n, after := b.until(time.Hour)
		b.wants("rotates", n.Rotate, "a")
		b.wants("after", after, want)
		b.wants("standing", b.s.Countdown("a").Standing, Rotating)
		n, _ = b.until(20 * time.Minute)
		b.wants("while it rotates", n.Rotate, "")
		b.s.Done(b.at(), "a", hour("second", b.wall))
		_, after = b.until(time.Hour)
		b.wants("and again after", after, want)
	}
}

// Other lives, and tokens that are not rotated, with the reason.
func TestScheduleTokens(t *testing.T) {
	for name, c := range map[string]struct {
		held Holding
		due  time.Duration
		why  string
	}{
		"90 days":       {Holding{"x", noon, token.ExpiresAt(noon.Add(90 * day))}, 60 * day, ""},
		"age unknown":   {Holding{"x", time.Time{}, token.ExpiresAt(noon.Add(30 * time.Minute))}, 20 * time.Minute, ""},
		"over":          {Holding{"x", noon.Add(-2 * time.Hour), token.ExpiresAt(noon.Add(-time.Hour))}, -80 * time.Minute, ""},
		"never ends":    {Holding{"x", noon, token.NeverExpires()}, 0, "never expires"},
		"end not known": {Holding{"x", noon, token.Expiry{}}, 0, "does not say"},
		"too short":     {Holding{"x", noon, token.ExpiresAt(noon.Add(4 * time.Minute))}, 0, "too short"},
		"no token":      {Holding{}, 0, "holds no token"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 0)
			b.s.Holds(b.at(), "a", c.held)
			got := b.s.Countdown("a")
			if c.why != "" {
				b.wants("standing", got.Standing, Unfit)
				if !strings.Contains(got.Why, c.why) {
					t.Errorf("%q is not in %q", c.why, got.Why)
				}
				n, _ := b.until(10 * day)
				b.wants("rotates", n.Rotate, "")
				b.wants("wake", n.Wake, longestWake)
				return
			}
			n, after := b.until(100 * day)
			b.wants("rotates", n.Rotate, "a")
			b.wants("after", after, max(0, c.due))
		})
	}
	b := newBench(t, 0)
	b.wants("a stranger", b.s.Countdown("b").Standing, NotKept)
	b.s.Keep("b")
	b.wants("not seen yet", b.s.Countdown("b").Standing, Unfit)
	b.s.Drop("a")
	b.wants("dropped", b.s.Keeps("a"), false)
	n, _ := b.until(2 * time.Hour)
	b.wants("dropped", n.Rotate, "")
}

// Failures are tried again after a minute, after 15 seconds when less than five minutes are left, and never
// sooner than a minute after a mint. A failure is told once, and so is the alarm, until the reason changes.
func TestScheduleRetries(t *testing.T) {
	b := newBench(t, 0)
	tries, urgent := 0, 0
	for b.elapsed < 70*time.Minute {
		n, after := b.until(2 * time.Hour)
		b.wants("rotates", n.Rotate, "a")
		switch tries++; {
		case tries == 1:
		case !b.wall.Add(-after).After(noon.Add(55 * time.Minute)):
			b.wants("pause", after, time.Minute)
		default:
			urgent++
			b.wants("urgent pause", after, 15*time.Second)
		}
		b.fail(session.Unreachable, false)
	}
	if urgent < 50 {
		t.Errorf("only %d urgent tries", urgent)
	}
	b.wants("failing", b.told(Failing), 1)
	b.wants("alarms", b.told(Alarm), 1)
	b.wants("ended", b.told(Ended), 1)
	b.wants("standing", b.s.Countdown("a").Standing, Retrying)
	b.until(time.Minute)
	b.s.Done(b.at(), "a", hour("second", b.wall))
	b.next()
	b.wants("recovered", b.told(Recovered), 1)
	b.wants("standing", b.s.Countdown("a").Standing, Waiting)

	b = newBench(t, 0)
	b.pass(57 * time.Minute)
	b.until(time.Minute)
	b.fail(session.LostAnswer, true)
	_, after := b.until(time.Hour)
	b.wants("after a mint", after, time.Minute)
	b.s.Failed(b.at(), "a", Failure{Fault: session.Limited, RetryAfter: 100 * time.Second})
	_, after = b.until(time.Hour)
	b.wants("as the workspace asked", after, 100*time.Second)

	b = newBench(t, 0)
	b.until(time.Hour)
	b.fail(session.Canceled, false)
	_, after = b.until(time.Hour)
	b.wants("after a cancel", after, 5*time.Minute)
}

// What no retry can heal waits for another login or the user, and says so.
func TestScheduleStops(t *testing.T) {
	for _, fault := range []session.Fault{session.Unauthorized, session.Forbidden, session.Quota, session.Rejected, session.Refused} {
		b := newBench(t, 0)
		b.until(time.Hour)
		b.fail(fault, false)
		n, _ := b.until(10 * day)
		b.wants("rotates", n.Rotate, "")
		b.wants("blocked", b.told(Blocked), 1)
		b.wants("alarms", b.told(Alarm), 1)
		b.wants("ended", b.told(Ended), 1)
		b.wants("standing", b.s.Countdown("a").Standing, Stopped)
		b.s.Release()
		b.wants("after the login changed", b.next().Rotate, "a")
	}
	b := newBench(t, 0)
	b.pass(8 * time.Hour)
	b.wall = b.wall.Add(time.Hour)
	b.wants("looks", b.next().Look, true)
	b.s.LookFailed(b.at(), Failure{Fault: session.Unauthorized, Sentence: "The login was revoked."})
	b.wants("a look that is not permitted", b.s.Countdown("a").Standing, Stopped)
}

// No more than a budget allows, and a look when there may be room again.
func TestScheduleBudget(t *testing.T) {
	for name, full := range map[string]Count{
		"of the principal": {Live: mostTokens},
		"of the target":    {Live: 3, Targets: map[string]int{"a": mostPerTarget}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 0)
			b.s.Counted(b.at(), full)
			n, after := b.until(time.Hour)
			b.wants("looks", n.Look, true)
			b.wants("after", after, 40*time.Minute)
			b.s.Counted(b.at(), full)
			n, after = b.until(time.Hour)
			b.wants("looks", n.Look, true)
			b.wants("after", after, time.Minute)
			b.wants("told", b.told(Full), 1)
			b.wants("standing", b.s.Countdown("a").Standing, Crowded)
			b.s.Counted(b.at(), Count{Live: mostTokens - 1, Targets: map[string]int{"a": mostPerTarget - 1}})
			b.wants("rotates", b.next().Rotate, "a")
		})
	}
}

// Targets that hold one token are rotated at once, others one after the other, the most urgent first.
func TestScheduleSeveralTargets(t *testing.T) {
	b := newBench(t, 0)
	for _, name := range []string{"twin", "later", "sooner"} {
		b.s.Keep(name)
	}
	b.s.Holds(b.at(), "twin", hour("first", noon))
	b.s.Holds(b.at(), "later", hour("later", noon.Add(time.Minute)))
	b.s.Holds(b.at(), "sooner", hour("sooner", noon.Add(-time.Minute)))
	b.pass(50 * time.Minute)
	for _, want := range []string{"sooner", "a", "later"} {
		n, _ := b.until(10 * time.Second)
		b.wants("rotates", n.Rotate, want)
		b.wants("one at a time", b.next().Rotate, "")
		b.s.Done(b.at(), n.Rotate, hour("new "+want, b.wall))
	}
	b.wants("the twin has it too", b.s.Countdown("twin"), b.s.Countdown("a"))
	n, _ := b.until(10 * time.Minute)
	b.wants("no more", n.Rotate, "")
}

// A file watcher may tell of a new token before the rotation that writes it is done, and users rotate too.
func TestScheduleHearsOfTokensEarly(t *testing.T) {
	b := newBench(t, 0)
	b.s.Keep("twin")
	b.s.Holds(b.at(), "twin", hour("first", noon))
	n, _ := b.until(time.Hour)
	b.s.Holds(b.at(), n.Rotate, hour("second", b.wall))
	b.wants("the twin waits", b.s.Countdown("twin").Standing, Rotating)
	b.s.Done(b.at(), n.Rotate, hour("second", b.wall))
	b.wants("the twin has it", b.s.Countdown("twin"), b.s.Countdown("a"))
	b.until(time.Hour)
	b.fail(session.Forbidden, false)
	b.s.Done(b.at(), "a", hour("third", b.wall))
	b.wants("rotated by hand", b.s.Countdown("twin").Standing, Waiting)
}

// Another bricktop is watched, and followed when it ends.
func TestScheduleTakesOver(t *testing.T) {
	b := newBench(t, 0)
	b.s.HeldBy("the bricktop with pid 7")
	b.s.HeldBy("the bricktop with pid 7")
	b.s.Counted(b.at(), Count{})
	n, _ := b.until(58 * time.Minute)
	b.wants("rotates", n.Rotate, "")
	b.wants("watching", b.told(Watching), 1)
	b.wants("alarms", b.told(Alarm), 1)
	b.wants("standing", b.s.Countdown("a").Standing, Watched)
	b.wants("looks again soon", n.Wake, watchWake)
	b.s.HeldBy("")
	b.wants("looks", b.next().Look, true)
	b.s.Counted(b.at(), Count{})
	b.wants("rotates", b.next().Rotate, "a")
	b.wants("told", b.told(TookOver), 1)
}

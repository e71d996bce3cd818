package rotate

import (
	"time"
)

// When a token is renewed, and how often that is tried.
const (
	shortestLife = 5 * time.Minute // of a token that is kept; the workspace refuses one in its last 30 seconds
	jitterShare  = 20              // up to a twentieth of its life sooner, so that many do not come at once

	retryPause  = time.Minute      // after a failure
	urgentPause = 15 * time.Second // after a failure, with less than urgentLeft to go
	cancelPause = 5 * time.Minute  // after somebody canceled
	urgentLeft  = 5 * time.Minute
	alarmPause  = time.Minute // between two alarms about one target, which give different reasons
	jitterPause = 4           // a pause is up to a quarter longer

	longestWake  = 5 * time.Minute
	shortestWake = time.Second
	// A timer stands still while the machine sleeps. What may have ended by the time it wakes is looked at
	// every few seconds.
	watchWake = 5 * time.Second
	watchLeft = 24 * time.Hour
)

// Schedule says when the kept targets are rotated. It holds no clock, timer or goroutine: whoever owns it tells
// it facts, asks Next after each of them and whenever it wants to be woken, and does what that says.
//
// Renewal goes by the workspace's clock: this machine's wall clock and what Date headers say of it. Pauses go by
// elapsed time, which nobody can set, so no jump of a clock makes two rotations out of one.
type Schedule struct {
	chance  func() float64
	clock   clock
	kept    []*kept
	other   string // the bricktop that keeps the targets instead of us
	events  []Event
	asked   time.Duration // when, by elapsed time, it wanted to be woken; 0: not yet
	told    time.Duration // the skew that the user knows of
	count   Count
	counted bool
	looking bool
	lookAt  time.Duration // no look before so much has elapsed
	recount time.Duration // the same for a look at whether there is room for another token
	// lookFailed is why the last look brought nothing.
	lookFailed string
}

// kept is one target.
type kept struct {
	target string
	on     bool
	held   Holding
	seen   time.Time // by the workspace's clock, when it was first seen to hold that
	chance float64   // fixed for a token, as due is
	due    time.Time
	why    string // why it is not rotated; empty: it is

	busy           string // the target whose rotation, under way, renews it too; empty: none
	tries          int    // that failed, one after the other
	failed         string
	blocked        string        // why no try would help
	forgiven       string        // why none would have, before it was tried all the same
	retry          time.Duration // no try before so much has elapsed
	mintable       time.Duration // no mint before so much has elapsed
	mintableBefore time.Duration // the same, before the rotation that is under way
	begun          int           // mints since the count
	alarm          time.Duration // no alarm before so much has elapsed
	alarmed        string        // why the token is not rotated, as the last alarm told it
	ended          bool          // it was told that the token ended
	full           bool          // it was told that there are too many tokens
}

// NewSchedule makes an empty schedule. Chance returns numbers from 0 up to but not including 1.
func NewSchedule(chance func() float64) *Schedule { return &Schedule{chance: chance} }

// Next is what a schedule wants done.
type Next struct {
	// Rotate is the target to rotate now, empty for none; its result is told by Done or Failed. There is at most
	// one at a time. Every other target that holds the same token is to be rotated with it.
	Rotate string
	// Look: list the workspace's tokens, for their number and the workspace's clock; the result is told by Dated
	// and Counted, or by LookFailed.
	Look   bool
	Wake   time.Duration // ask again after so much time at the latest: one second to five minutes
	Events []Event       // since the last Next
}

// Next says what is to be done now. What it asks for counts as under way until its result is told.
func (s *Schedule) Next(r Reading) Next {
	s.read(r)
	if late := s.clock.last.Elapsed - s.asked; s.asked > 0 && late > jumpLimit {
		s.tell(Slept, "", "bricktop did not run for %s: the machine slept, or the program was stopped.", span(late))
	}
	next, tick := s.outlook()
	n := Next{Wake: tick}
	if s.clock.now.Before(next) {
		n.Wake = min(tick, next.Sub(s.clock.now))
	} else {
		s.decide(&n)
	}
	n.Wake = max(n.Wake, shortestWake)
	s.asked = s.clock.last.Elapsed + n.Wake
	n.Events, s.events = s.events, nil
	return n
}

// outlook is when something may have to be done next, and how long to sleep at most until then.
func (s *Schedule) outlook() (next time.Time, tick time.Duration) {
	now := s.clock.now
	tick = longestWake
	soon := now.Add(watchLeft)
	next = now.Add(longestWake)
	for _, k := range s.kept {
		if !k.on || k.why != "" {
			continue
		}
		if k.blocked != "" {
			tick = min(tick, alarmPause) // nothing to do but to warn
		} else if s.blind() || s.other != "" || k.held.Expiry.At().Before(soon) {
			tick = watchWake
		}
		if s.blind() {
			next = now
		} else if k.due.Before(next) {
			next = k.due
		}
	}
	return next, tick
}

// decide is what is done now that something is due, or that nothing is known.
func (s *Schedule) decide(n *Next) {
	if s.wantsLook() {
		s.looking, n.Look = true, true
	} else if k := s.ripe(); k != nil {
		s.begin(k)
		n.Rotate = k.target
	}
	elapsed := s.clock.last.Elapsed
	for _, k := range s.kept {
		if !k.on || k.why != "" {
			continue
		}
		s.warn(k)
		for _, at := range [...]time.Duration{k.retry, k.mintable, s.lookAt, s.recount} {
			if at > elapsed {
				n.Wake = min(n.Wake, at-elapsed)
			}
		}
	}
}

// blind reports whether the schedule lacks what only a look can tell.
func (s *Schedule) blind() bool { return s.clock.doubt || !s.counted }

// plan works out when a token is due, or why it is not rotated.
func (k *kept) plan() {
	created := k.held.Created
	if created.IsZero() {
		created = k.seen
	}
	life := k.held.Expiry.At().Sub(created)
	switch {
	case k.held.Fingerprint == "":
		k.why = "It holds no token."
	case k.held.Expiry.Never():
		k.why = "Its token never expires, so there is no time to rotate it at. Rotate it once to a token that does."
	case !k.held.Expiry.Known():
		k.why = "The workspace does not say when its token expires. Rotate it once, and its time is known."
	case life < shortestLife && !k.held.Created.IsZero():
		k.why = "Its token lives for less than " + span(shortestLife) + ", too short to be kept rotated."
	default:
		k.why = ""
		k.due = created.Add(life/3*2 - time.Duration(k.chance*float64(life/jitterShare)))
	}
}

// DueAtOnce reports whether a target that holds this would be rotated as soon as it is kept: by the earliest that
// chance makes it.
func (s *Schedule) DueAtOnce(r Reading, h Holding) bool {
	s.read(r)
	k := kept{held: h, seen: s.clock.now, chance: 1}
	k.plan()
	return k.why == "" && !s.clock.now.Before(k.due)
}

// read takes a reading and tells of a jump.
func (s *Schedule) read(r Reading) {
	if jump := s.clock.read(r); jump != 0 {
		s.lookAt = 0
		s.tellJump(jump)
	}
}

// ripe is the target to rotate now: of those that are due, the one that ends first.
func (s *Schedule) ripe() (first *kept) {
	// In doubt about the time nobody is rotated: a look takes no longer than a rotation's first step.
	if s.blind() || s.other != "" || s.looking || s.rotating() {
		return nil
	}
	for _, k := range s.kept {
		elapsed := s.clock.last.Elapsed
		if !s.wants(k) || elapsed < k.retry || elapsed < k.mintable || s.full(k) != "" {
			continue
		}
		if first == nil || k.held.Expiry.At().Before(first.held.Expiry.At()) {
			first = k
		}
	}
	return first
}

// wants reports whether a target is due and nobody has to do anything first.
func (s *Schedule) wants(k *kept) bool {
	return k.on && k.why == "" && k.blocked == "" && !s.clock.now.Before(k.due)
}

// full is why no token may be made for a target, empty if one may.
func (s *Schedule) full(k *kept) string {
	switch {
	case s.count.Live+s.begun() >= mostTokens:
		return "The principal has too many tokens, near the 600 that Databricks allows: revoke some that are not used."
	case s.count.Targets[k.target]+k.begun >= mostPerTarget:
		return "It has too many live tokens that bricktop made: they have to end first, or be revoked."
	}
	return ""
}

// crowded is full by a count that is fresh: what was minted since the last may be over by now.
func (s *Schedule) crowded(k *kept) string {
	if s.blind() || s.begun() > 0 {
		return ""
	}
	return s.full(k)
}

// begun are the mints since the count.
func (s *Schedule) begun() (mints int) {
	for _, k := range s.kept {
		mints += k.begun
	}
	return mints
}

func (s *Schedule) begin(k *kept) {
	elapsed := s.clock.last.Elapsed
	for _, t := range s.twins(k) {
		t.busy, t.mintableBefore, t.mintable = k.target, t.mintable, elapsed+mintPause
		t.begun++
	}
}

// wantsLook reports whether something waits for a look at the workspace.
func (s *Schedule) wantsLook() bool {
	elapsed := s.clock.last.Elapsed
	// What is counted during a rotation is neither with its token nor without.
	if s.looking || s.blind() && elapsed < s.lookAt || s.rotating() {
		return false
	}
	for _, k := range s.kept {
		if !k.on || k.why != "" || k.blocked != "" {
			continue
		}
		if s.blind() {
			return true
		}
		if elapsed >= s.recount && s.other == "" && s.wants(k) && s.full(k) != "" {
			s.recount = elapsed + s.pause(s.usual(k), Failure{})
			return true
		}
	}
	return false
}

// rotating reports whether a rotation is under way.
func (s *Schedule) rotating() bool {
	for _, k := range s.kept {
		if k.busy != "" {
			return true
		}
	}
	return false
}

// left is what a token has left, at most while the time is in doubt.
func (s *Schedule) left(k *kept) time.Duration { return k.held.Expiry.At().Sub(s.clock.now) }

// usual is the pause after a failure.
func (s *Schedule) usual(k *kept) time.Duration {
	if s.left(k) < urgentLeft {
		return urgentPause
	}
	return retryPause
}

// pause is a pause with jitter, or what the workspace asked for if that is longer.
func (s *Schedule) pause(usual time.Duration, f Failure) time.Duration {
	usual += time.Duration(s.chance() * float64(usual/jitterPause))
	return max(usual, min(f.RetryAfter, longestWake))
}

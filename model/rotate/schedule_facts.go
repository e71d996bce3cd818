package rotate

import (
	"slices"
	"time"

	"bricktop/model/session"
	"bricktop/model/token"
)

// Holding is the token that a target holds, without its value. The zero Holding is none.
type Holding struct {
	Fingerprint string
	Created     time.Time // zero: not known, and then its life is counted from when it was first seen
	Expiry      token.Expiry
}

// Count is how many live tokens there are, as the workspace lists them.
type Count struct {
	Live    int            // of the principal, whoever made them
	Targets map[string]int // that rotations made, by target
}

// Failure is why a rotation or a look failed.
type Failure struct {
	Fault      session.Fault
	Sentence   string
	RetryAfter time.Duration // what the workspace asked for
	Minted     bool          // a token was made, or may have been
}

// heals reports whether trying again may help, without anybody doing anything.
func (f Failure) heals() bool {
	switch f.Fault {
	case session.Unauthorized, session.Forbidden, session.Quota, session.Refused, session.Rejected:
		return false
	}
	return true
}

// Keep starts keeping a target rotated; what it holds is told by Holds.
func (s *Schedule) Keep(target string) {
	k := s.find(target)
	if k == nil {
		k = &kept{target: target, why: "It is not known yet which token it holds."}
		s.kept = append(s.kept, k)
	}
	k.on = true
}

// Drop stops keeping a target. What was minted for it is remembered.
func (s *Schedule) Drop(target string) {
	if k := s.find(target); k != nil {
		k.on, k.blocked, k.tries = false, "", 0
	}
}

// Keeps reports whether a target is kept rotated.
func (s *Schedule) Keeps(target string) bool {
	k := s.find(target)
	return k != nil && k.on
}

// Holds says what a target holds. The same token again changes nothing, so it may be said as often as anybody
// looks.
func (s *Schedule) Holds(r Reading, target string, h Holding) {
	s.read(r)
	k := s.find(target)
	if k == nil || k.held == h {
		return
	}
	if k.held.Fingerprint != h.Fingerprint {
		if k.tries > 0 && k.on {
			s.tell(Recovered, target, "%s holds a new token, after %s.", target, failures(k.tries))
		}
		k.ended, k.full, k.alarmed, k.forgiven, k.tries, k.retry, k.seen = false, false, "", "", 0, 0, s.clock.now
		k.chance = s.chance()
		if twin := s.holder(h.Fingerprint); twin != nil {
			k.chance, k.seen = twin.chance, twin.seen
		}
	}
	k.held = h
	k.plan()
}

// Dated says what the Date header of any answer told: the workspace's clock less ours at the reading.
func (s *Schedule) Dated(r Reading, skew time.Duration) {
	s.read(r)
	before, slept, doubt := s.clock.skew, s.clock.jumped, s.clock.doubt
	s.clock.dated(skew)
	s.lookFailed = ""
	s.tellTime(before, slept, doubt)
	if !doubt {
		return
	}
	for _, k := range s.kept {
		k.retry = 0 // a try that failed before the machine slept says nothing of now
	}
}

// Counted is the result of a look: how many live tokens the workspace lists. It may be told of any list that was
// asked for while no rotation was under way. Whoever read a Date header says so first, by Dated; without one the
// machine's own clock is believed.
func (s *Schedule) Counted(r Reading, c Count) {
	s.read(r)
	s.looking, s.counted, s.count, s.lookFailed = false, true, c, ""
	for _, k := range s.kept {
		if k.busy == "" {
			k.begun = 0
		}
	}
	if s.clock.doubt {
		s.clock.trust()
	}
}

// LookFailed is the result of a look that brought nothing.
func (s *Schedule) LookFailed(r Reading, f Failure) {
	s.read(r)
	s.looking, s.lookFailed = false, f.Sentence
	s.lookAt = s.clock.last.Elapsed + s.pause(urgentPause, f)
	if f.heals() {
		return
	}
	for _, k := range s.kept {
		if k.on && k.why == "" && k.blocked == "" {
			s.block(k, f)
		}
	}
}

// Began says that a rotation of the target begins without the schedule having asked for it.
func (s *Schedule) Began(r Reading, target string) {
	s.read(r)
	if k := s.find(target); k != nil && k.busy == "" {
		s.begin(k)
	}
}

// Done is the result of a rotation: what the target, and every other that held the same token, holds now.
func (s *Schedule) Done(r Reading, target string, h Holding) {
	s.Began(r, target) // if nobody said so
	for _, t := range s.under(target) {
		t.busy, t.mintable, t.blocked = "", s.clock.last.Elapsed+mintPause, ""
		s.Holds(r, t.target, h)
	}
}

// Failed is the result of a rotation after which the target still holds what it held.
func (s *Schedule) Failed(r Reading, target string, f Failure) {
	s.read(r)
	for _, t := range s.under(target) {
		t.finish(s.clock.last.Elapsed, f.Minted)
		t.tries++
		news := t.tries == 1 || t.failed != f.Sentence
		t.failed = f.Sentence
		usual := s.usual(t)
		if f.Fault == session.Canceled && usual == retryPause {
			usual = cancelPause // whoever canceled does not want it back at once
		}
		t.retry = s.clock.last.Elapsed + s.pause(usual, f)
		switch {
		case !t.on:
		case !f.heals():
			s.block(t, f)
		case news:
			s.tell(Failing, t.target, "%s could not be rotated: %s The next try is in %s.", t.target, sentence(f.Sentence), span(t.retry-s.clock.last.Elapsed))
		}
	}
}

// finish notes that a rotation is over. Without a mint the minute between two is not spent.
func (k *kept) finish(elapsed time.Duration, minted bool) {
	k.busy = ""
	if minted {
		k.mintable = elapsed + mintPause
	} else {
		k.mintable, k.begun = k.mintableBefore, max(0, k.begun-1)
	}
}

// Release lets all targets try again that wait for the user or for another login.
func (s *Schedule) Release() {
	s.Forgive()
	for _, k := range s.kept {
		k.forgiven = ""
	}
}

// Forgive is Release where nobody said that anything is mended: what fails as before is not told again.
func (s *Schedule) Forgive() {
	s.lookAt = 0
	for _, k := range s.kept {
		if k.blocked != "" {
			k.forgiven, k.blocked, k.retry = k.blocked, "", 0
		}
	}
}

// HeldBy names the other bricktop that keeps this home's targets, as a part of a sentence; empty: none does,
// and it is upon us.
func (s *Schedule) HeldBy(other string) {
	switch {
	case other == s.other:
		return
	case other != "":
		s.tell(Watching, "", "%s keeps the targets of this home rotated. This one watches, and takes over when it ends.", upper(other))
	default:
		s.tell(TookOver, "", "%s has ended. This one keeps the targets rotated from now on.", upper(s.other))
	}
	s.other = other
	s.counted = false // it may have made tokens
}

func (s *Schedule) find(target string) *kept {
	i := slices.IndexFunc(s.kept, func(k *kept) bool { return k.target == target })
	if i < 0 {
		return nil
	}
	return s.kept[i]
}

// holder is a target that holds a token already, nil if none does.
func (s *Schedule) holder(fingerprint string) *kept {
	for _, k := range s.kept {
		if fingerprint != "" && k.held.Fingerprint == fingerprint {
			return k
		}
	}
	return nil
}

// twins are the target and all others that hold the same token: one rotation renews them all.
func (s *Schedule) twins(k *kept) []*kept {
	found := []*kept{k}
	for _, o := range s.kept {
		if o != k && o.busy == "" && k.held.Fingerprint != "" && o.held.Fingerprint == k.held.Fingerprint {
			found = append(found, o)
		}
	}
	return found
}

// under are the targets that the rotation of a target renews, whatever they hold by now: files are written one
// after the other.
func (s *Schedule) under(target string) (found []*kept) {
	for _, k := range s.kept {
		if k.busy == target {
			found = append(found, k)
		}
	}
	return found
}

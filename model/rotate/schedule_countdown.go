package rotate

import "time"

// Standing is how it stands with a kept target.
type Standing int

// The standings.
const (
	NotKept  Standing = iota
	Unfit             // its token is not one to rotate
	Waiting           // for its time
	Due               // it is rotated as soon as possible
	Rotating          // it is being rotated
	Retrying          // a rotation failed and is tried again
	Crowded           // there are too many tokens to make another
	Stopped           // a rotation failed and waits for another login, or for the user
	Watched           // another bricktop keeps it
)

// Countdown is what the screen says of a target.
type Countdown struct {
	Standing Standing
	At       time.Time // of the next rotation or try, by the workspace's clock; zero: not known
	Doubt    bool      // a clock jumped, and the workspace has not told the time since
	Why      string    // sentences, where something is in the way
}

// Countdown says when a target is rotated next, as of the last reading.
func (s *Schedule) Countdown(target string) Countdown {
	k := s.find(target)
	if k == nil || !k.on {
		return Countdown{}
	}
	if k.why != "" {
		return Countdown{Standing: Unfit, Why: k.why}
	}
	now := s.clock.now
	c := Countdown{Standing: Waiting, At: k.due, Doubt: s.clock.doubt}
	due := !now.Before(k.due)
	if due {
		c.Why = s.trouble(k)
	}
	switch {
	case k.busy != "":
		return Countdown{Standing: Rotating, At: now, Doubt: s.clock.doubt}
	case k.blocked != "":
		c.Standing, c.At, c.Why = Stopped, time.Time{}, k.blocked
	case s.other != "":
		c.Standing, c.Why = Watched, upper(s.other)+" keeps it rotated."
	case !due:
	case s.crowded(k) != "":
		c.Standing, c.At, c.Why = Crowded, time.Time{}, s.crowded(k)
	default:
		wait := max(k.retry, k.mintable) - s.clock.last.Elapsed
		c.Standing, c.At = Due, now.Add(max(wait, 0))
		if c.Why != "" {
			c.Standing = Retrying
		}
	}
	return c
}

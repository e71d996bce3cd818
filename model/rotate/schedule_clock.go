package rotate

import (
	"slices"
	"time"
)

const (
	jumpLimit  = time.Minute      // by which wall and elapsed time may part before it counts as a jump
	skewLimit  = 30 * time.Second // from which a difference to the workspace's clock is told
	skewsTaken = 5                // the median of so many: one odd Date header moves nothing
)

// Reading is this machine's two clocks, read together.
type Reading struct {
	Wall    time.Time     // what the machine takes for the time: somebody may set it
	Elapsed time.Duration // since any fixed moment: it never goes back, and stops while many machines sleep
}

// clock tells the workspace's time from readings and from what the workspace's Date headers say.
//
// Wall time that runs away from elapsed time means that the machine slept, and then the wall clock is right, or
// that the clock was set, and then it is wrong. Only the workspace can tell which; until it does, the clock is
// in doubt and goes by the time that has surely passed.
type clock struct {
	last   Reading
	begun  bool
	doubt  bool
	jumped time.Duration // how far wall and elapsed time parted, while in doubt
	agreed Reading       // where wall and elapsed time were last taken to agree
	skew   time.Duration // the workspace's clock less ours
	skews  []time.Duration
	sure   time.Time     // in doubt: the workspace's time at least, when
	since  time.Duration // so much had elapsed
	now    time.Time     // the workspace's time at the last reading; in doubt, the least that it can be
}

// read takes a reading, and returns by how much the clocks jumped since the last one, 0 if they did not.
func (c *clock) read(r Reading) (jump time.Duration) {
	r.Wall = r.Wall.Round(0) // its own monotonic reading must not speak for the wall
	if !c.begun {
		c.begun, c.doubt, c.agreed, c.last = true, true, r, r
		c.sure, c.since, c.now = r.Wall, r.Elapsed, r.Wall
		return 0
	}
	r.Elapsed = max(r.Elapsed, c.last.Elapsed)
	if parted := r.Wall.Sub(c.agreed.Wall) - (r.Elapsed - c.agreed.Elapsed); parted.Abs() > jumpLimit {
		if !c.doubt {
			c.sure, c.since, c.jumped = c.now, c.last.Elapsed, 0
		}
		jump, c.doubt, c.agreed = parted, true, r
		c.jumped += jump
	}
	if c.last = r; c.doubt {
		c.now = c.sure.Add(r.Elapsed - c.since)
	} else {
		c.now = r.Wall.Add(c.skew)
	}
	return jump
}

// dated takes what a Date header said about the time of the last reading.
func (c *clock) dated(skew time.Duration) {
	if c.doubt {
		c.skews = nil
	}
	c.skews = append(c.skews, skew)
	if len(c.skews) > skewsTaken {
		c.skews = slices.Delete(c.skews, 0, 1)
	}
	sorted := slices.Sorted(slices.Values(c.skews))
	c.skew = sorted[len(sorted)/2]
	c.trust()
}

// trust takes the wall clock, with the skew that is known, for right.
func (c *clock) trust() {
	c.doubt, c.jumped, c.agreed, c.now = false, 0, c.last, c.last.Wall.Add(c.skew)
}

package rotate

import (
	"testing"
	"time"

	"bricktop/model/session"
)

// However a clock jumps, the workspace is asked first, and the renewal comes when it is due by its clock.
func TestScheduleClockJumps(t *testing.T) {
	for name, c := range map[string]struct {
		wall          time.Duration // by which the clock was set
		asleep        time.Duration
		left          time.Duration // to the renewal, ten minutes into the hour
		slept, skewed int
	}{
		"ten years on":     {wall: 10 * year, left: 30 * time.Minute, skewed: 1},
		"ten years back":   {wall: -10 * year, left: 30 * time.Minute, skewed: 1},
		"an hour back":     {wall: -time.Hour, left: 30 * time.Minute, skewed: 1},
		"summer time":      {wall: time.Hour, left: 30 * time.Minute, skewed: 1},
		"suspended 8 h":    {asleep: 8 * time.Hour, slept: 1},
		"suspended 5 min":  {asleep: 5 * time.Minute, left: 25 * time.Minute, slept: 1},
		"suspended, set":   {asleep: 20 * time.Minute, wall: -time.Hour, left: 10 * time.Minute, skewed: 1},
		"less than a jump": {wall: 50 * time.Second, left: 30*time.Minute - 50*time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 0)
			b.until(10 * time.Minute)
			b.pass(10*time.Minute - b.elapsed)
			b.wall = b.wall.Add(c.wall + c.asleep)
			n := b.next()
			if jumped := c.slept+c.skewed > 0; n.Look != jumped || b.s.Countdown("a").Doubt != jumped || (b.told(Jumped) == 1) != jumped {
				t.Fatalf("%+v, %+v, %+v", n, b.s.Countdown("a"), b.seen)
			}
			b.wants("rotates in doubt", n.Rotate, "")
			if n.Look {
				b.s.Dated(b.at(), -c.wall)
				b.s.Counted(b.at(), Count{})
			}
			n, after := b.until(time.Hour)
			b.wants("rotates", n.Rotate, "a")
			b.wants("after", after, c.left)
			b.wants("slept", b.told(Slept), c.slept)
			b.wants("skewed", b.told(Skewed), c.skewed)
		})
	}
}

// A suspended machine is looked after within five seconds of its resume, though timers slept too.
func TestFault35SuspendedForHours(t *testing.T) {
	b := newBench(t, 0)
	n := b.next()
	b.wall = b.wall.Add(8 * time.Hour)
	b.pass(n.Wake)
	if n.Wake > 5*time.Second {
		t.Errorf("it wakes in %v", n.Wake)
	}
	b.wants("looks", b.next().Look, true)
	b.s.Dated(b.at(), 0)
	b.s.Counted(b.at(), Count{})
	b.wants("rotates", b.next().Rotate, "a")
	b.wants("ended", b.told(Ended), 1)

	// Where elapsed time goes on in a sleep nothing parts, and it is told all the same.
	b = newBench(t, 0)
	b.next()
	b.pass(8 * time.Hour)
	b.wants("rotates", b.next().Rotate, "a")
	b.wants("slept", b.told(Slept), 1)
}

// A clock that is wrong from the start is told, and renewal goes by the workspace's.
func TestScheduleSkew(t *testing.T) {
	for skew, told := range map[time.Duration]int{10 * time.Minute: 1, -10 * time.Minute: 1, 31 * time.Second: 1, 29 * time.Second: 0} {
		b := &bench{T: t, s: NewSchedule(func() float64 { return 0 }), wall: noon.Add(-skew)}
		b.s.Keep("a")
		b.s.Holds(b.at(), "a", hour("first", noon))
		b.wants("looks first", b.next().Look, true)
		b.s.Dated(b.at(), skew)
		b.s.Counted(b.at(), Count{})
		n, after := b.until(time.Hour)
		b.wants("rotates", n.Rotate, "a")
		b.wants("after", after, 40*time.Minute)
		b.wants("told", b.told(Skewed), told)
		for range skewsTaken {
			b.s.Dated(b.at(), 0)
		}
		b.next()
		b.wants("told that it agrees", b.told(Skewed), 2*told)
	}
	b := newBench(t, 0)
	for range skewsTaken {
		b.s.Dated(b.at(), 0)
	}
	b.s.Dated(b.at(), 20*time.Minute)
	b.wants("one odd header", b.s.Countdown("a").At.Sub(b.s.clock.now), 40*time.Minute)
}

// With no network after a jump nothing is claimed that is not sure: only time that surely passed counts.
func TestScheduleOfflineInDoubt(t *testing.T) {
	b := newBench(t, 0)
	b.pass(10 * time.Minute)
	b.wall = b.wall.Add(10 * year)
	looks := 0
	for b.elapsed < 70*time.Minute {
		n, _ := b.until(time.Hour)
		b.wants("rotates", n.Rotate, "")
		looks++
		b.s.LookFailed(b.at(), Failure{Fault: session.Unreachable, Sentence: "The workspace cannot be reached."})
		if b.elapsed < time.Hour {
			b.wants("ended", b.told(Ended), 0)
		}
	}
	b.wants("alarms", b.told(Alarm), 1)
	b.wants("ended", b.told(Ended), 1)
	if looks < 200 || looks > 245 {
		t.Errorf("%d looks in an hour", looks)
	}
	b.s.Dated(b.at(), -10*year)
	b.wants("rotates", b.next().Rotate, "a")
}

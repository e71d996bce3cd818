package rotate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bricktop/model/session"
	"bricktop/model/token"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// planet is a machine with a schedule, a workspace, and all that can happen to both in years. Time is the real
// one, as time since the start; the machine's wall clock and the workspace's clock are off by so much, and its
// elapsed time stands still while it sleeps.
type planet struct {
	t      *testing.T
	chance *rand.Rand
	s      *Schedule
	now    time.Duration
	slept  time.Duration
	wall   time.Duration // the wall clock less the real time
	server time.Duration // the workspace's clock less the real time

	down     time.Duration // until when the workspace does not answer
	barred   bool          // the login was revoked
	excuse   time.Duration // until when nothing could be done about a dead token
	work     func()        // the result of what is under way
	workAt   time.Duration // elapsed
	targets  []*orb
	byTarget map[string]*orb
	numbers  numbers
}

// orb is a target and the tokens made for it.
type orb struct {
	name   string
	life   time.Duration
	revoke bool // the old one at once; else it is left to expire
	held   Holding
	live   []time.Duration // ends of the tokens made for it, by the workspace's clock
	minted time.Duration   // the last mint
	lost   int             // of these, made by a create whose answer was lost: the next contact revokes them
	dead   bool
	number int
	end    time.Duration // of the one that it holds, by the workspace's clock
}

type numbers struct {
	wakes, looks, mints, failed, jumps, sleeps, outages, skews, bars int
	events                                                           map[EventKind]int
	mostLive                                                         int
	soonest                                                          time.Duration // between two mints
	dead                                                             int           // tokens that ended while nothing could be done
	recovery                                                         time.Duration // the longest, once something could
	gaps                                                             int
}

func newPlanet(t *testing.T, seed uint64) *planet {
	p := &planet{t: t, chance: rand.New(rand.NewPCG(seed, 1)), byTarget: map[string]*orb{}}
	p.s = NewSchedule(p.chance.Float64)
	p.numbers.events, p.numbers.soonest = map[EventKind]int{}, year
	return p
}

func (p *planet) keep(name string, life time.Duration, revoke bool) {
	o := &orb{name: name, life: life, revoke: revoke, minted: -day}
	p.targets, p.byTarget[name] = append(p.targets, o), o
	o.held = p.mint(o)
	o.end = p.serverTime() + o.life
	p.s.Keep(name)
	p.s.Holds(p.reading(), name, o.held)
}

func (p *planet) reading() Reading {
	return Reading{Wall: noon.Add(p.now + p.wall), Elapsed: p.now - p.slept}
}

func (p *planet) serverTime() time.Duration { return p.now + p.server }

// mint makes a token, and counts what must not happen.
func (p *planet) mint(o *orb) Holding {
	p.sweep(o)
	p.numbers.soonest = min(p.numbers.soonest, p.now-o.minted)
	o.minted, o.number = p.now, o.number+1
	o.live = append(o.live, p.serverTime()+o.life)
	p.numbers.mints++
	p.numbers.mostLive = max(p.numbers.mostLive, len(o.live))
	made := noon.Add(p.serverTime())
	return Holding{Fingerprint: fmt.Sprint(o.name, o.number), Created: made, Expiry: token.ExpiresAt(made.Add(o.life))}
}

// sweep forgets the tokens that are over.
func (p *planet) sweep(o *orb) {
	o.live = slices.DeleteFunc(o.live, func(end time.Duration) bool { return end <= p.serverTime() })
}

// find revokes the tokens whose creation nobody knew of: every rotation begins by that.
func (o *orb) find() {
	o.live = o.live[:max(0, len(o.live)-o.lost)]
	o.lost = 0
}

func (p *planet) answers() bool { return p.now >= p.down }

// dated is the skew as a Date header tells it: in whole seconds.
func (p *planet) dated() {
	p.s.Dated(p.reading(), (p.server - p.wall).Truncate(time.Second))
}

func (p *planet) counted() {
	c := Count{Targets: map[string]int{}}
	for _, o := range p.targets {
		p.sweep(o)
		o.find()
		c.Targets[o.name] = len(o.live)
		c.Live += len(o.live)
	}
	p.s.Counted(p.reading(), c)
}

// look is the result of a look.
func (p *planet) look() {
	switch {
	case !p.answers():
		p.s.LookFailed(p.reading(), Failure{Fault: session.Unreachable, Sentence: "The workspace cannot be reached."})
	case p.barred:
		p.dated()
		p.s.LookFailed(p.reading(), Failure{Fault: session.Unauthorized, Sentence: "The login was revoked."})
	default:
		p.dated()
		p.counted()
	}
}

// rotation is the result of a rotation: one in ten fails in one of the ways in which a rotation can.
func (p *planet) rotation(o *orb) {
	fail := func(fault session.Fault, minted bool) {
		p.numbers.failed++
		p.s.Failed(p.reading(), o.name, Failure{Fault: fault, Sentence: "It went wrong.", Minted: minted})
	}
	if !p.answers() {
		fail(session.Unreachable, false)
		return
	}
	p.dated()
	if p.barred {
		fail(session.Unauthorized, false)
		return
	}
	o.find()
	luck := p.chance.IntN(40)
	if luck < 4 {
		p.excuse = max(p.excuse, p.now+80*time.Second) // the next try
	}
	switch luck {
	case 0: // a create is refused for now
		fail(session.Limited, false)
	case 1: // the answer is lost, and the token lives
		p.mint(o)
		o.lost++
		fail(session.LostAnswer, true)
	case 2, 3: // the token does not work, or the file cannot be written: it is taken back
		p.mint(o)
		o.live = o.live[:len(o.live)-1]
		fail(session.Other, true)
	default:
		if o.revoke {
			o.live = nil
		}
		o.held = p.mint(o)
		o.end = p.serverTime() + o.life
		p.s.Done(p.reading(), o.name, o.held)
	}
}

// ask asks the schedule, begins what it wants, and returns when it wants to be woken, by elapsed time.
func (p *planet) ask() time.Duration {
	n := p.s.Next(p.reading())
	p.numbers.wakes++
	for _, e := range n.Events {
		p.numbers.events[e.Kind]++
	}
	if n.Wake < time.Second || n.Wake > 5*time.Minute {
		p.t.Fatalf("it wants to be woken in %v", n.Wake)
	}
	elapsed := p.now - p.slept
	if n.Look || n.Rotate != "" {
		if p.work != nil || n.Look && n.Rotate != "" {
			p.t.Fatal("two things at a time")
		}
		p.workAt = elapsed + time.Duration(p.chance.Int64N(int64(4*time.Second)))
		if !p.answers() {
			p.workAt += 10 * time.Second
		}
		if p.work = p.look; n.Look {
			p.numbers.looks++
		} else {
			o := p.byTarget[n.Rotate]
			p.work = func() { p.rotation(o) }
		}
	}
	return elapsed + n.Wake
}

// judge counts tokens that do not work although they could: the workspace refuses one in its last 30 seconds.
func (p *planet) judge() {
	free := p.answers() && !p.barred
	if !free {
		p.excuse = p.now
	}
	for _, o := range p.targets {
		if p.serverTime()+30*time.Second <= o.end {
			o.dead = false
			continue
		}
		if !o.dead && free && p.now-p.excuse > 30*time.Second {
			p.numbers.gaps++ // it died while all was well
			if p.numbers.gaps < 5 {
				p.t.Errorf("after %v: %s died, %+v", p.now, o.name, p.s.Countdown(o.name))
			}
		} else if !o.dead {
			p.numbers.dead++
		}
		o.dead = true
		if free && p.now > p.excuse {
			p.numbers.recovery = max(p.numbers.recovery, p.now-p.excuse)
		}
	}
}

// happen is one incident, and when the next one comes.
func (p *planet) happen() time.Duration {
	switch p.chance.IntN(10) {
	case 0, 1: // somebody sets the clock, summer time comes wrongly, time comes back with the network
		jumps := []time.Duration{10 * year, -10 * year, time.Hour, -time.Hour, -p.wall, 90 * time.Second, -40 * time.Second}
		if p.wall += jumps[p.chance.IntN(len(jumps))]; p.wall.Abs() > 40*year {
			p.wall = 0
		}
		p.numbers.jumps++
	case 2, 3, 4, 5, 6: // the lid is closed
		asleep := 8*time.Hour + time.Duration(p.chance.Int64N(int64(4*time.Hour)))
		p.now, p.slept = p.now+asleep, p.slept+asleep
		p.excuse = p.now
		p.numbers.sleeps++
	case 7: // no network
		least, most := float64(30*time.Minute), float64(3*day)
		p.down = p.now + time.Duration(least+(most-least)*p.chance.Float64()*p.chance.Float64()*p.chance.Float64())
		p.numbers.outages++
	case 8:
		p.server = time.Duration(p.chance.Int64N(int64(20*time.Minute))) - 10*time.Minute
		p.numbers.skews++
	case 9:
		if p.barred = !p.barred; !p.barred {
			p.s.Release()
			p.excuse = p.now
			p.numbers.bars++
		}
	}
	return p.now + time.Hour + time.Duration(p.chance.Int64N(int64(15*time.Hour)))
}

// live lets time pass.
func (p *planet) live(until time.Duration) {
	next := p.happen()
	wake := p.ask()
	for p.now < until {
		at := wake + p.slept
		if p.work != nil {
			at = min(at, p.workAt+p.slept)
		}
		if p.now = max(p.now, min(at, next)); p.now == next {
			next = p.happen()
			continue
		}
		if p.work != nil && p.now-p.slept >= p.workAt {
			work := p.work
			p.work = nil
			work()
		}
		wake = p.ask()
		p.judge()
	}
}

// Ten years of a machine that sleeps, is offline, and whose clocks jump.
func TestScheduleTenYears(t *testing.T) {
	p := newPlanet(t, 20261123)
	p.keep("left", time.Hour, false)
	p.keep("revoked", 2*time.Hour, true)
	p.keep("long", 90*day, false)
	years := 10
	if testing.Short() {
		years = 1
	}
	p.live(time.Duration(years) * year)
	n := p.numbers
	t.Logf("%d virtual years: %d clocks set, %d sleeps, %d outages, %d skews, %d revoked logins, %d failed tries; %d tokens made, %d looks, %d wakes; "+
		"at most %d live tokens and one made in %v a target; %d gaps while the workspace answered; %d tokens ended in a sleep or without the workspace, replaced within %v",
		years, n.jumps, n.sleeps, n.outages, n.skews, n.bars, n.failed, n.mints, n.looks, n.wakes, n.mostLive, n.soonest.Round(time.Second),
		n.gaps, n.dead, n.recovery.Round(time.Second))
	for _, kind := range []EventKind{Jumped, Slept, Skewed, Failing, Recovered, Blocked, Alarm, Ended} {
		if n.events[kind] < 10*years {
			t.Errorf("%d events of kind %d", n.events[kind], kind)
		}
	}
	awake := p.now - p.slept
	switch {
	case n.soonest < time.Minute:
		t.Errorf("two mints within %v", n.soonest)
	case n.mostLive > mostPerTarget:
		t.Errorf("%d live tokens", n.mostLive)
	case n.gaps > 0:
		t.Errorf("%d gaps", n.gaps)
	case n.recovery > 75*time.Second:
		t.Errorf("a recovery took %v", n.recovery)
	case time.Duration(n.wakes)*4*time.Second > awake:
		t.Errorf("%d wakes in %v", n.wakes, awake)
	case n.jumps < 100*years || n.sleeps < 250*years || n.outages < 50*years:
		t.Error("too little happened")
	}
}

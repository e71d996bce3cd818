package rotate

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bricktop/model/session"
	"bricktop/model/token"
)

// Never later than two thirds of its life, nor sooner than a twentieth of it before, however late or early the
// schedule is woken, whatever the life and wherever the machine's clock stands.
func TestScheduleNeverLaterThan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		life := time.Duration(rapid.Int64Range(int64(shortestLife), int64(100*day)).Draw(t, "life"))
		skew := time.Duration(rapid.Int64Range(int64(-year), int64(year)).Draw(t, "skew"))
		chance := rapid.Float64Range(0, 0.999999).Draw(t, "chance")
		most := longestWake
		if life < watchLeft {
			most = watchWake
		}
		s, now := NewSchedule(func() float64 { return chance }), time.Duration(0)
		at := func() Reading { return Reading{Wall: noon.Add(now - skew), Elapsed: now} }
		s.Keep("a")
		s.Holds(at(), "a", Holding{"x", noon, token.ExpiresAt(noon.Add(life))})
		s.Dated(at(), skew)
		s.Counted(at(), Count{})
		now = time.Duration(rapid.Int64Range(0, int64(life/2)).Draw(t, "begin"))
		late := time.Duration(rapid.Int64Range(0, int64(time.Second)).Draw(t, "lateness"))
		for {
			due := s.Countdown("a").At
			n := s.Next(at())
			if n.Rotate != "" {
				if due.Sub(noon) > life/3*2 || due.Sub(noon) < life/3*2-life/20 {
					t.Fatalf("due after %v of %v", due.Sub(noon), life)
				}
				if over := now - due.Sub(noon); over < 0 || over > late+shortestWake {
					t.Fatalf("asked for %v after it was due", over)
				}
				return
			}
			if n.Wake > most || n.Look {
				t.Fatalf("%+v", n)
			}
			now += n.Wake + late
		}
	})
}

// monkey tells a schedule anything in any order, and holds what it asks for against the rules.
type monkey struct {
	*rapid.T
	s       *Schedule
	wall    time.Time
	elapsed time.Duration
	pending string // what is being rotated
	looking bool
	count   Count
	other   string
	free    map[string]time.Duration // when a mint is allowed again
	alarms  map[string]time.Duration
	blocked map[string]bool
	made    int
	last    Holding
	mints   int
}

func (m *monkey) at() Reading { return Reading{Wall: m.wall, Elapsed: m.elapsed} }

// holding is any token: one that is over, that is due all the time, that lives long, that never ends.
func (m *monkey) holding() Holding {
	if m.made > 0 && m.number("twin", 4) == 0 {
		return m.last
	}
	m.made++
	h := Holding{Fingerprint: fmt.Sprint("x", m.made), Created: m.wall.Add(-time.Duration(m.number("age", 120)) * time.Minute)}
	switch m.number("kind", 6) {
	case 0:
		h.Expiry = token.NeverExpires()
	case 1:
		h.Created = time.Time{}
		fallthrough
	default:
		h.Expiry = token.ExpiresAt(m.wall.Add(time.Duration(m.number("left", 100)-40) * time.Minute))
	}
	m.last = h
	return h
}

func (m *monkey) number(label string, n int) int { return rapid.IntRange(0, n-1).Draw(m.T, label) }

func (m *monkey) target() string {
	return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(m.T, "target")
}

// ask asks once and checks the answer.
func (m *monkey) ask() {
	n := m.s.Next(m.at())
	if n.Wake < shortestWake || n.Wake > longestWake {
		m.Fatalf("wake in %v", n.Wake)
	}
	for _, e := range n.Events {
		last, told := m.alarms[e.Target]
		if e.Kind == Alarm && told && m.elapsed-last < time.Minute {
			m.Fatalf("two alarms in %v", m.elapsed-last)
		}
		if e.Kind == Alarm {
			m.alarms[e.Target] = m.elapsed
		}
	}
	if n.Look {
		if m.looking || m.pending != "" {
			m.Fatal("a look while something is under way")
		}
		m.looking = true
	}
	if n.Rotate == "" {
		return
	}
	switch {
	case m.pending != "" || m.looking:
		m.Fatal("a rotation while something is under way")
	case m.elapsed < m.free[n.Rotate]:
		m.Fatalf("a mint %v too soon", m.free[n.Rotate]-m.elapsed)
	case m.count.Live >= mostTokens || m.count.Targets[n.Rotate] >= mostPerTarget:
		m.Fatalf("a mint above %+v", m.count)
	case m.other != "":
		m.Fatal("a mint while another bricktop keeps the targets")
	case m.blocked[n.Rotate] || !m.s.Keeps(n.Rotate):
		m.Fatal("a mint that waits for the user")
	}
	m.pending = n.Rotate
	m.mints++
}

func (m *monkey) passes() {
	d := time.Duration(m.number("seconds", 200)) * time.Second
	m.elapsed, m.wall = m.elapsed+d, m.wall.Add(d)
}

// ends tells a result of what is under way.
func (m *monkey) ends() {
	if m.looking {
		m.looking = false
		if m.number("look", 3) == 0 {
			m.s.LookFailed(m.at(), Failure{Fault: session.Unreachable, Sentence: "No network."})
			return
		}
		m.counts()
	}
	if m.pending == "" {
		return
	}
	target := m.pending
	m.pending = ""
	minted := rapid.Bool().Draw(m.T, "minted")
	fault := rapid.SampledFrom([]session.Fault{session.Other, session.Unreachable, session.Limited, session.Forbidden}).Draw(m.T, "fault")
	done := m.number("done", 3) == 0
	if minted || done {
		m.free[target] = m.elapsed + time.Minute
		m.count.Live++
		m.count.Targets[target]++
	}
	if done {
		for _, k := range m.s.under(target) { // what worked for one works for all that held the same token
			delete(m.blocked, k.target)
		}
		m.s.Done(m.at(), target, m.holding())
		return
	}
	m.blocked[target] = m.s.Keeps(target) && fault == session.Forbidden
	m.s.Failed(m.at(), target, Failure{Fault: fault, Sentence: "It went wrong.", Minted: minted})
}

// counts tells how many tokens there are: some ended, and others mint too.
func (m *monkey) counts() {
	m.count.Live = max(0, m.count.Live+m.number("live", 7)-3)
	told := Count{Live: m.count.Live, Targets: map[string]int{}}
	for _, target := range slices.Sorted(maps.Keys(m.count.Targets)) { // in an order, so that a failure is found again
		m.count.Targets[target] = max(0, m.count.Targets[target]-m.number("ended", 2))
		told.Targets[target] = m.count.Targets[target]
	}
	m.s.Counted(m.at(), told)
}

// Never more than one mint a minute and target, three live ones a target, 550 in all, one thing at a time and one
// alarm a minute, and none while another bricktop is at it or after a failure that no retry heals.
func TestScheduleNeverMoreThan(t *testing.T) {
	mints := 0
	rapid.Check(t, func(t *rapid.T) {
		m := &monkey{T: t, wall: noon, free: map[string]time.Duration{}, alarms: map[string]time.Duration{}, blocked: map[string]bool{}}
		m.count = Count{Live: rapid.SampledFrom([]int{0, mostTokens - 3}).Draw(t, "live"), Targets: map[string]int{}}
		m.s = NewSchedule(func() float64 { return rapid.Float64Range(0, 0.999999).Draw(t, "chance") })
		for _, target := range []string{"a", "b", "c"} {
			m.s.Keep(target)
			m.s.Holds(m.at(), target, m.holding())
		}
		actions := []func(){
			m.passes, m.passes, m.passes, m.ends, m.ends,
			func() { m.wall = m.wall.Add(time.Duration(m.number("hours", 48)-24) * time.Hour) },
			func() { m.s.Dated(m.at(), time.Duration(m.number("skew", 1200)-600)*time.Second) },
			func() { m.s.Holds(m.at(), m.target(), m.holding()) },
			func() { m.s.Release(); clear(m.blocked) },
			func() {
				if m.pending == "" && !m.looking {
					m.counts()
				}
			},
			func() {
				m.other = rapid.SampledFrom([]string{"", "", "", "another bricktop"}).Draw(m.T, "other")
				m.s.HeldBy(m.other)
			},
			func() {
				target := m.target()
				m.s.Drop(target)
				delete(m.blocked, target)
			},
			func() { m.s.Keep(m.target()) },
		}
		for _, action := range rapid.SliceOfN(rapid.IntRange(0, len(actions)-1), 200, 400).Draw(t, "actions") {
			actions[action]()
			m.ask()
		}
		mints += m.mints
	})
	if t.Logf("%d rotations", mints); mints < 20 {
		t.Error("that proves little")
	}
}

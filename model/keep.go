package model

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// keeping is the targets that are kept rotated while the dashboard runs.
type keeping struct {
	schedule *rotate.Schedule
	home     neighbours
	kept     []string  // the targets, sorted, whether they are here or not
	here     []string  // those of them that a file holds now
	next     time.Time // when the schedule wants to be asked again; zero: at once
	target   string    // that is being rotated because the schedule asked for it
	looking  bool      // the schedule waits for a list

	recovered bool // what an earlier bricktop left is being finished, or was
}

type recoveredMsg struct {
	op   int
	told []string
	err  error
}

// recover finishes, once, what an earlier bricktop left behind.
func (m *Model) recover() tea.Cmd {
	if m.opts.Recover == nil || m.keep.recovered {
		return nil
	}
	m.keep.recovered = true
	ctx, op := m.ops.beginLong("")
	work, profile := m.opts.Recover, m.machine.profile
	return func() tea.Msg {
		told, err := work(ctx, profile)
		return recoveredMsg{op: op, told: told, err: err}
	}
}

func (m *Model) onRecovered(msg recoveredMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.err != nil {
		m.say(theme.Warn, "What an earlier rotation left could not be finished: "+msg.err.Error())
		return nil
	}
	for _, sentence := range msg.told {
		m.say(theme.Plain, sentence)
	}
	if len(msg.told) == 0 {
		return nil
	}
	return tea.Batch(m.look(), m.relist())
}

// reading is both clocks.
func (m *Model) reading() rotate.Reading {
	return rotate.Reading{Wall: m.now, Elapsed: m.opts.Elapsed()}
}

// toggleKeep keeps the targets of the marked tokens, or the selected one, rotated; where all of them
// are already, no longer. Where a reader can ask for its token instead, the user chooses.
func (m *Model) toggleKeep() tea.Cmd {
	targets := m.rotatable()
	if !slices.ContainsFunc(targets, func(t string) bool { return !m.keep.schedule.Keeps(t) }) {
		m.say(theme.Plain, "No longer kept rotated.")
		return m.change(targets, false)
	}
	if i := slices.IndexFunc(targets, report.CanPull); i >= 0 {
		return m.planPull(targets, targets[i])
	}
	return m.keepRotated(targets)
}

// tellHoldings tells the schedule what each kept target holds now.
func (m *Model) tellHoldings() {
	m.keep.here = m.keep.here[:0]
	if len(m.keep.kept) == 0 {
		return
	}
	m.keep.next = time.Time{} // a new fact may change what it wants
	for _, file := range m.judged.report.Files {
		for _, s := range file.Secrets {
			if !m.keep.schedule.Keeps(s.Target) {
				continue
			}
			m.keep.here = append(m.keep.here, s.Target)
			m.keep.schedule.Holds(m.reading(), s.Target, m.holding(string(s.Fingerprint), token.ID(s.TokenID)))
		}
	}
}

// tellList tells the schedule what a list brought. While a rotation is under way it proves nothing.
func (m *Model) tellList(err error) {
	if len(m.keep.here) == 0 || m.rotation.running {
		return
	}
	if err != nil {
		if m.keep.looking {
			m.keep.looking = false
			m.keep.schedule.LookFailed(m.reading(), failureOf(err))
		}
		return
	}
	count := rotate.Count{Targets: map[string]int{}}
	for _, t := range m.tokens.list.Tokens {
		if left, known := t.Left(m.clock()); known && left <= 0 {
			continue
		}
		count.Live++
		if tag, ok := rotate.ParseTag(t.Comment); ok {
			count.Targets[tag.Target]++
		}
	}
	m.keep.looking = false
	m.keep.schedule.Counted(m.reading(), count)
}

func failureOf(err error) rotate.Failure {
	return rotate.Failure{Fault: session.FaultOf(err), Sentence: err.Error(), RetryAfter: retryAfter(err)}
}

// askSchedule does what the schedule wants done now.
func (m *Model) askSchedule() tea.Cmd {
	if len(m.keep.here) == 0 || m.now.Before(m.keep.next) || !m.keep.home.ours(m.opts.Home == nil) {
		return nil
	}
	next := m.keep.schedule.Next(m.reading())
	m.keep.next = m.now.Add(next.Wake)
	for _, e := range next.Events {
		m.say(toneOf(e.Kind), e.Text)
	}
	switch {
	case next.Rotate != "" && m.noRotationNow() != "":
		m.keep.schedule.Failed(m.reading(), next.Rotate, rotate.Failure{Fault: session.Other, Sentence: m.noRotationNow()})
	case next.Rotate != "":
		m.keep.target = next.Rotate
		return m.beginRotation(rotation{targets: []string{next.Rotate}})
	case next.Look:
		m.keep.looking = true
		if m.conn.ws == nil {
			m.tellList(&session.Error{Fault: session.Unreachable, Sentence: "There is no workspace to ask."})
			return nil
		}
		return tea.Batch(m.askAgain(), m.relist())
	}
	return nil
}

func toneOf(kind rotate.EventKind) theme.Tone {
	switch {
	case kind.Alarming():
		return theme.Bad
	case kind == rotate.Failing || kind == rotate.Full:
		return theme.Warn
	case kind == rotate.Recovered:
		return theme.Good
	}
	return theme.Dim
}

// tellsTries reports whether the schedule tells how the rotation under way fails: each reason once, however often it is
// tried.
func (m *Model) tellsTries() bool {
	return !m.rotation.ask && m.keep.target != "" && len(m.keep.here) > 0
}

// tellBegun tells the schedule that a rotation begins which it did not ask for.
func (m *Model) tellBegun(p rotate.Plan) {
	for _, t := range p.Targets {
		if m.keep.schedule.Keeps(t.ID) {
			m.keep.target = t.ID
			m.keep.schedule.Began(m.reading(), t.ID)
			return
		}
	}
}

// tellRotation tells the schedule how a rotation ended.
func (m *Model) tellRotation(err error) {
	target := m.keep.target
	m.keep.target = ""
	if target == "" || len(m.keep.here) == 0 {
		return
	}
	m.keep.next = time.Time{}
	state := m.rotation.now.State
	if err == nil && m.rotation.now.Done() {
		h := rotate.Holding{Fingerprint: state.Value.Fingerprint(), Created: m.clock(), Expiry: token.ExpiresAt(state.Expires)}
		m.keep.schedule.Done(m.reading(), target, h)
		return
	}
	f := rotate.Failure{Sentence: "The rotation was given up."}
	if err != nil {
		f = failureOf(err)
	}
	f.Minted = state.NewID != "" || state.Unsure
	m.keep.schedule.Failed(m.reading(), target, f)
}

// untilRotation is the time until a target is rotated, zero when that is not known, or not ours to do.
func (m *Model) untilRotation(target string) time.Duration {
	c := m.keep.schedule.Countdown(target)
	switch c.Standing {
	case rotate.Waiting, rotate.Due, rotate.Retrying:
		return max(c.At.Sub(m.clock()), 0)
	}
	return 0
}

// keptWords says when a target is rotated next; empty: it is not kept.
func (m *Model) keptWords(target string) string {
	c, n := m.keep.schedule.Countdown(target), &m.keep.home
	switch {
	case c.Standing == rotate.NotKept:
		return ""
	case n.err != nil && !n.ours(m.opts.Home == nil):
		return "not rotated: " + text.Clean(n.err.Error())
	}
	switch c.Standing {
	case rotate.Watched:
		return "another bricktop keeps it"
	case rotate.Rotating:
		return "rotating now"
	case rotate.Waiting, rotate.Due, rotate.Retrying:
		if left := m.untilRotation(target); left > 0 {
			return "rotates in " + text.Countdown(left)
		}
		return "rotates now"
	}
	return "kept: " + text.Clean(c.Why)
}

// keptMark is keptWords for a narrow column: the countdown alone.
func (m *Model) keptMark(target string) string {
	words := m.keptWords(target)
	if words == "" {
		return ""
	}
	for _, known := range []string{"rotates in ", "rotates ", "rotating "} {
		if rest, ok := strings.CutPrefix(words, known); ok {
			words = rest
			break
		}
	}
	return m.term.marks.glyphs.Again + " " + words
}

package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/ui/text"
)

type tickMsg struct{ tick int }

// wake asks for a tick when something on screen or on the schedule changes next: at most once a second, on the
// wall clock's seconds, and only when no earlier one is on its way.
func (m *Model) wake() tea.Cmd {
	wait := m.untilNext()
	at := m.now.Add(wait)
	if m.ended.quitting || m.wakes.at.After(m.now) && !at.Before(m.wakes.at) {
		return nil
	}
	m.wakes.tick++
	m.wakes.at = at
	return m.opts.After(wait, tickMsg{tick: m.wakes.tick})
}

// wakes is the tick that is on its way; those asked for before it are late and count for nothing.
type wakes struct {
	tick int
	at   time.Time
}

func (m *Model) onTick(msg tickMsg) tea.Cmd {
	if msg.tick != m.wakes.tick {
		return nil
	}
	m.wakes.at = time.Time{}
	var cmds []tea.Cmd
	m.askToClear()
	if !m.machine.looking && !m.now.Before(m.machine.next) {
		cmds = append(cmds, m.look())
	}
	if m.conn.ws != nil && !m.conn.next.IsZero() && !m.now.Before(m.conn.next) {
		cmds = append(cmds, m.refresh())
	}
	if !m.keep.home.visiting && !m.now.Before(m.keep.home.next) {
		cmds = append(cmds, m.visitHome())
	}
	return tea.Batch(append(cmds, m.askSchedule())...)
}

// setNow moves the time that View shows, and lets go of what is over.
func (m *Model) setNow(at time.Time) {
	m.now = at
	if !m.toast.ends.IsZero() && !m.now.Before(m.toast.ends) {
		m.toast = toast{}
	}
	if next := m.judged.next; !next.IsZero() && !m.clock().Before(next) {
		m.judge()
	}
	for _, d := range m.dialogs {
		if v, ok := d.(*createdDialog); ok {
			v.blankAt(m.now)
		}
	}
}

// untilNext is the time from now to the next tick that is worth having.
func (m *Model) untilNext() time.Duration {
	wait := m.untilLabel()
	if !m.machine.looking {
		wait = min(wait, m.until(m.machine.next))
	}
	wait = min(m.paced(wait), m.until(m.toast.ends), m.until(m.clipboard.asks))
	if len(m.keep.here) > 0 && m.keep.home.ours(m.opts.Home == nil) {
		wait = min(wait, m.keep.next.Sub(m.now))
	}
	if m.opts.Home != nil && !m.keep.home.visiting {
		wait = min(wait, m.until(m.keep.home.next))
	}
	if m.conn.asking == 0 {
		wait = min(wait, m.until(m.conn.next))
	}
	if next := m.judged.next; !next.IsZero() {
		wait = min(wait, next.Sub(m.clock()))
	}
	switch d := m.top().(type) {
	case *createdDialog:
		wait = min(wait, m.until(d.blank))
	case *manyDialog:
		if !d.resume.IsZero() {
			wait = min(wait, time.Second) // "going on in 4 s"
		}
	}
	// On to a whole second, so that several labels that change in one second cost one frame.
	second := m.now.Truncate(time.Second)
	at := m.now.Add(max(wait, 0)).Truncate(time.Second)
	if !at.After(second) {
		at = second.Add(time.Second)
	}
	return at.Sub(m.now)
}

const longest = time.Hour

func (m *Model) until(t time.Time) time.Duration {
	if t.IsZero() {
		return longest
	}
	return t.Sub(m.now)
}

// untilLabel is the time until a label changes: the header's clock, the countdowns of the rows on screen,
// the OAuth countdown, ages.
func (m *Model) untilLabel() time.Duration {
	now := m.clock()
	wait := m.now.Truncate(time.Minute).Add(time.Minute).Sub(m.now)
	if m.conn.err != nil || m.tokens.err != nil {
		wait = min(wait, time.Second) // "next try in 4 s"
	}
	if m.charting() {
		return min(wait, m.untilChart())
	}
	wait = min(wait, m.untilRow(text.NextTick))
	if t, ok := m.tokens.current(); ok {
		if left, ok := t.Left(now); ok && left > 0 {
			wait = min(wait, text.NextTick(left))
		}
	}
	for _, target := range m.keep.here {
		if left := m.untilRotation(target); left > 0 {
			wait = min(wait, text.NextTick(left))
		}
	}
	if left := m.oauthLeft(); left > 0 {
		wait = min(wait, text.NextTick(left))
	}
	return wait
}

// untilRow is the time until the countdown of a row on screen changes, by when one does.
func (m *Model) untilRow(changes func(left time.Duration) time.Duration) time.Duration {
	now, wait := m.clock(), longest
	from, to := m.visibleTokens()
	for at := from; at < to; at++ {
		if left, ok := m.tokens.row(at).Left(now); ok && left > 0 {
			wait = min(wait, changes(left))
		}
	}
	return wait
}

package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/session"
)

// How many stored secrets are tried at once, and how long one waits that could not be tried.
const (
	tryTogether = 8
	tryAgain    = 5 * time.Minute
)

// stored is what live calls told about the secrets in files. Trying a secret counts as using it, so each is
// tried once, and again only when it changed, could not be tried, or the user asks.
type stored struct {
	states  map[report.Key]session.State
	errs    map[report.Key]error // why one could not be told
	tried   map[report.Key]time.Time
	waiting []report.Attempt
	running int
}

type storedTriedMsg struct {
	gen, op int
	key     report.Key
	state   session.State
	err     error
}

func (s *stored) forget() {
	*s = stored{
		states: make(map[report.Key]session.State), errs: make(map[report.Key]error), tried: make(map[report.Key]time.Time),
	}
}

// tryStored tries the secrets whose state nothing else proves. It waits for the list, which proves most.
func (m *Model) tryStored() tea.Cmd {
	if m.conn.asking > 0 || !m.machine.known {
		return nil
	}
	for _, a := range report.Attempts(m.facts()) {
		if at, tried := m.stored.tried[a.Key]; tried && (m.stored.errs[a.Key] == nil || m.now.Sub(at) < tryAgain) {
			continue
		}
		m.stored.tried[a.Key] = m.now
		m.stored.waiting = append(m.stored.waiting, a)
	}
	return m.tryNext()
}

// tryNext starts as many of the waiting as may run together.
func (m *Model) tryNext() tea.Cmd {
	var cmds []tea.Cmd
	for len(m.stored.waiting) > 0 && m.stored.running < tryTogether {
		a := m.stored.waiting[0]
		m.stored.waiting = m.stored.waiting[1:]
		m.stored.running++
		cmds = append(cmds, m.try(a))
	}
	return tea.Batch(cmds...)
}

func (m *Model) try(a report.Attempt) tea.Cmd {
	ctx, op := m.ops.begin("")
	try, gen := m.opts.Try, m.conn.gen
	return func() tea.Msg {
		state, err := try(ctx, a.Login)
		return storedTriedMsg{gen: gen, op: op, key: a.Key, state: state, err: err}
	}
}

func (m *Model) onStoredTried(msg storedTriedMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.gen != m.conn.gen {
		return nil
	}
	m.stored.running--
	// What could not be told stays untold, so that it is tried again.
	if delete(m.stored.errs, msg.key); msg.state == session.Undecided && msg.err != nil {
		m.stored.errs[msg.key] = msg.err
	} else {
		m.stored.states[msg.key] = msg.state
	}
	m.judge()
	return m.tryNext()
}

package model

import (
	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/session"
)

// stored is what live calls told about the secrets in files. Trying a secret counts as using it, so each is
// tried once, and again only when it changed or the user asks.
type stored struct {
	states map[report.Key]session.State
	asked  map[report.Key]bool
}

type storedTriedMsg struct {
	gen, op int
	key     report.Key
	state   session.State
}

func (s *stored) forget() { *s = stored{} }

// tryStored tries the secrets whose state nothing else proves. It waits for the list, which proves most.
func (m *Model) tryStored() tea.Cmd {
	if m.conn.asking > 0 || !m.machine.known {
		return nil
	}
	var cmds []tea.Cmd
	for _, a := range report.Attempts(m.facts()) {
		if m.stored.asked[a.Key] {
			continue
		}
		if m.stored.asked == nil {
			m.stored.asked = make(map[report.Key]bool)
			m.stored.states = make(map[report.Key]session.State)
		}
		m.stored.asked[a.Key] = true
		cmds = append(cmds, m.try(a))
	}
	return tea.Batch(cmds...)
}

func (m *Model) try(a report.Attempt) tea.Cmd {
	ctx, op := m.ops.begin("")
	try, gen := m.opts.Try, m.conn.gen
	return func() tea.Msg {
		// The state says it all: a secret that could not be tried is Undecided.
		state, _ := try(ctx, a.Login)
		return storedTriedMsg{gen: gen, op: op, key: a.Key, state: state}
	}
}

func (m *Model) onStoredTried(msg storedTriedMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.gen != m.conn.gen || m.stored.states == nil {
		return nil
	}
	m.stored.states[msg.key] = msg.state
	m.judge()
	return nil
}

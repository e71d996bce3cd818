package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/session"
	"bricktop/model/token"
)

// How often the workspace is asked again: while it answers, and at most while it does not.
const (
	refreshEvery = time.Minute
	firstRetry   = 5 * time.Second
	lastRetry    = time.Minute
)

// connection is the workspace that we are signed in to, or try to be.
type connection struct {
	gen   int // counts the sign-ins: what an older one still says changes nothing
	login session.Login
	ws    Workspace // nil: nobody to ask

	ctx   *session.Context // the last that was told; kept when the host no longer answers
	trips trips
	at    time.Time // when it was told
	err   error     // why the last asking failed; nil: it did not

	asking   int // contexts and lists in flight
	failures int // askings in a row that failed
	next     time.Time
}

type contextToldMsg struct {
	gen, op int
	at      time.Time
	ctx     session.Context
	err     error
}

// connect forgets the session that was and begins another.
func (m *Model) connect(login session.Login) tea.Cmd {
	m.conn = connection{gen: m.conn.gen + 1, login: login}
	m.tokens.forget()
	m.stored.forget()
	m.made.lost = nil
	m.keep.schedule.Release() // what no try would have helped with, this sign-in may
	closed := m.closeActing()
	if m.machine.inv.LoginErr == nil && login.Host != "" {
		m.conn.ws, m.conn.err = m.opts.Connect(login)
	}
	if m.conn.err != nil {
		m.conn.ws = nil
	}
	m.judge()
	if m.conn.ws == nil {
		return tea.Batch(closed, m.tryStored())
	}
	return tea.Batch(closed, m.refresh())
}

// refresh asks the workspace for everything again.
func (m *Model) refresh() tea.Cmd {
	if m.conn.ws == nil || m.conn.asking > 0 {
		return nil
	}
	m.conn.asking = 2
	return tea.Batch(m.askContext(), m.listTokens())
}

// askAgain asks who we are, now.
func (m *Model) askAgain() tea.Cmd {
	m.conn.asking++
	return m.askContext()
}

func (m *Model) askContext() tea.Cmd {
	ctx, op := m.ops.begin("")
	ws, gen, clock := m.conn.ws, m.conn.gen, m.wallClock()
	return func() tea.Msg {
		told, err := ws.Context(ctx)
		return contextToldMsg{gen: gen, op: op, at: clock(), ctx: told, err: err}
	}
}

func (m *Model) onContextTold(msg contextToldMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.gen != m.conn.gen {
		return nil
	}
	m.conn.err = msg.err
	m.conn.trips.add(msg.ctx.RoundTrip, msg.err)
	var recovery tea.Cmd
	if msg.err == nil {
		recovery = m.recover()
		m.conn.ctx, m.conn.at = &msg.ctx, msg.at
		if len(m.keep.here) > 0 {
			m.keep.schedule.Dated(m.reading(), msg.ctx.Skew)
		}
	}
	return tea.Batch(recovery, m.asked())
}

// asked counts one answer; with the last one it is settled when to ask again.
func (m *Model) asked() tea.Cmd {
	m.conn.asking--
	m.judge()
	if m.conn.asking > 0 {
		return nil
	}
	wait := refreshEvery
	if m.conn.err == nil && m.tokens.err == nil {
		m.conn.failures = 0
	} else {
		m.conn.failures++
	}
	if retryable(m.conn.err) || retryable(m.tokens.err) {
		wait = min(firstRetry<<min(m.conn.failures-1, 6), lastRetry)
		wait = max(wait, retryAfter(m.conn.err), retryAfter(m.tokens.err))
	}
	m.conn.next = m.now.Add(wait)
	if hopeless(m.conn.err) {
		m.conn.next = time.Time{} // until the login changes, or the user asks
	}
	return m.tryStored()
}

// hopeless tells what asking again cannot heal: each try would be one more failed sign-in in an audit log.
func hopeless(err error) bool {
	fault := session.FaultOf(err)
	return fault == session.Unauthorized || fault == session.Refused
}

// retryable tells what may heal by itself soon from what the user has to heal.
func retryable(err error) bool {
	switch session.FaultOf(err) {
	case session.Unreachable, session.TimedOut, session.Limited, session.BadAnswer:
		return true
	}
	return false
}

func retryAfter(err error) time.Duration {
	if e, ok := asSessionError(err); ok {
		return e.RetryAfter
	}
	return 0
}

// selfID is the ID of the token that we are signed in with: known is false when we are signed in with a
// token that is not in the list by its hash, so that any of them may be it.
func (m *Model) selfID() (id token.ID, known bool) {
	if m.conn.login.Token.IsZero() {
		return "", true
	}
	hash := token.ID(m.conn.login.Token.TokenID())
	_, found := m.tokens.find(hash)
	return hash, found
}

// clock is the time that is shown, by the server's clock: it alone decides when a token is over. Small
// differences are the network's, and are left alone. It goes in whole seconds, so that all countdowns change
// together, and a key between two ticks changes none.
func (m *Model) clock() time.Time {
	now := m.now
	if c := m.conn.ctx; c != nil && c.Skew.Abs() > 2*time.Second {
		now = now.Add(c.Skew)
	}
	return now.Truncate(time.Second)
}

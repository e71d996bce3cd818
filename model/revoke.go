package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// openRevoke asks before the marked tokens or the selected one are revoked, and for an ID where that would hurt:
// it is the one that we are signed in with, or may be, or a file holds it. The question is about the IDs that it
// shows, whatever the list does meanwhile.
func (m *Model) openRevoke() tea.Cmd {
	meant := m.meant()
	if len(meant) > 1 {
		m.askMany(meant)
	}
	if len(meant) != 1 {
		return nil
	}
	t := meant[0]
	ws := m.conn.ws
	if why := m.inRotation(t); why != "" {
		m.say(theme.Warn, why)
		return nil
	}
	m.askRevoke(ws, t)
	return nil
}

func (m *Model) askRevoke(ws Workspace, t token.Token) {
	var c *confirm
	c = ask("Revoke this token?", theme.Bad, nil, "Keep", "Revoke", func(m *Model) tea.Cmd {
		switch why := m.inRotation(t); {
		case why != "":
			m.say(theme.Warn, why)
			return nil
		case c.typed == "" && m.hurts(t):
			m.say(theme.Warn, "Since you were asked, to revoke this token has come to hurt: it is in use.")
			m.askRevoke(ws, t)
			return nil
		}
		return m.revoke(ws, t)
	})
	c.live = func(m *Model) []theme.Line { return m.revokeBody(t) }
	if m.hurts(t) {
		c = c.guarded("Type the first 8 characters of its ID", t.ID.Short())
	}
	m.open(c)
}

// hurts reports whether something stops working with a token: a file holds it, or we are signed in with it, or may be.
func (m *Model) hurts(t token.Token) bool {
	_, known := m.selfID()
	return !known || m.held(t)
}

// inRotation is why a token is not revoked that the rotation under way has just made; empty: it is none.
func (m *Model) inRotation(t token.Token) string {
	now := m.rotation.now.State.Plan
	if tag, ok := rotate.ParseTag(t.Comment); !m.rotation.running || !ok || tag.Install != now.Install || tag.Rotation != now.ID {
		return ""
	}
	return "The rotation under way has just made this token, to write it into files."
}

// revokeBody says the worst first, since a small screen shows only the start.
func (m *Model) revokeBody(t token.Token) []theme.Line {
	var body []theme.Line
	switch self, known := m.selfID(); {
	case self == t.ID:
		body = append(body, theme.Words(theme.Bad, "bricktop itself is signed in with this token, and will be signed out."), nil)
	case !known:
		body = append(body, theme.Words(theme.Warn,
			"bricktop is signed in with a token that it cannot find in this list: it may be this one."), nil)
	}
	body = append(body,
		field("Comment", t.Comment),
		field("ID", string(t.ID)),
		field("Created", m.when(t.Created)),
		field("Left", m.leftWords(t)),
		nil,
	)
	users := m.judged.usedBy[t.ID]
	if len(users) > 0 {
		body = append(body, theme.Words(theme.Bad, "These stop working at once:"))
		for _, u := range users {
			body = append(body, theme.Line{{Text: "  "}, {Text: text.Clean(m.targetWords(u)), Tone: theme.Strong}})
		}
	} else {
		body = append(body, theme.Words(theme.Plain, "Nothing on this machine is known to hold it. Others may."))
	}
	return append(body, nil, theme.Words(theme.Dim, "A revoked token never comes back."))
}

type tokenRevokedMsg struct {
	op    int
	gen   int
	token token.Token
	err   error
}

func (m *Model) revoke(ws Workspace, t token.Token) tea.Cmd {
	if !m.tokens.beginRevoke(t.ID, m.now) {
		return nil
	}
	ctx, op := m.ops.begin("a token is being revoked")
	gen := m.conn.gen
	return tea.Batch(m.waited(), func() tea.Msg {
		return tokenRevokedMsg{op: op, gen: gen, token: t, err: ws.Revoke(ctx, t.ID)}
	})
}

// beginRevoke notes that a token is being revoked; false: it is already.
func (t *tokens) beginRevoke(id token.ID, now time.Time) bool {
	if !t.revoking[id].IsZero() {
		return false
	}
	if t.revoking == nil {
		t.revoking = make(map[token.ID]time.Time)
	}
	t.revoking[id] = now
	return true
}

func (m *Model) onTokenRevoked(msg tokenRevokedMsg) tea.Cmd {
	m.ops.end(msg.op)
	name := called(msg.token)
	switch {
	case msg.err == nil:
		m.did("Revoked " + name + ".")
		m.say(theme.Good, "Revoked "+name+".")
		m.noteRevoked()
	case unanswered(msg.err):
		m.say(theme.Warn, "Whether "+name+" was revoked is not known; the list will tell. "+msg.err.Error())
	default:
		m.say(theme.Bad, "Not revoked: "+msg.err.Error())
	}
	if msg.gen != m.conn.gen {
		return nil
	}
	delete(m.tokens.revoking, msg.token.ID)
	if msg.err == nil {
		m.tokens.drop(msg.token.ID)
		m.judge()
	}
	if self, _ := m.selfID(); msg.err == nil && self == msg.token.ID {
		return tea.Batch(m.relist(), m.askAgain()) // we are signed out: the screen has to say so
	}
	return m.relist()
}

// unanswered tells what may have been done all the same from what was not.
func unanswered(err error) bool {
	switch session.FaultOf(err) {
	case session.TimedOut, session.LostAnswer, session.BadAnswer, session.Canceled:
		return true
	}
	return false
}

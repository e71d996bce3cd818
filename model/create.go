package model

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/session"
	"bricktop/model/token"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/form"
	"bricktop/ui/theme"
)

// createDialog is the form of a new token. While the request is out it keeps the form as it was sent.
type createDialog struct {
	form    *form.Form
	preset  string // the comment it was opened with: when it is still that, it is made anew when sent
	sending int    // the operation, 0: none
	failed  string
	shared  bool
}

const (
	commentField = iota
	lifetimeField
)

// maxComment is the longest comment of which is known that a workspace takes it (AWS Secrets Manager's
// integration names 255).
const maxComment = 255

func (m *Model) openCreate() tea.Cmd {
	lifetime := m.machine.inv.TokenLifetime
	if lifetime == 0 {
		lifetime = token.DefaultLifetime
	}
	preset := token.DefaultComment(m.now)
	m.open(&createDialog{
		preset: preset,
		shared: m.sharedPrincipal(),
		form: form.New(
			form.Field{Label: "Comment", Value: preset, Limit: maxComment},
			form.Field{Label: "Lifetime", Value: token.FormatLifetime(lifetime), Limit: 20,
				Help: "seconds, or 90m, 12h, 30d; at most 730d"},
		),
	})
	return nil
}

func (d *createDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "esc":
		if d.sending != 0 {
			m.ops.cancel(d.sending) // its reply tells whether a token was made all the same
			return nil
		}
		m.shut(d)
	case "enter":
		if d.sending == 0 {
			return d.send(m)
		}
	default:
		if d.sending == 0 && d.form.Handle(key) {
			d.check()
		}
	}
	return nil
}

func (d *createDialog) paste(_ *Model, msg tea.PasteMsg) {
	if d.sending == 0 && d.form.Handle(msg) {
		d.check()
	}
}

// check tells in the form what no workspace would accept.
func (d *createDialog) check() (time.Duration, bool) {
	d.failed = ""
	lifetime, err := token.ParseLifetime(d.form.Value(lifetimeField))
	if err != nil {
		d.form.SetError(lifetimeField, err.Error())
		return 0, false
	}
	d.form.SetError(lifetimeField, "")
	return lifetime, true
}

func (d *createDialog) send(m *Model) tea.Cmd {
	lifetime, ok := d.check()
	if !ok {
		return nil
	}
	comment := strings.TrimSpace(d.form.Value(commentField))
	if comment == d.preset || comment == "" {
		comment = m.freshComment()
		d.preset = comment
		d.form.SetValue(commentField, comment)
	}
	return m.create(d, token.Spec{Comment: comment, Lifetime: lifetime})
}

// freshComment is a default comment that this bricktop has not used: a clock may stand still, or step back.
func (m *Model) freshComment() string {
	at := m.now
	if !at.After(m.lastComment) {
		at = m.lastComment.Add(time.Nanosecond)
	}
	m.lastComment = at
	return token.DefaultComment(at)
}

type tokenCreatedMsg struct {
	op      int
	ws      Workspace
	spec    token.Spec
	sent    time.Time
	created session.Created
	err     error
}

func (m *Model) create(d *createDialog, spec token.Spec) tea.Cmd {
	ctx, op := m.ops.begin("a token is being created")
	d.sending = op
	ws, sent := m.conn.ws, m.clock()
	return func() tea.Msg {
		created, err := ws.Create(ctx, spec)
		return tokenCreatedMsg{op: op, ws: ws, spec: spec, sent: sent, created: created, err: err}
	}
}

func (m *Model) onTokenCreated(msg tokenCreatedMsg) tea.Cmd {
	m.ops.end(msg.op)
	d := m.creating(msg.op)
	if msg.err == nil {
		if d != nil {
			m.shut(d)
		}
		m.tokens.selected = token.ID(msg.created.ID)
		m.openByItself(newCreatedDialog(msg.created, msg.spec))
		return m.relist()
	}
	if lost := session.FaultOf(msg.err); lost == session.LostAnswer {
		if d != nil {
			d.sending, d.failed = 0, msg.err.Error()
		}
		return m.seekOrphans(msg)
	}
	if d == nil {
		m.say(theme.Bad, msg.err.Error())
		return nil
	}
	d.sending, d.failed = 0, msg.err.Error()
	return nil
}

// creating is the dialog that waits for the operation.
func (m *Model) creating(op int) *createDialog {
	for _, d := range m.dialogs {
		if c, ok := d.(*createDialog); ok && c.sending == op {
			return c
		}
	}
	return nil
}

// relist lists again after a change of ours. A list already on its way may be older than the change, and
// counts for nothing.
func (m *Model) relist() tea.Cmd {
	if m.conn.ws == nil {
		return nil
	}
	m.conn.asking++
	m.tokens.floor = m.tokens.asked + 1
	return m.listTokens()
}

func (d *createDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Title: "New token", Tone: theme.Accent, Form: d.form,
		Hint: "enter creates · tab next field · esc goes back"}
	if d.shared {
		p.Body = append(p.Body, theme.Words(theme.Dim,
			"It belongs to the app's service principal: everyone who can use this app shares it."))
	}
	switch {
	case d.sending != 0:
		p.Hint = "creating… · esc gives up waiting"
	case d.failed != "":
		p.Tone = theme.Bad
		p.Body = append(p.Body, foreign(theme.Bad, d.failed)...)
	}
	return p
}

type orphansSoughtMsg struct {
	op      int
	ws      Workspace
	comment string
	found   []token.Token
	err     error
}

// seekOrphans looks whether a create whose answer was lost made a token after all. Nobody can know its value
// any more, so it can only be revoked.
func (m *Model) seekOrphans(lost tokenCreatedMsg) tea.Cmd {
	ctx, op := m.ops.begin("a lost token is being looked for")
	known := make(map[token.ID]bool, len(m.tokens.all))
	for i := range m.tokens.all {
		known[m.tokens.all[i].ID] = true
	}
	return func() tea.Msg {
		list, err := lost.ws.Tokens(ctx)
		return orphansSoughtMsg{op: op, ws: lost.ws, comment: lost.spec.Comment, err: err,
			found: token.Since(list, lost.spec.Comment, known, lost.sent)}
	}
}

func (m *Model) onOrphansSought(msg orphansSoughtMsg) tea.Cmd {
	m.ops.end(msg.op)
	switch {
	case msg.err != nil:
		m.say(theme.Warn, "Whether a token was made could not be told: "+msg.err.Error()+
			" Look for the comment "+msg.comment+" later.")
		return nil
	case len(msg.found) == 0:
		m.say(theme.Warn, "The answer was lost, and the workspace lists no new token with that comment.")
		return m.relist()
	}
	body := []theme.Line{
		theme.Words(theme.Plain, "The workspace made the token, but its answer was lost, and with it the value."),
		theme.Words(theme.Plain, "Nobody can use it. Revoke it, and create another one."), nil,
	}
	for _, t := range msg.found {
		body = append(body, field("Comment", t.Comment), field("ID", string(t.ID)))
	}
	m.openByItself(ask("A token was lost", theme.Warn, body, "Leave it", "Revoke it", func(m *Model) tea.Cmd {
		var cmds []tea.Cmd
		for _, t := range msg.found {
			cmds = append(cmds, m.revoke(msg.ws, t))
		}
		return tea.Batch(cmds...)
	}))
	return m.relist()
}

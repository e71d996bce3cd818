package model

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/session"
	"bricktop/model/token"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/form"
	"bricktop/ui/theme"
)

// createDialog is the form of a new token, in the workspace that it was opened in. While the request is out, and
// while a lost token is looked for, it keeps the form as it was sent.
type createDialog struct {
	form    *form.Form
	ws      Workspace
	host    string
	preset  string // the comment it was opened with: when it is still that, it is made anew when sent
	sending int    // the operation, 0: none
	since   time.Time
	refusal string // why it was not made
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
	fill := m.newToken()
	m.open(&createDialog{
		ws: m.conn.ws, host: m.conn.login.Host, preset: fill.Comment, shared: m.sharedPrincipal(),
		form: form.New(
			form.Field{Label: "Comment", Value: fill.Comment, Limit: maxComment},
			form.Field{Label: "Lifetime", Value: token.FormatLifetime(fill.Lifetime), Limit: 20,
				Help: "seconds, or 90m, 12h, 30d; at most 730d"},
		),
	})
	return nil
}

func (d *createDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.String() == "esc" && d.looking():
		m.shut(d)
		m.say(theme.Warn, "bricktop goes on looking for the token with the comment "+d.form.Value(commentField)+".")
	case key.String() == "esc" && d.sending != 0:
		m.ops.cancel(d.sending) // its reply tells whether a token was made all the same
	case key.String() == "esc":
		m.shut(d)
	case d.sending != 0:
	case key.String() == "enter":
		return d.send(m)
	default:
		if key.Text != "" {
			d.makeRoom()
		}
		d.edit(key)
	}
	return nil
}

func (d *createDialog) paste(_ *Model, msg tea.PasteMsg) {
	if d.sending == 0 {
		if strings.TrimSpace(msg.Content) != "" {
			d.makeRoom()
		}
		d.edit(msg)
	}
}

// makeRoom takes the comment that nobody wrote away: whoever types or pastes means another one, not a longer one.
func (d *createDialog) makeRoom() {
	if d.form.Focused() == commentField && d.form.Value(commentField) == d.preset {
		d.form.SetValue(commentField, "")
	}
}

func (d *createDialog) edit(msg tea.Msg) {
	if d.form.Handle(msg) {
		d.check()
	}
}

// check tells in the form what no workspace would accept.
func (d *createDialog) check() (time.Duration, bool) {
	d.refusal = ""
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
	if comment == "" || comment == d.preset && comment != m.opts.Settings.NewToken.Comment {
		comment = m.freshComment()
		d.preset = comment
	}
	comment = m.unused(comment)
	d.form.SetValue(commentField, comment)
	return m.create(d, token.Spec{Comment: comment, Lifetime: lifetime})
}

// freshComment is a default comment that this bricktop has not used: a clock may stand still, or step back.
func (m *Model) freshComment() string {
	at := m.now
	if !at.After(m.made.lastComment) {
		at = m.made.lastComment.Add(time.Nanosecond)
	}
	m.made.lastComment = at
	return token.DefaultComment(at)
}

// unused is a comment that this bricktop has not sent before: what an earlier create left behind, its answer
// lost, must never be taken for what this one makes.
func (m *Model) unused(comment string) string {
	if m.made.comments == nil {
		m.made.comments = make(map[string]bool)
	}
	free := comment
	for n := 2; m.made.comments[free]; n++ {
		free = fmt.Sprintf("%s (%d)", comment, n)
	}
	m.made.comments[free] = true
	return free
}

type tokenCreatedMsg struct {
	gen, op int
	host    string
	spec    token.Spec
	known   map[token.ID]bool // what was listed when it was sent
	created session.Created
	err     error
}

func (m *Model) create(d *createDialog, spec token.Spec) tea.Cmd {
	ctx, op := m.ops.begin("a token is being created")
	d.sending, d.since = op, m.now
	sent := tokenCreatedMsg{gen: m.conn.gen, op: op, host: d.host, spec: spec, known: m.knownTokens()}
	ws := d.ws
	return tea.Batch(m.waited(), func() tea.Msg {
		sent.created, sent.err = ws.Create(ctx, spec)
		return sent
	})
}

func (m *Model) onTokenCreated(msg tokenCreatedMsg) tea.Cmd {
	m.ops.end(msg.op)
	d := m.creating(msg.op)
	switch {
	case msg.err == nil:
		if d != nil {
			m.shut(d)
		}
		return m.tokenCreated(msg)
	case session.FaultOf(msg.err) == session.LostAnswer:
		return m.answerLost(msg, d)
	case d == nil:
		m.say(theme.Bad, msg.err.Error())
	default:
		d.sending, d.refusal = 0, msg.err.Error()
	}
	return nil
}

func (m *Model) tokenCreated(msg tokenCreatedMsg) tea.Cmd {
	id := token.ID(msg.created.ID)
	if m.made.ids == nil {
		m.made.ids = make(map[token.ID]bool)
	}
	m.made.ids[id] = true
	m.did("Created " + called(token.Token{ID: id, Comment: msg.spec.Comment}) + ", ID " + id.Short() + ".")
	m.openByItself(newCreatedDialog(msg.created, msg.spec))
	if msg.gen != m.conn.gen {
		return nil
	}
	m.tokens.selected = id
	return m.relist()
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
		Body: []theme.Line{{{Text: "In ", Tone: theme.Dim}, {Text: host(d.host)}}},
		Hint: "enter creates · tab next field · esc goes back"}
	if d.shared {
		p.Body = append(p.Body, theme.Words(theme.Dim,
			"It belongs to the app's service principal: everyone who can use this app shares it."))
	}
	if d.refusal != "" {
		p.Tone = theme.Bad
		p.Body = append(p.Body, foreign(theme.Bad, d.refusal)...)
	}
	switch {
	case d.looking():
		p.Hint = "looking for it… · esc closes"
	case d.sending != 0 && (m.slow(d.since) || m.opts.Settings.Plain): // where a line is printed at once
		p.Hint = "creating… · esc gives up waiting"
	}
	return p
}

// looking reports whether the answer was lost and the list that tells of the token is on its way.
func (d *createDialog) looking() bool { return d.sending != 0 && d.refusal != "" }

package model

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/session"
	"bricktop/model/token"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// fate is what became of one of many tokens.
type fate int

const (
	waits   fate = iota
	sent         // its request is out
	revoked      // by us
	gone         // it was revoked or over before its turn
	failed
	unclear // the request went out, and no answer says what came of it
	left    // not touched
)

// fated is one of many tokens, with what became of it and why.
type fated struct {
	token.Token
	fate fate
	why  string
	held bool // when it was agreed to
}

// manyDialog revokes tokens one after the other and shows how it goes. What it holds is the work itself: it
// stays open until the last answer.
type manyDialog struct {
	ws      Workspace
	gen, op int
	ctx     context.Context
	rows    []fated
	at      int       // the row whose turn it is
	resume  time.Time // when the workspace lets us go on; zero: at once
	stopped string    // why the rest is left alone
	ended   bool
	choice  int
}

type manyRevokedMsg struct {
	op  int
	err error
}

// manyGoOnMsg ends the wait that a workspace asked for.
type manyGoOnMsg struct{ op int }

func (m *Model) revokeMany(ws Workspace, many []token.Token) tea.Cmd {
	ctx, op := m.ops.beginLong("tokens are being revoked")
	d := &manyDialog{ws: ws, gen: m.conn.gen, op: op, ctx: ctx}
	for _, t := range many {
		d.rows = append(d.rows, fated{Token: t, held: m.held(t)})
	}
	m.open(d)
	return d.next(m)
}

// many is the dialog of an operation; nil when bricktop is ending.
func (m *Model) many(op int) *manyDialog {
	for _, d := range m.dialogs {
		if d, ok := d.(*manyDialog); ok && d.op == op {
			return d
		}
	}
	return nil
}

// next sends the next request, or ends. What is gone, or on its way by another door, is not sent again.
func (d *manyDialog) next(m *Model) tea.Cmd {
	d.resume = time.Time{}
	if m.conn.gen != d.gen && d.stopped == "" {
		d.stopped = "The sign-in changed."
	}
	for ; d.at < len(d.rows) && d.stopped == ""; d.at++ {
		row := &d.rows[d.at]
		if _, there := m.tokens.find(row.ID); !there {
			row.fate = gone
			continue
		}
		if why := m.sinceAgreed(*row); why != "" {
			row.fate, row.why = left, why
			continue
		}
		if !m.tokens.beginRevoke(row.ID, m.now) {
			row.fate, row.why = unclear, "It is being revoked already."
			continue
		}
		row.fate = sent
		ws, op, id, long := d.ws, d.op, row.ID, d.ctx
		return func() tea.Msg {
			ctx, cancel := context.WithTimeout(long, patience)
			defer cancel()
			return manyRevokedMsg{op: op, err: ws.Revoke(ctx, id)}
		}
	}
	return d.end(m)
}

func (m *Model) onManyRevoked(msg manyRevokedMsg) tea.Cmd {
	d := m.many(msg.op)
	if d == nil {
		m.ops.end(msg.op)
		return nil
	}
	row := &d.rows[d.at]
	delete(m.tokens.revoking, row.ID)
	if session.FaultOf(msg.err) == session.Limited {
		row.fate = waits
		if d.stopped != "" {
			return d.end(m)
		}
		wait := max(retryAfter(msg.err), firstRetry)
		d.resume = m.now.Add(wait)
		return m.opts.After(wait, manyGoOnMsg{op: d.op})
	}
	row.fate = fateOf(msg.err)
	if msg.err != nil {
		row.why = msg.err.Error()
	}
	if row.fate == revoked {
		m.did("Revoked " + called(row.Token) + ".")
		m.remember(theme.Good, "Revoked "+called(row.Token)+".")
		m.noteRevoked()
		if m.conn.gen == d.gen {
			m.tokens.floor = m.tokens.asked + 1 // a list on its way may still have it
			m.tokens.drop(row.ID)
			m.judge()
		}
	}
	if d.stopped == "" && (unreached(msg.err) || hopeless(msg.err)) {
		d.stopped = msg.err.Error()
	}
	d.at++
	return d.next(m)
}

func fateOf(err error) fate {
	switch {
	case err == nil:
		return revoked
	case session.FaultOf(err) == session.NotFound:
		return gone
	case unanswered(err):
		return unclear
	}
	return failed
}

func (m *Model) onManyGoOn(msg manyGoOnMsg) tea.Cmd {
	if d := m.many(msg.op); d != nil && !d.ended && !d.resume.IsZero() {
		return d.next(m)
	}
	return nil
}

// end tells what it came to. Tokens that were left keep their marks.
func (d *manyDialog) end(m *Model) tea.Cmd {
	m.ops.end(d.op)
	d.ended, d.choice = true, 0
	for i := range d.rows {
		if row := &d.rows[i]; row.fate == waits {
			row.fate = left
		}
	}
	for i, row := range d.rows {
		if row.why != "" {
			d.choice = i // what went wrong is read first
			break
		}
	}
	tone, sentence := d.outcome()
	m.tell(m.top() == d, tone, sentence)
	if m.conn.gen != d.gen {
		return nil
	}
	if d.stopped != "" {
		return tea.Batch(m.relist(), m.askAgain())
	}
	return m.relist()
}

func (d *manyDialog) count(of ...fate) (n int) {
	for _, row := range d.rows {
		for _, f := range of {
			if row.fate == f {
				n++
			}
		}
	}
	return n
}

// outcome is the end as a sentence.
func (d *manyDialog) outcome() (theme.Tone, string) {
	number := text.Plural(len(d.rows), "token", "tokens")
	ended := d.count(revoked, gone)
	if ended == len(d.rows) {
		return theme.Good, "Revoked " + number + "."
	}
	sentence := fmt.Sprintf("Revoked %d of %s.", ended, number)
	tone := theme.Warn
	if n := d.count(failed); n > 0 {
		tone = theme.Bad
		sentence += " " + text.Plural(n, "was", "were") + " refused."
	}
	if n := d.count(unclear); n > 0 {
		sentence += " Whether " + text.Plural(n, "is", "are") + " revoked is not known; the list will tell."
	}
	if n := d.count(left); n > 0 {
		sentence += " " + text.Plural(n, "is", "are") + " left as before."
	}
	return tone, sentence
}

func (d *manyDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	name := key.String()
	switch {
	case d.ended && (name == "esc" || name == "enter" || name == "q"):
		m.shut(d)
	case d.ended:
		d.choice = chosen(d.choice, len(d.rows), name)
	case name == "q":
		return m.askQuit()
	case name == "esc" && d.stopped == "":
		d.stopped = "You stopped it."
		if !d.resume.IsZero() {
			return d.end(m) // nothing is out
		}
	}
	return nil
}

func (d *manyDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Tone: theme.Accent, Wide: true, Columns: true, Choice: d.at}
	p.Title = "Revoking " + text.Plural(len(d.rows), "token", "tokens")
	p.Body = []theme.Line{m.term.marks.bar(min(d.at, len(d.rows)), len(d.rows), 30)}
	p.Hint = "esc stops after the one that was sent · q quits"
	switch wait := d.resume.Sub(m.now); {
	case d.ended:
		tone, sentence := d.outcome()
		p.Tone, p.Choice, p.Hint = tone, d.choice, "↑↓ looks at each · esc closes"
		p.Title = fmt.Sprintf("%d of %s revoked", d.count(revoked, gone), text.Plural(len(d.rows), "token", "tokens"))
		p.Body = append(p.Body, foreign(tone, sentence)...)
		if d.stopped != "" {
			p.Body = append(p.Body, foreign(theme.Warn, d.stopped)...)
		}
		if why := d.rows[d.choice].why; why != "" && why != d.stopped {
			p.Body = append(p.Body, foreign(theme.Plain, why)...)
		}
	case d.stopped != "":
		p.Hint = "stopping…"
	case !d.resume.IsZero():
		p.Body = append(p.Body, theme.Words(theme.Warn, "The workspace has had too many requests. Going on in "+text.Countdown(max(wait, time.Second))+"."))
	}
	for _, row := range d.rows {
		p.Choices = append(p.Choices, theme.Line{d.fateSpan(m, row), commentSpan(row.Token), {Text: text.Clean(row.ID.Short()), Tone: theme.Dim}})
	}
	return p
}

// fateSpan is a fate in words. The list of the same workspace tells of what is not known otherwise.
func (d *manyDialog) fateSpan(m *Model, row fated) theme.Span {
	g := m.term.marks.glyphs
	fate, told := row.fate, m.conn.gen == d.gen && m.tokens.listed && m.tokens.err == nil
	if _, there := m.tokens.find(row.ID); fate == unclear && told && !there {
		fate = revoked
	}
	switch fate {
	case sent:
		return theme.Span{Text: g.Unknown + " revoking…", Tone: theme.Warn}
	case revoked:
		return theme.Span{Text: g.OK + " revoked", Tone: theme.Good}
	case gone:
		return theme.Span{Text: g.OK + " gone before", Tone: theme.Good}
	case failed:
		return theme.Span{Text: g.Expired + " refused", Tone: theme.Bad}
	case unclear:
		return theme.Span{Text: g.Soon + " not known", Tone: theme.Warn}
	case left:
		return theme.Span{Text: g.Bullet + " left", Tone: theme.Dim}
	}
	return theme.Span{Text: g.Bullet + " waits", Tone: theme.Dim}
}

package model

import (
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	"bricktop/ui/theme"
)

// lostCreate is a create whose answer was lost. The workspace may have made the token all the same, or may yet
// list it: every list is searched for it, until it is found.
type lostCreate struct {
	comment string
	known   map[token.ID]bool // listed before it was sent: these are somebody else's
	dialog  *createDialog     // that waits to hear of it; nil: nobody
}

// knownTokens are the tokens that a create to be sent now cannot have made.
func (m *Model) knownTokens() map[token.ID]bool {
	known := maps.Clone(m.made.ids)
	if known == nil {
		known = make(map[token.ID]bool)
	}
	for i := range m.tokens.list.Tokens {
		known[m.tokens.list.Tokens[i].ID] = true
	}
	return known
}

// made is what this bricktop made, and what it may have made.
type made struct {
	lost        []lostCreate
	ids         map[token.ID]bool // made beyond doubt
	comments    map[string]bool   // that creates were sent with
	lastComment time.Time         // of the last default comment: no two agree
}

// answerLost begins to look for what a create left behind.
func (m *Model) answerLost(msg tokenCreatedMsg, d *createDialog) tea.Cmd {
	if msg.gen != m.conn.gen {
		m.say(theme.Warn, "A token may have been made at "+host(msg.host)+". Look there for the comment "+msg.spec.Comment+".")
		return nil
	}
	m.made.lost = append(m.made.lost, lostCreate{comment: msg.spec.Comment, known: msg.known, dialog: d})
	if d != nil {
		d.refusal = msg.err.Error()
	}
	return m.relist()
}

// settleLost looks through a list that just came, or could not be had, for what is missing.
func (m *Model) settleLost(err error) {
	waiting := m.made.lost
	m.made.lost = nil
	for _, l := range waiting {
		found := token.New(m.tokens.list.Tokens, l.comment, l.known)
		if err == nil && len(found) > 0 {
			m.shut(l.dialog)
			m.openByItself(m.offerOrphans(found))
			continue
		}
		sentence := "The answer was lost, and the workspace lists no new token with that comment so far. bricktop keeps looking."
		if err != nil {
			sentence = "Whether a token was made is not known yet: " + err.Error()
		}
		l.tell(m, sentence)
		l.dialog = nil
		m.made.lost = append(m.made.lost, l)
	}
}

// tell says it where the user looks: in the form, once.
func (l *lostCreate) tell(m *Model, sentence string) {
	if l.dialog != nil && slices.Contains(m.dialogs, dialog(l.dialog)) {
		l.dialog.sending, l.dialog.refusal = 0, sentence
	}
}

// offerOrphans asks whether tokens that nobody can use are to be revoked.
func (m *Model) offerOrphans(found []token.Token) dialog {
	body := []theme.Line{
		theme.Words(theme.Plain, "The answer to your create was lost, and the workspace now lists a new token with its comment."),
		theme.Words(theme.Plain, "Its value was in that answer: nobody can use it. Revoke it, and create another one."), nil,
	}
	for _, t := range found {
		body = append(body, field("Comment", t.Comment), field("ID", string(t.ID)))
	}
	ws := m.conn.ws
	return ask("A token was lost", theme.Warn, body, "Leave it", "Revoke it", func(m *Model) tea.Cmd {
		var cmds []tea.Cmd
		for _, t := range found {
			cmds = append(cmds, m.revoke(ws, t))
		}
		return tea.Batch(cmds...)
	})
}

package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// askMany asks once before many tokens are revoked. The token that we are signed in with is left out: without it
// the others could not be revoked. What is held comes first, and is asked for as for a single token.
func (m *Model) askMany(many []token.Token) {
	ws := m.conn.ws
	self, _ := m.selfID()
	many = slices.DeleteFunc(many, func(t token.Token) bool {
		return t.ID == self || !m.tokens.revoking[t.ID].IsZero() || m.inRotation(t) != ""
	})
	slices.SortStableFunc(many, func(a, b token.Token) int {
		return cmp.Compare(len(m.judged.usedBy[b.ID]), len(m.judged.usedBy[a.ID]))
	})
	if len(many) == 0 {
		m.say(theme.Warn, "These are being revoked already, or just made by the rotation under way.")
		return
	}
	number := text.Plural(len(many), "token", "tokens")
	var c *confirm
	c = ask("Revoke "+number+"?", theme.Bad, nil, "Keep", "Revoke "+number, func(m *Model) tea.Cmd {
		if c.typed == "" && slices.ContainsFunc(many, m.hurts) {
			m.say(theme.Warn, "Since you were asked, a file has come to hold one of them.")
			m.askMany(many)
			return nil
		}
		return m.revokeMany(ws, many)
	})
	c.rows = func(m *Model) []theme.Line { return m.manyRows(many) }
	c.live = func(m *Model) []theme.Line { return m.manyBody(many, many[min(c.row, len(many)-1)]) }
	if m.hurts(many[0]) {
		c = c.guarded("Type the first 8 characters of the first ID", many[0].ID.Short())
	}
	m.open(c)
}

// held reports whether a file is known to hold a token, or we are signed in with it.
func (m *Model) held(t token.Token) bool {
	self, _ := m.selfID()
	return self == t.ID || len(m.judged.usedBy[t.ID]) > 0
}

// sinceAgreed is why one of many tokens is left although the user agreed; empty: it is not.
func (m *Model) sinceAgreed(row fated) string {
	if why := m.inRotation(row.Token); why != "" {
		return why
	}
	if !row.held && m.held(row.Token) {
		return "Since you agreed, a file has come to hold it."
	}
	return ""
}

// manyBody says the worst first, and about one of the tokens what its row has no room for.
func (m *Model) manyBody(many []token.Token, about token.Token) []theme.Line {
	var body []theme.Line
	self, known := m.selfID()
	if m.tokens.marked[self] {
		body = append(body, theme.Words(theme.Warn, "The token that bricktop itself is signed in with is left out. Revoke it by itself."))
	}
	for id := range m.tokens.marked {
		if t, ok := m.tokens.find(id); ok && m.inRotation(t) != "" {
			body = append(body, theme.Words(theme.Warn, "The token that the rotation under way has just made is left out."))
		}
	}
	if !known {
		body = append(body, theme.Words(theme.Warn, "bricktop is signed in with a token that it cannot find in the list: it may be among these."))
	}
	held, over := 0, 0
	for _, t := range many {
		if len(m.judged.usedBy[t.ID]) > 0 {
			held++
		}
		if m.opts.Settings.Thresholds.Urgency(t, m.clock()) == token.Expired {
			over++
		}
	}
	if held > 0 {
		body = append(body, theme.Words(theme.Bad, text.Plural(held, "is", "are")+" held by files here, which stop working at once."))
	}
	holders := theme.Span{Text: "Nothing on this machine is known to hold it."}
	if users := m.judged.usedBy[about.ID]; len(users) > 0 {
		holders = theme.Span{Text: "Held by " + m.holders(users) + ".", Tone: theme.Bad}
	}
	body = append(body, theme.Line{{Text: text.Clean(about.ID.Short()) + "  ", Tone: theme.Dim}, holders})
	if over > 0 {
		body = append(body, theme.Words(theme.Dim, text.Plural(over, "is", "are")+" expired already."))
	}
	return append(body, theme.Words(theme.Dim, "A revoked token never comes back."))
}

func (m *Model) holders(targets []string) string {
	words := make([]string, len(targets))
	for i, t := range targets {
		words[i] = text.Clean(m.targetWords(t))
	}
	return strings.Join(words, ", ")
}

// manyRows lists tokens with what one has to know before they are revoked.
func (m *Model) manyRows(many []token.Token) []theme.Line {
	now := m.clock()
	rows := make([]theme.Line, len(many))
	for i, t := range many {
		mark := m.term.marks.urgency[m.opts.Settings.Thresholds.Urgency(t, now)]
		if _, there := m.tokens.find(t.ID); !there {
			mark = theme.Span{Text: m.term.marks.glyphs.Bullet + " gone", Tone: theme.Dim}
		}
		age, left := "", ""
		if !t.Created.IsZero() {
			age = text.Age(now.Sub(t.Created)) + " old"
		}
		if d, ok := t.Left(now); ok && d > 0 {
			left = text.Countdown(d)
		}
		rows[i] = theme.Line{mark, commentSpan(t), {Text: text.Clean(t.ID.Short()), Tone: theme.Dim}}
		if m.term.w >= 80 { // narrower, the age is what is least missed
			rows[i] = append(rows[i], theme.Span{Text: age, Tone: theme.Dim})
		}
		rows[i] = append(rows[i], theme.Span{Text: left, Tone: mark.Tone}, theme.Span{Text: m.userWords(t.ID), Tone: theme.Strong})
	}
	return rows
}

func commentSpan(t token.Token) theme.Span {
	if t.Comment == "" {
		return theme.Span{Text: "no comment", Tone: theme.Dim}
	}
	return theme.Span{Text: commentWords(t.Comment)}
}

// bar is a share as a line of so many cells.
func (k marks) bar(done, of, cells int) theme.Line {
	full := 0
	if of > 0 {
		full = cells * done / of
	}
	return theme.Line{
		{Text: strings.Repeat(k.glyphs.BarFull, full), Tone: theme.Accent},
		{Text: strings.Repeat(k.glyphs.BarRest, cells-full), Tone: theme.Muted},
		{Text: fmt.Sprintf("  %d of %d", done, of), Tone: theme.Strong},
	}
}

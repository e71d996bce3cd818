package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"bricktop/model/session"
	"bricktop/model/settings"
	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/table"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// tokenColumns are the columns of the token table by the names that settings have for them.
var tokenColumns = map[string]table.Column{
	settings.State:   {Title: "STATE", Min: 10, Want: 10},
	settings.Comment: {Title: "COMMENT", Min: 14, Want: 24, Flex: true},
	settings.Left:    {Title: "LEFT", Min: 7, Want: 8, Right: true},
	settings.Life:    {Title: "LIFE", Min: 6, Want: 10, Drop: 3},
	settings.UsedBy:  {Title: "USED BY", Min: 10, Want: 14, Drop: 2},
	settings.Created: {Title: "CREATED", Min: 7, Want: 7, Right: true, Drop: 4},
	settings.ID:      {Title: "ID", Min: 8, Want: 8, Drop: 5},
}

func (m *Model) tokensProps() ui.Tokens {
	t := &m.tokens
	columns := make([]table.Column, len(m.opts.Settings.Columns))
	for i, name := range m.opts.Settings.Columns {
		c := tokenColumns[name]
		if name == sortColumns[t.order.Column] { // always in view, with room for the sign
			c.Drop, c.Min, c.Want = 0, max(c.Min, len(c.Title)+2), max(c.Want, len(c.Title)+2)
		}
		columns[i] = c
	}
	p := ui.Tokens{
		Title: "Tokens",
		Order: orderNames[t.order],
		Table: table.Props{
			Columns: columns, Sort: slices.Index(m.opts.Settings.Columns, sortColumns[t.order.Column]), Desc: t.order.Desc,
			Count: len(t.shown), Cursor: t.cursor, Focused: m.focus == ui.TokensPanel, Row: m.tokenRow,
		},
		Notice: m.tokensNotice(),
	}
	if m.focus != ui.TokensPanel {
		p.Summary = m.tokensSummary()
	}
	if t.listed {
		p.Title = fmt.Sprintf("Tokens %d", t.count())
	}
	if t.filter.typing || t.filter.text() != "" {
		p.Title = fmt.Sprintf("Tokens %d of %d", len(t.shown), t.count())
		p.Filter = &ui.Filter{Text: t.filter.form.Value(0), Cursor: t.filter.form.CursorX(), Typing: t.filter.typing}
	}
	p.Title += t.markWords()
	if len(t.shown) == 0 {
		p.Empty = m.tokensEmpty()
	}
	return p
}

// tokenRow fills one row of the table; it runs for every visible row of every frame.
func (m *Model) tokenRow(i int, into *table.Row) {
	t := m.tokens.row(i)
	now := m.clock()
	urgency := m.opts.Settings.Thresholds.Urgency(*t, now)
	mark := m.term.marks.urgency[urgency]
	left := "" // the state's word says the rest
	if d, ok := t.Left(now); ok && d > 0 {
		left = text.Countdown(d)
	}
	comment := table.Cell{Text: commentWords(t.Comment), Tone: theme.Plain}
	switch {
	case m.slow(m.tokens.revoking[t.ID]):
		mark = theme.Span{Text: m.term.marks.glyphs.Unknown + " revoking", Tone: theme.Warn}
	case t.Comment == "":
		comment = table.Cell{Text: "no comment", Tone: theme.Dim}
	}
	if q := m.tokens.filter.text(); q != "" {
		comment.Marks = matches(comment.Text, q)
	}
	life := table.Cell{}
	if used, ok := t.Used(now); ok {
		life = table.Cell{Bar: true, Share: used, Tone: mark.Tone}
	}
	created := ""
	if !t.Created.IsZero() {
		created = text.Age(now.Sub(t.Created))
	}
	into.Muted, into.Mark = urgency == token.Expired, m.tokens.marked[t.ID]
	into.Cells = into.Cells[:0]
	for _, name := range m.opts.Settings.Columns {
		var cell table.Cell
		switch name {
		case settings.State:
			cell = table.Cell{Text: mark.Text, Tone: mark.Tone}
		case settings.Comment:
			cell = comment
		case settings.Left:
			cell = table.Cell{Text: left, Tone: mark.Tone}
		case settings.Life:
			cell = life
		case settings.UsedBy:
			cell = table.Cell{Text: m.userWords(t.ID), Tone: theme.Plain}
		case settings.Created:
			cell = table.Cell{Text: created, Tone: theme.Dim}
		case settings.ID:
			cell = table.Cell{Text: text.Clean(t.ID.Short()), Tone: theme.Dim}
		}
		into.Cells = append(into.Cells, cell)
	}
}

// matches is where the words of a filter stand in a text.
func matches(s, query string) []table.Mark {
	var marks []table.Mark
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return nil // its lower case is of another length: the places would be wrong
	}
	for _, word := range strings.Fields(strings.ToLower(query)) {
		for from := 0; ; {
			at := strings.Index(low[from:], word)
			if at < 0 {
				break
			}
			marks = append(marks, table.Mark{From: from + at, To: from + at + len(word)})
			from += at + len(word)
		}
	}
	return marks
}

// userWords names the first profile or provider that holds the token, and counts the others.
func (m *Model) userWords(id token.ID) string {
	kept, name := m.firstUser(id)
	switch more := len(m.judged.usedBy[id]) - 1; {
	case kept != "":
		return kept + "  " + text.Clean(name)
	case more > 0:
		return fmt.Sprintf("%s +%d", text.Clean(name), more)
	}
	return text.Clean(name)
}

// firstUser is the target that stands for all that hold a token: the first that is kept rotated, with the sign of
// that, else the first; both empty: nobody is known to.
func (m *Model) firstUser(id token.ID) (kept, name string) {
	users := m.judged.usedBy[id]
	for _, user := range users {
		if kept = m.keptMark(user); kept != "" {
			users = []string{user}
			break
		}
	}
	if len(users) > 0 {
		_, name, _ = strings.Cut(users[0], ":")
	}
	return kept, name
}

// tokensNotice stands by rows that are not what the workspace says now: how old they are, why, and what
// happens next. Panel 1 has the whole sentence.
func (m *Model) tokensNotice() theme.Line {
	err := cmp.Or(m.tokens.err, m.conn.err)
	if err == nil || !m.tokens.listed {
		return nil
	}
	age := "<1m old"
	if d := m.now.Sub(m.tokens.at); d >= time.Minute {
		age = text.Age(d) + " old"
	}
	line := theme.Line{{Text: faultTitle(err), Tone: theme.Bad}, {Text: ", " + age, Tone: theme.Warn}}
	if wait := m.conn.next.Sub(m.now); m.conn.asking == 0 && wait > 0 {
		line = append(line, theme.Span{Text: "  next try " + text.Countdown(wait), Tone: theme.Dim})
	}
	return append(line, theme.Span{Text: "  " + m.key("refresh"), Tone: theme.Accent}, theme.Span{Text: " now", Tone: theme.Dim})
}

// tokensEmpty is what stands in place of rows.
func (m *Model) tokensEmpty() []theme.Line {
	say := func(tone theme.Tone, headline string, more ...theme.Line) []theme.Line {
		return append([]theme.Line{theme.Words(tone, headline), nil}, more...)
	}
	err := cmp.Or(m.machine.inv.LoginErr, m.tokens.err, m.conn.err)
	switch {
	case !m.machine.known:
		return say(theme.Dim, "Looking at this machine…")
	case m.tokens.count() > 0:
		return say(theme.Strong, "No token matches.", theme.Words(theme.Dim, m.key("back")+" shows all."))
	case err != nil && !m.tokens.listed:
		return say(theme.Bad, faultTitle(err), append(foreign(theme.Plain, err.Error()), m.retryWords()...)...)
	case m.conn.ws == nil:
		return say(theme.Strong, "No workspace.")
	case !m.tokens.listed:
		return say(theme.Dim, "Asking "+host(m.conn.login.Host)+"…")
	}
	return say(theme.Strong, "No tokens.", m.keyed("create", " creates one."))
}

// faultTitle is the headline of what went wrong.
func faultTitle(err error) string {
	switch session.FaultOf(err) {
	case session.Unauthorized:
		return "Not signed in"
	case session.Forbidden:
		return "Not allowed"
	case session.Unreachable:
		return "Cannot reach the workspace"
	case session.TimedOut:
		return "No answer"
	case session.Limited:
		return "Too many requests"
	case session.BadAnswer:
		return "That was not a workspace's answer"
	}
	return "No tokens to show"
}

func (m *Model) retryWords() []theme.Line {
	words := m.keyed("refresh", " tries again")
	switch wait := m.conn.next.Sub(m.now); {
	case m.conn.asking > 0:
		words = theme.Words(theme.Dim, "Trying again…")
	case m.conn.ws != nil && wait > 0:
		words = append(words, theme.Span{Text: "; bricktop does in " + text.Countdown(wait), Tone: theme.Dim})
	case m.conn.ws == nil:
		words = m.keyed("profile", " signs in by another profile")
	}
	return []theme.Line{nil, words}
}

// tokensSummary is the panel folded to a line: what ends next.
func (m *Model) tokensSummary() theme.Line {
	if !m.tokens.listed {
		return theme.Words(theme.Dim, "not listed yet")
	}
	now := m.clock()
	next, ok := m.tokens.list.Next(now)
	if !ok {
		return theme.Words(theme.Dim, "none that ends")
	}
	mark := m.term.marks.urgency[m.opts.Settings.Thresholds.Urgency(next, now)]
	left, _ := next.Left(now)
	return theme.Line{{Text: "next "}, {Text: called(next), Tone: theme.Plain}, {Text: "  " + text.Countdown(left), Tone: mark.Tone}}
}

package model

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// marks are the glyphs with their words and tones, made once per theme.
type marks struct {
	glyphs  theme.Glyphs
	urgency [token.Never + 1]theme.Span
}

func newMarks(t *theme.Theme) marks {
	g := t.Glyphs
	k := marks{glyphs: g}
	k.urgency[token.Unknown] = theme.Span{Text: g.Unknown + " unknown", Tone: theme.Dim}
	k.urgency[token.OK] = theme.Span{Text: g.OK + " ok", Tone: theme.Good}
	k.urgency[token.Soon] = theme.Span{Text: g.Soon + " soon", Tone: theme.Warn}
	k.urgency[token.Urgent] = theme.Span{Text: g.Urgent + " urgent", Tone: theme.Bad}
	k.urgency[token.Expired] = theme.Span{Text: g.Expired + " expired", Tone: theme.Bad}
	k.urgency[token.Never] = theme.Span{Text: g.Never + " never", Tone: theme.Warn}
	return k
}

func (k marks) state(s session.State) theme.Span {
	switch s {
	case session.Works:
		return theme.Span{Text: k.glyphs.OK, Tone: theme.Good}
	case session.Expired, session.Revoked, session.WrongWorkspace:
		return theme.Span{Text: k.glyphs.Expired, Tone: theme.Bad}
	}
	return theme.Span{Text: k.glyphs.Unknown, Tone: theme.Dim}
}

func (k marks) severity(s report.Severity) theme.Span {
	switch s {
	case report.Error:
		return theme.Span{Text: k.glyphs.Expired, Tone: theme.Bad}
	case report.Warn:
		return theme.Span{Text: k.glyphs.Soon, Tone: theme.Warn}
	}
	return theme.Span{Text: k.glyphs.Bullet, Tone: theme.Dim}
}

func (k marks) file(f report.File) theme.Span {
	switch {
	case !f.Exists:
		return theme.Span{Text: k.glyphs.Bullet, Tone: theme.Dim}
	case f.Worst() == report.Error || f.Worst() == report.Warn:
		return k.severity(f.Worst())
	}
	return theme.Span{Text: k.glyphs.OK, Tone: theme.Good}
}

var stateNames = map[session.State]string{
	session.Works: "works", session.Expired: "expired", session.Revoked: "revoked",
	session.WrongWorkspace: "belongs to another workspace", session.Indirect: "held by a variable",
	session.NotTried: "not tried", session.Undecided: "could not be told",
}

// stateWords tells a stored secret's state in words, and the time left where the token is known.
func (m *Model) stateWords(s report.Secret) string {
	switch {
	case s.State == session.Indirect && s.Pull != "":
		return "asked for by " + text.Clean(s.Pull)
	case s.State == session.Indirect:
		return "held by " + text.Clean(s.Indirect)
	}
	words := stateNames[s.State]
	if t, ok := m.tokens.find(token.ID(s.TokenID)); ok && s.State == session.Works && s.TokenID != "" {
		if left, known := t.Left(m.clock()); known {
			words += ", " + text.Countdown(left) + " left"
		}
	}
	return words
}

// field is a labelled line of a dialog; its value may be foreign.
func field(label, value string) theme.Line {
	value = text.Clean(value)
	if value == "" {
		value = "none"
	}
	return theme.Line{{Text: label + strings.Repeat(" ", max(10-len(label), 1)), Tone: theme.Dim}, {Text: value}}
}

// foreign is a sentence that may hold text of servers or files.
func foreign(tone theme.Tone, sentence string) []theme.Line {
	var lines []theme.Line
	for _, l := range text.CleanLines(sentence) {
		lines = append(lines, theme.Words(tone, l))
	}
	return lines
}

// commentWords is a token's comment for one narrow line: what a rotation wrote for machines, in words of which a
// filter finds each. Details show comments as they are.
func commentWords(comment string) string {
	tag, ok := rotate.ParseTag(comment)
	if !ok {
		return text.Clean(comment)
	}
	_, name, _ := strings.Cut(tag.Target, ":")
	return "bricktop: " + text.Clean(cmp.Or(name, tag.Target))
}

// called is what a sentence calls a token: its comment, or else its ID.
func called(t token.Token) string { return cmp.Or(commentWords(t.Comment), t.ID.Short()) }

// when words a moment with its age.
func (m *Model) when(t time.Time) string {
	if t.IsZero() {
		return "unknown"
	}
	words := text.When(t, m.clock(), m.opts.Location)
	if past := m.clock().Sub(t); past >= time.Minute {
		words += ", " + text.Age(past) + " ago"
	}
	return words
}

func (m *Model) leftWords(t token.Token) string {
	if left, ok := t.Left(m.clock()); ok {
		return text.Countdown(left)
	}
	if t.Expiry.Never() {
		return "never expires"
	}
	return "unknown: the workspace did not say"
}

// millis words a round trip.
func millis(d time.Duration) string {
	if d < time.Millisecond {
		return "<1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// host is a host without its scheme, for reading.
func host(h string) string {
	return text.Clean(strings.TrimPrefix(strings.TrimPrefix(h, "https://"), "http://"))
}

package model

import (
	"fmt"
	"time"

	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/chart"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// spanNames are chart.Spans in words.
var spanNames = [len(chart.Spans)]string{"1 hour", "3 hours", "6 hours", "12 hours", "1 day", "3 days", "1 week", "2 weeks",
	"1 month", "3 months", "6 months", "1 year", "2 years"}

func (m *Model) lifetimesProps() *ui.Lifetimes {
	t := &m.tokens
	p := &ui.Lifetimes{Title: "Lifetimes", Span: m.spanWords(), Chart: chart.Props{
		Window: m.chartWindow(), Now: m.clock(), Zone: m.opts.Location, Title: "COMMENT", Count: len(t.shown), Cursor: t.cursor, Row: m.lifetimeRow,
	}}
	switch {
	case t.filter.text() != "":
		p.Title = fmt.Sprintf("Lifetimes %d of %d", len(t.shown), t.count())
	case t.listed:
		p.Title = fmt.Sprintf("Lifetimes %d", t.count())
	}
	if len(t.shown) == 0 {
		p.Empty = m.tokensEmpty()
	}
	if tok, ok := t.current(); ok {
		p.Chart.Note = m.lifetimeNote(&tok)
	}
	return p
}

// spanWords tells what is in view: a month from Nov 15 2026.
func (m *Model) spanWords() string {
	span, from := chart.Spans[m.tokens.chart.zoom], m.chartWindow().From.In(m.opts.Location)
	layout := "Jan 2 2006"
	if span < 24*time.Hour {
		layout = "Jan 2 15:04"
	}
	return spanNames[m.tokens.chart.zoom] + " from " + from.Format(layout)
}

// lifetimeRow fills one row of the chart; it runs for every visible row of every frame.
func (m *Model) lifetimeRow(i int, into *chart.Row) {
	t, now := m.tokens.row(i), m.clock()
	urgency := m.opts.Settings.Thresholds.Urgency(*t, now)
	mark := m.term.marks.urgency[urgency]
	into.State = theme.Span{Text: text.Cluster(mark.Text), Tone: mark.Tone}
	into.Label = commentWords(t.Comment)
	switch {
	case m.slow(m.tokens.revoking[t.ID]):
		into.Label, into.Tone = "revoking", theme.Warn
	case t.Comment == "":
		into.Label, into.Tone = "no comment", theme.Dim
	}
	into.Muted = urgency == token.Expired
	into.Begin, into.Mark = t.Created, m.tokens.marked[t.ID]
	switch left, ok := t.Left(now); {
	case ok:
		into.End, into.Left = t.Expiry.At(), text.Rough(left)
	case t.Expiry.Never():
		into.Ending = chart.Endless
	default:
		into.Ending = chart.Untold
	}
	targets := m.writable(m.judged.usedBy[t.ID])
	next, kept := m.keptUntil(targets, t.Expiry.At())
	into.Next = next
	into.Gap = chart.Gap(m.gapOf(t, targets, kept))
}

// lifetimeNote is what the row of a token shows, in words.
func (m *Model) lifetimeNote(t *token.Token) theme.Line {
	now := m.clock()
	mark := m.term.marks.urgency[m.opts.Settings.Thresholds.Urgency(*t, now)]
	line := theme.Line{{Text: "never ends", Tone: mark.Tone}}
	switch left, ok := t.Left(now); {
	case ok && left > 0:
		line = theme.Line{{Text: text.Countdown(left) + " left", Tone: mark.Tone}, {Text: ", until " + text.When(t.Expiry.At(), now, m.opts.Location)}}
	case ok:
		line = theme.Line{{Text: "ended", Tone: mark.Tone}, {Text: " " + m.when(t.Expiry.At())}}
	case !t.Expiry.Never():
		line = theme.Line{{Text: "the workspace did not say when it ends", Tone: mark.Tone}}
	}
	add := func(tone theme.Tone, words string) {
		line = append(line, theme.Span{Text: " " + m.term.marks.glyphs.Dot + " ", Tone: theme.Muted}, theme.Span{Text: words, Tone: tone})
	}
	targets := m.writable(m.judged.usedBy[t.ID])
	next, kept := m.keptUntil(targets, t.Expiry.At())
	switch wait := next.Sub(now); {
	case next.IsZero():
	case wait >= time.Second:
		add(theme.Accent, "rotates in "+text.Countdown(wait))
	default:
		add(theme.Accent, "rotates now")
	}
	switch gap := m.gapOf(t, targets, kept); {
	case gap.From.IsZero():
	case !gap.To.IsZero():
		add(theme.Dim, "then none like it for "+text.Countdown(gap.To.Sub(gap.From)))
	default:
		words := text.Clean(m.targetWords(targets[0])) + " holds no living token"
		if gap.From.After(now) {
			words = "then " + words
		}
		add(theme.Bad, words)
	}
	add(theme.Dim, "created "+m.when(t.Created))
	return line
}

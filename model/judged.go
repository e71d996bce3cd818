package model

import (
	"time"

	"bricktop/model/report"
	"bricktop/model/token"
)

// judged is the last judgement of everything known, made when facts came or time alone changes it.
type judged struct {
	report report.Report
	next   time.Time // by the server's clock; zero: time alone changes nothing
	usedBy map[token.ID][]string
	urgent int // tokens that somebody has to act on
}

func (m *Model) facts() report.Facts {
	return report.Facts{
		Now:        m.clock(),
		Machine:    m.machine.inv,
		Context:    m.conn.ctx,
		ContextErr: m.conn.err,
		Tokens:     m.tokens.there(),
		Listed:     m.tokens.listed,
		TokensErr:  m.tokens.err,
		Tried:      m.stored.states,
		Thresholds: m.opts.Settings.Thresholds,
	}
}

func (m *Model) judge() {
	facts := m.facts()
	m.judged.report = report.Judge(facts)
	m.judged.next = report.NextChange(facts)
	m.judged.usedBy = make(map[token.ID][]string)
	m.judged.urgent = 0
	for _, t := range m.judged.report.Tokens {
		if t.Urgency == token.Urgent {
			m.judged.urgent++
		}
		if len(t.UsedBy) > 0 {
			m.judged.usedBy[token.ID(t.ID)] = t.UsedBy
		}
	}
	if m.tokens.order.Column == token.ByUse {
		m.sift()
	}
	m.tellHoldings()
	m.findGaps()
	m.files.list(m.judged.report)
}

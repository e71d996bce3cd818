package model

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/model/token"
	"bricktop/ui/theme"
)

// keepRotated keeps targets rotated. Where that begins with a rotation, the user sees its plan first and says yes or
// no to both; what is rotated later is not asked about.
func (m *Model) keepRotated(targets []string) tea.Cmd {
	due := m.dueNow(targets)
	if len(due) == 0 {
		m.tellKept()
		return m.change(targets, true)
	}
	if why := m.noRotationNow(); why != "" {
		m.say(theme.Warn, "Its token is due, and to keep it rotated begins with a rotation. "+why)
		return nil
	}
	m.say(theme.Dim, planning)
	cmd := m.beginRotation(rotation{targets: due, ask: true, keep: targets})
	m.asks(m.rotation.op)
	return cmd
}

func (m *Model) tellKept() {
	m.say(theme.Good, "Kept rotated while bricktop runs: a new token is made at two thirds of the life of each.")
}

// dueNow is those of the targets that would be rotated at once, if they were kept.
func (m *Model) dueNow(targets []string) (due []string) {
	for _, file := range m.judged.report.Files {
		for _, s := range file.Secrets {
			isNew := slices.Contains(targets, s.Target) && !m.keep.schedule.Keeps(s.Target) && !slices.Contains(due, s.Target)
			if isNew && m.keep.schedule.DueAtOnce(m.reading(), m.holding(string(s.Fingerprint), token.ID(s.TokenID))) {
				due = append(due, s.Target)
			}
		}
	}
	return due
}

// holding is a token that a target holds, as the schedule wants to know it.
func (m *Model) holding(fingerprint string, id token.ID) rotate.Holding {
	h := rotate.Holding{Fingerprint: fingerprint}
	if t, ok := m.tokens.find(id); ok {
		h.Created, h.Expiry = t.Created, t.Expiry
	}
	return h
}

// keepAgreed keeps what the user agreed to, now that the rotation it begins with is under way.
func (m *Model) keepAgreed() tea.Cmd {
	r := &m.rotation
	if len(r.keep) == 0 {
		return nil
	}
	m.tellKept()
	m.wants(r.keep, true)
	r.keep = nil
	return m.visitHome()
}

// keepQuestion makes the question whether to rotate now one whether to keep rotated, too.
func (r *rotation) keepQuestion(body []theme.Line) (title, yes string, _ []theme.Line) {
	if len(r.keep) == 0 {
		return "Rotate now?", "Rotate", body
	}
	first := "Its token is due, so that keeping it rotated begins now."
	if len(r.keep) > 1 {
		first = "Of these some are due, so that keeping them rotated begins now."
	}
	body = append([]theme.Line{theme.Words(theme.Plain, first), nil}, body...)
	body = append(body, theme.Words(theme.Dim, "Later rotations come by themselves and are not asked about."))
	return "Rotate now, and keep it rotated?", "Rotate and keep", body
}

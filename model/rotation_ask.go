package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

const planning = "Planning the rotation…"

// openRotate plans, and asks about just what was planned.
func (m *Model) openRotate() tea.Cmd {
	m.say(theme.Dim, planning)
	cmd := m.beginRotation(rotation{targets: m.rotatable(), ask: true})
	m.asks(m.rotation.op)
	return cmd
}

// beginRotation begins a rotation. Where it is to ask, it goes on only as the user agreed.
func (m *Model) beginRotation(r rotation) tea.Cmd {
	r.ctx, r.op = m.ops.beginLong("a token is being rotated")
	r.running = true
	m.rotation = r
	begin, profile := m.opts.Rotate, m.machine.profile
	return func() tea.Msg {
		session, err := begin(r.ctx, profile, r.targets)
		return rotationBegunMsg{op: r.op, session: session, err: err}
	}
}

func (m *Model) onRotationBegun(msg rotationBegunMsg) tea.Cmd {
	r := &m.rotation
	if msg.err != nil {
		r.lines = append(r.lines, foreign(theme.Bad, msg.err.Error())...)
		if !m.tellsTries() {
			m.say(theme.Bad, msg.err.Error())
		}
		m.tellRotation(msg.err)
		return m.endRotation()
	}
	r.session, r.plans = msg.session, msg.session.Plans()
	r.series.plans = r.plans
	for _, note := range r.session.Notes() {
		if !slices.Contains(r.notes, note) {
			r.notes = append(r.notes, note)
			r.lines = append(r.lines, foreign(theme.Dim, note)...)
		}
	}
	if r.ask && !r.giveUp && !slices.EqualFunc(r.plans, r.agreed, samePlan) {
		return m.askRotation()
	}
	return m.nextPlan()
}

// askRotation shows the plan. The lock is given back meanwhile: an answer may take for ever, and others need it to
// keep their tokens alive. So a yes begins once more, and goes on where the plan is still the same.
func (m *Model) askRotation() tea.Cmd {
	r := &m.rotation
	again := rotation{targets: r.targets, ask: true, agreed: r.plans, lines: r.lines, notes: r.notes, keep: r.keep}
	title, yes, body := r.keepQuestion(m.planBody(r.plans))
	if r.agreed != nil {
		m.hideRotation()
		body = append([]theme.Line{theme.Words(theme.Warn, "Something changed since you were asked. This is the plan now."), nil}, body...)
	}
	session := r.session
	r.running, r.session = false, nil
	if m.toast.text == planning {
		m.toast = toast{} // it is over
	}
	m.openLate(r.op, ask(title, theme.Accent, body, "Cancel", yes, func(m *Model) tea.Cmd { return m.rotateAgreed(again) }))
	return func() tea.Msg { session.Close(); return nil }
}

// rotateAgreed rotates as planned, and shows how it goes.
func (m *Model) rotateAgreed(r rotation) tea.Cmd {
	if why := m.noRotationNow(); why != "" {
		m.say(theme.Warn, why)
		return nil
	}
	m.open(&rotationDialog{})
	return m.beginRotation(r)
}

// hideRotation closes the steps of a rotation that asks again.
func (m *Model) hideRotation() {
	m.dialogs = slices.DeleteFunc(m.dialogs, func(d dialog) bool { _, ok := d.(*rotationDialog); return ok })
}

// samePlan reports whether two plans replace the same token in the same places.
func samePlan(a, b rotate.Plan) bool {
	same := func(a, b rotate.Target) bool { return a.ID == b.ID && a.Path == b.Path }
	return a.Old.Fingerprint == b.Old.Fingerprint && slices.EqualFunc(a.Targets, b.Targets, same) &&
		slices.EqualFunc(a.Kept, b.Kept, same) && slices.Equal(a.Elsewhere, b.Elsewhere)
}

// planBody is every file that a rotation will write, and where the old token stands besides.
func (m *Model) planBody(plans []rotate.Plan) []theme.Line {
	body := []theme.Line{theme.Words(theme.Plain, "A new token is made, proven by a live call, and written into:"), nil}
	var elsewhere []string
	var kept []rotate.Target
	if len(plans) > 1 {
		body[0] = theme.Words(theme.Plain, "For each of these a new token is made, proven by a live call, and written into the files under it:")
	}
	for _, p := range plans {
		if len(plans) > 1 {
			body = append(body, m.planLines(p)...)
		} else {
			for _, t := range p.Targets {
				body = append(body, theme.Line{{Text: "  "}, {Text: text.Clean(m.targetWords(t.ID)), Tone: theme.Strong}})
			}
		}
		elsewhere = append(elsewhere, p.Elsewhere...)
		kept = append(kept, p.Kept...)
	}
	for _, t := range kept {
		body = append(body, nil, theme.Words(theme.Warn, text.Clean(m.targetWords(t.ID)+" is left as it is: it cannot be written.")))
		body = append(body, foreign(theme.Dim, m.homely(t.Refused.Error()))...)
	}
	if len(elsewhere) > 0 {
		body = append(body, nil, theme.Words(theme.Warn, "The old one also stands in "+text.Clean(m.homely(strings.Join(elsewhere, ", ")))+"."))
	}
	body = append(body, m.unplanned(plans)...)
	return append(body, nil,
		theme.Words(theme.Dim, "If a step fails, every file is as it was and the new token is revoked."),
		theme.Words(theme.Dim, "The old token is left to expire where its readers may still use it."))
}

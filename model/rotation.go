package model

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/ui"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Rotating is what was begun: plans that were checked, and what their steps work with. Close gives the lock back.
type Rotating interface {
	Plans() []rotate.Plan
	Deps() rotate.Deps
	Notes() []string
	Close()
}

// rotation is the rotation under way, or the last one. It goes on whatever dialog is open.
type rotation struct {
	op      int
	ctx     context.Context
	session Rotating
	plans   []rotate.Plan // still to come
	now     rotate.Rotation
	lines   []theme.Line // what was done, for reading
	giveUp  bool
	running bool
}

type rotationBegunMsg struct {
	op      int
	session Rotating
	err     error
}

type rotationSteppedMsg struct {
	op   int
	step string
	now  rotate.Rotation
}

// rotatable is the targets that `r` means: those that hold the selected token, or the selected secret's.
func (m *Model) rotatable() []string {
	if it, ok := m.files.current(); ok && m.focus == ui.FilesPanel && it.secret >= 0 {
		return []string{m.judged.report.Files[it.file].Secrets[it.secret].Target}
	}
	t, ok := m.tokens.current()
	if !ok {
		return nil
	}
	return m.judged.usedBy[t.ID]
}

func (m *Model) noRotation() string {
	switch {
	case m.opts.DryRun:
		return "Look with bricktop rotate --dry-run."
	case m.opts.Rotate == nil:
		return "There is nothing here that rotates."
	case m.conn.ws == nil:
		return m.signedOut()
	case m.rotation.running:
		return "A rotation is under way."
	case len(m.rotatable()) == 0:
		return "No file on this machine is known to hold this token: there is nothing to write a new one into."
	}
	return ""
}

func (m *Model) openRotate() tea.Cmd {
	targets := m.rotatable()
	body := []theme.Line{theme.Words(theme.Plain, "A new token is made, proven by a live call, and written into:"), nil}
	for _, t := range targets {
		body = append(body, theme.Line{{Text: "  "}, {Text: text.Clean(m.targetWords(t)), Tone: theme.Strong}})
	}
	body = append(body, nil,
		theme.Words(theme.Dim, "If a step fails, every file is as it was and the new token is revoked."),
		theme.Words(theme.Dim, "The old token is left to expire where its readers may still use it."))
	m.open(ask("Rotate now?", theme.Accent, body, "Cancel", "Rotate", func(m *Model) tea.Cmd { return m.beginRotation(targets) }))
	return nil
}

func (m *Model) beginRotation(targets []string) tea.Cmd {
	ctx, op := m.ops.begin("a token is being rotated")
	m.rotation = rotation{op: op, ctx: ctx, running: true}
	m.open(&rotationDialog{})
	begin, profile := m.opts.Rotate, m.machine.profile
	return func() tea.Msg {
		session, err := begin(ctx, profile, targets)
		return rotationBegunMsg{op: op, session: session, err: err}
	}
}

func (m *Model) onRotationBegun(msg rotationBegunMsg) tea.Cmd {
	r := &m.rotation
	if msg.err != nil {
		r.lines = append(r.lines, foreign(theme.Bad, msg.err.Error())...)
		m.keep(theme.Bad, msg.err.Error())
		return m.endRotation()
	}
	r.session, r.plans = msg.session, msg.session.Plans()
	for _, note := range r.session.Notes() {
		r.lines = append(r.lines, foreign(theme.Dim, note)...)
	}
	return m.nextPlan()
}

// nextPlan begins the next plan, or ends.
func (m *Model) nextPlan() tea.Cmd {
	r := &m.rotation
	if len(r.plans) == 0 || r.giveUp {
		return m.endRotation()
	}
	r.now, r.plans = rotate.Begin(r.plans[0]), r.plans[1:]
	return m.step()
}

// step takes one step of the rotation. Between two the user may give up.
func (m *Model) step() tea.Cmd {
	r := &m.rotation
	if r.giveUp && !r.now.Back() && !r.now.Done() {
		r.now = r.now.GiveUp(context.Canceled)
	}
	waits := r.now.NotBefore().After(r.session.Deps().Now())
	if r.now.Ended() || waits {
		m.tellOutcome()
		return m.nextPlan()
	}
	op, ctx, now, deps, name := r.op, r.ctx, r.now, r.session.Deps(), fmt.Sprint(r.now.Next())
	return func() tea.Msg { return rotationSteppedMsg{op: op, step: name, now: now.Advance(ctx, deps)} }
}

func (m *Model) onRotationStepped(msg rotationSteppedMsg) tea.Cmd {
	r := &m.rotation
	if msg.op != r.op {
		return nil
	}
	mark := theme.Span{Text: m.term.marks.glyphs.OK + " ", Tone: theme.Good}
	words := msg.step
	if r.now.Back() {
		mark, words = theme.Span{Text: m.term.marks.glyphs.Bullet + " ", Tone: theme.Warn}, "take back: "+msg.step
	} else if msg.now.Back() {
		mark = theme.Span{Text: m.term.marks.glyphs.Expired + " ", Tone: theme.Bad}
	}
	r.lines = append(r.lines, theme.Line{mark, {Text: text.Clean(m.homely(words))}})
	r.now = msg.now
	return tea.Batch(m.step(), m.look())
}

// tellOutcome says what a rotation came to.
func (m *Model) tellOutcome() {
	r := &m.rotation
	tone, sentence := theme.Good, r.now.Outcome()
	if !r.now.Done() {
		tone = theme.Bad
	}
	r.lines = append(r.lines, nil)
	r.lines = append(r.lines, foreign(tone, sentence)...)
	for _, note := range append(r.now.Aftermath(), r.now.State.Notes...) {
		r.lines = append(r.lines, foreign(theme.Plain, note)...)
	}
	m.say(tone, sentence)
}

func (m *Model) endRotation() tea.Cmd {
	r := &m.rotation
	m.ops.end(r.op)
	r.running = false
	session := r.session
	closed := func() tea.Msg {
		if session != nil {
			session.Close()
		}
		return nil
	}
	return tea.Batch(closed, m.look(), m.relist())
}

// rotationDialog shows the steps as they happen. Closing it does not end the rotation.
type rotationDialog struct{ scroll int }

func (d *rotationDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch name := key.String(); {
	case name == "esc" && m.rotation.running:
		m.rotation.giveUp = true
	case name == "esc" || name == "enter" || name == "q":
		m.shut(d)
	default:
		d.scroll = m.scrollWithin(d.draw(m), scrolled(d.scroll, name, 5))
	}
	return nil
}

func (d *rotationDialog) draw(m *Model) *uidialog.Props {
	r := &m.rotation
	p := &uidialog.Props{Title: "Rotation", Tone: theme.Accent, Body: r.lines, Scroll: d.scroll, Hint: "esc closes"}
	if !r.running {
		return p
	}
	p.Hint = "esc gives up after this step, and takes back what was done · enter hides this"
	words := "signing in…"
	if next := r.now.Next(); r.session != nil && next != nil {
		words = fmt.Sprint(next) + "…"
	}
	if r.giveUp {
		p.Hint = "giving up…"
	}
	p.Body = append(append([]theme.Line{}, r.lines...), theme.Line{{Text: m.term.marks.glyphs.Unknown + " ", Tone: theme.Dim}, {Text: text.Clean(words), Tone: theme.Dim}})
	return p
}

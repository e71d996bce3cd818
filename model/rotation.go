package model

import (
	"context"
	"errors"
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
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
	series  series
	now     rotate.Rotation
	lines   []theme.Line // what was done, for reading
	giveUp  bool
	running bool
	ask     bool // the user has to say yes to the plan
	targets []string
	agreed  []rotate.Plan // that the user said yes to
	notes   []string      // of those who began it
	keep    []string      // targets that are kept from now on, once it is begun
	failed  bool          // one of them did, and nobody gave it up
}

type rotationBegunMsg struct {
	op      int
	session Rotating
	err     error
}

type rotationSteppedMsg struct {
	op   int
	step rotate.Step
	now  rotate.Rotation
}

// rotatable is the targets that `r` means: those that hold the marked tokens or the selected one, or in
// the files panel the selected secret's.
func (m *Model) rotatable() []string {
	if it, ok := m.files.current(); ok && m.focus == ui.FilesPanel && it.secret >= 0 {
		return []string{m.judged.report.Files[it.file].Secrets[it.secret].Target}
	}
	return m.writable(m.markedHolders())
}

// writable are the targets that stand in a file of their own: not in an old copy, a log or a variable.
func (m *Model) writable(targets []string) []string {
	var kept []string
	for _, t := range targets {
		for _, f := range m.machine.inv.Files {
			if strings.HasPrefix(t, f.ID+":") && f.CopyOf == "" && f.Path != "" && f.Format != report.NetrcFormat {
				kept = append(kept, t)
			}
		}
	}
	return kept
}

// noRotationNow is why nothing can be rotated, whatever it is.
func (m *Model) noRotationNow() string {
	switch {
	case m.opts.DryRun:
		return "A dry run of the dashboard rotates nothing: bricktop rotate --dry-run shows what would be written."
	case m.opts.Rotate == nil:
		return "There is nothing here that rotates."
	case m.conn.ws == nil:
		return "There is no workspace: bricktop is not signed in."
	case m.rotation.running:
		return "A rotation is under way."
	}
	return ""
}

func (m *Model) noRotation() string {
	if why := m.noRotationNow(); why != "" {
		return why
	}
	return m.noTarget()
}

func (m *Model) noTarget() string {
	if pull := m.pulled(); pull != "" {
		return "Its reader asks for a token by itself, with " + text.Clean(pull) + ". There is nothing to write."
	}
	if len(m.rotatable()) == 0 {
		return "No file on this machine is known to hold this token: there is nothing to write a new one into."
	}
	return ""
}

func (m *Model) noKeeping() string {
	if m.opts.DryRun || m.opts.Rotate == nil {
		return m.noRotationNow()
	}
	return m.noTarget()
}

// nextPlan begins the next plan, or ends.
func (m *Model) nextPlan() tea.Cmd {
	r := &m.rotation
	if len(r.plans) == 0 || r.giveUp {
		return m.endRotation()
	}
	if r.series.many() {
		if len(r.lines) > 0 {
			r.lines = append(r.lines, nil)
		}
		r.lines = append(r.lines, theme.Words(theme.Strong, called(m.oldToken(r.plans[0]))))
	}
	var kept tea.Cmd
	if r.ask {
		kept = m.keepAgreed()
		m.tellBegun(r.plans[0])
	}
	r.now, r.plans = rotate.Begin(r.plans[0]), r.plans[1:]
	return tea.Batch(kept, m.step())
}

// step takes one step of the rotation. Between two the user may give up.
func (m *Model) step() tea.Cmd {
	r := &m.rotation
	if r.giveUp && !r.now.Back() && !r.now.Done() {
		r.now = r.now.GiveUp(context.Canceled)
	}
	waits := r.now.NotBefore().After(r.session.Deps().Now())
	if r.now.Ended() || waits {
		told := m.tellOutcome()
		m.tellRotation(r.now.Err())
		return tea.Batch(told, m.nextPlan())
	}
	op, ctx, now, deps, next := r.op, r.ctx, r.now, r.session.Deps(), r.now.Next()
	return func() tea.Msg { return rotationSteppedMsg{op: op, step: next, now: now.Advance(ctx, deps)} }
}

func (m *Model) onRotationStepped(msg rotationSteppedMsg) tea.Cmd {
	r := &m.rotation
	if msg.op != r.op {
		return nil
	}
	if line, ok := m.stepped(msg.step, r.now, msg.now); ok {
		r.lines = append(r.lines, line)
	}
	r.now = msg.now
	m.tokens.bequeath(r.now)
	return tea.Batch(m.step(), m.look())
}

// tellOutcome says what a rotation came to.
func (m *Model) tellOutcome() tea.Cmd {
	r := &m.rotation
	tone, sentence := theme.Good, r.now.Outcome()
	if !r.now.Done() {
		tone = theme.Bad
		if errors.Is(r.now.Err(), context.Canceled) {
			tone = theme.Warn
		}
	}
	r.lines = append(r.lines, nil)
	r.lines = append(r.lines, foreign(tone, sentence)...)
	for _, note := range append(r.now.Aftermath(), r.now.State.Notes...) {
		if note != context.Canceled.Error() { // "given up" says it
			r.lines = append(r.lines, foreign(theme.Plain, m.homely(note))...)
		}
	}
	if r.now.Done() || !m.tellsTries() {
		m.did(sentence)
		_, shown := m.top().(*rotationDialog)
		m.tell(shown, tone, sentence)
	}
	r.failed = r.failed || tone == theme.Bad
	r.ended(m)
	return m.noteReaders(r.now.State)
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
//
// The newest step is in view until somebody scrolls.
type rotationDialog struct {
	scroll   int
	scrolled bool
}

func (d *rotationDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch name := key.String(); {
	case name == "esc" && m.rotation.running:
		m.rotation.giveUp = true
	case name == "c" && !m.rotation.running && m.restartHint() != "":
		return m.openRestart()
	case name == "esc" || name == "enter" || name == "q":
		m.shut(d)
	default:
		p := d.draw(m)
		d.scroll, d.scrolled = m.scrollWithin(p, scrolled(m.scrollWithin(p, p.Scroll), name, 5)), true
	}
	return nil
}

func (d *rotationDialog) draw(m *Model) *uidialog.Props {
	r := &m.rotation
	p := &uidialog.Props{Title: "Rotation", Tone: theme.Accent, Body: r.lines, Scroll: d.scroll, Hint: OnlyCloses}
	if !d.scrolled {
		p.Scroll = math.MaxInt32
	}
	if r.running {
		d.underway(m, p)
	} else if hint := m.restartHint(); hint != "" {
		p.Hint = hint + " · " + p.Hint
	}
	if r.series.many() {
		r.drawSeries(m, p)
	}
	return p
}

// underway adds the step that is being taken.
func (d *rotationDialog) underway(m *Model, p *uidialog.Props) {
	r := &m.rotation
	p.Hint = "esc gives up after this step, and takes back what was done · enter hides this"
	words := "signing in…"
	if next := r.now.Next(); r.session != nil && next != nil {
		words = "one moment…"
		if said, loud := m.stepWords(next); loud {
			words = said + "…"
		}
	}
	if r.giveUp {
		p.Hint = "giving up…"
	}
	p.Body = append(append([]theme.Line{}, r.lines...), theme.Line{{Text: m.term.marks.glyphs.Unknown + " ", Tone: theme.Dim}, {Text: words, Tone: theme.Dim}})
}

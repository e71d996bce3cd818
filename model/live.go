package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/ui/theme"
)

// focusEvery is how often at most a regained focus asks the workspace: whoever changes windows to and fro does
// not want a request each time.
const focusEvery = 10 * time.Second

// idleEvery is how often labels and files are looked at while nobody looks at the screen.
const idleEvery = 30 * time.Second

// flickerless is how long something has to take before the screen says that it is under way.
const flickerless = 200 * time.Millisecond

// attention is whether somebody looks at the screen, as far as the terminal tells.
type attention struct {
	away  bool
	asked time.Time // when a regained focus last asked the workspace
}

// onFocus takes up again what nobody looked at meanwhile.
func (m *Model) onFocus() tea.Cmd {
	m.term.attention.away = false
	since := m.now.Sub(m.term.attention.asked)
	if since >= 0 && since < focusEvery || hopeless(m.conn.err) {
		return m.look()
	}
	m.term.attention.asked = m.now
	return tea.Batch(m.look(), m.refresh())
}

// onBlur hides what only the user may see.
func (m *Model) onBlur() {
	m.term.attention.away = true
	for _, d := range m.dialogs {
		if v, ok := d.(*createdDialog); ok {
			v.hide()
		}
	}
}

// paced is a wait for something to look at: a longer one while nobody looks.
func (m *Model) paced(wait time.Duration) time.Duration {
	if m.term.attention.away {
		return max(wait, idleEvery)
	}
	return wait
}

// progress is how far the work goes that has several steps, for the terminal to show beside its title. Nil: there is
// none.
func (m *Model) progress() *tea.ProgressBar {
	if m.ended.quitting {
		return nil
	}
	for _, d := range m.dialogs {
		if many, ok := d.(*manyDialog); ok && !many.ended {
			return share(many.at, len(many.rows))
		}
	}
	r := &m.rotation
	switch {
	case !r.running:
		return nil
	case r.session == nil && !m.opts.Settings.ReducedMotion: // a bar that goes to and fro moves
		return tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	bar := share(r.now.Progress())
	if r.now.Back() {
		bar.State = tea.ProgressBarWarning
	}
	return bar
}

func share(done, of int) *tea.ProgressBar {
	if of <= 0 {
		of = 1
	}
	return tea.NewProgressBar(tea.ProgressBarDefault, min(max(done*100/of, 0), 100))
}

// status tells a terminal that asks what we do: it may show, among many, which program waits for its user.
func (m *Model) status() *tea.ProgramStatus {
	if m.ended.quitting {
		return nil
	}
	if _, ok := m.top().(*confirm); ok {
		return &tea.ProgramStatus{State: tea.ProgramStateBlocked, Kind: tea.ProgramStatusKindQuestion}
	}
	if m.ops.busy() != "" {
		return &tea.ProgramStatus{State: tea.ProgramStateWorking}
	}
	if m.failed() {
		return &tea.ProgramStatus{State: tea.ProgramStateError}
	}
	return nil
}

// failing is a dialog that may tell of a failure.
type failing interface{ failed(*Model) bool }

// failed reports whether the screen tells of a failure.
func (m *Model) failed() bool {
	if d, ok := m.top().(failing); ok && d.failed(m) {
		return true
	}
	return m.toast.tone == theme.Bad && m.now.Before(m.toast.ends)
}

func (d *rotationDialog) failed(m *Model) bool { return !m.rotation.running && m.rotation.failed }

func (d *createDialog) failed(*Model) bool { return d.refusal != "" && d.sending == 0 }

func (d *manyDialog) failed(*Model) bool { return d.ended && d.count(failed) > 0 }

// slow reports whether what began then has taken long enough to be told: a fast answer makes nothing flicker.
func (m *Model) slow(since time.Time) bool {
	took := m.now.Sub(since)
	return !since.IsZero() && (took >= flickerless || took < 0)
}

// waitedMsg is for what is told only when it takes long.
type waitedMsg struct{}

// waited draws again when something that begins now has become slow.
func (m *Model) waited() tea.Cmd { return m.opts.After(flickerless, waitedMsg{}) }

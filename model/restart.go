package model

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Router is the claude-code-router of this machine, which may run.
type Router interface {
	// NeedsRestart reports whether what a rotation said of a reader means that it holds the old token until it is
	// restarted.
	NeedsRestart(sentence string) bool
	// Program is what Restart runs; the error is a sentence: why nothing can be run.
	Program() (string, error)
	// Restart runs that program, and waits until it ends.
	Restart(ctx context.Context, program string) error
}

// outdated is a claude-code-router that runs and holds an old token.
type outdated struct {
	holds      map[string]bool // the targets whose old token it holds
	restarting bool
	program    string // that restarts it
	why        string // there is none
}

// routerMsg is what a command told of it.
type routerMsg interface{ told(*Model) tea.Cmd }

// routerFoundMsg is what can restart it.
type routerFoundMsg struct {
	program string
	err     error
}

type routerRestartedMsg struct {
	op  int
	err error
}

// noteReaders sees what a rotation said of the readers of its targets, and names the key that helps.
func (m *Model) noteReaders(s rotate.State) tea.Cmd {
	router, old := m.opts.Router, &m.machine.router
	if router == nil {
		return nil
	}
	for _, t := range s.Targets {
		switch reader := s.Readers[t.ID]; {
		case router.NeedsRestart(reader.Sentence):
			if old.holds == nil {
				old.holds = make(map[string]bool)
			}
			old.holds[t.ID] = true
		case reader.LetGo:
			delete(old.holds, t.ID) // of all readers only claude-code-router tells that it has
		}
	}
	if len(old.holds) == 0 {
		return nil
	}
	return func() tea.Msg {
		program, err := router.Program()
		return routerFoundMsg{program: program, err: err}
	}
}

func (msg routerFoundMsg) told(m *Model) tea.Cmd {
	old := &m.machine.router
	old.program, old.why = msg.program, ""
	if msg.err != nil {
		old.why = msg.err.Error()
	}
	if hint := m.restartHint(); hint != "" {
		m.say(theme.Warn, "claude-code-router still holds the old token until `ccr restart`: "+hint+".")
	}
	return nil
}

// noRestart is why claude-code-router is not restarted.
func (m *Model) noRestart() string {
	switch {
	case m.opts.Router == nil || m.opts.DryRun || len(m.machine.router.holds) == 0:
		return "No rotation left a claude-code-router that runs with an old token."
	case m.machine.router.restarting:
		return "claude-code-router is being restarted."
	case m.machine.router.program == "" && m.machine.router.why == "":
		return "What restarts claude-code-router is being looked for."
	}
	return m.machine.router.why
}

// restartHint is the key that restarts it, where that would help.
func (m *Model) restartHint() string {
	if m.noRestart() != "" || m.opts.ReadOnly {
		return ""
	}
	return "c restarts claude-code-router, after asking"
}

// openRestart asks before it starts another program, which cuts requests off.
func (m *Model) openRestart() tea.Cmd {
	m.open(ask("Restart claude-code-router?", theme.Warn, []theme.Line{
		theme.Words(theme.Plain, "It runs with the old token, which its file no longer holds. This is run:"),
		nil,
		{{Text: "  " + text.Clean(m.homely(m.machine.router.program)) + " restart", Tone: theme.Strong}},
		nil,
		theme.Words(theme.Warn, "Requests that run are lost: it is away for about 5 s, and when that was measured 10 to 18 of 160 requests failed."),
		theme.Words(theme.Dim, "Without it the old token goes on to be used until it expires."),
	}, "Cancel", "Restart", (*Model).restart))
	return nil
}

func (m *Model) restart() tea.Cmd {
	if why := m.noRestart(); why != "" {
		m.say(theme.Warn, why)
		return nil
	}
	ctx, op := m.ops.beginLong("claude-code-router is being restarted")
	m.machine.router.restarting = true
	m.say(theme.Dim, "Restarting claude-code-router…")
	router, program := m.opts.Router, m.machine.router.program
	ctx = context.WithoutCancel(ctx) // it has a bound of its own, and cut off half way none would run
	return func() tea.Msg { return routerRestartedMsg{op: op, err: router.Restart(ctx, program)} }
}

func (msg routerRestartedMsg) told(m *Model) tea.Cmd {
	m.ops.end(msg.op)
	m.machine.router.restarting = false
	if msg.err != nil {
		m.say(theme.Bad, msg.err.Error())
		return nil
	}
	m.machine.router.holds = nil
	m.say(theme.Good, "`ccr restart` has ended without an error. claude-code-router reads the new token as it starts.")
	return nil
}

// Package model is the Bubble Tea model of bricktop: Init, Update and View, every message and every command.
//
// One file is one use case, with its message, its command and its handler side by side. Update only routes,
// in this order: facts about the terminal, replies to our own commands, the top dialog, the filter while it
// takes text, the action table. View is a function of the state: its time is that of the last message.
package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/settings"
	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/theme"
)

// Workspace is a signed-in workspace. Every call returns within seconds, whatever the network does, and its
// errors are sentences ([session.Error]).
type Workspace interface {
	Context(context.Context) (session.Context, error)
	Tokens(context.Context) ([]token.Token, error)
	Create(context.Context, token.Spec) (session.Created, error)
	Revoke(context.Context, token.ID) error
}

// Files is this machine: what its environment and its credential files hold.
type Files interface {
	// Look reads everything again. An empty profile means what flags and environment say.
	Look(ctx context.Context, profile string) report.Inventory
	// Slots are the places that a token of the workspace at a host can be written to.
	Slots(ctx context.Context, profile, host string) []report.Slot
	PlanWrite(context.Context, report.Slot, secret.Secret) (report.Change, error)
	PlanMend(context.Context, report.Mend) (report.Change, error)
	// PlanPull has a target's reader ask bricktop for its token, in place of holding one.
	PlanPull(ctx context.Context, profile, host, target string) (report.Change, error)
	// Apply makes a planned change, Undo takes it back unless the file changed since. Returning are the secrets
	// that Undo would bring back, Taken those of a change that is not made yet.
	Apply(context.Context, report.Change) (report.Done, error)
	Undo(context.Context, report.Done) error
	Returning(context.Context, report.Done) []report.Held
	Taken(context.Context, report.Change) []report.Held
}

// Options is what main hands in.
type Options struct {
	Files   Files
	Connect func(session.Login) (Workspace, error)                      // no network
	Try     func(context.Context, session.Login) (session.State, error) // one live call
	// Rotate begins a rotation: it signs in by a profile, takes the lock that keeps other bricktops away, finishes
	// what a crash left behind, and plans. With an error, a sentence, nothing was begun. Nil: nothing is rotated.
	Rotate func(ctx context.Context, profile string, targets []string) (Rotating, error)
	// Recover finishes what a crash left of a rotation, and tells it in sentences. Nil: there is nothing to finish.
	Recover func(ctx context.Context, profile string) ([]string, error)
	Home    Home   // nil: this is the only bricktop, and it forgets what it kept
	Router  Router // nil: none is restarted
	Now     func() time.Time
	// After gives a message after a time; nil: tea.Tick. Tests put a virtual clock here.
	After func(time.Duration, tea.Msg) tea.Cmd

	// Elapsed is the time since any fixed moment, by a clock that nobody sets; nil: by Now.
	Elapsed func() time.Duration
	// Chance returns numbers from 0 up to but not including 1; nil: always the same one.
	Chance func() float64

	Location *time.Location // of the times shown; nil: UTC
	Profile  string         // the profile to start with, empty: as flags and environment say
	Version  string
	ReadOnly bool
	DryRun   bool // what is changed stays in memory, and the workspace is left alone
	Demo     bool
	Theme    theme.Options
	Settings settings.Settings
}

// Model is the state of the dashboard.
type Model struct {
	opts  Options
	term  terminal
	now   time.Time // of the last message: what View shows
	wakes wakes

	focus   ui.Panel
	machine machine
	conn    connection
	tokens  tokens
	stored  stored
	files   files
	judged  judged
	ops     operations
	dialogs []dialog // the last one is on top
	said
	scroll int // first line of the workspace panel
	ended  ending

	commands
	made     made
	rotation rotation
	keep     keeping
}

// New makes the dashboard. It reads nothing before Init.
func New(o Options) *Model {
	if o.After == nil {
		o.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		}
	}
	if o.Elapsed == nil {
		start := o.Now()
		o.Elapsed = func() time.Duration { return o.Now().Sub(start) }
	}
	if o.Chance == nil {
		o.Chance = func() float64 { return 0.5 }
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	o.Settings = o.Settings.Complete()
	m := &Model{opts: o, focus: ui.TokensPanel, now: o.Now().Round(0)}
	m.actions = rebound(actions(), o.Settings.Keys)
	m.keep.schedule = rotate.NewSchedule(o.Chance)
	m.machine.profile = o.Profile
	m.tokens.forget()
	m.stored.forget()
	m.setTheme(o.Theme)
	m.tellIgnored()
	return m
}

// Init looks at this machine and asks the terminal for its background. The first frame waits for neither.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.look(), m.visitHome(), m.wake(), tea.RequestBackgroundColor)
}

// ending is how the dashboard ended.
type ending struct {
	quitting bool
	demo     bool
}

// WantsDemo reports that the user left the first screen for the demo.
func (m *Model) WantsDemo() bool { return m.ended.demo }

// quit ends the program now; requests in flight are given up, not waited for.
func (m *Model) quit() tea.Cmd {
	m.ended.quitting = true
	m.ops.cancelAll()
	m.dialogs = nil
	return tea.Quit
}

// Package program runs a Bubble Tea model on a terminal, and leaves the terminal as it was whatever happens.
package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
)

// framesPerSecond is how often a frame may be drawn: a delay of 33 ms is seen by nobody, and twice as many
// would double the cost of an idle program.
const framesPerSecond = 30

// Options are a model and the terminal that it runs on.
type Options struct {
	Model  tea.Model
	Input  io.Reader
	Output io.Writer
	Plain  bool         // the model prints by itself: nothing is drawn, and the terminal is left as it is
	Log    *slog.Logger // gets what anybody writes to stderr meanwhile, redacted
	Trace  bool         // log every message: its type, and no more
	// Feed hands in messages from outside until ctx ends; nil: none.
	Feed func(ctx context.Context, send func(tea.Msg))
}

// Run runs the model until it ends by itself or ctx does. The error is a sentence, and holds no secret.
func Run(ctx context.Context, o Options) error {
	g := &guard{model: Steady(o.Model), trace: o.tracer()}
	// Its own signal handler knows no SIGHUP: the browser tab that held the terminal is gone.
	options := []tea.ProgramOption{tea.WithInput(o.Input), tea.WithOutput(o.Output), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler()}
	if o.Plain {
		options = append(options, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutRenderer())
	}
	program := tea.NewProgram(g, options...)
	g.quit = program.Quit
	defer context.AfterFunc(ctx, program.Quit)()
	if o.Feed != nil {
		feeding, stop := context.WithCancel(ctx)
		defer stop()
		go o.Feed(feeding, program.Send)
	}
	release := holdStderr()
	_, err := program.Run()
	said := secret.Redact(release())
	if said != "" {
		o.Log.Error("written to stderr", "text", said)
	}
	broken := secret.Redact(g.broken())
	if broken == "" && errors.Is(err, tea.ErrProgramPanic) {
		broken = said
	}
	switch {
	case broken != "":
		o.Log.Error("panic", "text", broken)
		return fmt.Errorf("bricktop broke, which is a mistake of its own. Nothing that was under way is known to be done.\n\n%s", broken)
	case err != nil && ctx.Err() == nil:
		return fmt.Errorf("The dashboard ended: %w", err)
	default:
		return nil
	}
}

// tracer logs messages by their types alone: keys may be those of a secret, and others hold one.
func (o Options) tracer() func(tea.Msg) {
	if !o.Trace {
		return func(tea.Msg) {}
	}
	return func(msg tea.Msg) {
		if size, ok := msg.(tea.WindowSizeMsg); ok {
			o.Log.Info("message", "type", "tea.WindowSizeMsg", "width", size.Width, "height", size.Height)
			return
		}
		o.Log.Info("message", "type", fmt.Sprintf("%T", msg))
	}
}

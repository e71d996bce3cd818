// Package headless is bricktop's commands without a screen, as functions that return an exit code.
package headless

import (
	"context"
	"fmt"
	"io"
	"time"

	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/model/token"
)

// The exit codes of every command.
const (
	Well           = 0
	NeedsAttention = 1 // something was found
	CouldNotTell   = 2 // no sign-in, no answer, or wrong usage
)

// Workspace is a signed-in workspace. Every call ends within seconds, whatever the network does, and its
// errors are sentences.
type Workspace interface {
	Context(context.Context) (session.Context, error)
	Tokens(context.Context) ([]token.Token, error)
}

// Files is this machine: what its environment and its credential files hold.
type Files interface {
	// Look reads everything. An empty profile means what flags and environment say.
	Look(ctx context.Context, profile string) report.Inventory
}

// Deps is everything that a command works with.
type Deps struct {
	Files   Files
	Connect func(session.Login) (Workspace, error)                      // no network
	Try     func(context.Context, session.Login) (session.State, error) // one live call
	Now     func() time.Time

	Thresholds token.Thresholds // none: the default ones
}

// Format is a form of output.
type Format string

// The formats of status.
const (
	Text Format = "text"
	JSON Format = "json"
)

// ParseFormat reads -o. The error is a sentence.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case Text, JSON:
		return f, nil
	default:
		return "", fmt.Errorf("%q is no output format: use text or json.", s)
	}
}

// Status takes one look at everything and prints it. It returns Well, NeedsAttention or CouldNotTell; the
// last also when printing fails.
func Status(ctx context.Context, d Deps, w io.Writer, format Format) int {
	facts := gather(ctx, d)
	judged := report.Judge(facts)
	write := writeText
	if format == JSON {
		write = writeJSON
	}
	if err := write(w, judged); err != nil {
		return CouldNotTell
	}
	switch {
	case judged.Workspace.Error != "":
		return CouldNotTell
	case judged.NeedsAttention:
		return NeedsAttention
	default:
		return Well
	}
}

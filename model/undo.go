package model

import (
	"context"
	"fmt"
	"slices"

	"bricktop/model/report"
	"bricktop/model/session"
)

// undoing puts a file back, unless that would bring back a token which no longer works. That the list knows of its end is
// enough; that it works is no news, so one live call at the host beside it tells. What nobody can tell is put back.
func (m *Model) undoing(done *report.Done) func(context.Context) error {
	files, try, facts := m.opts.Files, m.opts.Try, m.facts()
	facts.Tokens, facts.Tried = slices.Clone(facts.Tokens), nil // what was tried was before
	if m.opts.DryRun {
		return func(ctx context.Context) error { return files.Undo(ctx, *done) }
	}
	return func(ctx context.Context) error {
		for _, held := range files.Returning(ctx, *done) {
			state, login, ok := report.StateOf(facts, held)
			if ok && (state == session.NotTried || state == session.Works || state == session.Undecided) {
				state, _ = try(ctx, login) // without an answer it is Undecided
			}
			if why := over(state); why != "" {
				return fmt.Errorf("%s stays as it is: %s in it would be %s again, which %s.", done.Path, held.Where, held.Value.Mask(), why)
			}
		}
		return files.Undo(ctx, *done)
	}
}

// over is in which way a secret is known to work no more, or empty.
func over(s session.State) string {
	return map[session.State]string{session.Revoked: "is revoked", session.Expired: "has expired"}[s]
}

// planned says of a change whether it can be taken back once it is made.
func (m *Model) planned(w worked) planned {
	p := planned{Change: w.Change}
	if !w.CanUndo {
		p.final = "This cannot be undone."
	}
	if m.opts.DryRun { // in which it only goes off the list
		return p
	}
	facts := m.facts()
	for _, held := range w.taken {
		state, _, _ := report.StateOf(facts, held)
		if why := over(state); why != "" {
			p.final = fmt.Sprintf("This cannot be undone: it takes out %s, which %s.", held.Value.Mask(), why)
		}
	}
	return p
}

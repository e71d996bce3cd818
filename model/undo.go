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
	facts.Tokens = slices.Clone(facts.Tokens)
	return func(ctx context.Context) error {
		for _, held := range files.Returning(ctx, *done) {
			state, login, ok := report.Returning(facts, held)
			if ok && (state == session.NotTried || state == session.Works || state == session.Undecided) {
				state, _ = try(ctx, login) // without an answer it is Undecided
			}
			why := map[session.State]string{session.Revoked: "is revoked", session.Expired: "has expired"}[state]
			if why != "" {
				return fmt.Errorf("%s stays as it is: %s in it would be %s again, which %s.", done.Path, held.Where, held.Value.Mask(), why)
			}
		}
		return files.Undo(ctx, *done)
	}
}

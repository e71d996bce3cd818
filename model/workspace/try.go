package workspace

import (
	"context"

	"bricktop/model/session"
)

// Try finds out whether a stored secret works, by using it once at the login's host: a token asks who it
// is, a client secret signs in. The state is Works, Expired, Revoked or Undecided. The error, a
// *session.Error, says why the state is Undecided, and is nil otherwise.
//
// A workspace gives the same answer to a token that was revoked, that ended long ago, or that belongs to
// another workspace; all three are Revoked here.
func Try(ctx context.Context, login session.Login, opts Options) (session.State, error) {
	c, err := Connect(login, opts)
	if err != nil {
		return session.Undecided, err
	}
	if opts.Transport == nil {
		defer c.Close()
	}
	state, err := bounded(ctx, c, opTry, func(ctx context.Context) (session.State, error) {
		err := c.signer.signIn(ctx)
		if err == nil && login.AuthType == session.PAT {
			_, err = c.identify(ctx)
		}
		if err == nil {
			return session.Works, nil
		}
		if known := c.teller.judge(err).state; known != "" {
			return known, nil
		}
		return session.Undecided, err
	})
	if err != nil {
		return session.Undecided, err
	}
	return state, nil
}

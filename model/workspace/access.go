package workspace

import (
	"context"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
)

// AccessToken signs in and gives the OAuth access token, with the time at which it ends: zero where the host
// does not say. For a login by token it is that token. Errors are *session.Error.
func (c *Client) AccessToken(ctx context.Context) (secret.Secret, time.Time, error) {
	if c.login.AuthType == session.PAT {
		return c.login.Token, time.Time{}, nil
	}
	type access struct {
		value secret.Secret
		ends  time.Time
	}
	a, err := bounded(ctx, c, opSignIn, func(ctx context.Context) (access, error) {
		if err := c.signer.signIn(ctx); err != nil {
			return access{}, err
		}
		return access{c.signer.current(), c.signer.ends()}, nil
	})
	return a.value, a.ends, err
}

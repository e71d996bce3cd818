package headless

import (
	"cmp"
	"context"
	"strings"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Issuer is a workspace as rotations see it. It is a rotate.Issuer.
type Issuer struct {
	Minter
	Try   func(context.Context, session.Login) (session.State, error)
	Login session.Login
}

// Verify signs in with a token, at the host where it was made.
func (i Issuer) Verify(ctx context.Context, value secret.Secret) error {
	state, err := i.Try(ctx, session.Login{
		Host: i.Login.Host, WorkspaceID: i.Login.WorkspaceID, AuthType: session.PAT, Token: value,
	})
	switch {
	case err != nil:
		return err
	case state == session.Works:
		return nil
	}
	// Only what is known to be over counts as dead: the file may hold the one copy of a token of another workspace.
	fault := session.Other
	if state == session.Revoked || state == session.Expired {
		fault = session.Unauthorized
	}
	return &session.Error{Fault: fault, Op: "try a credential", Host: i.Login.Host,
		Sentence: i.Login.Host + " does not accept the token (" + cmp.Or(string(state), "unknown") + ")."}
}

// dryIssuer asks the workspace questions and changes nothing there.
type dryIssuer struct {
	Issuer
	kept string // what the last step would have done
}

// invented is the value of a token that nobody made.
var invented = secret.New("dapi" + strings.Repeat("0", 32))

// Create invents a token.
func (d *dryIssuer) Create(context.Context, token.Spec) (session.Created, error) {
	d.kept = "would"
	return session.Created{ID: invented.TokenID(), Value: invented}, nil
}

// Verify is left out: nobody accepts an invented token.
func (d *dryIssuer) Verify(context.Context, secret.Secret) error {
	d.kept = "not done"
	return nil
}

// Revoke is left out.
func (d *dryIssuer) Revoke(context.Context, token.ID) error {
	d.kept = "would"
	return nil
}

package headless

import (
	"context"

	"bricktop/creds/secret"
	"bricktop/model/rotate"
	"bricktop/model/token"
	"bricktop/ui/text"
)

// renew rotates a token that ends, unless another call did while this one waited for the lock.
func (g *giver) renew(ctx context.Context) (secret.Secret, error) {
	release, locked := g.Journal.Lock(ctx)
	if locked == nil {
		defer release()
	}
	v, err := g.choose(ctx)
	switch {
	case err != nil:
		return secret.Secret{}, err
	case v == nil || v.own:
		return secret.Secret{}, short("The token that was to be rotated is gone: another program took it out of its file. Try again.")
	case v.good():
		return v.Held, nil
	case locked != nil:
		return secret.Secret{}, &shortage{locked}
	}
	d := g.RotateDeps
	d.Journal = lockedJournal{d.Journal}
	begun, err := Begin(ctx, d, d.Profile, []string{v.ID})
	if err != nil {
		return secret.Secret{}, asShortage(err)
	}
	defer begun.Close()
	for _, p := range begun.Plans() {
		return g.play(ctx, p, begun.Deps())
	}
	return secret.Secret{}, short("There is nothing to rotate.")
}

// play rotates a token and gives the new one.
func (g *giver) play(ctx context.Context, p rotate.Plan, d rotate.Deps) (secret.Secret, error) {
	if p.Spec.Lifetime < promised {
		return secret.Secret{}, short("The tokens of %s live for %s, and this command promises five minutes. Rotate it to one that lives longer.",
			p.Targets[0].ID, text.Countdown(p.Spec.Lifetime))
	}
	r := rotate.Begin(p)
	for !r.Ended() {
		if r.NotBefore().After(d.Now()) {
			break // the next rotation revokes the old token
		}
		r = r.Advance(ctx, d)
	}
	if !r.Done() {
		return secret.Secret{}, short("%s could not be rotated. %s", p.Targets[0].ID, r.Outcome())
	}
	skew := d.Now().Sub(g.Now())
	// Before the lock is free, so that whoever waits for it finds the new token known.
	g.remember(context.WithoutCancel(ctx), notes{r.State.Value.Fingerprint(): g.note(r.State.NewID, token.ExpiresAt(r.State.Expires), skew)})
	return r.State.Value, nil
}

// lockedJournal is a journal whose lock is held already.
type lockedJournal struct{ Journal }

// Lock has nothing to do.
func (lockedJournal) Lock(context.Context) (func(), error) { return func() {}, nil }

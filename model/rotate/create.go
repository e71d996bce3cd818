package rotate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// create makes the new token.
type create struct{}

func (create) String() string { return "create a token" }

func (create) Next(ctx context.Context, s State, d Deps) (State, error) {
	made, err := d.Issuer.Create(ctx, s.Spec)
	if err != nil {
		s.Lost = mayExist(err)
		return s, err
	}
	s.NewID, s.Value = token.ID(made.ID), made.Value
	s.Expires = d.Now().Add(s.Spec.Lifetime).UTC()
	return s, nil
}

// mayExist reports whether a create that failed may have made a token all the same.
func mayExist(err error) bool {
	switch session.FaultOf(err) {
	case session.Unauthorized, session.Forbidden, session.Quota, session.Limited, session.Refused, session.Rejected,
		session.Unreachable, session.NotFound:
		return false // the workspace said no, or the request never left
	default:
		return true
	}
}

func (create) Undo(ctx context.Context, s State, d Deps) (State, error) {
	if s.NewID == "" && s.Value.IsZero() && !s.Lost {
		return s, nil
	}
	found, err := scrap(ctx, s, d)
	if err == nil && s.Lost && !found {
		s.Unsure = true
		s.Notes = append(slices.Clip(s.Notes), "The workspace lists no token of this rotation. Lists may be late: the next start looks again.")
	}
	return s, err
}

// scrap revokes every token of this rotation, unless a file holds it. found reports whether there was any.
func scrap(ctx context.Context, s State, d Deps) (found bool, err error) {
	holder := ""
	if !s.unwritten {
		holder, err = holderOf(ctx, d, func(v secret.Secret) bool { return s.entry(s.Phase).New.is(v) })
	}
	if err != nil {
		return false, fmt.Errorf("The new token %s was not revoked, because it is not known whether a file holds it: %w", s.NewID.Short(), err)
	}
	if holder != "" {
		return true, fmt.Errorf("The new token %s was not revoked, because %s still holds it. It works.", s.NewID.Short(), holder)
	}
	var ids []token.ID
	if s.NewID != "" {
		ids = append(ids, s.NewID)
	}
	list, err := d.Issuer.Tokens(ctx)
	if err != nil {
		err = fmt.Errorf("bricktop could not look whether a token of this rotation is left; the next start looks again: %w", err)
	}
	for _, t := range tagged(list, s.Install, s.ID) {
		if !slices.Contains(ids, t.ID) {
			ids = append(ids, t.ID)
		}
	}
	for _, id := range ids {
		if failed := d.Issuer.Revoke(ctx, id); failed != nil {
			err = errors.Join(err, fmt.Errorf("The unused token %s could not be revoked; the next start tries again: %w", id.Short(), failed))
		}
	}
	return len(ids) > 0, err
}

// holderOf is the target that holds a value, empty when none does. It fails when that cannot be known.
func holderOf(ctx context.Context, d Deps, match func(secret.Secret) bool) (string, error) {
	targets, err := d.Vault.Targets(ctx)
	if err != nil {
		return "", err
	}
	for _, t := range targets {
		if match(t.Held) {
			return t.ID, nil
		}
	}
	if i := slices.IndexFunc(targets, func(t Target) bool { return t.Unreadable }); i >= 0 {
		return "", fmt.Errorf("%s cannot be read. %w", targets[i].Path, targets[i].Refused)
	}
	return "", nil
}

// doubles looks for tokens that the create made beside the one it answered with, and revokes them: something
// on the way may have sent it twice.
type doubles struct{ lasting }

func (doubles) String() string { return "look for a double" }

func (doubles) Next(ctx context.Context, s State, d Deps) (State, error) {
	list, err := d.Issuer.Tokens(ctx)
	if err != nil {
		return s, err
	}
	found := tagged(list, s.Install, s.ID)
	if s.NewID == "" { // the answer did not tell it
		for _, t := range found {
			if len(found) == 1 || string(t.ID) == s.Value.TokenID() {
				s.NewID = t.ID
			}
		}
		if s.NewID == "" {
			return s, errors.New("The workspace does not tell which token it made. Try again.")
		}
	}
	for _, t := range found {
		if t.ID == s.NewID {
			if t.Expiry.Known() {
				s.Expires = t.Expiry.At().UTC()
			}
			continue
		}
		if err := d.Issuer.Revoke(ctx, t.ID); err != nil {
			return s, err
		}
		s.Notes = append(slices.Clip(s.Notes), "The workspace made a second token, "+t.ID.Short()+", which was revoked.")
	}
	return s, nil
}

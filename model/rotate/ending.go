package rotate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"bricktop/creds/secret"
)

// reload tells a target's readers of the new token. It never fails: a reader that was not reached keeps the
// old token, which then is not revoked.
type reload struct {
	lasting
	Target
}

func (r reload) String() string { return "see to the readers of " + r.ID }

func (r reload) Next(ctx context.Context, s State, d Deps) (State, error) {
	reader := Reader{Sentence: r.Reader}
	if d.Reloader != nil {
		after, ok, sentence := d.Reloader.Reload(ctx, r.Target, s.Value)
		reader = Reader{LetGo: ok, After: after, Sentence: sentence}
	}
	s.Readers = maps.Clone(s.Readers)
	if s.Readers == nil {
		s.Readers = map[string]Reader{}
	}
	s.Readers[r.ID] = reader
	return s, nil
}

// clockGrain is how far two readings of the workspace's clock may be apart, which is told in whole seconds and by an
// answer that was on its way. The next start must not find that now is still to come.
const clockGrain = 2 * time.Second

// settle decides what becomes of the old token: revoked once every reader has let go of it, or left to expire.
type settle struct{ lasting }

func (settle) String() string { return "decide about the old token" }

func (settle) Next(ctx context.Context, s State, d Deps) (State, error) {
	if s.Old.ID == "" || ended(s.Old.Expires, d.Now()) {
		s.Over = true // nobody knows which one it was, or it is over
		return s, d.Journal.Remove(ctx, s.ID)
	}
	s.LetGo = d.Now().Add(-clockGrain).UTC()
	for _, t := range s.Targets {
		reader := s.Readers[t.ID]
		if !reader.LetGo {
			return leave(ctx, s, d)
		}
		if at := d.Now().Add(reader.After).UTC(); reader.After > 0 && at.After(s.LetGo) {
			s.LetGo = at
		}
	}
	if len(s.Targets) == 0 || len(s.Kept)+len(s.Elsewhere) > 0 {
		return leave(ctx, s, d)
	}
	return s, d.Journal.Put(ctx, s.entry(Switched))
}

func ended(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// leave keeps the old token in the journal until it has expired, so that no sweep takes it for an orphan.
func leave(ctx context.Context, s State, d Deps) (State, error) {
	s.Phase, s.Over = Left, true
	return s, d.Journal.Put(ctx, s.entry(Left))
}

// revoke ends the old token.
type revoke struct{ lasting }

func (revoke) String() string { return "revoke the old token" }

func (revoke) Next(ctx context.Context, s State, d Deps) (State, error) {
	holder, err := holderOf(ctx, d, func(v secret.Secret) bool { return s.Old.is(v) })
	switch {
	case err != nil:
		return s, err
	case holder != "":
		s.Notes = append(slices.Clip(s.Notes), "The old token "+s.Old.ID.Short()+" was not revoked, because "+holder+" holds it again.")
		return leave(ctx, s, d)
	}
	issuer := d.Issuer
	if s.Own {
		// Never with the token that ends by it.
		if issuer, err = d.As(s.Value); err != nil {
			return s, err
		}
	}
	if err := issuer.Revoke(ctx, s.Old.ID); err != nil {
		return s, fmt.Errorf("The old token %s could not be revoked; the next start tries again: %w", s.Old.ID.Short(), err)
	}
	return s, nil
}

// forget takes the rotation out of the journal.
type forget struct{ lasting }

func (forget) String() string { return "clear the journal" }

func (forget) Next(ctx context.Context, s State, d Deps) (State, error) {
	return s, d.Journal.Remove(ctx, s.ID)
}

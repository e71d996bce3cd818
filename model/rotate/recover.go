package rotate

import (
	"context"
	"errors"
	"slices"
	"time"

	"bricktop/model/token"
)

// lateList is how long a token that was just made may be missing from the workspace's list, and so how long
// a rotation whose token was not found is kept in mind. The sweep leaves younger tokens alone.
const lateList = 10 * time.Minute

// Seen is what the world looks like to a recovery.
type Seen struct {
	Targets []Target
	Tokens  []token.Token
	Now     time.Time // by the workspace's clock
}

// Resume is the rest of a rotation that a crash cut off: it is finished where a file holds the new token, and
// undone where none does. What it returns never goes back. ok is false when there is nothing to do yet.
// Callers hold the lock of the journal and pass entries of the host and principal they are signed in as.
func Resume(e Entry, seen Seen) (r Rotation, ok bool) {
	r = Rotation{oneWay: true, State: State{
		Plan: Plan{
			ID: e.ID, Install: e.Install, Host: e.Host, Principal: e.Principal, Old: e.Old, Own: e.Own, At: e.At,
			Elsewhere: e.Elsewhere,
		},
		Phase: e.Phase, NewID: e.New.ID, Expires: e.New.Expires, LetGo: e.LetGo,
	}}
	if e.Phase == Left {
		r.steps = []Step{forget{}}
		return r, gone(e.Old, seen)
	}
	var rest []Target
	for _, t := range seen.Targets {
		switch {
		case e.New.is(t.Held):
			r.State.Value = t.Held
			r.State.Targets = append(r.State.Targets, t)
		case e.Old.is(t.Held) && slices.Contains(e.Targets, t.ID) && t.Refused == nil:
			rest = append(rest, t)
		}
	}
	switch {
	case e.Phase == Switched && !e.LetGo.IsZero():
		r.steps = []Step{revoke{}, forget{}}
		return r, !e.LetGo.After(seen.Now)
	case e.Phase == Switched:
		r.steps = ending(r.State.Targets)
	case r.State.Value.IsZero():
		r.steps = []Step{discard{}, forget{}}
	default:
		r.steps = []Step{doubles{}}
		for _, t := range rest {
			r.steps = append(r.steps, write{t}, prove{Target: t})
		}
		r.State.Targets = append(r.State.Targets, rest...)
		r.steps = append(append(r.steps, record{Switched}), ending(r.State.Targets)...)
	}
	return r, true
}

// gone reports whether a token has come to its end.
func gone(k Known, seen Seen) bool {
	return ended(k.Expires, seen.Now) || !slices.ContainsFunc(seen.Tokens, func(t token.Token) bool { return t.ID == k.ID })
}

// discard revokes whatever a rotation that no file knows of has made.
type discard struct{ lasting }

func (discard) String() string { return "revoke what was made and not used" }

func (discard) Next(ctx context.Context, s State, d Deps) (State, error) {
	found, err := scrap(ctx, s, d)
	if err == nil && !found && d.Now().Sub(s.At) < lateList && !s.At.After(d.Now()) {
		s.Over = true // the list may be late: the journal keeps it
	}
	return s, err
}

// Recover finishes or undoes everything that the journal tells of a host and principal, and returns the
// rotations that it took up. Callers hold the lock of the journal.
func Recover(ctx context.Context, host, principal string, d Deps) ([]Rotation, error) {
	entries, err := d.Journal.Entries(ctx)
	entries = slices.DeleteFunc(entries, func(e Entry) bool { return !sameHost(e.Host, host) || e.Principal != principal })
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	tokens, err := d.Issuer.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	var taken []Rotation
	var failed []error
	for _, e := range entries {
		targets, err := d.Vault.Targets(ctx)
		if err != nil {
			return taken, err
		}
		r, ok := Resume(e, Seen{Targets: targets, Tokens: tokens, Now: d.Now()})
		for ok && !r.Ended() && !r.NotBefore().After(d.Now()) {
			r = r.Advance(ctx, d)
		}
		if ok {
			taken = append(taken, r)
		}
		failed = append(failed, r.Err())
	}
	return taken, errors.Join(failed...)
}

// Orphans are the tokens that this install made and that nothing needs: in no target, in no journal entry and
// older than ten minutes. There are none while a file cannot be read. Nor are there any while a target of the host
// holds a token of which it is not known which one it is, for it may be any: neither its hash nor the journal names
// one, and no token of this install that a file holds shows that the host lists such by their hash. Callers hold the
// lock of the journal.
func Orphans(install, host string, entries []Entry, seen Seen) []token.Token {
	needed := map[token.ID]bool{}
	ids := map[string]token.ID{} // by fingerprint
	for _, e := range entries {
		needed[e.Old.ID], needed[e.New.ID] = true, true
		ids[e.Old.Fingerprint], ids[e.New.Fingerprint] = e.Old.ID, e.New.ID
	}
	listed, ours := map[token.ID]bool{}, map[token.ID]bool{}
	for _, t := range seen.Tokens {
		tag, ok := ParseTag(t.Comment)
		listed[t.ID], ours[t.ID] = true, ok && tag.Install == install
	}
	byHash, unknown := false, false
	for _, t := range seen.Targets {
		id := token.ID(t.Held.TokenID())
		switch known := ids[t.Held.Fingerprint()]; {
		case t.Unreadable:
			return nil
		case listed[id]:
			byHash, needed[id] = byHash || ours[id], true
		case t.Held.IsZero() || t.Other:
		case known != "":
			needed[known] = true
		case t.Host == "" || sameHost(t.Host, host):
			unknown = true
		}
	}
	if unknown && !byHash {
		return nil
	}
	var orphans []token.Token
	for _, t := range seen.Tokens {
		tag, _ := ParseTag(t.Comment)
		known := slices.ContainsFunc(entries, func(e Entry) bool { return e.ID == tag.Rotation })
		if ours[t.ID] && !known && !needed[t.ID] && !t.Created.IsZero() && seen.Now.Sub(t.Created) > lateList {
			orphans = append(orphans, t)
		}
	}
	return orphans
}

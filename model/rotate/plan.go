package rotate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Budget keeps bricktop from minting in a storm. Databricks allows 600 live tokens a person and workspace
// (docs.databricks.com, dev-tools/auth/pat).
const (
	mostTokens    = 550         // live ones of the principal, whoever made them
	mostPerTarget = 3           // live ones that rotations made for one target
	mintPause     = time.Minute // between two for one target
)

// Plan is one rotation before it begins: one token, and every target that holds it.
type Plan struct {
	ID, Install     string
	Host, Principal string
	Spec            token.Spec
	Old             Known
	Own             bool     // the old token is what we are signed in with
	Targets         []Target // all hold the old token
	// Kept are those that hold the old token too and cannot be written, Refused says why. They stay as they are,
	// and so does the old token.
	Kept []Target
	// Elsewhere is where the old token stands too and stays: it is left to expire.
	Elsewhere []string
	Unlisted  bool // the workspace does not list the old token
	// Over is why no token may be made for it now. Then Check refuses the plan, and the others go on.
	Over error
	At   time.Time
}

// Ask is everything that a choice is made from.
type Ask struct {
	Names           []string // the targets to rotate; none: all that can be
	Host, Principal string
	Login           secret.Secret // the token that we are signed in with, if it is one
	Tokens          []token.Token // what the workspace lists
	Targets         []Target
	Lifetime        time.Duration // where the old token's is not known
	Install         string
	NewID           func() string // eight hex digits
	Now             time.Time     // by the workspace's clock
}

// Refusal is why nothing was begun, as a sentence.
type Refusal struct {
	Usage bool // the command was wrong, rather than the world
	Text  string
}

func (r *Refusal) Error() string { return r.Text }

func refuse(format string, args ...any) error { return &Refusal{Text: fmt.Sprintf(format, args...)} }

// Choose makes the plans: one for every token that a chosen target holds, with all targets that hold it. A plan
// whose targets are all kept is for Check to refuse. The notes are sentences about targets that were left out. The
// error is a *Refusal.
func Choose(a Ask) (plans []Plan, notes []string, err error) {
	chosen, notes, err := a.chosen()
	if err != nil {
		return nil, nil, err
	}
	listed := map[token.ID]token.Token{}
	for _, t := range a.Tokens {
		listed[t.ID] = t
	}
	done := map[string]bool{}
	for _, t := range chosen {
		if done[t.Held.Fingerprint()] {
			continue
		}
		done[t.Held.Fingerprint()] = true
		plans = append(plans, a.plan(t, listed))
	}
	return plans, notes, a.budget(plans)
}

// chosen are the targets that were named, or all that hold a listed token.
func (a Ask) chosen() (chosen []Target, notes []string, err error) {
	if len(a.Names) > 0 {
		for _, name := range a.Names {
			t, err := a.named(name)
			if err != nil {
				return nil, nil, err
			}
			chosen = append(chosen, t)
		}
		return chosen, nil, nil
	}
	for _, t := range a.Targets {
		switch {
		case t.Held.IsZero() || !a.here(t):
		case a.lists(t):
			chosen = append(chosen, t)
		case t.Held.IsPAT() && sameHost(t.Host, a.Host):
			notes = append(notes, fmt.Sprintf("%s holds a token that is not among those of %s: it is over, or somebody else's. To replace it, name it: bricktop rotate %s", t.ID, a.Principal, t.ID))
		}
	}
	if len(chosen) == 0 {
		text := fmt.Sprintf("No file holds a token of %s at %s, so there is nothing to rotate.", a.Principal, a.Host)
		return nil, nil, &Refusal{Text: strings.Join(append([]string{text}, notes...), " ")}
	}
	return chosen, notes, nil
}

func (a Ask) named(name string) (Target, error) {
	i := slices.IndexFunc(a.Targets, func(t Target) bool { return t.ID == name })
	if i < 0 {
		var ids []string
		for _, t := range a.Targets {
			if !t.Held.IsZero() && !slices.Contains(ids, t.ID) {
				ids = append(ids, t.ID)
			}
		}
		return Target{}, &Refusal{Usage: true, Text: fmt.Sprintf("There is no target %q. Those that hold a secret: %s.", name, orNone(ids))}
	}
	t := a.Targets[i]
	switch {
	case !a.here(t):
		return t, refuse("%s belongs to %s, and we are signed in at %s. Choose the profile of that workspace with --profile.", name, t.Host, a.Host)
	case t.Refused != nil:
		return t, refuse("%s cannot be rotated. %s", name, t.Refused)
	case t.Held.IsZero():
		return t, refuse("%s holds no token yet, so there is none to rotate.", name)
	case !a.lists(t) && t.Host == "":
		return t, refuse("%s names no host, so it is not known whose token it holds. Write the host beside it.", name)
	case !a.lists(t) && !t.Held.IsPAT():
		return t, refuse("%s holds something else than a personal access token.", name)
	}
	return t, nil
}

// here reports whether a target may hold a token of our workspace.
func (a Ask) here(t Target) bool { return t.Host == "" || sameHost(t.Host, a.Host) }

func (a Ask) lists(t Target) bool {
	return slices.ContainsFunc(a.Tokens, func(l token.Token) bool { return string(l.ID) == t.Held.TokenID() })
}

func (a Ask) plan(t Target, listed map[token.ID]token.Token) Plan {
	p := Plan{
		ID: a.NewID(), Install: a.Install, Host: a.Host, Principal: a.Principal,
		Old: Known{Fingerprint: t.Held.Fingerprint()}, Own: t.Held.Equal(a.Login),
		Spec: token.Spec{Lifetime: a.Lifetime},
	}
	old, ok := listed[token.ID(t.Held.TokenID())]
	if p.Unlisted = !ok; ok {
		p.Old.ID, p.Old.Expires, p.Spec.Scopes = old.ID, old.Expiry.At(), slices.Clone(old.Scopes)
		if life, ok := old.Life(); ok && life >= time.Second {
			p.Spec.Lifetime = min(life.Round(time.Second), token.MaxLifetime)
		}
	}
	for _, other := range a.Targets {
		switch {
		case !other.Held.Equal(t.Held):
		case other.Refused == nil && a.here(other):
			p.Targets = append(p.Targets, other)
		case other.Path == "":
			p.Elsewhere = append(p.Elsewhere, "the variable "+other.Where)
		case len(a.Names) > 0: // it was not asked for
			p.Elsewhere = append(p.Elsewhere, other.ID)
		default:
			if other.Refused == nil {
				other.Refused = fmt.Errorf("It stands there beside the host %s. Mend the host.", other.Host)
			}
			p.Kept = append(p.Kept, other)
		}
	}
	return p.commented()
}

// commented has the comment name the first target.
func (p Plan) commented() Plan {
	if len(p.Targets) > 0 {
		p.Spec.Comment = Tag{Install: p.Install, Rotation: p.ID, Target: p.Targets[0].ID}.String()
	}
	return p
}

// budget refuses to mint too many: a plan that is over its own, or all where all are, or where the principal is. What
// counts for a target is what was made for it, and what it holds.
func (a Ask) budget(plans []Plan) error {
	live := slices.DeleteFunc(slices.Clone(a.Tokens), func(t token.Token) bool {
		left, ok := t.Left(a.Now)
		return ok && left <= 0
	})
	within := 0
	var over error // of the first
	for i := range plans {
		p := &plans[i]
		switch p.Over = a.overBudget(*p, live); {
		case p.Over != nil:
			over = cmp.Or(over, p.Over)
		case len(p.Targets) > 0:
			within++
		}
	}
	switch {
	case within == 0 && over != nil:
		return over
	case len(live)+within > mostTokens:
		return refuse("%s has %d tokens at %s, of the 600 that Databricks allows. Revoke what is not used before making more.", a.Principal, len(live), a.Host)
	}
	return nil
}

// overBudget is why no token may be made for a plan.
func (a Ask) overBudget(p Plan, live []token.Token) error {
	mine := map[string]int{}
	for _, t := range live {
		tag, ok := ParseTag(t.Comment)
		at := slices.IndexFunc(p.Targets, func(x Target) bool { return x.ID == tag.Target })
		if !ok || tag.Install != a.Install || len(p.Targets) == 0 || at < 0 && t.ID != p.Old.ID {
			continue
		}
		// A time in the near future is a clock that is told in whole seconds.
		if age := a.Now.Sub(t.Created); !t.Created.IsZero() && age.Abs() < mintPause {
			return refuse("%s was given a new token %d seconds ago. Wait a minute between two.", p.Targets[max(0, at)].ID, max(0, int(age/time.Second)))
		}
		if mine[tag.Target]++; at >= 0 && mine[tag.Target] >= mostPerTarget {
			return refuse("%s has %d live tokens that bricktop made. Revoke one that is not used, or wait until one is over.", tag.Target, mostPerTarget)
		}
	}
	return nil
}

// Check is every refusal of a plan that takes a look at the files or a live call. Nothing is changed. A target that
// cannot be written is kept out of the plan, and the rest goes on; it is refused when nothing is left of it, or of the
// targets that were named.
func Check(ctx context.Context, p Plan, names []string, d Deps) (Plan, error) {
	if p.Over != nil {
		for _, t := range p.Targets {
			t.Refused = p.Over
			p.Kept = append(p.Kept, t)
		}
		p.Targets = nil
		return p, p.Over
	}
	var able []Target
	kept := slices.Clone(p.Kept)
	for _, t := range p.Targets {
		err := d.Vault.Check(ctx, t.ID)
		switch {
		case ctx.Err() != nil:
			return p, ctx.Err()
		case err == nil:
			able = append(able, t)
		default:
			t.Refused = err
			kept = append(kept, t)
		}
	}
	p.Targets, p.Kept = able, kept
	asked := func(t Target) bool { return len(names) == 0 || slices.Contains(names, t.ID) }
	if !slices.ContainsFunc(able, asked) {
		p.Targets = nil
		i := slices.IndexFunc(kept, asked)
		return p, refuse("%s cannot be written. %s", kept[i].ID, kept[i].Refused)
	}
	if !p.Unlisted {
		return p.commented(), nil
	}
	// What is not listed may be somebody else's, and then our own would make us of them.
	switch err := d.Issuer.Verify(ctx, able[0].Held); {
	case err == nil:
		return p, refuse("%s holds a token that works and is not among those of %s: it belongs to somebody else. It stays.", able[0].ID, p.Principal)
	case session.FaultOf(err) != session.Unauthorized:
		return p, errors.Join(refuse("It could not be told whose token %s holds.", able[0].ID), err)
	}
	return p.commented(), nil
}

func sameHost(a, b string) bool { return strings.EqualFold(a, b) }

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Minter is a workspace that makes and revokes tokens.
type Minter interface {
	Workspace
	Create(context.Context, token.Spec) (session.Created, error)
	Revoke(context.Context, token.ID) error
}

// Journal is the journal of rotations, with the lock that keeps other bricktops from rotating meanwhile.
type Journal interface {
	rotate.Journal
	Lock(context.Context) (release func(), err error)
	Install(context.Context) (string, error) // the ID of this home's bricktop, made when it is first asked for
	Installed(context.Context) bool          // whether there is one
}

// RotateDeps is everything that rotations work with.
type RotateDeps struct {
	Files   Files
	Connect func(session.Login) (Minter, error)                         // no network
	Try     func(context.Context, session.Login) (session.State, error) // one live call
	Profile string                                                      // that was chosen in the dashboard; empty: as flags and environment say
	Vault   func(profile, host string) rotate.Vault
	Readers func(profile string) rotate.Reloader // nil: no reader is told
	Journal Journal
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error // nil: in real time
	NewID   func() string                              // eight random hex digits

	ReadOnly bool
	DryRun   bool // nothing leaves the process but questions: tokens are invented, live checks left out
}

// Rotate rotates the tokens of the named targets, or of all targets that hold one of ours, and tells each step
// as it happens. Why it could not begin goes to stderr, or into the document. It returns Well when every target
// holds a proven token, NeedsAttention when not, and CouldNotTell on wrong usage or without a sign-in.
func Rotate(ctx context.Context, d RotateDeps, names []string, w, stderr io.Writer, format Format) int {
	if d.Sleep == nil {
		d.Sleep = sleep
	}
	r := &rotating{RotateDeps: d, tell: teller{w: w, quiet: format == JSON, dry: d.DryRun}}
	code := r.run(ctx, names)
	switch {
	case format == JSON:
		if err := writeRotations(w, r, code); err != nil {
			return CouldNotTell
		}
	case r.err != nil:
		Complain(stderr, r.err)
	}
	return code
}

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rotating is one run of the command.
type rotating struct {
	RotateDeps
	tell    teller
	machine report.Inventory
	issuer  Issuer
	deps    rotate.Deps
	who     string
	install string
	done    []rotate.Rotation
	kept    []rotate.Target // that cannot be written, or may not yet, and whose tokens nothing else holds that can
	notes   []string
	err     error
}

func (r *rotating) run(ctx context.Context, names []string) int {
	if r.ReadOnly {
		return r.fail(CouldNotTell, errors.New("This is a read-only run, and a rotation writes. Leave --read-only out, or look first with --dry-run."))
	}
	if err := r.signIn(ctx); err != nil {
		return r.fail(CouldNotTell, err)
	}
	release, err := r.Journal.Lock(ctx)
	if err != nil {
		return r.fail(NeedsAttention, err)
	}
	defer release()
	if r.install, err = r.Journal.Install(ctx); err != nil {
		return r.fail(CouldNotTell, err)
	}
	r.mend(ctx)
	plans, err := r.plan(ctx, names)
	if err != nil {
		refusal, ok := errors.AsType[*rotate.Refusal](err)
		if ok && !refusal.Usage {
			return r.fail(NeedsAttention, err)
		}
		return r.fail(CouldNotTell, err)
	}
	return r.all(ctx, plans)
}

func (r *rotating) fail(code int, err error) int {
	r.err = err
	return code
}

var errNoSignIn = errors.New("No Databricks sign-in is configured: set DATABRICKS_HOST and a credential, or add a profile to ~/.databrickscfg.")

// signIn finds out where we are and who we are there, for a rotation is bound to both.
func (r *rotating) signIn(ctx context.Context) error {
	r.machine = r.Files.Look(ctx, r.Profile)
	login := report.SignIn(r.machine.Login)
	switch {
	case r.machine.LoginErr != nil:
		return r.machine.LoginErr
	case login.Host == "":
		return errNoSignIn
	}
	minter, err := r.Connect(login)
	if err != nil {
		return err
	}
	where, err := minter.Context(ctx)
	if err != nil {
		return err
	}
	r.who = where.Principal.UserName
	r.issuer = Issuer{Minter: minter, Try: r.Try, Login: login}
	now := func() time.Time { return r.Now().Add(where.Skew) }
	r.deps = rotate.Deps{
		Issuer: r.issuer, Vault: r.Vault(r.Profile, login.Host), Journal: r.Journal, Now: now, Sleep: r.Sleep, As: r.as(login),
	}
	if r.Readers != nil && !r.DryRun {
		r.deps.Reloader = r.Readers(r.Profile)
	}
	if r.DryRun {
		r.deps.Issuer = &dryIssuer{Issuer: r.issuer}
	}
	return nil
}

// as signs in with a token in place of what we are signed in with.
func (r *rotating) as(login session.Login) func(secret.Secret) (rotate.Issuer, error) {
	return func(value secret.Secret) (rotate.Issuer, error) {
		own := session.Login{Host: login.Host, WorkspaceID: login.WorkspaceID, AuthType: session.PAT, Token: value}
		minter, err := r.Connect(own)
		if err != nil {
			return nil, err
		}
		return Issuer{Minter: minter, Try: r.Try, Login: own}, nil
	}
}

// mend finishes what a crash left, and takes away what nothing needs. What fails here is told and does not
// stop a rotation: the next start tries again.
func (r *rotating) mend(ctx context.Context) {
	if err := r.clear(ctx); err != nil {
		r.note(err.Error())
	}
}

// clear is mend, without telling what fails.
func (r *rotating) clear(ctx context.Context) error {
	if r.DryRun {
		return nil
	}
	taken, err := rotate.Recover(ctx, r.machine.Login.Host, r.who, r.deps)
	for _, t := range taken {
		if t.State.Phase != rotate.Left {
			r.note("An earlier rotation was cut off: " + t.Outcome())
		}
	}
	if err == nil {
		err = r.sweep(ctx)
	}
	if err != nil {
		return fmt.Errorf("What an earlier rotation left could not all be cleared: %w", err)
	}
	return nil
}

func (r *rotating) sweep(ctx context.Context) error {
	entries, err := r.Journal.Entries(ctx)
	if err != nil {
		return err
	}
	tokens, err := r.issuer.Tokens(ctx)
	if err != nil {
		return err
	}
	targets, err := r.deps.Vault.Targets(ctx)
	if err != nil {
		return err
	}
	seen := rotate.Seen{Targets: targets, Tokens: tokens, Now: r.deps.Now()}
	for _, orphan := range rotate.Orphans(r.install, r.machine.Login.Host, entries, seen) {
		if err := r.issuer.Revoke(ctx, orphan.ID); err != nil {
			return err
		}
		r.note("The token " + orphan.ID.Short() + ", which bricktop made and no file holds, was revoked.")
	}
	return nil
}

// plan makes every refusal that can be made before a token is.
func (r *rotating) plan(ctx context.Context, names []string) ([]rotate.Plan, error) {
	tokens, err := r.issuer.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	targets, err := r.deps.Vault.Targets(ctx)
	if err != nil {
		return nil, err
	}
	lifetime := r.machine.TokenLifetime
	if lifetime <= 0 {
		lifetime = token.DefaultLifetime
	}
	plans, notes, err := rotate.Choose(rotate.Ask{
		Names: names, Host: r.machine.Login.Host, Principal: r.who, Login: r.machine.Login.Token, Tokens: tokens,
		Targets: targets, Lifetime: lifetime, Install: r.install, NewID: r.NewID, Now: r.deps.Now(),
	})
	for _, note := range notes {
		r.note(note)
	}
	if err != nil {
		return nil, err
	}
	check := r.deps
	check.Issuer = r.issuer // whose token it is can be asked in a dry run too
	var ready []rotate.Plan
	var refused []error
	for _, p := range plans {
		switch p, err := rotate.Check(ctx, p, names, check); {
		case err == nil:
			p.Elsewhere = append(p.Elsewhere, r.elsewhere(p)...)
			ready = append(ready, p)
		case len(p.Targets) == 0 && ctx.Err() == nil:
			r.kept, refused = append(r.kept, p.Kept...), append(refused, err)
		default:
			return nil, err
		}
	}
	if len(ready) == 0 {
		return nil, errors.Join(refused...)
	}
	for _, t := range r.kept {
		why := "is left as it is: it cannot be written."
		if _, over := errors.AsType[*rotate.Refusal](t.Refused); over {
			why = "keeps the token it holds."
		}
		r.note(fmt.Sprintf("%s (%s) %s %s", t.ID, t.Path, why, t.Refused))
	}
	return ready, nil
}

// elsewhere are the other places of this machine that hold the old token: variables, copies, logs.
func (r *rotating) elsewhere(p rotate.Plan) (places []string) {
	old, told := p.Targets[0].Held, slices.Concat(p.Targets, p.Kept)
	for _, v := range r.machine.Env {
		if place := "the variable " + v.Name; v.Secret.Equal(old) && !slices.Contains(p.Elsewhere, place) {
			places = append(places, place)
		}
	}
	for _, f := range r.machine.Files {
		known := slices.ContainsFunc(told, func(t rotate.Target) bool { return t.Path == f.Path })
		for _, held := range f.Secrets {
			if held.Value.Equal(old) && !known && f.Path != "" && !slices.Contains(places, f.Path) {
				places = append(places, f.Path)
			}
		}
	}
	return places
}

func (r *rotating) note(sentence string) {
	r.notes = append(r.notes, sentence)
	r.tell.line(0, sentence)
}

// all plays the plans one after the other.
func (r *rotating) all(ctx context.Context, plans []rotate.Plan) int {
	code := Well
	if len(r.kept) > 0 {
		code = NeedsAttention
	}
	for _, p := range plans {
		rotation := r.play(ctx, p)
		r.done = append(r.done, rotation)
		if !rotation.Done() || len(p.Kept) > 0 {
			code = NeedsAttention
		}
	}
	r.tell.summary(r)
	return code
}

func (r *rotating) play(ctx context.Context, p rotate.Plan) rotate.Rotation {
	r.tell.begins(p)
	rotation := rotate.Begin(p)
	for !rotation.Ended() {
		if rotation.NotBefore().After(r.deps.Now()) {
			break // the next start revokes the old token
		}
		step := fmt.Sprint(rotation.Next())
		next := rotation.Advance(ctx, r.deps)
		r.tell.step(step, rotation, next, r.deps.Issuer)
		rotation = next
	}
	r.tell.ends(rotation)
	return rotation
}

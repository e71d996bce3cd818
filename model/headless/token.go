package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/ui/text"
)

// promised is how long a printed token works at least. Helpers keep what they were told for five minutes: Claude
// Code's apiKeyHelper (code.claude.com/docs, settings) and Codex's auth.command (refresh_interval_ms) both.
const promised = 5 * time.Minute

// Bearer is a workspace whose sign-in gives an OAuth access token. The time is when it ends, zero where the
// workspace does not say.
type Bearer interface {
	AccessToken(context.Context) (secret.Secret, time.Time, error)
}

// TokenDeps is everything that Token works with.
type TokenDeps struct {
	RotateDeps
	Notes Notes
}

// Token prints a token that works for at least the next five minutes, and nothing else, to stdout: what the
// named target holds, or the first that holds a token of the workspace. One that ends sooner is rotated first.
// Where no file holds one it is the OAuth access token of the sign-in. On any failure stdout stays empty, and
// stderr gets a sentence. It returns Well, NeedsAttention where there is no such token, and CouldNotTell.
func Token(ctx context.Context, d TokenDeps, name string, stdout, stderr io.Writer) int {
	if d.Sleep == nil {
		d.Sleep = sleep
	}
	g := &giver{TokenDeps: d, name: name}
	value, err := g.give(ctx)
	if err == nil {
		if _, err = io.WriteString(stdout, value.Reveal()+"\n"); err == nil {
			return Well
		}
	}
	Complain(stderr, err)
	if _, ok := errors.AsType[*shortage](err); ok {
		return NeedsAttention
	}
	return CouldNotTell
}

// Complain writes an error, of which a part may be foreign.
func Complain(stderr io.Writer, err error) {
	_, _ = fmt.Fprintln(stderr, "bricktop: "+strings.Join(text.CleanLines(secret.Redact(err.Error())), "\n"))
}

// shortage is why there is no token that works for long enough, as a sentence.
type shortage struct{ error }

func (s *shortage) Unwrap() error { return s.error }

func short(format string, args ...any) error { return &shortage{fmt.Errorf(format, args...)} }

// giver is one run of the command.
type giver struct {
	TokenDeps
	name    string // of the target; empty: the first that will do
	machine report.Inventory
}

// verdict is what is known of the token that was chosen.
type verdict struct {
	rotate.Target
	own      bool // it stands in no file, but is what we are signed in with
	unlisted bool // the workspace does not list it
	left     time.Duration
	unending bool // it never expires
}

func (v verdict) good() bool { return !v.unlisted && (v.unending || v.left >= promised) }

func (g *giver) give(ctx context.Context) (secret.Secret, error) {
	v, err := g.choose(ctx)
	switch {
	case err != nil:
		return secret.Secret{}, err
	case v == nil:
		return g.access(ctx)
	case v.good():
		return v.Held, nil
	case g.ReadOnly || g.DryRun:
		return g.asItIs(ctx, *v)
	case v.own:
		return secret.Secret{}, short("The token that we are signed in with is in no file that bricktop can write, so it is not rotated, and it ends within five minutes or is not known to the workspace. Set it anew where it comes from.")
	}
	return g.renew(ctx)
}

// choose looks at the files, and at the notes or the workspace, and picks a token. It is nil where there is none.
func (g *giver) choose(ctx context.Context) (*verdict, error) {
	g.machine = g.Files.Look(ctx, g.Profile)
	login := g.machine.Login
	switch {
	case g.machine.LoginErr != nil:
		return nil, g.machine.LoginErr
	case login.Host == "":
		return nil, errNoSignIn
	}
	targets, err := g.Vault(g.Profile, login.Host).Targets(ctx)
	if err != nil {
		return nil, err
	}
	held, err := g.candidates(targets)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	notes := g.recall(ctx)
	if v := notes.find(held, g.Now(), fresh); v != nil {
		return v, nil
	}
	listed, err := g.ask(ctx, held)
	if err != nil {
		// What was true a while ago is better than nothing: the workspace may be out of reach for a moment.
		if v := notes.find(held, g.Now(), known); v != nil {
			return v, nil
		}
		return nil, err
	}
	if v := listed.find(held, g.Now(), known); v != nil {
		return v, nil
	}
	for _, v := range held {
		if n, ok := listed[v.Held.Fingerprint()]; ok {
			return n.verdict(v, g.Now()), nil
		}
	}
	held[0].unlisted = true
	return &held[0], nil
}

// candidates are the places whose token may be printed, in the order of the files.
func (g *giver) candidates(targets []rotate.Target) (held []verdict, err error) {
	login := g.machine.Login
	if g.name != "" {
		if err := named([]string{g.name}, login.Host, targets, g.RotateDeps); err != nil {
			return nil, asShortage(err)
		}
	}
	for _, t := range targets {
		if t.Refused == nil && t.Held.IsPAT() && (t.ID == g.name || g.name == "") {
			held = append(held, verdict{Target: t})
		}
	}
	if len(held) == 0 && session.AuthType(login.AuthType) == session.PAT {
		held = []verdict{{Target: rotate.Target{Held: login.Token}, own: true}}
	}
	return held, nil
}

// asShortage is the refusal of a rotation as this command's error.
func asShortage(err error) error {
	if refusal, ok := errors.AsType[*rotate.Refusal](err); ok && refusal.Usage {
		return err
	}
	return &shortage{err}
}

// ask lists the workspace's tokens, and notes what it says of those that are held.
func (g *giver) ask(ctx context.Context, held []verdict) (notes, error) {
	login := report.SignIn(g.machine.Login)
	workspace, err := g.Connect(login)
	if err != nil {
		return nil, err
	}
	var skew time.Duration
	told := make(chan struct{})
	go func() {
		defer close(told)
		// Without an answer our own clock is believed: the list alone decides.
		if where, err := workspace.Context(ctx); err == nil {
			skew = where.Skew
		}
	}()
	tokens, err := workspace.Tokens(ctx)
	<-told
	if err != nil {
		return nil, err
	}
	found := notes{}
	for _, t := range tokens {
		for _, v := range held {
			if string(t.ID) == v.Held.TokenID() && (t.Expiry.Known() || t.Expiry.Never()) {
				found[v.Held.Fingerprint()] = g.note(t.ID, t.Expiry, skew)
			}
		}
	}
	g.remember(ctx, found)
	return found, nil
}

// note is what is known of a token. Its end is told by our clock, which is the one that is read later.
func (g *giver) note(id token.ID, e token.Expiry, skew time.Duration) note {
	n := note{ID: string(id), Host: g.machine.Login.Host, Seen: g.Now().UTC()}
	if e.Known() {
		n.Expires = e.At().Add(-skew).UTC()
	}
	return n
}

// asItIs is a token that must not be rotated, if it works.
func (g *giver) asItIs(ctx context.Context, v verdict) (secret.Secret, error) {
	login := report.SignIn(g.machine.Login)
	state, err := g.Try(ctx, session.Login{Host: login.Host, WorkspaceID: login.WorkspaceID, AuthType: session.PAT, Token: v.Held})
	switch {
	case err != nil:
		return secret.Secret{}, err
	case state != session.Works:
		return secret.Secret{}, short("%s does not accept the token (%s), and nothing is rotated in a read-only or dry run.", login.Host, state)
	}
	return v.Held, nil
}

// access is the OAuth access token of the sign-in.
func (g *giver) access(ctx context.Context) (secret.Secret, error) {
	workspace, err := g.Connect(report.SignIn(g.machine.Login))
	if err != nil {
		return secret.Secret{}, err
	}
	bearer, ok := workspace.(Bearer)
	if !ok {
		return secret.Secret{}, short("No file holds a token of %s, and the sign-in gives none.", g.machine.Login.Host)
	}
	value, ends, err := bearer.AccessToken(ctx)
	if err == nil && !ends.IsZero() && ends.Sub(g.Now().Round(0)) < promised {
		err = short("The access token that %s gives lives for less than five minutes.", g.machine.Login.Host)
	}
	return value, err
}

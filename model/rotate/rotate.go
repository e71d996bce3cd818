// Package rotate replaces a token in every file that holds it: a new one is made, proven by a live call,
// written, read back, and only then is the old one given up. A rotation is a value that [Rotation.Advance]
// takes one step further; each step has one effect, and every step before the point of no return can be
// undone. A journal, which holds no secret, tells the next start what a crash left behind.
//
// The package is pure: it starts no goroutine and knows no clock, no disk and no network but what [Deps]
// hands in.
package rotate

import (
	"context"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Issuer is the workspace that makes tokens and ends them. Errors are sentences.
type Issuer interface {
	// Create makes a token. session.LostAnswer says that one may have been made all the same.
	Create(context.Context, token.Spec) (session.Created, error)
	// Verify uses a token once; nil says that the workspace accepts it.
	Verify(context.Context, secret.Secret) error
	Tokens(context.Context) ([]token.Token, error)
	// Revoke ends a token. One that does not exist counts as revoked.
	Revoke(context.Context, token.ID) error
}

// Vault is the files that hold tokens. Errors are sentences.
type Vault interface {
	// Targets are all places that hold a token, or could.
	Targets(context.Context) ([]Target, error)
	// Check is every refusal that Write would make, as far as it can be known before.
	Check(ctx context.Context, target string) error
	// Write puts a value where the old one stands. It refuses when the target holds anything but old. The
	// receipt may be of use after an error too.
	Write(ctx context.Context, target string, old, value secret.Secret) (Receipt, error)
	// Held is what a target holds now.
	Held(ctx context.Context, target string) (secret.Secret, error)
}

// Target is a place in a file that holds a token.
type Target struct {
	ID      string // "databrickscfg:DEFAULT", "claude-code-router:databricks"
	Path    string
	Where   string // "[DEFAULT] token"
	Host    string // the host written beside it, normalised; empty: none
	Held    secret.Secret
	Reader  string // a sentence: how its reader comes to know a new value
	Refused error  // why it cannot be written, as a sentence
	// Unreadable: the target is a whole file, and nobody knows what stands in it. No token is revoked meanwhile
	// because it seems to be in no file.
	Unreadable bool
	// Other: what it holds is no personal access token but a client secret, say, and so none that a list names.
	Other bool
}

// Receipt is what a write did.
type Receipt struct {
	Diff     []string // the lines that changed, each after + or -, every secret masked
	Warnings []string
	// Undo gives the file its old bytes back, or fails when somebody changed it since. Nil: it cannot.
	Undo func(context.Context) error
}

// Journal keeps what the next start has to know. Errors are sentences.
type Journal interface {
	Put(context.Context, Entry) error // adds, or replaces by ID
	Remove(ctx context.Context, id string) error
	Entries(context.Context) ([]Entry, error)
}

// Reloader makes the programs that read a target take the new token up.
type Reloader interface {
	// Reload returns how long after now the old token may still be used; ok is false where that is not known,
	// and then the old token is never revoked early. The sentence is for the user, and may be empty.
	Reload(context.Context, Target, secret.Secret) (after time.Duration, ok bool, sentence string)
}

// Deps is everything outside.
type Deps struct {
	Issuer   Issuer
	Vault    Vault
	Journal  Journal
	Reloader Reloader // nil: no reader is told
	// As signs in with a token. It is asked where the login is the very token that is rotated.
	As    func(secret.Secret) (Issuer, error)
	Now   func() time.Time // by the workspace's clock
	Sleep func(context.Context, time.Duration) error
}

// Package report makes one judged value of one look at everything: the workspace, its tokens, this machine's
// credential files and what is wrong with them. It is pure. What it returns is at once the JSON of
// `bricktop status` and what the dashboard draws.
//
// Text from files and from the workspace stays as it was written: whoever shows it cleans it.
package report

import (
	"time"

	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

// The words of creds that travel through the dashboard and the commands, so that these need not know the
// catalogue itself.
type (
	Inventory = creds.Inventory
	Login     = creds.Login
	Mend      = creds.Mend
	Slot      = creds.Slot
	Change    = creds.Change
	DiffLine  = creds.DiffLine
	Done      = creds.Done
	Held      = creds.Held
	Profile   = creds.Profile
	Provider  = creds.Provider
)

// What becomes of a line of a change.
const (
	Same    = creds.Same
	Removed = creds.Removed
	Added   = creds.Added
	Skipped = creds.Skipped
)

// NetrcFormat is the format that no token is written into.
const NetrcFormat = creds.NetrcFormat

// CanPull reports whether a target's reader can ask for a token in place of holding it.
func CanPull(target string) bool { return creds.CanPull(target) }

// SignIn is what a resolved login comes to for the workspace.
func SignIn(l Login) session.Login {
	return session.Login{
		Host: l.Host, AuthType: session.AuthType(l.AuthType),
		ClientID: l.ClientID, ClientSecret: l.ClientSecret, Token: l.Token, WorkspaceID: l.WorkspaceID,
	}
}

// Facts is everything that a report is made from. Whatever has not arrived yet is zero.
type Facts struct {
	Now     time.Time // by the workspace's clock, since that is what ends a token
	Machine Inventory

	Context    *session.Context
	ContextErr error

	Tokens    []token.Token
	Listed    bool // Tokens is the workspace's answer, be it an old one
	TokensErr error

	Tried      map[Key]session.State // what trying a stored secret showed
	Thresholds token.Thresholds
}

// Key names a stored secret at the host where it was tried.
type Key struct {
	Fingerprint string
	Host        string
	ClientID    string // beside a client secret
}

// Attempt is one stored secret to be tried at the host written beside it.
type Attempt struct {
	Key   Key
	Login session.Login
}

// Attempts returns the stored secrets whose state nothing proves yet: each once, and only at the host written
// beside it. Never another vendor's key, nor what we are signed in with, nor what was tried before: trying a
// secret counts as using it. There are none while the list of tokens is on its way, since that may prove them,
// and none for our own host while it does not answer.
func Attempts(f Facts) []Attempt {
	j := newJudge(f)
	if j.listPending() {
		return nil
	}
	var attempts []Attempt
	seen := map[Key]bool{}
	for _, file := range f.Machine.Files {
		for _, held := range file.Secrets {
			login, ok := loginOf(held)
			key := keyOf(held)
			if !ok || seen[key] || j.state(held) != session.NotTried || j.silent(held.Host) {
				continue
			}
			seen[key] = true
			attempts = append(attempts, Attempt{Key: key, Login: login})
		}
	}
	return attempts
}

// silent reports whether the host is ours and has just not answered.
func (j *judge) silent(host string) bool {
	if !sameHost(host, j.host) {
		return false
	}
	for _, err := range []error{j.ContextErr, j.TokensErr} {
		if fault := session.FaultOf(err); fault == session.Unreachable || fault == session.TimedOut {
			return true
		}
	}
	return false
}

func keyOf(h creds.Held) Key {
	return Key{Fingerprint: h.Value.Fingerprint(), Host: h.Host, ClientID: h.ClientID}
}

// loginOf is how a stored secret signs in by itself; ok is false when it cannot. A password cannot: Databricks
// ended basic authentication on 2024-07-10 (docs.databricks.com, dev-tools/auth/basic).
func loginOf(h creds.Held) (login session.Login, ok bool) {
	if h.Value.IsZero() || h.Host == "" || !h.Databricks || !isWorkspace(h.Host) {
		return session.Login{}, false
	}
	switch h.Kind {
	case creds.HeldPAT, creds.HeldAPIKey:
		return session.Login{Host: h.Host, AuthType: session.PAT, Token: h.Value}, true
	case creds.HeldClientSecret:
		return session.Login{Host: h.Host, AuthType: session.M2M, ClientID: h.ClientID, ClientSecret: h.Value}, h.ClientID != ""
	default:
		return session.Login{}, false
	}
}

// signsIn reports whether the login uses this very secret.
func signsIn(l Login, h creds.Held) bool {
	if h.Value.IsZero() || h.Host != "" && !sameHost(h.Host, l.Host) {
		return false
	}
	if h.Kind == creds.HeldClientSecret {
		return l.AuthType == string(session.M2M) && h.ClientID == l.ClientID && h.Value.Equal(l.ClientSecret)
	}
	return l.AuthType == string(session.PAT) && h.Value.Equal(l.Token)
}

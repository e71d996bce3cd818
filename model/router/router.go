// Package router gives a new token to a claude-code-router that runs, so that nobody has to restart it, and
// proves that it took it. A token leaves the process only for a program that is known to be our user's own
// claude-code-router, over loopback; in any doubt it does not, and the [Outcome] says why.
package router

import (
	"context"
	"net"
	"net/netip"

	"bricktop/creds/secret"
)

// Settings is what claude-code-router's folder says about the server.
type Settings struct {
	Host   string // HOST of config.json; empty: it has none
	Port   int    // PORT of config.json; 0: it has none
	APIKey secret.Secret
	// Database says that config.sqlite lies in the folder: this is version 3, which reads no config.json.
	Database bool
}

// Provider is the entry that holds a token.
type Provider struct {
	Name string // as claude-code-router knows it: with its variables filled in
	Host string // of the workspace that the token belongs to: https://name, and a port unless it is the usual one
}

// Machine is what only the process itself can look at.
type Machine interface {
	// ReadFile reads a file in claude-code-router's folder, which is small. Where there is none, the error
	// wraps fs.ErrNotExist.
	ReadFile(name string) ([]byte, error)
	// Process tells whether a process runs, and as our own user.
	Process(pid int) (alive, ours bool)
	// Listens tells whether it is this process that connections to an address reach; known is false where the
	// system does not say.
	Listens(pid int, at netip.AddrPort) (yes, known bool)
}

// Client speaks with the claude-code-router of one folder. It asks no proxy, follows no redirect, resolves no
// name, retries nothing and logs nothing.
type Client struct {
	Settings
	Machine Machine

	dial func(context.Context, netip.AddrPort) (net.Conn, error) // nil: by TCP
}

// Found is a claude-code-router that may be given a token.
type Found struct {
	Address     netip.AddrPort
	Fingerprint string // of the key that it holds for the provider
}

// Probe looks whether a running claude-code-router may be given a token, and sends none. The outcome is nil
// when it may. Old is the token that the file held, by which a router can be known where the system does not
// tell whose port it is.
func (c *Client) Probe(ctx context.Context, p Provider, old secret.Secret) (Found, Outcome) {
	s, outcome := c.open(ctx, p, old, secret.Secret{})
	if outcome != nil {
		return Found{}, outcome
	}
	defer s.close()
	return Found{s.at, s.held.Fingerprint()}, nil
}

// Reload has a running claude-code-router use a new token for a provider from its next request on, and looks
// whether it does. The file comes first: versions 1 and 2 keep what they are told in memory alone.
func (c *Client) Reload(ctx context.Context, p Provider, old, value secret.Secret) Outcome {
	if value.IsZero() {
		return c.doubt("There is no new token.")
	}
	s, outcome := c.open(ctx, p, old, value)
	switch {
	case outcome != nil:
		return outcome
	case !s.held.Equal(value):
		s.put(ctx, s, value)
	}
	s.close()
	return c.prove(ctx, s, old, value)
}

// prove asks once more which key the router holds. What it answered before does not count: an answer that was
// lost or late says nothing about what it did.
func (c *Client) prove(ctx context.Context, s *session, old, value secret.Secret) Outcome {
	var err error
	if s.talk, err = c.connect(ctx, s.at); err != nil {
		return c.doubt("It was sent the new token, and nobody answered afterwards.")
	}
	defer s.close()
	if _, why := c.listens(s); why != "" {
		return c.doubt("It was sent the new token, and has ended since. " + why)
	}
	if why := s.find(ctx, s); why != "" {
		return c.doubt("It was sent the new token, and did not prove that it uses it. " + why)
	}
	switch {
	case s.held.Fingerprint() == value.Fingerprint() && !s.elsewhere(old):
		return Reloaded{s.provider.Name, c.Database}
	case s.held.Fingerprint() == old.Fingerprint() || s.elsewhere(old):
		return StillOld{c.Database}
	}
	return c.doubt("It was sent the new token, and holds neither that one nor the old one.")
}

func (c *Client) doubt(why string) Outcome { return Doubt{why, c.Database} }

package router

import (
	"context"
	"fmt"
	"net/netip"

	"bricktop/creds/secret"
)

// session is a router that is being spoken with.
type session struct {
	*talk
	server
	at       netip.AddrPort
	pid      int
	provider Provider
	held     secret.Secret   // the key that it holds
	others   []secret.Secret // in the same provider
}

// server is how one line of versions is asked.
type server interface {
	// identify makes sure that this is a claude-code-router.
	identify(context.Context, *session) (why string)
	// find looks for the provider and the key that the router holds for it.
	find(context.Context, *session) (why string)
	// put gives it another key. Only a look tells whether it took it.
	put(context.Context, *session, secret.Secret)
}

// elsewhere reports whether the provider holds a secret in a second place.
func (s *session) elsewhere(old secret.Secret) bool {
	for _, other := range s.others {
		if !old.IsZero() && other.Equal(old) {
			return true
		}
	}
	return false
}

// open comes back with a session when, and only when, a token may be sent in it.
func (c *Client) open(ctx context.Context, p Provider, old, value secret.Secret) (*session, Outcome) {
	d, why := c.describe()
	if why != "" {
		return nil, c.doubt(why)
	}
	s, outcome := c.running(ctx, d)
	if outcome != nil {
		return nil, outcome
	}
	s.provider = p
	if why := c.trust(ctx, s, old, value); why != "" {
		s.close()
		return nil, c.doubt(why)
	}
	return s, nil
}

// running connects to the process of a description.
func (c *Client) running(ctx context.Context, d description) (*session, Outcome) {
	alive, ours := false, false
	if d.pid > 0 {
		alive, ours = c.Machine.Process(d.pid)
	}
	if alive && !ours {
		return nil, c.doubt(fmt.Sprintf("Process %d, which %s names, belongs to another user.", d.pid, d.file))
	}
	for _, at := range d.at {
		talk, err := c.connect(ctx, at)
		switch {
		case err == nil && alive:
			return &session{talk: talk, server: d.server, at: at, pid: d.pid}, nil
		case err == nil:
			talk.close()
			return nil, c.doubt(fmt.Sprintf("Something listens on port %d of this machine, and %s names no process that runs.", at.Port(), d.file))
		case !closed(err):
			return nil, c.doubt(fmt.Sprintf("Port %d of this machine could not be reached.", at.Port()))
		}
	}
	if alive {
		return nil, c.doubt(fmt.Sprintf("Process %d, which %s names, runs, and nothing listens on port %d of this machine.", d.pid, d.file, d.at[0].Port()))
	}
	return nil, NotRunning{c.Database}
}

// trust finds a reason not to send a token. The connection stands already, so that nobody can take the port
// over between the questions and the token.
func (c *Client) trust(ctx context.Context, s *session, old, value secret.Secret) string {
	known, why := c.listens(s)
	if why != "" {
		return why
	}
	if why := s.identify(ctx, s); why != "" {
		return why
	}
	if why := s.find(ctx, s); why != "" {
		return why
	}
	// A stranger on the port does not know the token that the file held.
	knows := !old.IsZero() && s.held.Equal(old) || !value.IsZero() && s.held.Equal(value)
	if !known && !knows {
		return fmt.Sprintf("Whoever listens on port %d of this machine holds another key for provider %s than its file did.", s.at.Port(), quote(s.provider.Name))
	}
	return ""
}

// listens makes sure that the port is the process's own, where the system tells.
func (c *Client) listens(s *session) (known bool, why string) {
	yes, known := c.Machine.Listens(s.pid, s.at)
	if known && !yes {
		return true, fmt.Sprintf("Port %d of this machine belongs to another program than process %d.", s.at.Port(), s.pid)
	}
	return known, ""
}

package router

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"bricktop/creds/secret"
)

const (
	pidFile     = ".claude-code-router.pid" // musistudio/claude-code-router v2.0.0, packages/shared/src/constants.ts
	defaultPort = 3456
)

// description is what the folder says about the server.
type description struct {
	file   string // that says so
	pid    int    // 0: it names none
	at     []netip.AddrPort
	server server
}

// describe reads what the folder says.
func (c *Client) describe() (description, string) {
	if c.Database {
		return c.describeService()
	}
	d := description{file: pidFile, server: routes{c.APIKey}}
	addresses := loopback(c.Host)
	if len(addresses) == 0 {
		return d, "HOST in its config.json is " + quote(c.Host) + ", which is not this machine alone."
	}
	port := c.Port
	if port == 0 {
		port = defaultPort
	}
	if port < 1 || port > 65535 {
		return d, fmt.Sprintf("PORT in its config.json is %d, and there is no such port.", c.Port)
	}
	for _, address := range addresses {
		d.at = append(d.at, netip.AddrPortFrom(address, uint16(port)))
	}
	text, err := c.Machine.ReadFile(pidFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return d, pidFile + " cannot be read."
	}
	if err == nil {
		d.pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil || d.pid <= 0 {
			return d, pidFile + " holds no process number."
		}
	}
	return d, ""
}

// loopback are the addresses that a host stands for, if it means this machine and nobody beyond it. Without
// one, claude-code-router listens on 127.0.0.1 (v2.0.0, packages/server/src/index.ts).
func loopback(host string) []netip.Addr {
	v4, v6 := netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()
	switch strings.ToLower(strings.Trim(host, "[]")) {
	case "", "127.0.0.1":
		return []netip.Addr{v4}
	case "::1":
		return []netip.Addr{v6}
	case "localhost":
		return []netip.Addr{v4, v6}
	}
	return nil
}

// routes is how versions 1 and 2 are asked (v2.0.0, packages/core/src/api/routes.ts). They show each key to
// whoever knows APIKEY, and echo the one that they are given.
type routes struct{ key secret.Secret }

func (r routes) question(method, path string, body any) question {
	return question{method, path, "x-api-key", r.key, body}
}

func (r routes) identify(ctx context.Context, s *session) string {
	return s.read(ctx, question{method: http.MethodGet, path: "/health"}, nil) // which asks for no key
}

func (r routes) find(ctx context.Context, s *session) string {
	var list []struct {
		Name    string `json:"name"`
		BaseURL string `json:"baseUrl"`
		Key     string `json:"apiKey"`
	}
	if why := s.read(ctx, r.question(http.MethodGet, "/providers", nil), &list); why != "" {
		return why
	}
	var found []entry
	for _, p := range list {
		found = append(found, entry{p.Name, p.BaseURL, p.Key})
	}
	return s.take(found)
}

func (r routes) put(ctx context.Context, s *session, key secret.Secret) {
	body := struct {
		Key string `json:"apiKey"`
	}{key.Reveal()}
	// The answer holds the key and is dropped unread with the connection.
	_, _ = s.ask(ctx, r.question(http.MethodPut, "/providers/"+url.PathEscape(s.provider.Name), body))
}

// entry is a provider as the router tells it.
type entry struct{ name, baseURL, key string }

// take remembers the key of our provider, if there is exactly one of this name and it leads to our workspace.
func (s *session) take(list []entry) string {
	var found *entry
	for i, e := range list {
		switch {
		case e.name != s.provider.Name:
		case found != nil:
			return "It has more than one provider " + quote(e.name) + "."
		default:
			found = &list[i]
		}
	}
	if found == nil {
		return "It has no provider " + quote(s.provider.Name) + ": that may have been renamed since it started."
	}
	ours := hostOf(s.provider.Host)
	if ours == "" || hostOf(found.baseURL) != ours {
		return "Its provider " + quote(found.name) + " does not lead to " + quote(s.provider.Host) + "."
	}
	s.held = secret.New(found.key)
	if s.held.IsZero() {
		return "It tells no key for provider " + quote(found.name) + "."
	}
	return ""
}

// hostOf is scheme and host of a web address in lower case, without the usual port; empty: it has none. Some
// tools put a scheme before an address that has one.
func hostOf(address string) string {
	scheme, rest := "https", strings.TrimSpace(address)
	for {
		before, after, ok := strings.Cut(rest, "://")
		if !ok || strings.ContainsAny(before, "/?#@") {
			break
		}
		scheme, rest = strings.ToLower(before), after
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil || u.User != nil || u.Hostname() == "" {
		return ""
	}
	usual, ok := map[string]string{"https": ":443", "http": ":80"}[scheme]
	if !ok {
		return ""
	}
	return scheme + "://" + strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(u.Host), ":"), usual)
}

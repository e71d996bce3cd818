package fake

import (
	"fmt"
	"net/http"
	"strings"
)

// Transport carries requests for this workspace's host, and those of the others, to their loopback listeners,
// and refuses every other host: a client that has no other way out can show hosts that look real and touch
// nothing but this process. It also carries requests for the URL of each. The server's Close ends its idle
// connections.
func (s *Server) Transport(others ...*Server) http.RoundTripper {
	return transport{base: s.base, servers: append([]*Server{s}, others...)}
}

type transport struct {
	base    *http.Transport
	servers []*Server
}

// RoundTrip sends the request, with its own Host header, to the listener of the workspace that it names.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	addr := t.listener(r)
	if addr == "" {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, fmt.Errorf("fake: no workspace here answers for %s://%s", r.URL.Scheme, r.URL.Host)
	}
	inner := r.Clone(r.Context())
	if inner.Host == "" {
		inner.Host = r.URL.Host
	}
	inner.URL.Scheme, inner.URL.Host = "http", addr
	response, err := t.base.RoundTrip(inner)
	if response != nil {
		response.Request = r // or a redirect would be resolved against the listener
	}
	return response, err
}

// listener is the address of the started workspace that the request is for, or empty.
func (t transport) listener(r *http.Request) string {
	asked := r.URL.Scheme + "://" + strings.TrimSuffix(strings.ToLower(r.URL.Host), ":443")
	for _, s := range t.servers {
		if url := s.URL(); url != "" && (asked == s.Host() || asked == url) {
			return strings.TrimPrefix(url, "http://")
		}
	}
	return ""
}

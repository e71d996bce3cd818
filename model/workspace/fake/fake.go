// Package fake is a Databricks workspace inside this process, spoken to over real HTTP: for the demo, and for
// every test that needs a workspace. It knows principals, OAuth and personal access tokens, ends them by a
// clock that the caller owns, answers with the error bodies that workspaces were seen to give, and breaks on
// request.
//
//	workspace := fake.New(fake.Options{})
//	clientID, clientSecret := workspace.AddServicePrincipal("app devbox")
//	if err := workspace.Start(); err != nil { … }
//	defer workspace.Close()
//	// point a client at workspace.URL(), then look at workspace.Tokens() and workspace.Requests()
//
// It listens on 127.0.0.1 and nowhere else. [Server.Transport] lets a client speak of a host that looks real
// and reach only this fake. Methods that take the name of a principal or the ID of a token which does not
// exist panic: the mistake is the test's.
package fake

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options of a workspace. The zero Options make a working one.
type Options struct {
	// Host is the public host, such as https://dbc-7e3a91c4-2b6d.cloud.databricks.com, that Transport carries
	// here. Empty: only URL leads here.
	Host string
	// Now is the workspace's clock: tokens end by it, and every Date header tells it. A clock that is off is a
	// skewed workspace. It must be safe for concurrent use and not call the Server. Nil: time.Now.
	Now func() time.Time
	// Rand feeds client IDs, secrets and personal access tokens, so that a seeded source makes them
	// reproducible. Nil: crypto/rand.
	Rand io.Reader
}

// Server is one fake workspace. It is an http.Handler, safe for concurrent use.
type Server struct {
	host string // without scheme, lower case; empty: none
	now  func() time.Time
	mux  *http.ServeMux
	base *http.Transport

	done     chan struct{} // closed by Close: ends what hangs
	inflight sync.WaitGroup

	mu         sync.Mutex
	rand       io.Reader
	http       *http.Server
	addr       string
	closed     bool
	settings   Settings
	principals []*principal
	tokens     []*token
	access     map[string]accessToken // by value
	faults     []*armedFault
	requests   []*Request
}

// New makes a workspace with no principals and the settings of [DefaultSettings]. It does not listen yet.
func New(o Options) *Server {
	s := &Server{
		host:     hostName(o.Host),
		now:      o.Now,
		rand:     o.Rand,
		mux:      http.NewServeMux(),
		base:     &http.Transport{}, // no proxy: this traffic never leaves the machine
		done:     make(chan struct{}),
		settings: DefaultSettings(),
		access:   map[string]accessToken{},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.rand == nil {
		s.rand = rand.Reader
	}
	s.routes()
	return s
}

func hostName(host string) string {
	_, name, found := strings.Cut(host, "://")
	if !found {
		name = host
	}
	return strings.ToLower(strings.TrimSuffix(name, "/"))
}

// Start listens on a free port of 127.0.0.1. Call Close when done. It fails when it was called before, after
// Close, and when the system gives no port.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.http != nil || s.closed {
		return errors.New("fake: Start was called twice, or after Close")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("fake: %w", err)
	}
	s.addr = listener.Addr().String()
	// The log is discarded because the demo draws on the terminal that it would write to.
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	go s.http.Serve(listener) // its error is always ErrServerClosed, since only Close ends it
	return nil
}

// URL is the address that the server listens on, http://127.0.0.1:port; empty before Start.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.addr == "" {
		return ""
	}
	return "http://" + s.addr
}

// Host is how clients name this workspace: the public host with https, or URL when it has none.
func (s *Server) Host() string {
	if s.host == "" {
		return s.URL()
	}
	return "https://" + s.host
}

// Close stops listening, ends every request under way, those that hang by a Fault too, and returns when the
// last one has ended.
func (s *Server) Close() {
	s.mu.Lock()
	wasClosed, server := s.closed, s.http
	s.closed = true
	s.mu.Unlock()
	if !wasClosed {
		close(s.done)
	}
	if server != nil {
		server.Close()
	}
	s.base.CloseIdleConnections()
	s.inflight.Wait()
}

// read fills n bytes from the workspace's source of randomness. The caller holds mu.
func (s *Server) read(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		panic("fake: Options.Rand: " + err.Error())
	}
	return b
}

// uuid makes a random UUID, version 4. The caller holds mu.
func (s *Server) uuid() string {
	b := s.read(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

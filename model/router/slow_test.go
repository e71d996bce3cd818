package router

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"bricktop/creds/secret"
)

// pipes is a network in memory, whose waiting takes no time.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: defaultPort} }

// inMemory runs a test against a router whose network is in memory, and whose handler may hang.
func inMemory(t *testing.T, test func(*testing.T, *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{alive: true, ours: true, yes: true, sys: true, name: name, base: host, key: before, pid: pid}
		w.files = map[string]string{pidFile: "4711"}
		p := pipes{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: w}
		go func() { _ = server.Serve(p) }()
		w.Client = &Client{Settings: Settings{APIKey: secret.New(apiKey)}, Machine: w}
		w.dial = func(ctx context.Context, at netip.AddrPort) (net.Conn, error) {
			if want := "127.0.0.1:3456"; at.String() != want {
				t.Errorf("%s is called, not %s", at, want)
			}
			ours, theirs := net.Pipe()
			select {
			case p.conns <- theirs:
				return ours, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		test(t, w)
		_ = server.Close()
	})
}

// hang answers nothing until the other side goes.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// drip sends a byte a second.
func drip(w http.ResponseWriter, r *http.Request) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		_, _ = io.WriteString(w, " ")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}

// Nobody waits longer than two seconds for an answer, however slowly it comes.
func TestSlow(t *testing.T) {
	for _, path := range []string{"/health", "/providers"} {
		for what, answer := range map[string]http.HandlerFunc{"hangs": hang, "drips": drip} {
			t.Run(path+" "+what, func(t *testing.T) {
				inMemory(t, func(t *testing.T, w *world) {
					w.answer = func(rw http.ResponseWriter, r *http.Request) bool {
						if r.URL.Path == path {
							answer(rw, r)
						}
						return r.URL.Path == path
					}
					start := time.Now()
					outcome, ok := w.reload(t, t.Context()).(Doubt)
					if took := time.Since(start); !ok || took != patience || !strings.Contains(outcome.Why, "within 2 seconds") || w.wasTold(after) {
						t.Errorf("after %v: %#v", took, outcome)
					}
				})
			})
		}
	}
}

// A PUT whose answer never comes is judged by what the router says afterwards.
func TestSlowPut(t *testing.T) {
	for _, taken := range []bool{true, false} {
		inMemory(t, func(t *testing.T, w *world) {
			w.answer = func(rw http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodPut {
					if taken {
						w.set(func() { w.key = after })
					}
					hang(rw, r)
				}
				return r.Method == http.MethodPut
			}
			start := time.Now()
			outcome := w.reload(t, t.Context())
			want := Outcome(StillOld{})
			if taken {
				want = Reloaded{Provider: name}
			}
			if took := time.Since(start); outcome != want || took != patience {
				t.Errorf("after %v: %#v", took, outcome)
			}
		})
	}
}

// A port on which connections are not taken holds nobody up.
func TestSlowConnection(t *testing.T) {
	inMemory(t, func(t *testing.T, w *world) {
		w.dial = func(ctx context.Context, _ netip.AddrPort) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		start := time.Now()
		outcome, ok := w.reload(t, t.Context()).(Doubt)
		if took := time.Since(start); !ok || took != patience || !strings.Contains(outcome.Why, "could not be reached") {
			t.Errorf("after %v: %#v", took, outcome)
		}
	})
}

// Whoever cancels waits no longer, and no token leaves afterwards.
func TestCancel(t *testing.T) {
	for _, drips := range []bool{false, true} {
		inMemory(t, func(t *testing.T, w *world) {
			w.answer = func(rw http.ResponseWriter, r *http.Request) bool {
				if drips {
					drip(rw, r)
				} else {
					hang(rw, r)
				}
				return true
			}
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			start := time.Now()
			outcome, ok := w.reload(t, ctx).(Doubt)
			if took := time.Since(start); !ok || took != 500*time.Millisecond || w.wasTold(after) {
				t.Errorf("after %v: %#v", took, outcome)
			}
		})
	}
}

// Localhost is tried by both of its addresses, and no name is looked up for it.
func TestAddresses(t *testing.T) {
	for host, want := range map[string]string{
		"": "127.0.0.1:3456", "127.0.0.1": "127.0.0.1:3456", "::1": "[::1]:3456", "[::1]": "[::1]:3456", "LocalHost": "127.0.0.1:3456 [::1]:3456",
	} {
		w := newWorld(t)
		var called []string
		w.Host, w.Port = host, 0
		w.dial = func(_ context.Context, at netip.AddrPort) (net.Conn, error) {
			called = append(called, at.String())
			return nil, syscall.ECONNREFUSED
		}
		if w.reload(t, t.Context()); strings.Join(called, " ") != want {
			t.Errorf("%q: called %q, want %s", host, called, want)
		}
	}
	c := &Client{}
	if _, err := c.connect(t.Context(), netip.MustParseAddrPort("192.0.2.1:80")); err == nil || !strings.Contains(err.Error(), "not an address of this machine") {
		t.Errorf("an address elsewhere: %v", err)
	}
}

package fake

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// maxBody is how much of a request body is read: far more than any request of the API needs.
const maxBody = 1 << 20

// Request is one request that arrived.
type Request struct {
	At         time.Time // by the workspace's clock
	Method     string
	Path       string
	Principal  string // user name; empty when the request was refused or a Fault kept it from being processed
	AuthScheme string // Bearer, Basic, other or empty; never the credential
	UserAgent  string
	Status     int // 0 while it is under way, and for ever when a Fault ended it before the headers
}

// Requests returns all requests so far, in the order of their arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Request, len(s.requests))
	for i, r := range s.requests {
		all[i] = *r
	}
	return all
}

// ServeHTTP answers one request, or does to it what a Fault says.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry, fault, ok := s.arrive(r)
	if !ok {
		cut(w)
		return
	}
	defer s.inflight.Done()

	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		cut(w)
		return
	}
	if fault.Before != nil {
		fault.Before()
	}
	if !s.pause(r, fault.Delay) {
		cut(w)
		return
	}
	a := newAnswer(s.now())
	for range fault.passes() {
		a = newAnswer(s.now())
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mux.ServeHTTP(a, r)
	}
	fault.alter(a)
	s.mu.Lock()
	entry.Principal = a.principal
	if !fault.Cut.unanswered() {
		entry.Status = a.status
	}
	s.mu.Unlock()
	s.deliver(w, r, a, fault)
}

// arrive logs a request and picks the fault that befalls it; ok is false when the server is closed.
func (s *Server) arrive(r *http.Request) (entry *Request, fault Fault, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, Fault{}, false
	}
	s.inflight.Add(1)
	entry = &Request{
		At: s.now(), Method: r.Method, Path: r.URL.Path,
		AuthScheme: scheme(r.Header.Get("Authorization")), UserAgent: r.UserAgent(),
	}
	s.requests = append(s.requests, entry)
	return entry, s.nextFault(r), true
}

// answer collects what a handler writes, so that a fault can lose or change it.
type answer struct {
	header    http.Header
	status    int
	body      bytes.Buffer
	principal string // whom the request was found to come from
}

func newAnswer(now time.Time) *answer {
	// net/http would take Date from the machine's clock.
	h := http.Header{"Date": {now.UTC().Format(http.TimeFormat)}, "Content-Type": {"application/json"}}
	return &answer{header: h, status: http.StatusOK}
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

func (a *answer) json(status int, v any) {
	a.status = status
	b, err := json.Marshal(v)
	if err != nil {
		panic("fake: " + err.Error()) // a Row that JSON cannot express
	}
	a.body.Write(b)
}

func (a *answer) refuse(r refusal) {
	a.json(r.status, map[string]any{"error_code": r.code, "message": r.message})
}

// handle routes a pattern of http.ServeMux to a handler.
func (s *Server) handle(pattern string, h func(*answer, *http.Request)) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { h(w.(*answer), r) })
}

// handleAs routes a pattern to a handler that runs only for a known caller, with mu held.
func (s *Server) handleAs(pattern string, h func(*answer, *http.Request, caller)) {
	s.handle(pattern, func(a *answer, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		who, refused := s.identify(r)
		if refused != nil {
			// Refused credentials have the message in this header too (databricks-sdk-go issue 1061).
			a.header.Set("X-Databricks-Reason-Phrase", refused.message)
			a.refuse(*refused)
			return
		}
		a.principal = who.userName
		h(a, r, who)
	})
}

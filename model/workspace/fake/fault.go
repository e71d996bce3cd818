package fake

import (
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is what goes wrong with a request. Its parts combine. A request is not processed when Status answers
// in its place, or when Cut ends it before the headers; Commit processes it all the same, and so makes an
// answer that is lost.
type Fault struct {
	Times  int           // how many requests it befalls; 0: all
	Before func()        // called when it befalls one, before anything else; it may call the Server
	Delay  time.Duration // before the request is processed
	Commit bool          // process it although its answer is replaced or lost
	Twice  bool          // process it twice, and answer for the second: a repeated POST that was accepted both times

	Status int         // not 0: answer this and Body instead
	Body   string      // sent as JSON when it starts with a brace, else as HTML
	Header http.Header // replaces the headers of the answer by name

	Slow time.Duration // pause before each byte of the body
	Cut  Cut           // how the connection ends
}

// Cut is how a connection ends.
type Cut int

// The ways in which a connection ends. A hanging one ends with the request's context or with Close.
const (
	NoCut             Cut = iota
	Reset                 // TCP reset in place of an answer
	HangBeforeHeaders     // nothing is answered
	HangAfterHeaders      // headers, and then nothing
	Hangup                // the connection is closed in place of an answer: an end of file
)

// unanswered reports whether the connection ends before the headers.
func (c Cut) unanswered() bool { return c == Reset || c == HangBeforeHeaders || c == Hangup }

// APIError is the fault of an error in the API's own form. The code is a string, or a number as in some
// answers to dead tokens (databricks-sdk-go issue 1061).
func APIError(status int, code any, message string) Fault {
	body, err := json.Marshal(map[string]any{"error_code": code, "message": message})
	if err != nil {
		panic("fake: " + err.Error())
	}
	return Fault{Status: status, Body: string(body)}
}

type armedFault struct {
	Fault
	method, path string
	left         int
}

// Fail makes a fault befall the requests of a pattern: a path with an optional method before it, as in
// "POST /api/2.0/token/create"; a path that ends in / stands for all below it. Of several faults that match,
// the one set first acts until its Times are used up. The returned function takes it back.
func (s *Server) Fail(pattern string, f Fault) (clear func()) {
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		method, path = "", pattern
	}
	armed := &armedFault{Fault: f, method: method, path: path, left: f.Times}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, armed)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.faults = slices.DeleteFunc(s.faults, func(a *armedFault) bool { return a == armed })
	}
}

// ClearFaults takes all faults back. What hangs already goes on hanging.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

func (a *armedFault) matches(r *http.Request) bool {
	below := strings.HasSuffix(a.path, "/") && strings.HasPrefix(r.URL.Path, a.path)
	return (a.method == "" || a.method == r.Method) && (below || a.path == r.URL.Path)
}

// nextFault uses up one time of the fault that befalls a request. The caller holds mu.
func (s *Server) nextFault(r *http.Request) Fault {
	i := slices.IndexFunc(s.faults, func(a *armedFault) bool { return a.matches(r) })
	if i < 0 {
		return Fault{}
	}
	a := s.faults[i]
	if a.left--; a.left == 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	return a.Fault
}

// passes is how often the request is processed.
func (f Fault) passes() int {
	switch lost := f.Status != 0 || f.Cut.unanswered(); {
	case lost && !f.Commit:
		return 0
	case f.Twice:
		return 2
	default:
		return 1
	}
}

// alter replaces the answer as the fault says.
func (f Fault) alter(a *answer) {
	if f.Status != 0 {
		a.status = f.Status
		a.body.Reset()
		a.body.WriteString(f.Body)
		a.header.Del("X-Databricks-Reason-Phrase")
		a.header.Set("Content-Type", "application/json")
		if !strings.HasPrefix(f.Body, "{") {
			a.header.Set("Content-Type", "text/html; charset=utf-8")
		}
	}
	for name, values := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
}

// pause waits; false when the request or the server ended first.
func (s *Server) pause(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.done:
	}
	return false
}

func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.done:
	}
}

// cut resets the connection. What is no TCP connection is dropped in the way of net/http.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0) // so that closing resets it
	}
	conn.Close()
}

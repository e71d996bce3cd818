package workspace

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"

	"bricktop/model/session"
)

// Exchange is one HTTP request really sent, and what came of it.
type Exchange = session.Exchange

// maxRefusal is how much of a refusal is read, in bytes: enough for any message.
const maxRefusal = 64 << 10

// wire is the RoundTripper under the SDK. It sends a request of a call once, keeps what the call must
// know afterwards, and hides from the SDK what would make it try again by itself: the SDK looks for words
// such as "connection refused" (databricks-sdk-go, httpclient/errors.go) and for status 429, 502, 503
// and 504 at sign-in (config/experimental/auth/retry.go), and then tries for up to a minute.
type wire struct {
	base     http.RoundTripper
	now      func() time.Time
	observe  func(Exchange)
	describe func(error) verdict
}

// opaque is a failure that the SDK cannot read.
type opaque struct{ cause error }

func (*opaque) Error() string { return "the request had no usable answer" }

// refusal is an answer of 400 or more to a request that signs in.
type refusal struct {
	status int
	header http.Header
	body   []byte
}

func (*refusal) Error() string { return "sign-in was refused" }

var (
	errPlainHTTP  = errors.New("plain http to another machine")
	errRedirected = errors.New("a redirect of a request that is not repeated")
	errAnswered   = errors.New("the request was answered before")
)

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if plainHTTP(req.URL) {
		// A redirect, or a token endpoint that the host named, may lead here.
		return nil, &opaque{errPlainHTTP}
	}
	if req.Response != nil && req.Method != http.MethodGet {
		// A redirect that keeps the method would send a create or a secret a second time.
		return nil, &opaque{errRedirected}
	}
	rec := recordOf(req.Context())
	if again, resp, err := rec.begin(req); again {
		return resp, err
	}
	at := w.now()
	resp, err := w.base.RoundTrip(req.WithContext(rec.trace(req.Context())))
	took := w.now().Sub(at)
	if err != nil && req.Context().Err() != nil {
		err = context.Cause(req.Context())
	}
	ex := Exchange{At: at, Host: req.URL.Host, Method: req.Method, Path: req.URL.Path, Took: took, About: rec.about}
	if err != nil {
		ex.Err = w.describe(err).sentence
	} else {
		ex.Status = resp.StatusCode
	}
	w.observe(ex)
	if err == nil {
		resp, err = rec.answer(resp, at, took)
	}
	if err != nil {
		return nil, rec.fail(req, err)
	}
	return resp, nil
}

// record is what one call leaves behind on the wire.
type record struct {
	signIn bool
	about  session.About

	mu        sync.Mutex
	started   bool
	traced    bool // the transport tells when it has a connection
	connected bool
	ends      map[string]end // by method and path

	at     time.Time // of the last request that was answered
	took   time.Duration
	status int
	header http.Header
	length int64 // bytes of body that were read
}

// end is how a request ended: what answers the SDK when it sends the request again.
type end struct {
	err    error
	status int
	header http.Header
	body   []byte
}

type recordKey struct{}

func withRecord(ctx context.Context, rec *record) context.Context {
	return context.WithValue(ctx, recordKey{}, rec)
}

func recordOf(ctx context.Context) *record {
	if rec, ok := ctx.Value(recordKey{}).(*record); ok {
		return rec
	}
	return &record{}
}

func key(req *http.Request) string { return req.Method + " " + req.URL.Path }

// begin notes that a request sets out. Again is true when the call has sent it before.
func (r *record) begin(req *http.Request) (again bool, resp *http.Response, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.started = true
	first, again := r.ends[key(req)]
	if !again {
		if r.ends == nil {
			r.ends = map[string]end{}
		}
		r.ends[key(req)] = end{err: &opaque{errAnswered}}
		return false, nil, nil
	}
	if first.err != nil {
		return true, nil, first.err
	}
	return true, &http.Response{
		Status: http.StatusText(first.status), StatusCode: first.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: first.header.Clone(), Body: io.NopCloser(bytes.NewReader(first.body)),
		ContentLength: int64(len(first.body)), Request: req,
	}, nil
}

func (r *record) trace(ctx context.Context) context.Context {
	note := func(flag *bool) { r.mu.Lock(); *flag = true; r.mu.Unlock() }
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { note(&r.traced) },
		GotConn: func(httptrace.GotConnInfo) { note(&r.connected) },
	})
}

func (r *record) answer(resp *http.Response, at time.Time, took time.Duration) (*http.Response, error) {
	r.mu.Lock()
	r.at, r.took, r.status, r.header, r.length = at, took, resp.StatusCode, resp.Header, 0
	r.mu.Unlock()
	if resp.StatusCode < 400 {
		resp.Body = &counted{ReadCloser: resp.Body, rec: r}
		return resp, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxRefusal))
	_ = resp.Body.Close()
	if err != nil && len(body) == 0 {
		return nil, err
	}
	if r.signIn {
		return nil, &refusal{resp.StatusCode, resp.Header, body}
	}
	r.mu.Lock()
	r.ends[key(resp.Request)] = end{status: resp.StatusCode, header: resp.Header, body: body}
	r.mu.Unlock()
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

func (r *record) fail(req *http.Request, cause error) error {
	err := &opaque{cause}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends[key(req)] = end{err: err}
	return err
}

// mayBeSent reports whether the host may have seen the request.
func (r *record) mayBeSent() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.started && (r.connected || !r.traced)
}

// seen is a copy of what the last answer was.
func (r *record) seen() (header http.Header, length int64, at time.Time, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.header, r.length, r.at, r.took
}

type counted struct {
	io.ReadCloser
	rec *record
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.rec.mu.Lock()
	c.rec.length += int64(n)
	c.rec.mu.Unlock()
	return n, err
}

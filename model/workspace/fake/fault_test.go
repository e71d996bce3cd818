package fake_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"bricktop/model/workspace/fake"
)

func TestFaultAnswers(t *testing.T) {
	const login = "<html><body>Sign in</body></html>"
	for name, c := range map[string]struct {
		fault       fake.Fault
		status      int
		body        string
		contentType string
		header      [2]string
	}{
		"API error":        {fault: fake.APIError(400, "BAD_REQUEST", "no"), status: 400, body: `{"error_code":"BAD_REQUEST","message":"no"}`},
		"numeric code":     {fault: fake.APIError(403, 403, "no"), status: 403, body: `{"error_code":403,"message":"no"}`},
		"login page":       {fault: fake.Fault{Status: 200, Body: login}, status: 200, body: login, contentType: "text/html; charset=utf-8"},
		"forbidden page":   {fault: fake.Fault{Status: 403, Body: "<pre>Invalid access token.</pre>"}, status: 403, body: "<pre>Invalid access token.</pre>", contentType: "text/html; charset=utf-8"},
		"empty":            {fault: fake.Fault{Status: 401}, status: 401, contentType: "text/html; charset=utf-8"},
		"too many":         {fault: fake.Fault{Status: 429, Body: `{}`, Header: http.Header{"retry-after": {"7"}}}, status: 429, body: `{}`, header: [2]string{"Retry-After", "7"}},
		"unavailable":      {fault: fake.Fault{Status: 503, Body: `{}`}, status: 503, body: `{}`},
		"reason phrase":    {fault: fake.Fault{Header: http.Header{"X-Databricks-Reason-Phrase": {"why"}}}, status: 200, body: `{"token_infos":[]}`, header: [2]string{"X-Databricks-Reason-Phrase", "why"}},
		"broken JSON":      {fault: fake.Fault{Status: 200, Body: `{"token_infos":[`}, status: 200, body: `{"token_infos":[`},
		"huge":             {fault: fake.Fault{Status: 200, Body: "{" + strings.Repeat(" ", 8<<20)}, status: 200, body: "{" + strings.Repeat(" ", 8<<20)},
		"wrong clock":      {fault: fake.Fault{Header: http.Header{"Date": {"Thu, 01 Jan 1970 00:00:00 GMT"}}}, status: 200, body: `{"token_infos":[]}`, header: [2]string{"Date", "Thu, 01 Jan 1970 00:00:00 GMT"}},
		"slow body":        {fault: fake.Fault{Slow: time.Microsecond}, status: 200, body: `{"token_infos":[]}`},
		"other media type": {fault: fake.Fault{Status: 200, Body: "hi", Header: http.Header{"Content-Type": {"text/plain"}}}, status: 200, body: "hi", contentType: "text/plain"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, fake.Options{})
			access := b.signIn()
			b.Fail(listPath, c.fault)
			got := b.do("GET", listPath, access, "")
			if c.contentType == "" {
				c.contentType = "application/json"
			}
			if got.status != c.status || got.text != c.body || got.header.Get("Content-Type") != c.contentType {
				t.Errorf("%d %.200q as %q", got.status, got.text, got.header.Get("Content-Type"))
			}
			if c.header[0] != "" && got.header.Get(c.header[0]) != c.header[1] {
				t.Errorf("headers %v", got.header)
			}
			log := b.Requests()
			if last := log[len(log)-1]; last.Status != c.status {
				t.Errorf("logged %+v", last)
			}
		})
	}
}

func TestFaultPatterns(t *testing.T) {
	b := newBench(t, fake.Options{})
	access := b.signIn()
	statuses := func(want ...int) {
		t.Helper()
		for i, w := range want {
			if got := b.do("GET", listPath, access, ""); got.status != w {
				t.Errorf("request %d: %d, want %d", i+1, got.status, w)
			}
		}
	}
	b.Fail(listPath, fake.Fault{Status: 429, Times: 2})
	b.Fail("GET "+listPath, fake.Fault{Status: 503, Times: 1})
	b.Fail("POST "+listPath, fake.Fault{Status: 500})
	b.Fail("/api/2.0/token", fake.Fault{Status: 500})
	statuses(429, 429, 503, 200)
	if got := b.do("POST", listPath, access, ""); got.status != 500 {
		t.Errorf("POST: %d", got.status)
	}
	clear := b.Fail("/api/2.0/token/", fake.Fault{Status: 418})
	statuses(418, 418)
	clear()
	clear()
	statuses(200)
	b.Fail("/", fake.Fault{Status: 502})
	statuses(502)
	b.ClearFaults()
	statuses(200)
}

// Each fault meets a create; what counts is whether the client got an answer and how many tokens there are.
func TestFaultsAndWhatTheyCommit(t *testing.T) {
	for name, c := range map[string]struct {
		fault  fake.Fault
		status int // 0: no answer
		tokens int
	}{
		"none":                  {fake.Fault{}, 200, 1},
		"refused":               {fake.APIError(503, "TEMPORARILY_UNAVAILABLE", "later"), 503, 0},
		"504 after commit":      {fake.Fault{Status: 504, Commit: true}, 504, 1},
		"reset":                 {fake.Fault{Cut: fake.Reset}, 0, 0},
		"reset after commit":    {fake.Fault{Cut: fake.Reset, Commit: true}, 0, 1},
		"hung up after commit":  {fake.Fault{Cut: fake.Hangup, Commit: true}, 0, 1},
		"twice":                 {fake.Fault{Twice: true}, 200, 2},
		"twice, and then 504":   {fake.Fault{Twice: true, Commit: true, Status: 504}, 504, 2},
		"twice, but not at all": {fake.Fault{Twice: true, Status: 504}, 504, 0},
		"delayed for a moment":  {fake.Fault{Delay: time.Microsecond}, 200, 1},
		"slow, but all of it":   {fake.Fault{Slow: time.Microsecond}, 200, 1},
		"empty after commit":    {fake.Fault{Status: 200, Commit: true}, 200, 1},
		"answered in its place": {fake.Fault{Status: 200, Body: `{}`}, 200, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, fake.Options{})
			access := b.signIn()
			b.Fail("POST "+createPath, c.fault)
			got, err := b.try("POST", createPath, access, `{"comment":"c","lifetime_seconds":60}`)
			if want := map[bool]error{true: io.EOF, false: syscall.ECONNRESET}[c.fault.Cut == fake.Hangup]; c.status == 0 && !errors.Is(err, want) {
				t.Errorf("no %v: %v %v", want, got, err)
			}
			if c.status != 0 && (err != nil || got.status != c.status) {
				t.Errorf("%d %v", got.status, err)
			}
			if n := len(b.Tokens()); n != c.tokens {
				t.Errorf("%d tokens", n)
			}
			log := b.Requests()
			if last := log[len(log)-1]; last.Status != c.status || last.AuthScheme != "Bearer" {
				t.Errorf("logged %+v", last)
			}
		})
	}
}

func TestTwiceAnswersForTheSecond(t *testing.T) {
	b := newBench(t, fake.Options{})
	access := b.signIn()
	b.Fail(createPath, fake.Fault{Twice: true})
	got := b.do("POST", createPath, access, `{"comment":"c","lifetime_seconds":60}`)
	made := b.Tokens()
	if got.json["token_info"].(map[string]any)["token_id"] != made[1].ID || made[0].Comment != "c" || made[0].ID == made[1].ID {
		t.Errorf("answered %s; made %+v", got.text, made)
	}
}

func TestBeforeActsBetweenTwoRequests(t *testing.T) {
	b := newBench(t, fake.Options{})
	id, _ := b.token()
	access := b.signIn()
	b.Fail(deletePath, fake.Fault{Times: 1, Before: func() { b.Revoke(id) }})
	got := b.do("POST", deletePath, access, `{"token_id":"`+id+`"}`)
	b.wantError(got, 404, `"RESOURCE_DOES_NOT_EXIST"`, "No valid token with ID "+id+" found.")
}

func TestHangs(t *testing.T) {
	for name, c := range map[string]struct {
		fault   fake.Fault
		headers bool
		status  int
	}{
		"before headers": {fake.Fault{Cut: fake.HangBeforeHeaders}, false, 0},
		"after headers":  {fake.Fault{Cut: fake.HangAfterHeaders}, true, 200},
		"delay":          {fake.Fault{Delay: time.Hour}, false, 0},
		"slow body":      {fake.Fault{Slow: time.Hour}, true, 200},
	} {
		for _, end := range []string{"cancel", "Close"} {
			t.Run(name+", ended by "+end, func(t *testing.T) {
				b := newBench(t, fake.Options{})
				access := b.signIn()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				stop := map[string]func(){"cancel": cancel, "Close": b.Close}[end]
				if !c.headers {
					c.fault.Before = func() { go stop() }
				}
				b.Fail(listPath, c.fault)
				r, _ := http.NewRequestWithContext(ctx, "GET", b.URL()+listPath, nil)
				r.Header.Set("Authorization", "Bearer "+access)
				response, err := b.client.Do(r)
				if c.headers != (err == nil) {
					t.Fatalf("headers: %v", err)
				}
				if c.headers {
					if response.StatusCode != 200 {
						t.Errorf("status %d", response.StatusCode)
					}
					stop()
					if text, err := io.ReadAll(response.Body); err == nil {
						t.Errorf("the body came to its end: %q", text)
					}
					response.Body.Close()
				}
				b.Close() // returns only when the handler has
				log := b.Requests()
				if last := log[len(log)-1]; last.Path != listPath || last.Status != c.status {
					t.Errorf("logged %+v", last)
				}
			})
		}
	}
}

// Delay and Slow are measured on a synthetic clock, without a connection.
func TestDelayAndSlowTakeTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fake.New(fake.Options{})
		s.Fail("/slow", fake.Fault{Delay: 3 * time.Second, Slow: time.Second, Status: 200, Body: "four"})
		start := time.Now()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/slow", nil))
		if took := time.Since(start); took != 7*time.Second || w.Body.String() != "four" {
			t.Errorf("%q took %v", w.Body, took)
		}
	})
}

func TestWithoutAConnectionAResetAborts(t *testing.T) {
	s := fake.New(fake.Options{})
	s.Fail("/", fake.Fault{Cut: fake.Reset})
	defer func() {
		if err := recover(); err != http.ErrAbortHandler {
			t.Errorf("recovered %v", err)
		}
	}()
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}

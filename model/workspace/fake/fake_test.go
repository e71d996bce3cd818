package fake_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

func newClock() *modeltest.Clock {
	return modeltest.NewClock(time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC))
}

// bench is a started workspace with one service principal, one user, a clock and a client.
type bench struct {
	*fake.Server
	*modeltest.Clock
	t                *testing.T
	id, clientSecret string
	client           *http.Client
}

const user = "dev@example.com"

func newBench(t *testing.T, o fake.Options) *bench {
	t.Helper()
	b := &bench{Clock: newClock(), t: t}
	o.Now = b.Clock.Now
	b.Server = fake.New(o)
	b.id, b.clientSecret = b.AddServicePrincipal("app-4n8qml devbox")
	b.AddUser(user, "Dev Example")
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	b.client = &http.Client{Transport: b.Transport()}
	return b
}

// seeded is a source of the same bytes in every run.
func seeded() io.Reader { return rand.NewChaCha8([32]byte{1}) }

type reply struct {
	status int
	header http.Header
	text   string
	json   map[string]any // nil when the body is no JSON object
}

// try sends a request with a bearer token, or none, and a body, or none.
func (b *bench) try(method, path, bearer, body string) (reply, error) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.URL()+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := b.client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	got := reply{status: response.StatusCode, header: response.Header, text: string(text)}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&got.json) != nil {
		got.json = nil
	}
	return got, err
}

func (b *bench) do(method, path, bearer, body string) reply {
	b.t.Helper()
	got, err := b.try(method, path, bearer, body)
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// token gives the service principal a token that lives for an hour.
func (b *bench) token() (id, value string) {
	return b.AddToken(b.id, fake.Token{Comment: "t", Expires: b.Now().Add(time.Hour)})
}

// wantJSON compares what both have, field by field, through JSON.
func wantJSON(t *testing.T, got map[string]any, want string) {
	t.Helper()
	var w map[string]any
	decoder := json.NewDecoder(strings.NewReader(want))
	decoder.UseNumber()
	if err := decoder.Decode(&w); err != nil {
		t.Fatal(err)
	}
	g, _ := json.Marshal(got)
	x, _ := json.Marshal(w)
	if !bytes.Equal(g, x) {
		t.Errorf("got  %s\nwant %s", g, x)
	}
}

func (b *bench) wantError(got reply, status int, code, message string) {
	b.t.Helper()
	wanted, _ := json.Marshal(message)
	if got.status != status {
		b.t.Errorf("status %d, want %d", got.status, status)
	}
	wantJSON(b.t, got.json, `{"error_code":`+code+`,"message":`+string(wanted)+`}`)
}

const (
	mePath     = "/api/2.0/preview/scim/v2/Me"
	listPath   = "/api/2.0/token/list"
	createPath = "/api/2.0/token/create"
	deletePath = "/api/2.0/token/delete"
)

func TestLifeOfAServer(t *testing.T) {
	s := fake.New(fake.Options{})
	if s.URL() != "" || s.Host() != "" {
		t.Errorf("before Start: URL %q, Host %q", s.URL(), s.Host())
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") || s.Host() != s.URL() {
		t.Errorf("URL %q, Host %q", s.URL(), s.Host())
	}
	if s.Start() == nil {
		t.Error("a second Start worked")
	}
	url := s.URL()
	s.Close()
	s.Close()
	if response, err := http.Get(url); err == nil {
		response.Body.Close()
		t.Error("it answers after Close")
	}
	if s.Start() == nil {
		t.Error("Start after Close worked")
	}
}

func TestSeedMakesTokensReproducible(t *testing.T) {
	one, two := newBench(t, fake.Options{Rand: seeded()}), newBench(t, fake.Options{Rand: seeded()})
	one.signIn() // must not shift what comes after it
	_, a := one.token()
	_, b := two.token()
	if a != b || one.id != two.id || one.clientSecret != two.clientSecret {
		t.Error("the same seed gave other values")
	}
	_, c := newBench(t, fake.Options{}).token()
	if a == c {
		t.Error("without a seed the values repeat")
	}
}

func TestRequestLog(t *testing.T) {
	b := newBench(t, fake.Options{})
	_, value := b.token()
	b.do("GET", mePath, value, "")
	b.Move(time.Minute)
	r, _ := http.NewRequest("GET", b.URL()+"/nowhere", nil)
	r.Header.Set("Authorization", value)
	r.Header.Set("User-Agent", "bench/1")
	response, err := b.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	log := b.Requests()
	want := []fake.Request{
		{At: b.Now().Add(-time.Minute), Method: "GET", Path: mePath, Principal: b.id, AuthScheme: "Bearer", UserAgent: "Go-http-client/1.1", Status: 200},
		{At: b.Now(), Method: "GET", Path: "/nowhere", AuthScheme: "other", UserAgent: "bench/1", Status: 404},
	}
	if len(log) != 2 || log[0] != want[0] || log[1] != want[1] {
		t.Errorf("got  %+v\nwant %+v", log, want)
	}
}

// For the race detector: everything at once.
func TestConcurrentUse(t *testing.T) {
	b := newBench(t, fake.Options{})
	access := b.signIn()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				got, err := b.try("POST", createPath, access, `{"comment":"c","lifetime_seconds":3600}`)
				if err != nil || got.status != 200 {
					t.Errorf("create: %d %v", got.status, err)
					return
				}
				info := got.json["token_info"].(map[string]any)
				b.try("GET", listPath, got.json["token_value"].(string), "")
				b.try("PATCH", "/api/2.0/token/"+info["token_id"].(string), access, `{"token":{"comment":"d"},"update_mask":"comment"}`)
			}
		})
		all.Go(func() {
			for range 10 {
				id, _ := b.AddToken(user, fake.Token{Scopes: []string{"sql"}})
				clear := b.Fail("/elsewhere", fake.Fault{Status: 500})
				b.Configure(func(s *fake.Settings) { s.Quota++ })
				b.Tokens()
				b.Requests()
				b.Move(time.Millisecond)
				b.Revoke(id)
				clear()
			}
		})
	}
	all.Wait()
	if n := len(b.Tokens()); n != 80 {
		t.Errorf("%d tokens", n)
	}
	for _, token := range b.Tokens() {
		if token.Comment != "d" {
			t.Errorf("token %+v was not updated", token)
		}
	}
}

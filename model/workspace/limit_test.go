package workspace

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

// slack is what a loaded machine may take on top of the limit; without our bounds the SDK takes one to three
// minutes.
const slack = 20 * time.Second

func returnsInTime(t *testing.T, name string, c *Client, want session.Fault) {
	t.Helper()
	began := time.Now()
	err := calls[name](t.Context(), c)
	if took := time.Since(began); took > short+slack {
		t.Errorf("%s took %v", name, took)
	}
	if name == "Create" && session.FaultOf(err) == session.LostAnswer {
		want = session.LostAnswer
	}
	wantFault(t, err, want)
}

func TestAHangingHostIsToldWithinTheLimit(t *testing.T) {
	own := map[string]string{"Context": pathMe, "Tokens": pathList, "Create": pathCreate, "Revoke": pathDelete}
	for _, name := range sorted(calls) {
		for where, path := range map[string]string{"discovery": pathOIDC, "sign-in": pathSignIn, "the call": own[name]} {
			for how, cut := range map[string]fake.Cut{"before": fake.HangBeforeHeaders, "after": fake.HangAfterHeaders} {
				t.Run(name+" hangs at "+where+" "+how+" the headers", func(t *testing.T) {
					t.Parallel()
					s := start(t, fake.Options{})
					login := m2mLogin(s)
					s.Fail(path, fake.Fault{Cut: cut})
					returnsInTime(t, name, connect(t, login, Options{Limit: short}), session.TimedOut)
				})
			}
		}
	}
}

// A listener that nobody accepts from: the system completes the connection, and then there is silence.
func TestADeadHostIsToldWithinTheLimit(t *testing.T) {
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dead.Close() })
	for _, scheme := range []string{"http://", "https://"} {
		host := scheme + dead.Addr().String()
		for _, login := range []session.Login{
			{Host: host, AuthType: session.PAT, Token: secret.New("some-token")},
			{Host: host, AuthType: session.M2M, ClientID: "id", ClientSecret: secret.New("some-secret")},
		} {
			for _, name := range sorted(calls) {
				t.Run(scheme+string(login.AuthType)+" "+name, func(t *testing.T) {
					t.Parallel()
					returnsInTime(t, name, connect(t, login, Options{Limit: short}), session.TimedOut)
				})
			}
		}
	}
	t.Run("a create that no secure connection carried is not lost", func(t *testing.T) {
		login := session.Login{Host: "https://" + dead.Addr().String(), AuthType: session.PAT, Token: secret.New("some-token")}
		wantFault(t, calls["Create"](t.Context(), connect(t, login, Options{Limit: short})), session.TimedOut, "did not answer within 300ms")
	})
}

// A transport that ignores its context stands for whatever in the SDK does so: our own timer decides.
func TestACallThatCannotBeEndedIsLeftBehind(t *testing.T) {
	release := make(chan struct{})
	stuck := roundTrip(func(*http.Request) (*http.Response, error) {
		<-release
		return nil, http.ErrServerClosed
	})
	login := session.Login{Host: "https://dbc-1.example.com", AuthType: session.M2M, ClientID: "id", ClientSecret: secret.New("some-secret")}
	before := runtime.NumGoroutine()
	c := connect(t, login, Options{Limit: short, Transport: stuck})
	for _, name := range sorted(calls) {
		returnsInTime(t, name, c, session.TimedOut)
	}
	pat := session.Login{Host: login.Host, AuthType: session.PAT, Token: secret.New("some-token")}
	wantFault(t, calls["Create"](t.Context(), connect(t, pat, Options{Limit: short, Transport: stuck})), session.LostAnswer)
	close(release)
	settle(t, before)
}

// settle waits until the goroutines of given-up calls have ended.
func settle(t *testing.T, before int) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > before+2 {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
	}
}

func TestGoroutinesDoNotPileUp(t *testing.T) {
	s := start(t, fake.Options{})
	login := m2mLogin(s)
	s.Fail(pathOIDC, fake.Fault{Cut: fake.HangBeforeHeaders})
	before := runtime.NumGoroutine()
	c, err := Connect(login, Options{Limit: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 40 {
		wait.Go(func() { _, _ = c.Tokens(t.Context()) })
	}
	wait.Wait()
	c.Close()
	settle(t, before)
}

// A panic under the SDK becomes an error, in every goroutine that a call starts.
func TestAPanicIsAnError(t *testing.T) {
	s := start(t, fake.Options{})
	for _, path := range []string{pathMe, pathMetadata, pathCurrent, pathSummary} {
		real := defaultTransport()
		breaks := roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == path {
				panic("broken")
			}
			return real.RoundTrip(r)
		})
		got, err := connect(t, patLogin(s), Options{Transport: breaks}).Context(t.Context())
		real.CloseIdleConnections()
		if path == pathMe {
			wantFault(t, err, session.Other, "broken")
		} else if err != nil || got.Principal.UserName != user {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestEscEndsACall(t *testing.T) {
	s := start(t, fake.Options{})
	login := m2mLogin(s)
	for _, path := range []string{pathOIDC, pathSignIn, pathList} {
		ctx, cancel := context.WithCancel(t.Context())
		clear := s.Fail(path, fake.Fault{Before: cancel, Cut: fake.HangBeforeHeaders})
		wantFault(t, calls["Tokens"](ctx, connect(t, login, Options{})), session.Canceled, "given up")
		clear()
	}
}

// The SDK takes "429" anywhere in a message for a reason to try again, and the message holds the host.
func TestAHostWhoseNameReadsLikeAStatus(t *testing.T) {
	s := start(t, fake.Options{Host: "https://adb-4290503.7.azuredatabricks.net"})
	login := m2mLogin(s)
	login.Host = s.Host()
	s.Fail(pathSignIn, fake.Fault{Status: 503, Body: `{"error":"temporarily_unavailable"}`})
	began := time.Now()
	wantFault(t, calls["Tokens"](t.Context(), connect(t, login, Options{Transport: s.Transport()})), session.Unreachable, "temporarily_unavailable")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if n := requests(s, pathSignIn); n != 1 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestALyingHostGetsNoSecretInTheClear(t *testing.T) {
	s := start(t, fake.Options{})
	login := m2mLogin(s)
	for name, answer := range map[string]fake.Fault{
		"token endpoint without https": {Status: 200, Body: `{"token_endpoint":"http://elsewhere.example.com/token"}`},
		"token endpoint that is none":  {Status: 200, Body: `{"token_endpoint":""}`},
		"a redirect without https":     {Status: 302, Header: http.Header{"Location": {"http://elsewhere.example.com/"}}},
	} {
		t.Run(name, func(t *testing.T) {
			defer s.Fail(pathOIDC, answer)()
			var out []string
			c := connect(t, login, Options{Observe: func(e Exchange) { out = append(out, e.Path) }})
			wantFault(t, calls["Tokens"](t.Context(), c), session.Refused)
			if got := strings.Join(out, " "); got != pathOIDC {
				t.Errorf("sent %s", got)
			}
		})
	}
}

// The SDK sends 15 requests a second; what cannot be sent within the limit is told.
func TestTooManyCallsAtOnce(t *testing.T) {
	s := start(t, fake.Options{})
	c := connect(t, patLogin(s), Options{Limit: time.Second})
	errs := make([]error, 60)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() { _, errs[i] = c.Tokens(t.Context()) })
	}
	wait.Wait()
	limited := 0
	for _, err := range errs {
		if session.FaultOf(err) == session.Limited {
			limited++
			wantFault(t, err, session.Limited, "did not send")
		}
	}
	if limited == 0 || requests(s, pathList) > len(errs)-limited {
		t.Errorf("%d limited, %d sent", limited, requests(s, pathList))
	}
}

package workspace

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/model/workspace/fake"
)

func TestTokensAsTheWorkspaceListsThem(t *testing.T) {
	s := start(t, fake.Options{})
	c := connect(t, patLogin(s), Options{})
	created := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	dated, _ := s.AddToken(user, fake.Token{Comment: "laptop", Created: created, Expires: created.Add(48 * time.Hour), Scopes: []string{"sql"}})
	ever, _ := s.AddToken(user, fake.Token{Comment: ""})
	odd, _ := s.AddToken(user, fake.Token{Comment: "odd", Row: map[string]any{
		"creation_time": "1626286601651", "expiry_time": nil, "autoscope_state": "SOMETHING_NEW", "news": 1}})
	old, _ := s.AddToken(user, fake.Token{Comment: "old", Created: created, Expires: created.Add(time.Minute)})
	undated, _ := s.AddToken(user, fake.Token{Comment: "undated", Row: map[string]any{"creation_time": nil, "expiry_time": 0}})
	list, err := c.Tokens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by := map[token.ID]token.Token{}
	for _, tok := range list {
		by[tok.ID] = tok
	}
	if got := by[token.ID(dated)]; got.Comment != "laptop" || !got.Created.Equal(created) ||
		!got.Expiry.At().Equal(created.Add(48*time.Hour)) || len(got.Scopes) != 1 {
		t.Errorf("%+v", got)
	}
	if !by[token.ID(ever)].Expiry.Never() {
		t.Error("a token without end has one")
	}
	if got := by[token.ID(odd)]; got.Expiry != (token.Expiry{}) || got.Created.UnixMilli() != 1626286601651 {
		t.Errorf("%+v", got)
	}
	if got := by[token.ID(old)]; !got.Expiry.Known() || got.Expiry.At().After(time.Now()) {
		t.Errorf("%+v", got)
	}
	if got := by[token.ID(undated)]; got.Expiry.Known() || got.Expiry.Never() || !got.Created.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestNoAnswerIsNotAnEmptyList(t *testing.T) {
	s := start(t, fake.Options{})
	c := connect(t, patLogin(s), Options{})
	for name, body := range map[string]string{
		"nothing": "", "a login page": "<!DOCTYPE html><html>Sign in</html>", "cut JSON": `{"token_infos":[{"token_id":`,
		"a number of another kind": `{"token_infos":[{"token_id":"1","creation_time":1.5e12}]}`,
	} {
		clear := s.Fail(pathList, fake.Fault{Status: 200, Body: body})
		_, err := c.Tokens(t.Context())
		t.Run(name, func(t *testing.T) { wantFault(t, err, session.BadAnswer, "127.0.0.1") })
		clear()
	}
	s.Fail(pathList, fake.Fault{Status: 200, Body: "{}"})
	if list, err := c.Tokens(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestCreateThenUseThenRevoke(t *testing.T) {
	s := start(t, fake.Options{})
	for _, login := range []session.Login{patLogin(s), m2mLogin(s)} {
		c := connect(t, login, Options{})
		created, err := c.Create(t.Context(), token.Spec{Comment: "made", Lifetime: 90 * time.Minute, Scopes: []string{"all-apis"}})
		if err != nil {
			t.Fatal(err)
		}
		if created.ID != created.Value.TokenID() {
			t.Errorf("ID %q", created.ID)
		}
		list, err := c.Tokens(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, tok := range list {
			if tok.ID == token.ID(created.ID) {
				life, _ := tok.Life()
				found = tok.Comment == "made" && life.Round(time.Second) == 90*time.Minute
			}
		}
		if !found {
			t.Errorf("not listed as made: %+v", list)
		}
		born := session.Login{Host: s.URL(), AuthType: session.PAT, Token: created.Value}
		if state, err := Try(t.Context(), born, Options{}); state != session.Works || err != nil {
			t.Errorf("%s, %v", state, err)
		}
		for range 2 { // the second time it is gone, and that is what was asked for
			if err := c.Revoke(t.Context(), token.ID(created.ID)); err != nil {
				t.Fatal(err)
			}
		}
		if state, err := Try(t.Context(), born, Options{}); state != session.Revoked || err != nil {
			t.Errorf("%s, %v", state, err)
		}
	}
	if n := made(s); n != 0 {
		t.Errorf("%d are left", n)
	}
}

func TestRevokeBelievesTheWorkspaceAlone(t *testing.T) {
	s := start(t, fake.Options{})
	c := connect(t, patLogin(s), Options{})
	for name, f := range map[string]struct {
		fault fake.Fault
		want  session.Fault
	}{
		"a page that says 404":     {fake.Fault{Status: 404, Body: "<html><pre>Not Found</pre></html>"}, session.NotFound},
		"no such API":              {fake.APIError(404, "ENDPOINT_NOT_FOUND", "No API found for 'POST /token/delete'"), session.NotFound},
		"a login page":             {fake.Fault{Status: 200, Body: "<html>Sign in</html>"}, session.BadAnswer},
		"forbidden":                {fake.APIError(403, "PERMISSION_DENIED", "no"), session.Forbidden},
		"gateway":                  {fake.Fault{Status: 502}, session.Unreachable},
		"reset before it was seen": {fake.Fault{Cut: fake.Reset}, session.Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			clear := s.Fail(pathDelete, f.fault)
			defer clear()
			wantFault(t, c.Revoke(t.Context(), "abc"), f.want)
		})
	}
	for name, fault := range map[string]fake.Fault{
		"unknown":        fake.APIError(404, "RESOURCE_DOES_NOT_EXIST", "No valid token with ID abc found."),
		"unknown as 400": fake.APIError(400, "RESOURCE_DOES_NOT_EXIST", "No valid token with ID abc found."),
		"numeric code":   fake.APIError(404, 404, "No valid token with ID abc found."),
	} {
		clear := s.Fail(pathDelete, fault)
		if err := c.Revoke(t.Context(), "abc"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		clear()
	}
}

func TestReadOnlyAndNonsenseSendNothing(t *testing.T) {
	s := start(t, fake.Options{})
	good := tokenSpec()
	ro := connect(t, m2mLogin(s), Options{ReadOnly: true})
	_, err := ro.Create(t.Context(), good)
	wantFault(t, err, session.Refused, "read-only")
	wantFault(t, ro.Revoke(t.Context(), "abc"), session.Refused, "read-only")
	rw := connect(t, m2mLogin(s), Options{})
	for _, life := range []time.Duration{0, -time.Second, time.Millisecond, token.MaxLifetime + time.Second} {
		_, err := rw.Create(t.Context(), token.Spec{Comment: "made", Lifetime: life})
		wantFault(t, err, session.Refused)
	}
	wantFault(t, rw.Revoke(t.Context(), ""), session.Refused)
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Whatever befalls a create, the workspace sees it once.
func TestCreateIsSentOnce(t *testing.T) {
	for name, c := range map[string]struct {
		fault fake.Fault
		want  session.Fault
		made  int
	}{
		"reset before":      {fake.Fault{Cut: fake.Reset}, session.LostAnswer, 0},
		"reset after":       {fake.Fault{Cut: fake.Reset, Commit: true}, session.LostAnswer, 1},
		"503 before":        {fake.Fault{Status: 503}, session.LostAnswer, 0},
		"503 after":         {fake.Fault{Status: 503, Commit: true}, session.LostAnswer, 1},
		"429 before":        {fake.Fault{Status: 429}, session.LostAnswer, 0},
		"429 after":         {fake.Fault{Status: 429, Commit: true}, session.LostAnswer, 1},
		"504 after":         {fake.Fault{Status: 504, Commit: true}, session.LostAnswer, 1},
		"500 after":         {fake.Fault{Status: 500, Commit: true}, session.LostAnswer, 1},
		"408 after":         {fake.Fault{Status: 408, Commit: true}, session.LostAnswer, 1},
		"hang before":       {fake.Fault{Cut: fake.HangBeforeHeaders}, session.LostAnswer, 0},
		"hang after commit": {fake.Fault{Cut: fake.HangBeforeHeaders, Commit: true}, session.LostAnswer, 1},
		"hang in the body":  {fake.Fault{Cut: fake.HangAfterHeaders}, session.LostAnswer, 1},
		"empty answer":      {fake.Fault{Status: 200, Commit: true}, session.LostAnswer, 1},
		"login page":        {fake.Fault{Status: 200, Body: "<html>Sign in</html>", Commit: true}, session.LostAnswer, 1},
		"transient words":   {fake.APIError(500, "INTERNAL_ERROR", "deadline exceeded; REQUEST_LIMIT_EXCEEDED"), session.LostAnswer, 0},
		"quota":             {fake.APIError(400, "QUOTA_EXCEEDED", "Token quota exceeded (600 tokens)"), session.Quota, 0},
		"rejected":          {fake.APIError(400, "INVALID_PARAMETER_VALUE", "comment too long"), session.Rejected, 0},
		"forbidden":         {fake.APIError(403, "PERMISSION_DENIED", "User does not have permission to use tokens."), session.Forbidden, 0},
		"redirect":          {fake.Fault{Status: 307, Header: http.Header{"Location": {pathList}}}, session.LostAnswer, 0},
		"redirect to self":  {fake.Fault{Status: 307, Header: http.Header{"Location": {pathCreate}}}, session.LostAnswer, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, fake.Options{})
			login := patLogin(s)
			s.Fail("POST "+pathCreate, c.fault)
			o := Options{}
			if c.fault.Cut == fake.HangBeforeHeaders || c.fault.Cut == fake.HangAfterHeaders {
				o.Limit = 2 * time.Second
			}
			began := time.Now()
			err := calls["Create"](t.Context(), connect(t, login, o))
			wantFault(t, err, c.want)
			if c.want == session.LostAnswer && !strings.Contains(err.Error(), "A token may have been made") {
				t.Error(err)
			}
			if n := requests(s, pathCreate); n != 1 {
				t.Errorf("the workspace saw it %d times", n)
			}
			if n := made(s); n != c.made {
				t.Errorf("%d tokens, want %d", n, c.made)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestACreateThatNeverLeftIsNotLost(t *testing.T) {
	// Nobody listens at port 1; one that a server has just given back may be another test's by now.
	login := somePAT("http://127.0.0.1:1")
	wantFault(t, calls["Create"](t.Context(), connect(t, login, Options{})), session.Unreachable, "refuses connections")

	m2m := start(t, fake.Options{})
	login = m2mLogin(m2m)
	m2m.Fail(pathSignIn, fake.Fault{Cut: fake.Reset})
	wantFault(t, calls["Create"](t.Context(), connect(t, login, Options{})), session.Unreachable)
	if n := requests(m2m, pathCreate); n != 0 {
		t.Errorf("%d creates", n)
	}
}

func TestACanceledCreateThatWasSentIsLost(t *testing.T) {
	s := start(t, fake.Options{})
	c := connect(t, patLogin(s), Options{})
	ctx, cancel := context.WithCancel(t.Context())
	s.Fail(pathCreate, fake.Fault{Before: cancel, Cut: fake.HangBeforeHeaders, Commit: true})
	wantFault(t, calls["Create"](ctx, c), session.LostAnswer, "given up")
	s.Fail(pathList, fake.Fault{Before: cancel, Cut: fake.HangBeforeHeaders})
	wantFault(t, calls["Tokens"](ctx, c), session.Canceled)
}

// The second line of defence, should a later SDK find another reason to repeat itself.
func TestTheWireAnswersARepetitionFromTheFirstFailure(t *testing.T) {
	for name, status := range map[string]int{"no answer": 0, "503": 503, "200": 200} {
		sent := 0
		w := &wire{now: time.Now, observe: func(Exchange) {}, describe: teller{redact: secretRedact}.network,
			base: roundTrip(func(r *http.Request) (*http.Response, error) {
				sent++
				if status == 0 {
					return nil, http.ErrServerClosed
				}
				return &http.Response{StatusCode: status, Header: http.Header{"X-First": {"yes"}}, Body: http.NoBody, Request: r}, nil
			})}
		ctx := withRecord(t.Context(), &record{})
		for i := range 3 {
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://dbc-1.example.com"+pathCreate, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := w.RoundTrip(req)
			if status == 503 {
				if err != nil || resp.StatusCode != 503 || resp.Header.Get("X-First") != "yes" {
					t.Errorf("%s %d: %v, %v", name, i, resp, err)
				}
			} else if wantErr := status == 0 || i > 0; (err != nil) != wantErr {
				t.Errorf("%s %d: %v", name, i, err)
			}
		}
		if sent != 1 {
			t.Errorf("%s: sent %d times", name, sent)
		}
	}
}

func secretRedact(text string) string { return secret.Redact(text) }

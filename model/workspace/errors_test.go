package workspace

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

// Every refusal that workspaces were seen to give, as the user reads it.
func TestRefusalsInWords(t *testing.T) {
	s := start(t, fake.Options{})
	login := patLogin(s)
	withHeader := func(f fake.Fault, name, value string) fake.Fault {
		f.Header = http.Header{name: {value}}
		return f
	}
	for name, c := range map[string]struct {
		fault fake.Fault
		want  session.Fault
		words []string
	}{
		"no permission on tokens": {fake.APIError(403, "PERMISSION_DENIED", "User does not have permission to use tokens."), session.Forbidden, []string{"CAN USE", "does not have permission to use tokens"}},
		"tokens disabled":         {fake.APIError(403, "PERMISSION_DENIED", "API tokens are disabled for user 8432."), session.Forbidden, []string{"switched off", "8432"}},
		"bad token":               {fake.APIError(403, 403, "Invalid access token."), session.Unauthorized, []string{"does not accept the token (403: Invalid access token)", "another workspace"}},
		"bad token, page":         {fake.Fault{Status: 403, Body: "<html><body><pre>Invalid access token.</pre></body></html>"}, session.Unauthorized, []string{"Invalid access token"}},
		"expired":                 {fake.APIError(403, 403, "JWT has expired"), session.Unauthorized, []string{"its time is over", "JWT has expired"}},
		"expired, in a header":    {withHeader(fake.Fault{Status: 403}, "X-Databricks-Reason-Phrase", "JWT has expired"), session.Unauthorized, []string{"its time is over"}},
		"expiring":                {fake.APIError(403, "", "Token is expiring within 30 seconds. (token expired)"), session.Unauthorized, []string{"30 seconds"}},
		"expired or scope":        {fake.APIError(403, "", "Authorization failed. Your token may be expired or lack the valid scope"), session.Unauthorized, []string{"scope authentication"}},
		"scope":                   {fake.APIError(403, "PERMISSION_DENIED", "Provided token does not have required scopes: authentication"), session.Forbidden, []string{"its scopes do not allow this"}},
		"IP list":                 {fake.APIError(403, 403, "Source IP address: 192.0.2.1 is blocked by Databricks IP ACL for workspace: 1"), session.Forbidden, []string{"this network", "192.0.2.1"}},
		"forbidden":               {fake.APIError(403, "PERMISSION_DENIED", "Nope."), session.Forbidden, []string{"does not allow this: Nope."}},
		"401 and nothing":         {fake.Fault{Status: 401}, session.Unauthorized, []string{"does not accept the token (401: Unauthorized)"}},
		"401":                     {fake.APIError(401, "UNAUTHENTICATED", "Credential was not sent"), session.Unauthorized, []string{"Credential was not sent"}},
		"quota":                   {fake.APIError(400, "QUOTA_EXCEEDED", "Token quota exceeded (600 tokens)"), session.Quota, []string{"600", "revoke one"}},
		"quota without a code":    {fake.APIError(403, 403, "Token quota exceeded (600 tokens)"), session.Quota, []string{"600"}},
		"lifetime":                {fake.APIError(400, "INVALID_PARAMETER_VALUE", "requirement failed: Invalid timeout: 0"), session.Rejected, []string{"lifetime", "Invalid timeout: 0"}},
		"parameter":               {fake.APIError(400, "INVALID_PARAMETER_VALUE", "comment"), session.Rejected, []string{"rejects the request: comment"}},
		"gone":                    {fake.APIError(404, "RESOURCE_DOES_NOT_EXIST", "No valid token with ID 1 found."), session.NotFound, []string{"No valid token with ID 1 found"}},
		"no such API":             {fake.APIError(404, "ENDPOINT_NOT_FOUND", "No API found"), session.NotFound, []string{"address of a workspace"}},
		"404 page":                {fake.Fault{Status: 404, Body: "<!DOCTYPE html><html><script>x</script></html>"}, session.NotFound, []string{"a web page"}},
		"plain text":              {withHeader(fake.Fault{Status: 404, Body: "PERMISSION_DENIED: not here"}, "Content-Type", "text/plain"), session.NotFound, []string{"not here"}},
		"SCIM":                    {fake.Fault{Status: 404, Body: `{"schemas":["x"],"detail":"No such user","status":"404"}`}, session.NotFound, []string{"No such user"}},
		"429":                     {withHeader(fake.APIError(429, "REQUEST_LIMIT_EXCEEDED", "Too fast"), "Retry-After", "7"), session.Limited, []string{"too many requests", "Too fast"}},
		"429 and nothing":         {fake.Fault{Status: 429}, session.Limited, []string{"too many requests"}},
		"exhausted":               {fake.APIError(400, "RESOURCE_EXHAUSTED", "slow down"), session.Limited, []string{"slow down"}},
		"500":                     {fake.APIError(500, "INTERNAL_ERROR", "boom"), session.Other, []string{"failed on its side (500: boom)"}},
		"transient words":         {fake.APIError(500, "INTERNAL_ERROR", "Timed out after 30s: deadline exceeded"), session.Other, []string{"deadline exceeded"}},
		"502 page":                {fake.Fault{Status: 502, Body: "<html><h1>Bad Gateway</h1></html>"}, session.Unreachable, []string{"not available just now (502: a web page)"}},
		"503":                     {fake.APIError(503, "TEMPORARILY_UNAVAILABLE", "No webapps are available"), session.Unreachable, []string{"No webapps"}},
		"504":                     {fake.Fault{Status: 504}, session.TimedOut, []string{"took too long"}},
		"407":                     {fake.Fault{Status: 407}, session.Unreachable, []string{"proxy"}},
		"teapot":                  {fake.Fault{Status: 418}, session.Other, []string{"418"}},
		"a long story":            {fake.APIError(403, "", strings.Repeat("very ", 200)), session.Forbidden, []string{"very very…"}},
		"lines":                   {fake.APIError(403, "", "one\n\t two"), session.Forbidden, []string{"one two."}},
	} {
		t.Run(name, func(t *testing.T) {
			defer s.Fail(pathList, c.fault)()
			began := len(s.Requests())
			_, err := connect(t, login, Options{}).Tokens(t.Context())
			wantFault(t, err, c.want, append(c.words, "127.0.0.1")...)
			if n := len(s.Requests()) - began; n != 1 {
				t.Errorf("%d requests", n)
			}
			told, _ := errors.AsType[*session.Error](err)
			if told.Status != c.fault.Status || told.Op != opList {
				t.Errorf("%+v", told)
			}
			if name == "429" && told.RetryAfter != 7*time.Second {
				t.Errorf("retry after %v", told.RetryAfter)
			}
			if !strings.HasSuffix(err.Error(), ".") || strings.Contains(err.Error(), "..") || strings.ContainsAny(err.Error(), "{}<>") {
				t.Errorf("no clean sentence: %q", err)
			}
		})
	}
}

func TestSignInRefusalsInWords(t *testing.T) {
	s := start(t, fake.Options{})
	login := m2mLogin(s)
	for name, c := range map[string]struct {
		path  string
		fault fake.Fault
		want  session.Fault
		words string
	}{
		"wrong secret":        {pathSignIn, fake.Fault{Status: 401, Body: `{"error":"invalid_client","error_id":"1","error_description":"Client authentication failed"}`}, session.Unauthorized, "invalid_client: Client authentication failed"},
		"not of this place":   {pathSignIn, fake.Fault{Status: 400, Body: `{"error":"unauthorized_client"}`}, session.Unauthorized, "unauthorized_client"},
		"wrong scope":         {pathSignIn, fake.Fault{Status: 400, Body: `{"error":"invalid_scope","error_description":"no"}`}, session.Unauthorized, "invalid_scope: no"},
		"too many":            {pathSignIn, fake.Fault{Status: 429, Header: http.Header{"Retry-After": {"3"}}}, session.Limited, "too many requests"},
		"gateway":             {pathSignIn, fake.Fault{Status: 502, Body: "<html></html>"}, session.Unreachable, "not available"},
		"slow":                {pathSignIn, fake.Fault{Status: 504}, session.TimedOut, "took too long"},
		"login page":          {pathSignIn, fake.Fault{Status: 200, Body: "<html>Sign in</html>"}, session.BadAnswer, "login page"},
		"no token in it":      {pathSignIn, fake.Fault{Status: 200, Body: `{"token_type":"Bearer"}`}, session.BadAnswer, "login page"},
		"reset":               {pathSignIn, fake.Fault{Cut: fake.Reset}, session.Unreachable, "ended the connection"},
		"discovery missing":   {pathOIDC, fake.Fault{Status: 404}, session.BadAnswer, "no sign-in for service principals"},
		"discovery page":      {pathOIDC, fake.Fault{Status: 200, Body: "<html>Sign in</html>"}, session.BadAnswer, "login page"},
		"discovery forbidden": {pathOIDC, fake.APIError(403, 403, "blocked by Databricks IP ACL"), session.Forbidden, "this network"},
		"discovery down":      {pathOIDC, fake.Fault{Status: 503}, session.Unreachable, "not available"},
		"discovery reset":     {pathOIDC, fake.Fault{Cut: fake.Reset}, session.Unreachable, "ended the connection"},
	} {
		t.Run(name, func(t *testing.T) {
			defer s.Fail(c.path, c.fault)()
			began, before := time.Now(), requests(s, c.path)
			_, err := connect(t, login, Options{}).Tokens(t.Context())
			wantFault(t, err, c.want, c.words)
			if n := requests(s, c.path) - before; n != 1 {
				t.Errorf("%d requests", n)
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	tell := teller{now: func() time.Time { return now }}
	for value, want := range map[string]time.Duration{
		"": 0, "5": 5 * time.Second, "-5": 0, "soon": 0, "99999999": 24 * time.Hour,
		"Mon, 23 Nov 2026 12:00:30 GMT": 30 * time.Second, "Mon, 23 Nov 2026 11:00:00 GMT": 0,
	} {
		if got := tell.retryAfter(http.Header{"Retry-After": {value}}); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestOddErrorsStayOneSentence(t *testing.T) {
	known := secret.New("a-secret-of-ours")
	tell := teller{host: "dbc-1.example.com", limit: DefaultLimit, now: time.Now, redact: func(s string) string { return secret.Redact(s, known) }}
	err := tell.explain(opList, nil, fmt.Errorf("odd:\n %s %s", known.Reveal(), strings.Repeat("x", 1000)))
	if err.Fault != session.Other || strings.Contains(err.Sentence, known.Reveal()) || strings.Contains(err.Sentence, "\n") || len(err.Sentence) > 400 {
		t.Errorf("%+v", err)
	}
	for _, c := range []struct {
		cause, err error
		want       session.Fault
	}{
		{nil, context.Canceled, session.Canceled},
		{nil, context.DeadlineExceeded, session.TimedOut},
		{context.DeadlineExceeded, errors.New("x"), session.TimedOut},
		{context.Canceled, errors.New("x"), session.Canceled},
		{nil, errors.New(`Get "https://x": net/http: invalid header field value for "Authorization"`), session.Refused},
		{nil, errors.New("request timed out after 1s of inactivity"), session.TimedOut},
		{nil, errors.New("malformed HTTP response"), session.BadAnswer},
	} {
		if got := tell.explain(opList, c.cause, c.err).Fault; got != c.want {
			t.Errorf("%v, %v: fault %d, want %d", c.cause, c.err, got, c.want)
		}
	}
}

// A workspace behind Private Link sends everybody else to a login page that says so in its address.
func TestPrivateLinkInWords(t *testing.T) {
	page := roundTrip(func(r *http.Request) (*http.Response, error) {
		resp := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: http.NoBody, Request: r}
		if r.URL.Path != "/login.html" {
			resp.StatusCode = 302
			resp.Header.Set("Location", "/login.html?error=private-link-validation-error:1")
		}
		return resp, nil
	})
	c := connect(t, somePAT("https://dbc-1.cloud.databricks.com"), Options{Transport: page})
	_, err := c.Tokens(t.Context())
	wantFault(t, err, session.Forbidden, "Private Link", "AWS PrivateLink")
	wantFault(t, c.Revoke(t.Context(), "abc"), session.Forbidden, "Private Link")
}

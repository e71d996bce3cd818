package workspace

import (
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

func TestTry(t *testing.T) {
	s := start(t, fake.Options{})
	pat, m2m := patLogin(s), m2mLogin(s)
	_, expired := s.AddToken(user, fake.Token{Created: time.Now().Add(-time.Hour), Expires: time.Now().Add(-time.Minute)})
	unknown := "dapi" + strings.Repeat("0f", 16)
	with := func(l session.Login, value string) session.Login {
		if l.AuthType == session.PAT {
			l.Token = secret.New(value)
		} else {
			l.ClientSecret = secret.New(value)
		}
		return l
	}
	for name, c := range map[string]struct {
		login session.Login
		path  string
		fault fake.Fault
		want  session.State
		kind  session.Fault // of the error; -1: none
	}{
		"a token":              {pat, "", fake.Fault{}, session.Works, -1},
		"a client secret":      {m2m, "", fake.Fault{}, session.Works, -1},
		"an unknown token":     {with(pat, unknown), "", fake.Fault{}, session.Revoked, -1},
		"a wrong secret":       {with(m2m, "dose"+strings.Repeat("0f", 16)), "", fake.Fault{}, session.Revoked, -1},
		"token expired":        {pat, pathMe, fake.APIError(403, 403, "JWT has expired"), session.Expired, -1},
		"token expiring":       {pat, pathMe, fake.APIError(403, "PERMISSION_DENIED", "Token is expiring within 30 seconds. (token expired)"), session.Expired, -1},
		"HTML refusal":         {pat, pathMe, fake.Fault{Status: 403, Body: "<html><pre>Invalid access token.</pre></html>"}, session.Revoked, -1},
		"401 without a word":   {pat, pathMe, fake.Fault{Status: 401}, session.Revoked, -1},
		"scope":                {pat, pathMe, fake.APIError(403, "PERMISSION_DENIED", "Provided token does not have required scopes: scim"), session.Works, -1},
		"expired or no scope":  {pat, pathMe, fake.APIError(403, "", "Authorization failed. Your token may be expired or lack the valid scope"), session.Undecided, session.Unauthorized},
		"forbidden":            {pat, pathMe, fake.APIError(403, "PERMISSION_DENIED", "no"), session.Undecided, session.Forbidden},
		"reset":                {pat, pathMe, fake.Fault{Cut: fake.Reset}, session.Undecided, session.Unreachable},
		"login page":           {pat, pathMe, fake.Fault{Status: 200, Body: "<html>Sign in</html>"}, session.Undecided, session.BadAnswer},
		"empty":                {pat, pathMe, fake.Fault{Status: 200}, session.Undecided, session.BadAnswer},
		"sign-in unavailable":  {m2m, pathSignIn, fake.Fault{Status: 503}, session.Undecided, session.Unreachable},
		"sign-in without OIDC": {m2m, pathOIDC, fake.Fault{Status: 404}, session.Undecided, session.BadAnswer},
		"plain http":           {session.Login{Host: "http://dbc-1.example.com", AuthType: session.PAT, Token: pat.Token}, "", fake.Fault{}, session.Undecided, session.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			if c.path != "" {
				defer s.Fail(c.path, c.fault)()
			}
			state, err := Try(t.Context(), c.login, Options{})
			if state != c.want {
				t.Errorf("%s, want %s (%v)", state, c.want, err)
			}
			if c.kind < 0 && err != nil {
				t.Error(err)
			}
			if c.kind >= 0 {
				wantFault(t, err, c.kind)
			}
		})
	}
	if state, err := Try(t.Context(), with(pat, expired), Options{}); err != nil || (state != session.Expired && state != session.Revoked) {
		t.Errorf("an expired token: %s, %v", state, err)
	}
}

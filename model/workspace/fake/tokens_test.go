package fake_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"bricktop/model/workspace/fake"
)

func TestTokenList(t *testing.T) {
	b := newBench(t, fake.Options{})
	now := b.Now().UnixMilli()
	access := b.signIn()
	if got := b.do("GET", listPath, access, ""); got.text != `{"token_infos":[]}` {
		t.Errorf("with no tokens: %s", got.text)
	}
	id, value := b.AddToken(b.id, fake.Token{Comment: "laptop", Expires: b.Now().Add(time.Hour)})
	if sum := sha256.Sum256([]byte(value)); hex.EncodeToString(sum[:]) != id || !regexp.MustCompile(`^dapi[0-9a-f]{32}$`).MatchString(value) {
		t.Errorf("ID %q is not the hash of a token", id)
	}
	never, _ := b.AddToken(b.id, fake.Token{Comment: "legacy", Created: b.Now().Add(-time.Hour), Scopes: []string{"sql"}})
	odd, _ := b.AddToken(b.id, fake.Token{Row: map[string]any{
		"expiry_time": nil, "creation_time": fmt.Sprint(now), "autoscope_state": "AUTOSCOPE_STATE_RUNNING",
	}})
	b.AddToken(user, fake.Token{Comment: "somebody else's"})
	wantJSON(t, b.do("GET", listPath, access, "").json, fmt.Sprintf(`{"token_infos":[
		{"token_id":%q,"comment":"laptop","creation_time":%d,"expiry_time":%d},
		{"token_id":%q,"comment":"legacy","creation_time":%d,"expiry_time":-1,"scopes":["sql"]},
		{"token_id":%q,"comment":"","creation_time":"%d","autoscope_state":"AUTOSCOPE_STATE_RUNNING"}]}`,
		id, now, now+3600_000, never, now-3600_000, odd, now))
}

func TestTokensEndByTheClock(t *testing.T) {
	b := newBench(t, fake.Options{})
	id, value := b.token()
	b.Move(time.Hour - 31*time.Second)
	if got := b.do("GET", mePath, value, ""); got.status != 200 {
		t.Errorf("31 s before the end: %d", got.status)
	}
	b.Move(time.Second)
	got := b.do("GET", mePath, value, "")
	b.wantError(got, 403, `403`, "Token is expiring within 30 seconds. (token expired)")
	if date := got.header.Get("Date"); date != "Sat, 14 Mar 2026 10:26:23 GMT" {
		t.Errorf("Date %q", date)
	}
	b.Move(30 * time.Second)
	b.wantError(b.do("GET", mePath, value, ""), 403, `403`, "Invalid access token.")

	access := b.signIn()
	if got := b.do("GET", listPath, access, "").json["token_infos"].([]any); len(got) != 1 {
		t.Errorf("an expired token is not listed: %v", got)
	}
	b.wantError(b.do("POST", deletePath, access, `{"token_id":"`+id+`"}`), 404, `"RESOURCE_DOES_NOT_EXIST"`, "No valid token with ID "+id+" found.")
	b.Configure(func(s *fake.Settings) { s.HideExpired = true })
	if got := b.do("GET", listPath, access, "").json["token_infos"].([]any); len(got) != 0 {
		t.Errorf("with HideExpired: %v", got)
	}
}

func TestTokenCreate(t *testing.T) {
	const days = 24 * time.Hour
	for name, c := range map[string]struct {
		max     int
		body    string
		life    time.Duration // 0: refused; negative: never expires
		message string
	}{
		"an hour":                    {730, `{"comment":"c","lifetime_seconds":3600}`, time.Hour, ""},
		"absent":                     {730, `{"comment":"c"}`, 730 * days, ""},
		"absent, no cap":             {0, `{"comment":"c"}`, 730 * days, ""},
		"absent, low cap":            {90, `{"comment":"c"}`, 90 * days, ""},
		"zero":                       {730, `{"lifetime_seconds":0}`, 0, "requirement failed: Invalid timeout: 0"},
		"negative":                   {0, `{"lifetime_seconds":-5}`, 0, "requirement failed: Invalid timeout: -5"},
		"the cap":                    {90, `{"comment":"c","lifetime_seconds":7776000}`, 90 * days, ""},
		"over the cap":               {90, `{"lifetime_seconds":7776001}`, 0, "The lifetime of the token exceeds the maximum of 90 days in this workspace."},
		"for ever under a cap":       {730, `{"lifetime_seconds":-1}`, 0, "The lifetime of the token exceeds the maximum of 730 days in this workspace."},
		"for ever":                   {0, `{"comment":"c","lifetime_seconds":-1}`, -1, ""},
		"far beyond a time.Duration": {730, `{"lifetime_seconds":9223372036854775807}`, 0, "The lifetime of the token exceeds the maximum of 730 days in this workspace."},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, fake.Options{})
			b.Configure(func(s *fake.Settings) { s.MaxTokenLifetimeDays = c.max })
			got := b.do("POST", createPath, b.signIn(), c.body)
			if c.life == 0 {
				b.wantError(got, 400, `"INVALID_PARAMETER_VALUE"`, c.message)
				return
			}
			expiry := int64(-1)
			if c.life > 0 {
				expiry = b.Now().Add(c.life).UnixMilli()
			}
			value, _ := got.json["token_value"].(string)
			id := fmt.Sprintf("%x", sha256.Sum256([]byte(value)))
			delete(got.json, "token_value")
			wantJSON(t, got.json, fmt.Sprintf(`{"token_info":{"token_id":%q,"comment":"c","creation_time":%d,"expiry_time":%d}}`,
				id, b.Now().UnixMilli(), expiry))
			if me := b.do("GET", mePath, value, ""); me.json["userName"] != b.id {
				t.Errorf("the new token is %v", me.json)
			}
		})
	}
}

func TestTokenCreateBadBody(t *testing.T) {
	b := newBench(t, fake.Options{})
	got := b.do("POST", createPath, b.signIn(), `{"lifetime_seconds":"soon"}`)
	if got.status != 400 || got.json["error_code"] != "MALFORMED_REQUEST" {
		t.Errorf("%d %s", got.status, got.text)
	}
}

func TestQuotaCountsLivingTokensOfOnePrincipal(t *testing.T) {
	b := newBench(t, fake.Options{})
	b.Configure(func(s *fake.Settings) { s.Quota = 2 })
	b.AddToken(b.id, fake.Token{Expires: b.Now().Add(-time.Second), Created: b.Now().Add(-time.Hour)})
	b.AddToken(user, fake.Token{})
	_, value := b.token()
	if got := b.do("POST", createPath, value, `{"lifetime_seconds":60}`); got.status != 200 {
		t.Errorf("the second of two: %d %s", got.status, got.text)
	}
	b.wantError(b.do("POST", createPath, value, `{"lifetime_seconds":60}`), 400, `"QUOTA_EXCEEDED"`, "Token quota exceeded (2 tokens)")
	b.Move(60 * time.Second)
	if got := b.do("POST", createPath, value, `{"lifetime_seconds":60}`); got.status != 200 {
		t.Errorf("after one ended: %d %s", got.status, got.text)
	}
}

func TestTokenDelete(t *testing.T) {
	b := newBench(t, fake.Options{})
	id, value := b.token()
	foreign, _ := b.AddToken(user, fake.Token{})
	access := b.signIn()
	missing := func(id string) {
		t.Helper()
		b.wantError(b.do("POST", deletePath, access, `{"token_id":"`+id+`"}`), 404, `"RESOURCE_DOES_NOT_EXIST"`, "No valid token with ID "+id+" found.")
	}
	missing(foreign)
	missing("nothing")
	b.wantError(b.do("POST", deletePath, access, `{}`), 400, `"INVALID_PARAMETER_VALUE"`, "Missing required field: token_id")
	if got := b.do("POST", deletePath, value, `{"token_id":"`+id+`"}`); got.status != 200 || got.text != `{}` {
		t.Errorf("revoking itself: %d %s", got.status, got.text)
	}
	b.wantError(b.do("GET", mePath, value, ""), 403, `403`, "Invalid access token.")
	missing(id)
	if left := b.Tokens(); len(left) != 1 || left[0].ID != foreign || left[0].Owner != user {
		t.Errorf("left: %+v", left)
	}
}

func TestRevoke(t *testing.T) {
	b := newBench(t, fake.Options{})
	id, value := b.token()
	b.Revoke(id)
	b.wantError(b.do("GET", mePath, value, ""), 403, `403`, "Invalid access token.")
	defer func() {
		if recover() == nil {
			t.Error("a second Revoke did not panic")
		}
	}()
	b.Revoke(id)
}

func TestTokenUpdate(t *testing.T) {
	b := newBench(t, fake.Options{})
	id, value := b.token()
	path := "/api/2.0/token/" + id
	for _, c := range []struct {
		path, body string
		status     int
		want       string
	}{
		{path, `{"token":{"comment":"new","scopes":["sql"]},"update_mask":"comment"}`, 200, `["new",null]`},
		{path, `{"token":{"comment":"newer","scopes":["authentication"]},"update_mask":"comment,scopes"}`, 200, `["newer",["authentication"]]`},
		{path, `{"token":{"comment":"no"},"update_mask":"lifetime_seconds"}`, 400, `["newer",["authentication"]]`},
		{path, `{"token":{"comment":"no"}}`, 400, `["newer",["authentication"]]`},
		{path, `[]`, 400, `["newer",["authentication"]]`},
		{"/api/2.0/token/nothing", `{"token":{"comment":"no"},"update_mask":"comment"}`, 404, `["newer",["authentication"]]`},
	} {
		got := b.do("PATCH", c.path, value, c.body)
		has, _ := json.Marshal([]any{b.Tokens()[0].Comment, b.Tokens()[0].Scopes})
		if got.status != c.status || string(has) != c.want {
			t.Errorf("%s: %d %s; the token has %s", c.body, got.status, got.text, has)
		}
	}
}

func TestScopes(t *testing.T) {
	b := newBench(t, fake.Options{})
	for _, c := range []struct {
		scopes []string
		status int
	}{
		{nil, 200}, {[]string{"sql"}, 403}, {[]string{"sql", "authentication"}, 200}, {[]string{"all-apis"}, 200},
	} {
		_, value := b.AddToken(b.id, fake.Token{Scopes: c.scopes})
		if got := b.do("GET", listPath, value, ""); got.status != c.status {
			t.Errorf("list with %q: %d %s", c.scopes, got.status, got.text)
		}
		if got := b.do("GET", mePath, value, ""); got.status != 200 {
			t.Errorf("Me with %q: %d", c.scopes, got.status)
		}
	}
}

func TestTokensForbidden(t *testing.T) {
	b := newBench(t, fake.Options{})
	_, value := b.token()
	access := b.signIn()
	b.Configure(func(s *fake.Settings) { s.NoCanUse = true })
	b.wantError(b.do("GET", listPath, access, ""), 403, `"PERMISSION_DENIED"`, "User does not have permission to use tokens.")
	b.Configure(func(s *fake.Settings) { s.NoCanUse, s.TokensDisabled = false, true })
	for _, bearer := range []string{access, value} {
		b.wantError(b.do("POST", createPath, bearer, `{}`), 403, `"PERMISSION_DENIED"`, "API tokens are disabled for user 7.")
	}
	if got := b.do("GET", mePath, value, ""); got.status != 403 {
		t.Errorf("a token works while tokens are disabled: %d", got.status)
	}
	b.Configure(func(s *fake.Settings) { s.TokensDisabled = false })
	if got := b.do("GET", mePath, value, ""); got.status != 200 {
		t.Errorf("enabling tokens did not revive it: %d", got.status)
	}
}

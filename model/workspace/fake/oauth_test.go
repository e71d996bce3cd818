package fake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bricktop/model/workspace/fake"
)

// grant asks for an access token with the credentials in a Basic header.
func (b *bench) grant(id, clientSecret string) reply {
	b.t.Helper()
	return b.form(url.Values{"grant_type": {"client_credentials"}, "scope": {"all-apis"}}, id, clientSecret)
}

func (b *bench) form(form url.Values, id, clientSecret string) reply {
	b.t.Helper()
	r, _ := http.NewRequestWithContext(b.t.Context(), "POST", b.URL()+"/oidc/v1/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if id != "" {
		r.SetBasicAuth(id, clientSecret)
	}
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	got := reply{status: response.StatusCode, text: string(text)}
	if err := json.Unmarshal(text, &got.json); err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) signIn() (access string) {
	b.t.Helper()
	got := b.grant(b.id, b.clientSecret)
	if got.status != 200 || got.json["token_type"] != "Bearer" || got.json["expires_in"] != 3600.0 || got.json["scope"] != "all-apis" {
		b.t.Fatalf("grant: %d %v", got.status, got.json)
	}
	return got.json["access_token"].(string)
}

func TestOAuth(t *testing.T) {
	b := newBench(t, fake.Options{})
	access := b.signIn()
	if got := b.do("GET", mePath, access, ""); got.json["userName"] != b.id {
		t.Errorf("signed in as %v", got.json)
	}
	b.Move(time.Hour - time.Second)
	if got := b.do("GET", mePath, access, ""); got.status != 200 {
		t.Errorf("within the hour: %d", got.status)
	}
	b.Move(time.Second)
	got := b.do("GET", mePath, access, "")
	b.wantError(got, 403, `403`, "JWT has expired")
	if got.header.Get("X-Databricks-Reason-Phrase") != "JWT has expired" {
		t.Errorf("headers %v", got.header)
	}
}

func TestOAuthCredentials(t *testing.T) {
	b := newBench(t, fake.Options{})
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {b.id}, "client_secret": {b.clientSecret}}
	if got := b.form(form, "", ""); got.status != 200 {
		t.Errorf("credentials in the form: %d %s", got.status, got.text)
	}
	if got := b.form(url.Values{"grant_type": {"password"}}, b.id, b.clientSecret); got.status != 400 || got.json["error"] != "unsupported_grant_type" {
		t.Errorf("another grant: %d %s", got.status, got.text)
	}
	second := b.AddSecret(b.id)
	b.RevokeSecret(b.clientSecret)
	for name, c := range map[string]struct {
		id, clientSecret string
		status           int
	}{
		"second secret":  {b.id, second, 200},
		"revoked secret": {b.id, b.clientSecret, 401},
		"no secret":      {b.id, "", 401},
		"unknown client": {"nobody", second, 401},
		"user":           {user, "", 401},
	} {
		got := b.grant(c.id, c.clientSecret)
		if got.status != c.status {
			t.Errorf("%s: %d, want %d", name, got.status, c.status)
		}
		if c.status == 401 && (got.json["error"] != "invalid_client" || got.json["error_description"] != "Client authentication failed") {
			t.Errorf("%s: %s", name, got.text)
		}
	}
}

func TestDiscovery(t *testing.T) {
	const host = "https://dbc-7e3a91c4-2b6d.cloud.databricks.com"
	b := newBench(t, fake.Options{Host: host + "/"})
	for name, base := range map[string]string{"listener": b.URL(), "public host": host} {
		for path, want := range map[string]string{
			"/oidc/.well-known/oauth-authorization-server": `{"authorization_endpoint":"BASE/oidc/v1/authorize","token_endpoint":"BASE/oidc/v1/token"}`,
			"/.well-known/databricks-config": `{"account_id":"0d26daa6-5e44-4c97-a497-ef015f91254a","cloud":"aws","host_type":"workspace",
				"oidc_endpoint":"BASE/oidc","token_federation_default_oidc_audiences":["BASE/oidc/v1/token"],"workspace_id":"1234567890123456"}`,
		} {
			response, err := b.client.Get(base + path)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got map[string]any
			err = json.NewDecoder(response.Body).Decode(&got)
			response.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			wantJSON(t, got, strings.ReplaceAll(want, "BASE", base))
		}
	}
}

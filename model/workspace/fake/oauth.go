package fake

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// accessLifetime of an OAuth access token (docs.databricks.com, dev-tools/auth/oauth-m2m).
const accessLifetime = time.Hour

type accessToken struct {
	owner   *principal
	expires time.Time
}

// self is the base URL by which a request came here: the public host, or the listener.
func (s *Server) self(r *http.Request) string {
	if s.host != "" && strings.TrimSuffix(strings.ToLower(r.Host), ":443") == s.host {
		return "https://" + s.host
	}
	return "http://" + r.Host
}

func (s *Server) oauthDiscovery(a *answer, r *http.Request) {
	oidc := s.self(r) + "/oidc/v1/"
	a.json(http.StatusOK, map[string]any{
		"authorization_endpoint": oidc + "authorize",
		"token_endpoint":         oidc + "token",
	})
}

// oauthToken is the client_credentials grant, RFC 6749 section 4.4, with the client's credentials in a Basic
// header or in the form.
func (s *Server) oauthToken(a *answer, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.PostForm.Get("grant_type") != "client_credentials" {
		a.json(http.StatusBadRequest, map[string]any{"error": "unsupported_grant_type"})
		return
	}
	id, clientSecret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		id, clientSecret = formDecoded(user), formDecoded(password)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.signIn(id, clientSecret)
	if p == nil {
		a.json(http.StatusUnauthorized, map[string]any{
			"error": "invalid_client", "error_id": rand.Text(), "error_description": "Client authentication failed",
		})
		return
	}
	a.principal = p.userName
	expires := s.now().Add(accessLifetime)
	value := jwt(p, expires)
	s.access[value] = accessToken{owner: p, expires: expires}
	a.json(http.StatusOK, map[string]any{
		"access_token": value, "token_type": "Bearer",
		"expires_in": int(accessLifetime / time.Second), "scope": "all-apis",
	})
}

// formDecoded undoes the form encoding that RFC 6749 section 2.3.1 asks for in a Basic header.
func formDecoded(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// jwt has the three parts of a JSON web token, and random bytes for a signature. They do not come from
// Options.Rand: sign-ins run at any moment, and would make the tokens that are made next irreproducible.
func jwt(p *principal, expires time.Time) string {
	part := base64.RawURLEncoding.EncodeToString
	claims, _ := json.Marshal(map[string]any{"sub": p.userName, "exp": expires.Unix()})
	return part([]byte(`{"alg":"RS256","typ":"at+jwt"}`)) + "." + part(claims) + "." + part([]byte(rand.Text()))
}

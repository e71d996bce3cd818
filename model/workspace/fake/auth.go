package fake

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// lastMoments: a token with no more than this left is refused (databricks-vscode issue 583).
const lastMoments = 30 * time.Second

// caller is who sent a request, and what their token may do.
type caller struct {
	*principal
	scopes []string
}

// manages reports whether the token may be used on the token API: a restricted one needs the scope
// authentication (docs.databricks.com/api/tokens/v1/create-token).
func (c caller) manages() bool {
	return len(c.scopes) == 0 || slices.Contains(c.scopes, "authentication") || slices.Contains(c.scopes, "all-apis")
}

// refusal is an API error: its status and the two fields of its body.
type refusal struct {
	status  int
	code    any
	message string
}

// identify finds out who sent the request. That a dead token gives 403 with a numeric error_code, not 401, is
// from terraform-provider-databricks issue 66 and databricks-sdk-go issue 1061. The caller holds mu.
func (s *Server) identify(r *http.Request) (caller, *refusal) {
	invalid := &refusal{http.StatusForbidden, 403, "Invalid access token."}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return caller{}, &refusal{http.StatusUnauthorized, 401, "Credential was not sent or was of an unsupported type for this API."}
	}
	now := s.now()
	if a, ok := s.access[value]; ok {
		if !now.Before(a.expires) {
			return caller{}, &refusal{http.StatusForbidden, 403, "JWT has expired"}
		}
		return caller{principal: a.owner}, nil
	}
	t := s.token(tokenID(value))
	switch {
	case t == nil || t.expired(now):
		return caller{}, invalid
	case !t.Expires.IsZero() && t.Expires.Sub(now) <= lastMoments:
		return caller{}, &refusal{http.StatusForbidden, 403, "Token is expiring within 30 seconds. (token expired)"}
	case s.settings.TokensDisabled:
		return caller{}, tokensDisabled(t.owner)
	}
	return caller{t.owner, t.Scopes}, nil
}

// scheme is the scheme of an Authorization header, and never a part of a credential that was sent without one.
func scheme(header string) string {
	word, _, _ := strings.Cut(header, " ")
	switch strings.ToLower(word) {
	case "":
		return ""
	case "bearer":
		return "Bearer"
	case "basic":
		return "Basic"
	default:
		return "other"
	}
}

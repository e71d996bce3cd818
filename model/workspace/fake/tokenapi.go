package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// defaultLifetime of a token made without lifetime_seconds: two years (databricks-sdk-go, service/settings,
// CreateTokenRequest).
const defaultLifetime = 730 * 24 * time.Hour

func tokensDisabled(p *principal) *refusal {
	return &refusal{http.StatusForbidden, "PERMISSION_DENIED", fmt.Sprintf("API tokens are disabled for user %d.", p.id)}
}

func invalid(format string, args ...any) refusal {
	return refusal{http.StatusBadRequest, "INVALID_PARAMETER_VALUE", fmt.Sprintf(format, args...)}
}

// tokenAPI routes a pattern to a handler that runs only for callers who may use the token API.
func (s *Server) tokenAPI(pattern string, h func(*answer, *http.Request, caller)) {
	s.handleAs(pattern, func(a *answer, r *http.Request, who caller) {
		switch {
		case s.settings.TokensDisabled:
			a.refuse(*tokensDisabled(who.principal))
		case s.settings.NoCanUse:
			a.refuse(refusal{http.StatusForbidden, "PERMISSION_DENIED", "User does not have permission to use tokens."})
		case !who.manages():
			a.refuse(refusal{http.StatusForbidden, 403, "Authorization failed. Your token may be expired or lack the valid scope"})
		default:
			h(a, r, who)
		}
	})
}

func (s *Server) listTokens(a *answer, _ *http.Request, who caller) {
	rows := []map[string]any{}
	for _, t := range s.tokens {
		if t.owner == who.principal && (!s.settings.HideExpired || !t.expired(s.now())) {
			rows = append(rows, t.row())
		}
	}
	a.json(http.StatusOK, map[string]any{"token_infos": rows})
}

// row is the token as PublicTokenInfo of the API: times in epoch milliseconds, -1 for never.
func (t *token) row() map[string]any {
	row := map[string]any{
		"token_id": t.ID, "comment": t.Comment, "creation_time": t.Created.UnixMilli(), "expiry_time": int64(-1),
	}
	if !t.Expires.IsZero() {
		row["expiry_time"] = t.Expires.UnixMilli()
	}
	if len(t.Scopes) > 0 {
		row["scopes"] = t.Scopes
	}
	for field, value := range t.Row {
		if row[field] = value; value == nil {
			delete(row, field)
		}
	}
	return row
}

func (s *Server) createToken(a *answer, r *http.Request, who caller) {
	var ask struct {
		Comment  string   `json:"comment"`
		Lifetime *int64   `json:"lifetime_seconds"`
		Scopes   []string `json:"scopes"`
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		a.refuse(refusal{http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object: " + err.Error()})
		return
	}
	now := s.now()
	expires, refused := s.expiry(now, ask.Lifetime)
	if refused != nil {
		a.refuse(*refused)
		return
	}
	alive := 0
	for _, t := range s.tokens {
		if t.owner == who.principal && !t.expired(now) {
			alive++
		}
	}
	if quota := s.settings.Quota; alive >= quota {
		a.refuse(refusal{http.StatusBadRequest, "QUOTA_EXCEEDED", fmt.Sprintf("Token quota exceeded (%d tokens)", quota)})
		return
	}
	made, value := s.mint(who.principal, Token{Comment: ask.Comment, Created: now, Expires: expires, Scopes: ask.Scopes})
	a.json(http.StatusOK, map[string]any{"token_value": value, "token_info": made.row()})
}

// expiry of a token made now, the zero time for never. The text for 0 is from terraform-provider-databricks
// issue 494; how a workspace words a lifetime above its maximum is not documented.
func (s *Server) expiry(now time.Time, seconds *int64) (time.Time, *refusal) {
	limit := time.Duration(s.settings.MaxTokenLifetimeDays) * 24 * time.Hour
	if seconds == nil {
		if limit == 0 || limit > defaultLifetime {
			limit = defaultLifetime
		}
		return now.Add(limit), nil
	}
	tooLong := invalid("The lifetime of the token exceeds the maximum of %d days in this workspace.", s.settings.MaxTokenLifetimeDays)
	switch n := *seconds; {
	case n == -1 && limit == 0:
		return time.Time{}, nil
	case n == -1 || limit > 0 && n > int64(limit/time.Second):
		return time.Time{}, &tooLong
	case n <= 0:
		refused := invalid("requirement failed: Invalid timeout: %d", n)
		return time.Time{}, &refused
	default:
		return time.Unix(now.Unix()+n, int64(now.Nanosecond())), nil
	}
}

// deleteToken knows neither expired tokens nor those of others (terraform-provider-databricks issue 775).
func (s *Server) deleteToken(a *answer, r *http.Request, who caller) {
	var ask struct {
		ID string `json:"token_id"`
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || ask.ID == "" {
		a.refuse(invalid("Missing required field: token_id"))
		return
	}
	t := s.token(ask.ID)
	if t == nil || t.owner != who.principal || t.expired(s.now()) {
		a.refuse(refusal{http.StatusNotFound, "RESOURCE_DOES_NOT_EXIST", "No valid token with ID " + ask.ID + " found."})
		return
	}
	s.revoke(ask.ID)
	a.json(http.StatusOK, map[string]any{})
}

// updateToken changes the fields that update_mask names; a lifetime cannot change.
func (s *Server) updateToken(a *answer, r *http.Request, who caller) {
	var ask struct {
		Token struct {
			Comment string   `json:"comment"`
			Scopes  []string `json:"scopes"`
		} `json:"token"`
		Mask string `json:"update_mask"`
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		a.refuse(refusal{http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object: " + err.Error()})
		return
	}
	t := s.token(r.PathValue("id"))
	if t == nil || t.owner != who.principal || t.expired(s.now()) {
		a.refuse(refusal{http.StatusNotFound, "NOT_FOUND", "No valid token with ID " + r.PathValue("id") + " found."})
		return
	}
	mask := strings.Split(ask.Mask, ",")
	for _, field := range mask {
		if field != "comment" && field != "scopes" {
			a.refuse(invalid("Invalid update_mask: %q", ask.Mask))
			return
		}
	}
	if slices.Contains(mask, "comment") {
		t.Comment = ask.Token.Comment
	}
	if slices.Contains(mask, "scopes") {
		t.Scopes = ask.Token.Scopes
	}
	a.json(http.StatusOK, map[string]any{})
}

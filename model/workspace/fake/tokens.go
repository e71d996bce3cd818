package fake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Token is a personal access token.
type Token struct {
	ID      string // hex SHA-256 of the value, as the API documents token_id; AddToken fills it in
	Owner   string // user name of its principal; AddToken fills it in
	Comment string
	Created time.Time // AddToken takes the time now for the zero time
	Expires time.Time // zero: never
	Scopes  []string  // none: not restricted

	// Row changes what token/list says of the token, to get the odd rows that workspaces give: its fields
	// replace those of the row, and a nil value leaves the field out.
	Row map[string]any
}

type token struct {
	Token
	owner *principal
}

// AddToken gives a principal a token, whatever settings and quota say. The value is dapi and 32 hex digits.
func (s *Server) AddToken(owner string, t Token) (id, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.Created.IsZero() {
		t.Created = s.now()
	}
	added, value := s.mint(s.principal(owner), t)
	return added.ID, value
}

// Revoke ends a token. It is then no longer listed.
func (s *Server) Revoke(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.revoke(id) {
		panic(fmt.Sprintf("fake: there is no token %q to revoke", id))
	}
}

// Tokens returns the tokens that nobody revoked, of all principals, those that expired too, the oldest entry
// first.
func (s *Server) Tokens() []Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Token, 0, len(s.tokens))
	for _, t := range s.tokens {
		c := t.Token
		c.Scopes, c.Row = slices.Clone(c.Scopes), maps.Clone(c.Row)
		all = append(all, c)
	}
	return all
}

// mint keeps only the hash of the value, as a workspace does.
func (s *Server) mint(owner *principal, t Token) (*token, string) {
	value := "dapi" + hex.EncodeToString(s.read(16))
	t.ID, t.Owner = tokenID(value), owner.userName
	t.Scopes, t.Row = slices.Clone(t.Scopes), maps.Clone(t.Row)
	minted := &token{Token: t, owner: owner}
	s.tokens = append(s.tokens, minted)
	return minted, value
}

func (s *Server) revoke(id string) bool {
	before := len(s.tokens)
	s.tokens = slices.DeleteFunc(s.tokens, func(t *token) bool { return t.ID == id })
	return len(s.tokens) < before
}

func (s *Server) token(id string) *token {
	for _, t := range s.tokens {
		if t.ID == id {
			return t
		}
	}
	return nil
}

func tokenID(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

func (t *token) expired(now time.Time) bool { return !t.Expires.IsZero() && !now.Before(t.Expires) }

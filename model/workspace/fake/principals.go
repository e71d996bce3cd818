package fake

import (
	"encoding/hex"
	"fmt"
	"slices"
)

// principal is a user or a service principal; userName is its e-mail address or its application ID.
type principal struct {
	id               int64
	userName         string
	displayName      string
	servicePrincipal bool
	secrets          []string
}

// AddServicePrincipal adds one with one OAuth secret. The client ID is also its user name, which the other
// methods take.
func (s *Server) AddServicePrincipal(displayName string) (clientID, clientSecret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.add(s.uuid(), displayName)
	p.servicePrincipal = true
	return p.userName, s.addSecret(p)
}

// AddUser adds a user, by e-mail address.
func (s *Server) AddUser(userName, displayName string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(userName, displayName)
}

// AddSecret gives a service principal one more OAuth secret.
func (s *Server) AddSecret(clientID string) (clientSecret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addSecret(s.principal(clientID))
}

// RevokeSecret ends an OAuth secret. Access tokens made with it live on until they expire.
func (s *Server) RevokeSecret(clientSecret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.principals {
		if i := slices.Index(p.secrets, clientSecret); i >= 0 {
			p.secrets = slices.Delete(p.secrets, i, i+1)
			return
		}
	}
	panic("fake: RevokeSecret of a secret that does not exist")
}

func (s *Server) add(userName, displayName string) *principal {
	p := &principal{id: int64(7 + len(s.principals)), userName: userName, displayName: displayName}
	s.principals = append(s.principals, p)
	return p
}

// addSecret makes a secret of the form that scanners look for: dose and 32 hex digits.
func (s *Server) addSecret(p *principal) string {
	secret := "dose" + hex.EncodeToString(s.read(16))
	p.secrets = append(p.secrets, secret)
	return secret
}

func (s *Server) principal(userName string) *principal {
	for _, p := range s.principals {
		if p.userName == userName {
			return p
		}
	}
	panic(fmt.Sprintf("fake: there is no principal %q", userName))
}

// signIn returns the service principal that the secret belongs to, or nil.
func (s *Server) signIn(clientID, clientSecret string) *principal {
	for _, p := range s.principals {
		if p.servicePrincipal && p.userName == clientID && slices.Contains(p.secrets, clientSecret) {
			return p
		}
	}
	return nil
}

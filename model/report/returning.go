package report

import (
	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

// StateOf is what the list, its own end and what was tried say of a secret, whether a file holds it or not, and how
// it signs in by itself where it can be tried.
func StateOf(f Facts, h creds.Held) (state session.State, login session.Login, ok bool) {
	j := newJudge(f)
	for _, t := range f.Tokens {
		if t.ID == token.ID(h.Value.TokenID()) {
			j.listed[t.ID] = t
		}
	}
	login, ok = loginOf(h)
	return j.ownStateOf(h), login, ok
}

package report

import (
	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Returning is what the list and its own end say of a secret that no file holds any more, and how it signs in by
// itself where it can be tried.
func Returning(f Facts, h creds.Held) (state session.State, login session.Login, ok bool) {
	f.Tried = nil // that was before
	j := newJudge(f)
	for _, t := range f.Tokens {
		if t.ID == token.ID(h.Value.TokenID()) {
			j.listed[t.ID] = t
		}
	}
	login, ok = loginOf(h)
	return j.ownStateOf(h), login, ok
}

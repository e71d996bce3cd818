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

// state is what is known of a stored secret. Where no workspace stands beside it, as in a log, what is known of
// the same secret in another place counts.
func (j *judge) state(h creds.Held) session.State {
	state := j.ownStateOf(h)
	if state != session.NotTried || h.Host != "" && isWorkspace(h.Host) {
		return state
	}
	for _, f := range j.Machine.Files {
		for _, other := range f.Secrets {
			if other.Host == "" || !other.Value.Equal(h.Value) {
				continue
			}
			if known := j.ownStateOf(other); known != session.NotTried && known != session.WrongWorkspace {
				return known
			}
		}
	}
	return state
}

// ownStateOf is what is known of a secret at the host beside it. A listed token's ID is proof, so it goes before what a call
// showed: the list tells the end of the token to the second.
func (j *judge) ownStateOf(h creds.Held) session.State {
	if h.Value.IsZero() {
		return session.Indirect
	}
	if t, ok := j.listed[token.ID(h.Value.TokenID())]; ok {
		switch left, known := t.Left(j.Now); {
		case known && left <= 0:
			return session.Expired
		case h.Host != "" && !j.here(h.Host):
			return session.WrongWorkspace
		default:
			return session.Works
		}
	}
	if !h.Expires.IsZero() && !h.Expires.After(j.Now) {
		return session.Expired
	}
	if signsIn(j.Machine.Login, h) {
		return j.ownState()
	}
	if state, ok := j.Tried[keyOf(h)]; ok && h.Databricks {
		return state
	}
	return session.NotTried
}

// ownState is the state of what we are signed in with: our own calls are its trial.
func (j *judge) ownState() session.State {
	switch {
	case session.FaultOf(j.ContextErr) == session.Unauthorized:
		return session.Revoked
	case j.Context != nil:
		return session.Works
	case j.ContextErr != nil:
		return session.Undecided
	default:
		return session.NotTried
	}
}

func (j *judge) isListed(h creds.Held) bool {
	_, ok := j.listed[token.ID(h.Value.TokenID())]
	return ok
}

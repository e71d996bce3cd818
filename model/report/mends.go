package report

import (
	"slices"

	"bricktop/creds"
	"bricktop/model/session"
)

// deadProfile reports whether a profile holds nothing but dead secrets, and nobody would miss it: it is neither
// the default nor in use, and has no other way to sign in.
func deadProfile(f creds.File, judged File, name string) bool {
	at := slices.IndexFunc(f.Profiles, func(p creds.Profile) bool { return p.Name == name })
	if f.ID != creds.DatabricksCfg || at < 0 {
		return false
	}
	p := f.Profiles[at]
	if p.InUse || p.Default || len(p.AuthKinds) != 1 || p.AuthType != "" && p.AuthType != p.AuthKinds[0] {
		return false
	}
	return !slices.ContainsFunc(judged.Secrets, func(s Secret) bool { return s.Profile == name && !isDead(s.State) })
}

// dropKey is the mend of a profile with a token and a client secret of which exactly one is dead.
func dropKey(f creds.File, judged File, p creds.Profile) creds.Mend {
	kinds := slices.Sorted(slices.Values(p.AuthKinds))
	if f.ID != creds.DatabricksCfg || !slices.Equal(kinds, []string{"oauth-m2m", "pat"}) {
		return creds.Mend{}
	}
	dead := map[string]bool{}
	for _, s := range judged.Secrets {
		if s.Profile == p.Name && (s.State != session.Indirect) {
			dead[s.Kind] = isDead(s.State)
		}
	}
	token, client := string(creds.HeldPAT), string(creds.HeldClientSecret)
	key := token
	if len(dead) != 2 || dead[token] == dead[client] {
		return creds.Mend{}
	}
	if dead[client] {
		key = client
	}
	return creds.Mend{Kind: creds.MendDropKey, Path: f.Path, Where: p.Name + "/" + key}
}

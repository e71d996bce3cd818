package report

import (
	"fmt"
	"strings"

	"bricktop/creds"
	"bricktop/model/session"
)

// secrets judges each secret by its state. What is in use is an error, since something fails by it now. What
// renews itself, and what nobody reads, is no trouble.
func (j *judge) secrets(f creds.File, judged File) []Finding {
	var found []Finding
	for i, s := range judged.Secrets {
		if f.Secrets[i].Refreshed || f.CopyOf != "" || f.ID == creds.TokenCache && f.Superseded != "" {
			continue
		}
		severity := Warn
		if s.InUse {
			severity = Error
		}
		code, text := j.secretTrouble(s, "The "+noun(s.Kind)+" in "+j.place(f, s))
		if code == "" {
			continue
		}
		finding := Finding{Severity: severity, Code: code, Text: text + writeNew(f), Where: s.Where}
		if isDead(s.State) && deadProfile(f, judged, s.Profile) {
			finding.Code, finding.Mend = DeadProfile, creds.Mend{Kind: creds.MendDropProfile, Path: f.Path, Where: s.Profile}
			finding.Text = text + ", and nothing else is in the profile: take it out, or write a new one there."
		}
		if s.State == session.WrongWorkspace {
			finding.Text = text + ": write one of that workspace, or correct the host."
		}
		found = append(found, finding)
	}
	return found
}

// writeNew says what to do about a secret that is over.
func writeNew(f creds.File) string {
	switch {
	case f.Format == creds.EnvironmentFormat:
		return ": set a new one, and start again what was started with it."
	case f.ID == creds.TokenCache:
		return ": sign in again with `databricks auth login`."
	default:
		return ": write a new one there."
	}
}

func (j *judge) secretTrouble(s Secret, subject string) (Code, string) {
	switch s.State {
	case session.Expired:
		when := ""
		if s.expiry.Known() {
			when = " at " + s.expiry.At().UTC().Format("2006-01-02 15:04 UTC")
		}
		return SecretExpired, subject + " expired" + when
	case session.Revoked:
		return SecretRevoked, subject + " is not known to " + hostName(s.Host, j.host) + " (revoked, or expired)"
	case session.WrongWorkspace:
		return WrongWorkspace, subject + " is not a token of " + hostName(s.Host, "the host beside it")
	}
	if left := s.expiry.At().Sub(j.Now.Round(0)); s.expiry.Known() && left < endsSoon {
		return TokenEndsSoon, fmt.Sprintf("%s ends at %s, in less than five minutes", subject, s.expiry.At().UTC().Format("15:04:05 UTC"))
	}
	return "", ""
}

func (j *judge) severalAuth(f creds.File, judged File) []Finding {
	var found []Finding
	for _, p := range f.Profiles {
		if len(p.AuthKinds) < 2 || p.AuthType != "" {
			continue
		}
		severity := Warn
		if p.InUse {
			severity = Error
		}
		found = append(found, Finding{
			Severity: severity, Code: SeveralAuth, Mend: dropKey(f, judged, p),
			Text: fmt.Sprintf("Profile %s of %s can sign in by %s, and Databricks tools refuse to choose: remove all but one, or name it with auth_type.",
				p.Name, j.short(f.Path), strings.Join(p.AuthKinds, " and by ")),
		})
	}
	return found
}

// hostMismatch tells of providers at another workspace than ours. That is worth a warning only where requests
// go there with a secret that is not known to work: more than one workspace is no mistake.
func (j *judge) hostMismatch(f creds.File, judged File) []Finding {
	var found []Finding
	for _, p := range f.Providers {
		if !p.Databricks || p.Host == "" || j.host == "" || j.here(p.Host) {
			continue
		}
		state := session.NotTried
		for _, s := range judged.Secrets {
			if s.Provider == p.Name {
				state = s.State
			}
		}
		if state == session.WrongWorkspace {
			continue // said already, and more exactly
		}
		severity := Info
		if p.InRouter && state != session.Works && f.Superseded == "" {
			severity = Warn
		}
		found = append(found, Finding{
			Severity: severity, Code: HostMismatch,
			Text: fmt.Sprintf("Provider %s of %s sends to %s, while bricktop is signed in at %s: correct its api_base_url if that is not meant.",
				p.Name, j.short(f.Path), hostName(p.Host, ""), hostName(j.host, "")),
		})
	}
	return found
}

// hostMismatchOfAgent tells the same of the files of coding agents, once for each host.
func (j *judge) hostMismatchOfAgent(f creds.File, judged File) []Finding {
	switch f.ID {
	case creds.DatabricksCfg, creds.ClaudeCodeRouter, creds.TokenCache, creds.Netrc:
		return nil
	}
	var found []Finding
	told := map[string]bool{}
	for i, h := range f.Secrets {
		s := judged.Secrets[i]
		if !h.Databricks || h.Host == "" || j.host == "" || j.here(h.Host) || told[h.Host] || f.CopyOf != "" || s.State == session.WrongWorkspace {
			continue
		}
		told[h.Host] = true
		severity := Info
		if s.State != session.Works && s.State != session.Indirect {
			severity = Warn
		}
		found = append(found, Finding{
			Severity: severity, Code: HostMismatch, Where: s.Where,
			Text: fmt.Sprintf("The %s in %s goes to %s, while bricktop is signed in at %s: correct the address if that is not meant.",
				noun(s.Kind), j.place(f, s), hostName(h.Host, ""), hostName(j.host, "")),
		})
	}
	return found
}

// shadow tells that variables lead elsewhere than the profile that tools would take without them. Another
// workspace is a warning; another identity at the same one is only worth knowing, since an app terminal
// often holds both the app's principal and its user's token.
func (j *judge) shadow(f creds.File, judged File) []Finding {
	login := j.Machine.Login
	variable := login.Sources["host"]
	if login.Profile != "" || !strings.HasPrefix(variable, "DATABRICKS_") {
		return nil
	}
	for _, p := range f.Profiles {
		if !p.Default || p.InUse || p.Host == "" {
			continue
		}
		severity, what := Info, "as somebody else"
		switch {
		case !sameHost(p.Host, login.Host):
			severity, what = Warn, "at "+hostName(p.Host, "")
		case !j.otherIdentity(f, p):
			continue
		}
		return []Finding{{
			Severity: severity, Code: EnvShadowsFile,
			Text: fmt.Sprintf("%s in the environment hides profile %s of %s, which signs in %s: unset it, or name the profile with -p %s.",
				variable, p.Name, j.short(f.Path), what, p.Name),
		}}
	}
	return nil
}

// otherIdentity reports whether a profile at our host is proven to belong to somebody else: another client
// ID, or a token that works and is not in our list.
func (j *judge) otherIdentity(f creds.File, p creds.Profile) bool {
	for _, h := range f.Secrets {
		switch {
		case h.Profile != p.Name || signsIn(j.Machine.Login, h):
		case h.Kind == creds.HeldClientSecret && j.Machine.Login.AuthType == string(session.M2M):
			return h.ClientID != j.Machine.Login.ClientID
		case h.Kind == creds.HeldPAT && j.Listed:
			return j.Tried[keyOf(h)] == session.Works && !j.isListed(h)
		}
	}
	return false
}

func noun(kind string) string {
	switch creds.HeldKind(kind) {
	case creds.HeldClientSecret:
		return "client secret"
	case creds.HeldAPIKey:
		return "API key"
	case creds.HeldAccess:
		return "access token"
	case creds.HeldRefresh:
		return "refresh token"
	default:
		return kind
	}
}

// place says where a secret stands, in words.
func (j *judge) place(f creds.File, s Secret) string {
	path := j.short(f.Path)
	if f.Format == creds.EnvironmentFormat {
		return "the variable " + s.Where
	}
	switch {
	case s.Profile != "":
		return "profile " + s.Profile + " of " + path
	case s.Provider != "":
		return "provider " + s.Provider + " of " + path
	default:
		return s.Where + " of " + path
	}
}

// hostName is a host without its scheme, or the stand-in when there is none.
func hostName(host, otherwise string) string {
	if host == "" {
		host = otherwise
	}
	return strings.TrimPrefix(host, "https://")
}

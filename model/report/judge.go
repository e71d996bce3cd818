package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Judge makes a report of the facts.
func Judge(f Facts) Report {
	j := newJudge(f)
	r := Report{
		Workspace:   j.workspace(),
		Environment: make([]Variable, 0, len(f.Machine.Env)),
		Files:       make([]File, 0, len(f.Machine.Files)),
	}
	for _, v := range f.Machine.Env {
		r.Environment = append(r.Environment, Variable{
			Name: v.Name, Set: v.Set, Source: Text(v.Source), Note: Text(v.Note),
			Value: cmp.Or(v.Secret.Mask(), v.Value), Used: v.Used,
		})
	}
	users := map[token.ID][]string{}
	for _, file := range f.Machine.Files {
		judged := j.file(file)
		for _, s := range judged.Secrets {
			if id := token.ID(s.TokenID); id != "" && !slices.Contains(users[id], s.Target) {
				users[id] = append(users[id], s.Target)
			}
		}
		worst := judged.Worst()
		r.NeedsAttention = r.NeedsAttention || worst == Warn || worst == Error
		r.Files = append(r.Files, judged)
	}
	r.Tokens = j.tokens(users)
	return r
}

// judge is the facts with what is looked up more than once.
type judge struct {
	Facts
	host   string                   // our workspace
	listed map[token.ID]token.Token // the listed tokens that a file holds
}

func newJudge(f Facts) *judge {
	j := &judge{Facts: f, host: f.Machine.Login.Host, listed: map[token.ID]token.Token{}}
	if f.Context != nil {
		j.host = f.Context.Host
	}
	held := map[token.ID]bool{}
	for _, file := range f.Machine.Files {
		for _, h := range file.Secrets {
			held[token.ID(h.Value.TokenID())] = !h.Value.IsZero()
		}
	}
	for _, t := range f.Tokens {
		if held[t.ID] {
			j.listed[t.ID] = t
		}
	}
	return j
}

// listPending reports whether the list of tokens may still come.
func (j *judge) listPending() bool {
	login := j.Machine.Login
	return login.Host != "" && j.Machine.LoginErr == nil && !j.Listed && j.TokensErr == nil && j.ContextErr == nil
}

func (j *judge) workspace() Workspace {
	login := j.Machine.Login
	w := Workspace{Host: Text(j.host), AuthType: Text(login.AuthType), Error: j.trouble()}
	c := j.Context
	if c == nil {
		return w
	}
	w.AuthType = Text(cmp.Or(string(c.AuthType), login.AuthType))
	w.User, w.UserKind, w.DisplayName = Text(c.Principal.UserName), Text(c.Principal.Kind), Text(c.Principal.DisplayName)
	w.WorkspaceID, w.Cloud = Text(c.WorkspaceID), Text(c.Cloud)
	w.OAuthExpiresAt = Instant{c.OAuthExpiry}
	switch {
	case c.Metastore != session.Metastore{}:
		w.Metastore = Text(cmp.Or(c.Metastore.Name, c.Metastore.ID))
	case c.MetastoreErr == nil:
		w.Metastore = "none"
	}
	return w
}

// trouble is the first reason why something about the workspace is not known.
func (j *judge) trouble() Text {
	login := j.Machine.Login
	err := cmp.Or(j.Machine.LoginErr, j.ContextErr, j.TokensErr)
	switch {
	case err != nil:
		return Text(secret.Redact(err.Error(), login.Token, login.ClientSecret))
	case login.Host == "":
		return "No Databricks sign-in is configured: set DATABRICKS_HOST with DATABRICKS_TOKEN, or with " +
			"DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or add a profile to ~/.databrickscfg."
	default:
		return ""
	}
}

func (j *judge) tokens(users map[token.ID][]string) []Token {
	judged := make([]Token, len(j.Tokens))
	seconds := make([]int64, len(j.Tokens))
	for i, t := range j.Tokens {
		judged[i] = Token{
			ID: t.ID, Comment: t.Comment,
			CreatedAt: Instant{t.Created}, ExpiresAt: Instant{t.Expiry.At()},
			Scopes: orEmpty(t.Scopes), Urgency: j.Thresholds.Urgency(t, j.Now), UsedBy: orEmpty(users[t.ID]),
		}
		if left, ok := t.Left(j.Now); ok {
			seconds[i] = int64(left / time.Second)
			judged[i].SecondsLeft = &seconds[i]
		}
	}
	return judged
}

func (j *judge) file(f creds.File) File {
	judged := File{ID: f.ID, Path: pathOf(f), Exists: f.Exists, Format: string(f.Format), Secrets: make([]Secret, 0, len(f.Secrets))}
	if f.Exists && f.Format != creds.EnvironmentFormat {
		judged.Perm = f.Mode.Perm()
		judged.Mode = Text(fmt.Sprintf("%04o", f.Mode.Perm()))
	}
	if f.Problem != nil {
		judged.Error = Text(secret.Redact(problemText(f.Problem)))
	}
	for _, h := range f.Secrets {
		s := Secret{
			Where: h.Where, Kind: string(h.Kind), Fingerprint: Text(h.Value.Fingerprint()), State: j.state(h),
			Target:  targetOf(f, h),
			Profile: h.Profile, Provider: h.Provider, Host: h.Host, Mask: h.Value.Mask(), Indirect: h.Indirect,
			Pull: h.Pull, Reader: f.Reader, InUse: j.inUse(f, h),
		}
		if !h.Expires.IsZero() && !h.Refreshed {
			s.expiry = token.ExpiresAt(h.Expires)
		}
		if t, ok := j.listed[token.ID(h.Value.TokenID())]; ok {
			s.TokenID, s.expiry = Text(t.ID), t.Expiry
		}
		judged.Secrets = append(judged.Secrets, s)
	}
	judged.Findings = j.findings(f, judged)
	return judged
}

func problemText(p *creds.Problem) string {
	switch {
	case p.Line > 0 && p.Column > 0:
		return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, p.Text)
	case p.Line > 0:
		return fmt.Sprintf("line %d: %s", p.Line, p.Text)
	default:
		return p.Text
	}
}

// inUse reports whether something works with this secret now: the login with its profile, the router with
// its provider. Nothing works with a file that a newer one replaced.
func (j *judge) inUse(f creds.File, h creds.Held) bool {
	if f.Superseded != "" {
		return false
	}
	if f.Format == creds.EnvironmentFormat {
		return j.Machine.Login.Sources["token"] == h.Where && signsIn(j.Machine.Login, h)
	}
	for _, p := range f.Profiles {
		if p.InUse && p.Name == h.Profile {
			return true
		}
	}
	for _, p := range f.Providers {
		if p.InRouter && p.Name == h.Provider {
			return true
		}
	}
	return false
}

// targetOf names the place of a secret in a word or two.
func targetOf(f creds.File, h creds.Held) string {
	return cmp.Or(h.Target, f.ID+":"+cmp.Or(h.Profile, h.Provider, h.Where))
}

// pathOf is a file's path; the variables of this process have none, and go by their own name.
func pathOf(f creds.File) string { return cmp.Or(f.Path, f.ID) }

// gateway cuts the host of an AI gateway, whose first part is a workspace ID: 123.ai-gateway.cloud.databricks.com.
func gateway(host string) (workspaceID string, ok bool) {
	workspaceID, _, ok = strings.Cut(hostName(host, ""), ".ai-gateway.")
	return workspaceID, ok
}

// isWorkspace reports whether a host may answer the API of a workspace: a gateway and an app do not.
func isWorkspace(host string) bool {
	_, isGateway := gateway(host)
	return !isGateway && !strings.HasSuffix(host, ".databricksapps.com")
}

// here reports whether a host leads to our workspace: it is its own, or the gateway's of its ID. While we do not
// know our ID, any gateway may be ours.
func (j *judge) here(host string) bool {
	id, ok := gateway(host)
	return sameHost(host, j.host) || ok && (j.Context == nil || j.Context.WorkspaceID == "" || j.Context.WorkspaceID == id)
}

// sameHost compares two normalised hosts.
func sameHost(a, b string) bool { return strings.EqualFold(a, b) }

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

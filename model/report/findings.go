package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/session"
)

// Code names a kind of finding, for scripts.
type Code string

// The kinds of finding.
const (
	Unreadable     Code = "unreadable"         // the file could not be read or understood
	ModeTooOpen    Code = "mode-too-open"      // a file with a secret that others may read or write
	ForeignOwner   Code = "foreign-owner"      // a file with a secret that belongs to somebody else
	Superseded     Code = "superseded"         // a file that nobody reads any more
	SecretExpired  Code = "secret-expired"     // a token past its end
	SecretRevoked  Code = "secret-revoked"     // a secret that its workspace does not know
	WrongWorkspace Code = "wrong-workspace"    // a token beside a host that did not make it
	TokenEndsSoon  Code = "token-ends-soon"    // less than five minutes left
	SeveralAuth    Code = "several-auth-kinds" // a profile that can be signed in with in more than one way
	HostMismatch   Code = "host-mismatch"      // a provider at another workspace than ours
	EnvShadowsFile Code = "env-shadows-file"   // variables lead elsewhere than the default profile
	DeadProfile    Code = "dead-profile"       // a profile that holds nothing but a dead secret
	SecretOrphaned Code = "secret-orphaned"    // a secret that nothing can use where it stands
	StaleCopy      Code = "stale-copy"         // an old copy of a file, with secrets
	SecretInLog    Code = "secret-in-log"      // a log with secrets in clear text
	InWorkTree     Code = "in-work-tree"       // a file with secrets that git may take up
	SeveralPlaces  Code = "several-places"     // one secret that works in more than one place
)

const (
	endsSoon       = 5 * time.Minute
	othersBits     = 0o077 // group's and everybody's
	everybodysRead = 0o004
)

// findings runs every rule over a file; the gravest come first, and in the order of the rules.
func (j *judge) findings(f creds.File, judged File) []Finding {
	found := []Finding{}
	rules := []func(creds.File, File) []Finding{
		j.unreadable, j.mode, j.owner, j.superseded, j.secrets, j.severalAuth, j.copies, j.workTree,
		j.hostMismatch, j.hostMismatchOfAgent, j.shadow, j.orphans, j.severalPlaces,
	}
	for _, rule := range rules {
		found = append(found, rule(f, judged)...)
	}
	rank := map[Severity]int{Error: 0, Warn: 1, Info: 2}
	slices.SortStableFunc(found, func(a, b Finding) int { return rank[a.Severity] - rank[b.Severity] })
	return found
}

func (j *judge) unreadable(f creds.File, _ File) []Finding {
	if f.Problem == nil {
		return nil
	}
	text := f.Problem.Text
	if !strings.Contains(text, f.Path) {
		text = j.short(f.Path) + ": " + problemText(f.Problem)
	}
	text = secret.Redact(text)
	severity := Error
	if f.CopyOf != "" {
		severity = Warn
	}
	return []Finding{{Severity: severity, Code: Unreadable, Text: text}}
}

// mode warns when anybody but the owner may touch a file that holds a secret; it is an error when everybody
// may read one that works.
func (j *judge) mode(f creds.File, judged File) []Finding {
	// Of a file that cannot be understood nobody knows what is in it.
	unknown := f.Problem != nil && f.Exists && f.CopyOf == ""
	if judged.Perm&othersBits == 0 || !holdsSecret(judged) && !unknown || !f.Mode.IsRegular() {
		return nil
	}
	holds := "holds secrets"
	if !holdsSecret(judged) {
		holds = "may hold secrets"
	}
	severity, who := Warn, "others"
	if judged.Perm&everybodysRead != 0 {
		who = "everybody on this machine"
		if slices.ContainsFunc(judged.Secrets, func(s Secret) bool { return s.State == session.Works }) {
			severity = Error
		}
	}
	return []Finding{{
		Severity: severity, Code: ModeTooOpen, Mend: creds.Mend{Kind: creds.MendMode, Path: f.Path},
		Text: fmt.Sprintf("%s %s and is open to %s (mode %s): close it to all but its owner.", j.short(f.Path), holds, who, judged.Mode),
		Fix:  Text("chmod 600 " + shellQuote(f.Path)),
	}}
}

// owner does not mind root, who can read everything anyway.
func (j *judge) owner(f creds.File, judged File) []Finding {
	if !f.Owner.Known || f.Owner.Mine || f.Owner.UID == 0 || !holdsSecret(judged) {
		return nil
	}
	who := f.Owner.Name
	if who == "" {
		who = fmt.Sprintf("user %d", f.Owner.UID)
	}
	return []Finding{{
		Severity: Warn, Code: ForeignOwner,
		Text: fmt.Sprintf("%s holds secrets and belongs to %s, who can read and change it: replace it with a file of your own.", j.short(f.Path), who),
	}}
}

func (j *judge) superseded(f creds.File, _ File) []Finding {
	if f.Superseded == "" || !f.Exists {
		return nil
	}
	if f.ID == creds.TokenCache {
		return []Finding{{
			Severity: Warn, Code: Superseded,
			Text: fmt.Sprintf("The Databricks CLI was told to keep its tokens in %s and ignores %s: delete this file with the secrets in it.", f.Superseded, j.short(f.Path)),
		}}
	}
	return []Finding{{
		Severity: Warn, Code: Superseded,
		Text: fmt.Sprintf("claude-code-router 3 reads %s and ignores %s: change the settings there, and delete this file with the secrets in it.",
			j.short(f.Superseded), j.short(f.Path)),
	}}
}

func holdsSecret(f File) bool {
	return slices.ContainsFunc(f.Secrets, func(s Secret) bool { return s.Fingerprint != "" })
}

// short writes a path as people do, from ~.
func (j *judge) short(path string) string {
	home := strings.TrimRight(j.Machine.Home, "/")
	if path == home && home != "" {
		return "~"
	}
	if rest, ok := strings.CutPrefix(path, home+"/"); ok && home != "" {
		return "~/" + rest
	}
	return path
}

// shellQuote makes a path one word of a shell command.
func shellQuote(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+@:,", r)
	}
	if path != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 && path[0] != '-' {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

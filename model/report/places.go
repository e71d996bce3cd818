package report

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"bricktop/creds"
	"bricktop/model/session"
)

// copies tells of secrets in what nobody reads: an old copy of a file, or a log. One that works is as good there
// as in its own place; one that is not known to be dead may be.
func (j *judge) copies(f creds.File, judged File) []Finding {
	if f.CopyOf == "" || !holdsSecret(judged) {
		return nil
	}
	works, dead := 0, 0
	for _, s := range judged.Secrets {
		switch {
		case s.State == session.Works || s.State == session.WrongWorkspace:
			works++
		case isDead(s.State):
			dead++
		}
	}
	all := len(judged.Secrets)
	severity, state := Warn, "nobody knows whether "+those(all, "it still works", "they still work")
	switch {
	case works > 0:
		state = fmt.Sprintf("%s still %s", some(works, all), those(works, "works", "work"))
		if judged.Perm&everybodysRead != 0 {
			severity = Error
		}
	case dead == all:
		severity, state = Info, those(all, "it is dead", "all are dead")
	}
	held := fmt.Sprintf("%d %s", all, those(all, "secret", "secrets"))
	path := j.short(f.Path)
	if f.Format == creds.Log {
		finding := Finding{
			Severity: severity, Code: SecretInLog, Mend: creds.Mend{Kind: creds.MendRedact, Path: f.Path},
			Text: fmt.Sprintf("The log %s holds %s in clear text, and %s: take %s out, and turn the log off where it is not needed.", path, held, state, those(all, "it", "them")),
		}
		if f.Size > creds.MaxSize { // of such a log only the end was read
			finding.Mend.Kind, finding.Fix = creds.MendRemoveFile, Text("rm "+shellQuote(f.Path))
			finding.Text = fmt.Sprintf("The end of the log %s holds %s in clear text, and %s: delete it, and turn the log off where it is not needed.", path, held, state)
		}
		return []Finding{finding}
	}
	return []Finding{{
		Severity: severity, Code: StaleCopy, Mend: creds.Mend{Kind: creds.MendRemoveFile, Path: f.Path},
		Text: fmt.Sprintf("%s is an old copy that nothing reads. It holds %s, and %s: delete it.", path, held, state),
		Fix:  Text("rm " + shellQuote(f.Path)),
	}}
}

// some is how many of them, in words.
func some(n, all int) string {
	switch {
	case all == 1:
		return "it"
	case n == all:
		return "all"
	default:
		return fmt.Sprintf("%d of them", n)
	}
}

func those(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

func isDead(s session.State) bool { return s == session.Expired || s == session.Revoked }

// orphans tells of secrets that nothing can use where they stand.
func (j *judge) orphans(f creds.File, judged File) []Finding {
	var found []Finding
	for i, h := range f.Secrets {
		s := judged.Secrets[i]
		why := ""
		switch {
		case h.Value.IsZero() || f.CopyOf != "" || isDead(s.State):
		case f.ID == creds.DatabricksCfg && h.Host == "" && h.Databricks:
			why = "no host that can be used beside it: add the host, or take it out"
		case f.ID == creds.TokenCache && h.Host == "":
			why = "no profile of that name any more: take it out with `databricks auth logout`"
		}
		for _, p := range f.Providers {
			if p.Skipped != "" && s.Where == h.Where && p.Name == h.Provider && !h.Value.IsZero() {
				why = "a provider around it that claude-code-router passes over (" + strings.TrimSuffix(p.Skipped, ".") + "): mend the provider, or take it out"
			}
		}
		if why != "" {
			found = append(found, Finding{Severity: Info, Code: SecretOrphaned, Where: s.Where, Text: fmt.Sprintf("The %s in %s has %s.", noun(s.Kind), j.place(f, s), why)})
		}
	}
	return found
}

// workTree warns of a file with secrets that the next commit may publish.
func (j *judge) workTree(f creds.File, judged File) []Finding {
	if f.Git.Root == "" || f.Git.Ignored || !holdsSecret(judged) {
		return nil
	}
	path, fix := f.Path, Text("")
	if f.Link != "" {
		path = f.Link
	}
	if rel, err := filepath.Rel(f.Git.Root, path); err == nil {
		fix = Text("echo " + shellQuote("/"+filepath.ToSlash(rel)) + " >> " + shellQuote(filepath.Join(f.Git.Root, ".gitignore")))
	}
	return []Finding{{
		Severity: Warn, Code: InWorkTree, Fix: fix,
		Text: fmt.Sprintf("%s holds secrets, lies in the git work tree %s and is not ignored as far as bricktop can tell: a commit may publish them.",
			j.short(path), j.short(f.Git.Root)),
	}}
}

// severalPlaces names every place of a secret that works and stands in more than one, at the first of them: a new
// one has to be written to each. Copies have findings of their own, and cached tokens are in two places by design.
func (j *judge) severalPlaces(f creds.File, judged File) []Finding {
	var found []Finding
	for i, h := range f.Secrets {
		if judged.Secrets[i].State != session.Works || !counts(f, h) {
			continue
		}
		places := j.placesOf(h)
		if len(places) < 2 || places[0].target != judged.Secrets[i].Target || slices.ContainsFunc(found, func(x Finding) bool { return x.Where == h.Where }) {
			continue
		}
		// Two places of one target count once, at the first.
		if slices.ContainsFunc(judged.Secrets[:i], func(s Secret) bool {
			return s.Target == places[0].target && s.Fingerprint == judged.Secrets[i].Fingerprint
		}) {
			continue
		}
		var others []string
		for _, p := range places[1:] {
			others = append(others, p.words)
		}
		found = append(found, Finding{
			Severity: Info, Code: SeveralPlaces, Where: h.Where,
			Text: fmt.Sprintf("The %s in %s also stands in %s: a new one has to be written to each.", noun(string(h.Kind)), places[0].words, list(others)),
		})
	}
	return found
}

type where struct{ target, words string }

// placesOf lists the targets that hold a secret, each once.
func (j *judge) placesOf(h creds.Held) []where {
	var places []where
	for _, f := range j.Machine.Files {
		for _, other := range f.Secrets {
			if !counts(f, other) || !other.Value.Equal(h.Value) {
				continue
			}
			s := Secret{Where: other.Where, Profile: other.Profile, Provider: other.Provider}
			at := where{targetOf(f, other), j.place(f, s)}
			if !slices.ContainsFunc(places, func(w where) bool { return w.target == at.target }) {
				places = append(places, at)
			}
		}
	}
	return places
}

func counts(f creds.File, h creds.Held) bool {
	return f.CopyOf == "" && !h.Value.IsZero() && h.Kind != creds.HeldAccess && h.Kind != creds.HeldRefresh
}

// list is "a, b and c".
func list(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

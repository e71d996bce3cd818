package headless

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"bricktop/creds/secret"
	"bricktop/model/rotate"
	"bricktop/ui/text"
)

// teller prints what rotations do, line by line, as it happens.
type teller struct {
	w     io.Writer
	quiet bool
	dry   bool
}

func (t teller) line(indent int, parts ...string) {
	if t.quiet {
		return
	}
	for _, l := range text.CleanLines(secret.Redact(strings.Join(parts, ""))) {
		_, _ = fmt.Fprintln(t.w, strings.Repeat(" ", indent)+strings.TrimRight(l, " "))
	}
}

const verbCells = len("not done")

func (t teller) begins(p rotate.Plan) {
	old := "a token that is not listed"
	if !p.Unlisted {
		old = "the token " + p.Old.ID.Short()
	}
	t.line(0, "Rotating ", old, ", held by ", names(p.Targets), ". The new one lives ", text.Countdown(p.Spec.Lifetime), ".")
	if p.Unlisted {
		t.line(2, "The workspace does not list what it held, so its scopes are not known: the new one is not restricted.")
	}
}

func names(targets []rotate.Target) string {
	var ids []string
	for _, t := range targets {
		ids = append(ids, t.ID)
	}
	return strings.Join(ids, ", ")
}

// step tells of one step that was taken, forward or back.
func (t teller) step(what string, before, after rotate.Rotation, issuer any) {
	verb := "done"
	switch {
	case before.Back() && after.Err().Error() != before.Err().Error():
		verb = "NOT UNDONE"
	case before.Back():
		verb = "undone"
	case after.Err() != nil:
		verb = "FAILED"
		if errors.Is(after.Err(), context.Canceled) {
			verb = "stopped"
		} else {
			defer t.line(4, after.Err().Error())
		}
	case t.dry:
		verb = "would"
		if dry, ok := issuer.(*dryIssuer); ok {
			verb = cmp.Or(dry.kept, verb)
			dry.kept = ""
		}
	}
	t.line(2, text.Pad(verb, verbCells), "  ", what)
	for _, note := range after.State.Notes[len(before.State.Notes):] {
		t.line(2+verbCells+2, note)
	}
}

func (t teller) ends(r rotate.Rotation) {
	if r.Done() && t.dry {
		return
	}
	t.line(2, outcome(r))
	if !r.Done() {
		return
	}
	for _, sentence := range aftermath(r) {
		t.line(2, sentence)
	}
}

// outcome is what a rotation came to, in a sentence.
func outcome(r rotate.Rotation) string {
	s := r.State
	switch {
	case r.Done() && len(s.Targets) > 0:
		return fmt.Sprintf("%s the new token %s, until %s.", text.Plural(len(s.Targets), "target holds", "targets hold"), s.NewID.Short(), s.Expires.UTC().Format(timeLayout))
	case errors.Is(r.Err(), context.Canceled) && !s.Stuck:
		return "Given up: every file is as it was."
	case r.Err() != nil && s.Stuck:
		return "Not rotated, and not all could be undone. " + r.Err().Error()
	case r.Err() != nil:
		return "Not rotated: every file is as it was. " + r.Err().Error()
	case r.Done():
		return "its old token is revoked."
	default:
		return "what it had made and not used is revoked."
	}
}

// aftermath is what is left of the old token, in sentences.
func aftermath(r rotate.Rotation) (sentences []string) {
	s := r.State
	switch {
	case s.Phase == rotate.Left && s.Old.Expires.IsZero():
		sentences = append(sentences, "The old token "+s.Old.ID.Short()+" stays, because programs may still hold it. It has no end: revoke it once none does.")
	case s.Phase == rotate.Left:
		sentences = append(sentences, "The old token "+s.Old.ID.Short()+" is left to expire at "+s.Old.Expires.UTC().Format(timeLayout)+", because programs may still hold it.")
	case !r.NotBefore().IsZero():
		sentences = append(sentences, "The old token "+s.Old.ID.Short()+" is revoked by the first bricktop after "+s.LetGo.UTC().Format(timeLayout)+".")
	}
	if len(s.Elsewhere) > 0 {
		sentences = append(sentences, "The old one also stands in "+strings.Join(s.Elsewhere, ", ")+".")
	}
	for _, t := range s.Targets {
		if said := s.Readers[t.ID].Sentence; said != "" && !slices.Contains(sentences, said) {
			sentences = append(sentences, said)
		}
	}
	if r.Err() != nil {
		sentences = append(sentences, r.Err().Error())
	}
	return sentences
}

func (t teller) summary(r *rotating) {
	done, all := 0, 0
	for _, rotation := range r.done {
		all += len(rotation.State.Targets)
		if rotation.Done() {
			done += len(rotation.State.Targets)
		}
	}
	t.line(0)
	if !t.dry {
		t.line(0, fmt.Sprintf("%d of %s hold a proven token.", done, text.Plural(all, "target", "targets")))
		return
	}
	for _, rotation := range r.done {
		for _, target := range rotation.State.Targets {
			t.line(0, target.Path)
			for _, l := range rotation.State.Receipts[target.ID].Diff {
				t.line(2, l)
			}
		}
	}
	t.line(0, fmt.Sprintf("A dry run: nothing was written or made. %d of %s could be written.", done, text.Plural(all, "target", "targets")))
}

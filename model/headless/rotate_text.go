package headless

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
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
	for _, kept := range p.Kept {
		t.line(2, kept.ID, " holds it too and is left as it is: it cannot be written. ", kept.Refused.Error())
	}
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
		verb = "KEPT"
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
	t.line(2, r.Outcome())
	if !r.Done() {
		return
	}
	for _, sentence := range r.Aftermath() {
		t.line(2, sentence)
	}
}

func (t teller) summary(r *rotating) {
	done, all := 0, len(r.kept)
	for _, rotation := range r.done {
		all += len(rotation.State.Targets) + len(rotation.State.Kept)
		if rotation.Done() {
			done += len(rotation.State.Targets)
		}
	}
	t.line(0)
	if !t.dry {
		t.line(0, fmt.Sprintf("%d of %s a proven token.", done, text.Plural(all, "target holds", "targets hold")))
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

package creds

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/secret"
)

// PlanWrite says what writing a token into a slot changes, with the file as it is now. A slot that SignIn sets
// up takes no token. The error is a sentence: why it cannot be written at all.
func (c *Catalogue) PlanWrite(ctx context.Context, s Slot, token secret.Secret) (Change, error) {
	switch {
	case s.Refused != nil:
		return Change{}, s.Refused
	case s.SignIn:
		_, _, client := c.servicePrincipal()
		token = secret.New(client)
	}
	if token.IsZero() {
		return Change{}, fmt.Errorf("There is nothing to write into %s.", s.Path)
	}
	return c.plan(ctx, Change{Slot: s, Value: token})
}

// PlanMend says what a repair changes, with the file as it is now. The error is a sentence: why it cannot be
// done, or that there is nothing to do.
func (c *Catalogue) PlanMend(ctx context.Context, m Mend) (Change, error) {
	ch := Change{Mend: m}
	switch m.Kind {
	case MendMode:
		return c.planMode(ch)
	case MendRemoveFile:
		return c.planRemoval(ctx, ch)
	case MendRedact, MendDropProfile, MendDropKey:
		return c.plan(ctx, ch)
	}
	return Change{}, fmt.Errorf("Nothing is known that would mend %s.", m.Path)
}

// target is the path that a change is for, links and all.
func (ch Change) target() string {
	switch {
	case ch.Pull != nil:
		return ch.Pull.path
	case ch.Mend != (Mend{}):
		return ch.Mend.Path
	}
	return ch.Slot.Path
}

// draft is what a change makes of the bytes of a file.
type draft struct {
	title   string
	before  []byte // nil: there is no file
	after   []byte
	notes   []string
	guarded bool            // the lines that go must be those that were shown
	known   []secret.Secret // that must not show
}

// guard is a digest of the lines that go, empty where others may take their place meanwhile.
func (d draft) guard() string {
	if !d.guarded {
		return ""
	}
	return digest(gone(string(d.before), string(d.after)))
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// plan makes a Change of a draft, and asks the disk whether it can be written.
func (c *Catalogue) plan(ctx context.Context, ch Change) (Change, error) {
	now, err := c.current(ch.target())
	if err != nil {
		return Change{}, err
	}
	d, err := c.rewrite(ctx, ch, now.path, now.data)
	if err != nil {
		return Change{}, err
	}
	ch.Path, ch.Title, ch.Diff, ch.guard, ch.CanUndo = now.path, d.title, maskedDiff(d), d.guard(), true
	ch.Notes = append(notesOn(now), d.notes...)
	if !c.readOnly() {
		if ch.Confirm, err = c.mayWrite(ctx, ch, now); err != nil {
			return Change{}, err
		}
	}
	return ch, nil
}

// rewrite makes the new bytes of a file from the old ones, which are nil when there is no file.
func (c *Catalogue) rewrite(ctx context.Context, ch Change, path string, old []byte) (draft, error) {
	switch {
	case ch.Pull != nil:
		return c.pull(ctx, ch, path, old)
	case ch.Mend == Mend{}:
		return c.write(ctx, ch, path, old)
	case ch.Mend.Kind == MendRedact:
		return c.redact(ctx, ch, old)
	default:
		return c.drop(ctx, ch, old)
	}
}

// mayWrite is why the file can only be overwritten in place, or why not at all.
func (c *Catalogue) mayWrite(ctx context.Context, ch Change, now current) (confirm string, err error) {
	err = disk.Check(ctx, disk.On(c.fs), ch.target(), c.options(ch, now.missing))
	if r, ok := errors.AsType[*disk.Refusal](err); ok && r.InPlace {
		return strings.TrimSuffix(r.Text, " Nothing was written."), nil
	}
	return "", err
}

func (c *Catalogue) options(ch Change, create bool) disk.Options {
	return disk.Options{Create: create, InPlace: ch.InPlace, Random: c.random}
}

// notesOn is what becomes of a file that is replaced, in sentences.
func notesOn(now current) []string {
	var notes []string
	switch {
	case now.missing:
		return []string{fmt.Sprintf("%s is made, with mode 0600.", now.path)}
	case now.linked:
		notes = append(notes, "The symbolic link stays as it is. The file behind it changes.")
	}
	if mode := now.info.Mode().Perm(); mode&0o077 != 0 {
		notes = append(notes, fmt.Sprintf("Its mode was %04o and becomes %04o, for its owner alone.", mode, mode&0o700))
	}
	if _, ok := disk.FactsOf(now.info); ok {
		notes = append(notes, "Access control lists and extended attributes, if it has any, are lost.")
	}
	return notes
}

// readOnly reports whether this is a run in which nothing is written.
func (c *Catalogue) readOnly() bool {
	_, ok := c.fs.(*afero.ReadOnlyFs)
	return ok
}

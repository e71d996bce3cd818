package creds

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"bricktop/creds/disk"
)

// Apply makes a planned change under the lock of the file, from the bytes that are there by then: what others
// changed elsewhere in the file since the plan stays, and what they changed in the same place makes it refuse.
// The error is a sentence. Where it says that the file was written all the same, Done can be undone.
func (c *Catalogue) Apply(ctx context.Context, ch Change) (Done, error) {
	if c.readOnly() {
		return Done{}, readOnlyRun(ch.target())
	}
	if ch.Confirm != "" && !ch.InPlace {
		return Done{}, errors.New(ch.Confirm + " Nothing was written.")
	}
	unlock, err := c.locks.Lock(ctx, ch.target())
	if err != nil {
		return Done{}, lockProblem(ch.target(), err)
	}
	defer unlock()
	var done Done
	switch ch.Mend.Kind {
	case MendMode:
		done, err = c.applyMode(ch)
	case MendRemoveFile:
		done, err = c.applyRemoval(ctx, ch)
	default:
		done, err = c.applyEdit(ctx, ch)
	}
	if err == nil {
		done.written = c.note(ch)
	}
	return done, err
}

// applyEdit replaces the file by what the change makes of it.
func (c *Catalogue) applyEdit(ctx context.Context, ch Change) (Done, error) {
	now, err := c.current(ch.target())
	switch {
	case err != nil:
		return Done{}, err
	case ch.Path != "" && now.path != ch.Path:
		return Done{}, fmt.Errorf("%s is another file now: %s. Nothing was written; look again.", ch.target(), now.path)
	}
	create := now.missing && ch.writes()
	receipt, err := disk.Replace(ctx, disk.On(c.fs), ch.target(), func(old []byte) ([]byte, error) {
		d, err := c.rewrite(ctx, ch, now.path, old)
		if err == nil && d.guard() != ch.guard {
			err = fmt.Errorf("%s has changed since it was shown. Nothing was written; look again.", ch.Path)
		}
		return d.after, err
	}, c.options(ch, create))
	done := Done{Path: now.path, Warnings: receipt.Warnings, CanUndo: receipt.Changed, receipt: &receipt}
	if err != nil {
		return done, err
	}
	if !receipt.Changed {
		if err := c.tighten(now.path); err != nil {
			return done, err
		}
	}
	switch {
	case ch.Pull != nil:
		return done, c.provePull(ctx, ch)
	case ch.writes():
		return done, c.prove(ctx, ch)
	}
	return done, nil
}

// writes reports whether a change writes a value into a slot.
func (ch Change) writes() bool { return ch.Pull == nil && ch.Mend == Mend{} }

// provePull has our own reader say that the file asks.
func (c *Catalogue) provePull(ctx context.Context, ch Change) error {
	in := c.Look(context.WithoutCancel(ctx), ch.Pull.slot.profile)
	if ch.Pull.proof(in, c.command(in)) != nil {
		return fmt.Errorf("%s was written, but does not ask for its token any more: another program wrote it right after. Look at it.", ch.Path)
	}
	return nil
}

// prove has our own reader say that the slot holds the new value.
func (c *Catalogue) prove(ctx context.Context, ch Change) error {
	ctx = context.WithoutCancel(ctx) // what is written is written
	in := c.Look(ctx, ch.Slot.profile)
	s, ok := findSlot(c.slots(in, ch.Slot.profile, ch.Slot.want), ch.Slot.ID)
	if !ok || !s.Held.Equal(ch.Value) {
		return fmt.Errorf("%s was written, but %s does not hold the new value any more: another program wrote it right after. Look at it.", ch.Path, ch.Slot.Where)
	}
	return nil
}

func (c *Catalogue) applyRemoval(ctx context.Context, ch Change) (Done, error) {
	now, err := c.planRemoval(ctx, ch)
	switch {
	case err != nil:
		return Done{}, err
	case now.guard != ch.guard:
		return Done{}, fmt.Errorf("%s has changed since it was shown. Nothing was removed; look again.", ch.Path)
	}
	if err := c.fs.Remove(now.Path); err != nil {
		return Done{}, fmt.Errorf("%s was not removed: %s.", now.Path, whyNot(err))
	}
	done := Done{Path: now.Path}
	if err := disk.On(c.fs).SyncDir(filepath.Dir(now.Path)); err != nil {
		done.Warnings = []string{"The directory of " + now.Path + " cannot be flushed to the disk. A power cut in the next seconds may bring the file back."}
	}
	return done, nil
}

// Undo takes back a change that was made, unless the file changed since. The rights that others had stay
// taken, but for a change of the mode alone. The error is a sentence.
func (c *Catalogue) Undo(ctx context.Context, d Done) error {
	switch {
	case c.readOnly():
		return readOnlyRun(d.Path)
	case !d.CanUndo || d.receipt == nil && d.mode == nil:
		return fmt.Errorf("What was done to %s cannot be undone.", d.Path)
	}
	unlock, err := c.locks.Lock(ctx, d.Path)
	if err != nil {
		return lockProblem(d.Path, err)
	}
	defer unlock()
	if d.mode != nil {
		err = c.undoMode(d)
	} else {
		_, err = disk.Undo(ctx, disk.On(c.fs), *d.receipt)
	}
	if err == nil {
		c.unnote(d.written)
	}
	return err
}

func readOnlyRun(path string) error {
	return fmt.Errorf("%s stays as it is: this is a read-only run.", path)
}

// lockProblem is why there is no lock, as a sentence.
func lockProblem(path string, err error) error {
	if r, ok := errors.AsType[*disk.Refusal](err); ok {
		return r
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s stays as it is: bricktop cannot lock it, for %s: %w.", path, pe.Path, pe.Err)
	}
	return fmt.Errorf("%s stays as it is: bricktop cannot lock it: %w.", path, err)
}

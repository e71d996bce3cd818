package creds

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// planMode takes the rights of group and others away; the owner's stay.
func (c *Catalogue) planMode(ch Change) (Change, error) {
	now, err := c.current(ch.Mend.Path)
	if err == nil && now.missing {
		err = errors.New(fileProblem(ch.Mend.Path, fs.ErrNotExist))
	}
	if err != nil {
		return Change{}, err
	}
	if owner := c.owner(now.info); owner.Known && !owner.Mine {
		return Change{}, fmt.Errorf("%s belongs to %s, who alone can change its mode.", now.path, owner)
	}
	from := now.info.Mode().Perm()
	if from&0o077 == 0 {
		return Change{}, fmt.Errorf("%s is already for its owner alone.", now.path)
	}
	ch.Path, ch.Title, ch.CanUndo = now.path, "Let nobody but its owner read "+now.path, true
	ch.Diff = []DiffLine{{Removed, fmt.Sprintf("mode %04o", from)}, {Added, fmt.Sprintf("mode %04o", from&0o700)}}
	ch.guard, ch.mode = digest(from.String()), &modeChange{from, from & 0o700}
	return ch, nil
}

func (c *Catalogue) applyMode(ch Change) (Done, error) {
	now, err := c.planMode(ch)
	switch {
	case err != nil:
		return Done{}, err
	case now.Path != ch.Path || now.guard != ch.guard:
		return Done{}, fmt.Errorf("%s has changed since it was shown. Nothing was done; look again.", ch.Path)
	}
	if err := c.fs.Chmod(now.Path, now.mode.to); err != nil {
		return Done{}, fmt.Errorf("The mode of %s was not changed: %s.", now.Path, whyNot(err))
	}
	return Done{Path: now.Path, CanUndo: true, mode: now.mode}, nil
}

func (c *Catalogue) undoMode(d Done) error {
	info, err := c.fs.Stat(d.Path)
	if err == nil && info.Mode().Perm() != d.mode.to {
		return fmt.Errorf("%s was changed since: its mode is %04o. It stays as it is.", d.Path, info.Mode().Perm())
	}
	if err == nil {
		err = c.fs.Chmod(d.Path, d.mode.from)
	}
	if err != nil {
		return fmt.Errorf("The mode of %s was not changed: %s.", d.Path, whyNot(err))
	}
	return nil
}

// tighten takes the rights of others to a file that holds the value already.
func (c *Catalogue) tighten(path string) error {
	info, err := c.fs.Stat(path)
	if err == nil && info.Mode()&0o077 != 0 {
		err = c.fs.Chmod(path, info.Mode().Perm()&0o700)
	}
	if err != nil {
		return fmt.Errorf("The mode of %s was not changed: %s.", path, whyNot(err))
	}
	return nil
}

// whyNot is why a change of a file was refused, as the end of a sentence.
func whyNot(err error) string {
	if errors.Is(err, syscall.EROFS) {
		return "it lies on a read-only file system"
	}
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return err.Error()
}

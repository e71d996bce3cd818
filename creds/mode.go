package creds

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// ModeChange is a tightening of a file's mode, planned and not yet done.
type ModeChange struct {
	Path     string // the file itself, at the end of any symbolic links
	From, To fs.FileMode
}

// String is the change as a command would make it.
func (m ModeChange) String() string { return fmt.Sprintf("chmod %04o %s", m.To, m.Path) }

// PlanMode says what Apply would do to a file so that only its owner can read it: the owner's bits stay,
// those of group and others go. From equals To when there is nothing to do. The error is a sentence.
func (c *Catalogue) PlanMode(path string) (ModeChange, error) {
	final, err := disk.Resolve(c.fs, path)
	if err != nil {
		return ModeChange{}, errors.New(fileProblem(path, err))
	}
	info, err := c.fs.Stat(final)
	if err != nil {
		return ModeChange{}, errors.New(fileProblem(final, err))
	}
	if !info.Mode().IsRegular() {
		return ModeChange{}, fmt.Errorf("%s is %s. Only the mode of a file is changed here.", final, disk.KindOf(info.Mode()))
	}
	if owner := c.owner(info); owner.Known && !owner.Mine {
		return ModeChange{}, fmt.Errorf("%s belongs to %s, who alone can change its mode.", final, owner)
	}
	from := info.Mode().Perm()
	return ModeChange{Path: final, From: from, To: from &^ 0o077}, nil
}

// Modes is a catalogue of which nothing but modes is changed.
type Modes struct{ *Catalogue }

// Apply makes a planned change, unless the file is no longer what the plan saw. The error is a sentence.
func (c Modes) Apply(m ModeChange) error {
	now, err := c.PlanMode(m.Path)
	switch {
	case err != nil:
		return err
	case now.Path != m.Path || now.From != m.From:
		return fmt.Errorf("%s has changed since: its mode is now %04o. Nothing was done; look again.", m.Path, now.From)
	case m.To&^m.From != 0:
		return fmt.Errorf("The mode of %s is only ever tightened. Nothing was done.", m.Path)
	case m.From == m.To:
		return nil
	}
	if err := c.fs.Chmod(m.Path, m.To); err != nil {
		return fmt.Errorf("The mode of %s was not changed: %s.", m.Path, c.whyNot(err))
	}
	return nil
}

// whyNot is why a change of a file was refused, as the end of a sentence.
func (c *Catalogue) whyNot(err error) string {
	_, readOnly := c.fs.(*afero.ReadOnlyFs)
	switch {
	case readOnly:
		return "this is a read-only run"
	case errors.Is(err, syscall.EROFS):
		return "it lies on a read-only file system"
	}
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return err.Error()
}

func (o Owner) String() string {
	if o.Name != "" {
		return o.Name
	}
	return fmt.Sprintf("user %d", o.UID)
}

// owner asks the file system; a file is ours too when nobody told who we are.
func (c *Catalogue) owner(info fs.FileInfo) Owner {
	uid, name, ok := disk.Owner(info)
	return Owner{Known: ok, UID: uid, Name: name, Mine: ok && (c.uid < 0 || uid == c.uid)}
}

package disk

import (
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/afero"
)

// FS is what it takes to replace a file safely: a file system of afero, its links, and what afero lacks.
// What a file system cannot do it refuses with errors.ErrUnsupported. The owner and the number of hard
// links travel in FileInfo.Sys, see [FactsOf].
type FS interface {
	afero.Fs
	afero.Lstater
	afero.LinkReader
	// SyncDir makes the names in a directory outlast a power cut.
	SyncDir(dir string) error
	// Exchange swaps what two names stand for, in one step.
	Exchange(a, b string) error
	// RenameNew renames, but never over a file that is there: then the error is fs.ErrExist.
	RenameNew(from, to string) error
	// Me is the user ID that we act as; -1: the system has none.
	Me() int
}

// On gives any file system of afero the abilities of FS, as far as it has them: all on the system's own,
// no exchange elsewhere.
func On(fsys afero.Fs) FS {
	switch f := fsys.(type) {
	case FS:
		return f
	case *afero.OsFs:
		return system{plain{f}}
	}
	return plain{fsys}
}

// plain is a file system of afero that can do no more than afero asks for.
type plain struct{ afero.Fs }

func (p plain) LstatIfPossible(name string) (fs.FileInfo, bool, error) {
	if l, ok := p.Fs.(afero.Lstater); ok {
		return l.LstatIfPossible(name)
	}
	info, err := p.Stat(name)
	return info, false, err
}

func (p plain) ReadlinkIfPossible(name string) (string, error) {
	if l, ok := p.Fs.(afero.LinkReader); ok {
		return l.ReadlinkIfPossible(name)
	}
	return "", &fs.PathError{Op: "readlink", Path: name, Err: afero.ErrNoReadlink}
}

func (p plain) SyncDir(dir string) error {
	d, err := p.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func (p plain) Exchange(a, b string) error { return unsupported("exchange", a, b) }

// RenameNew looks before it renames, which is two steps: enough for memory that no other program sees.
func (p plain) RenameNew(from, to string) error {
	if _, err := Lstat(p, to); err == nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: fs.ErrExist}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return p.Rename(from, to)
}

func (p plain) Me() int { return os.Geteuid() }

// system is the file system of this machine.
type system struct{ plain }

func (system) Exchange(a, b string) error      { return exchange(a, b) }
func (system) RenameNew(from, to string) error { return renameNew(from, to) }
func (system) Rename(from, to string) error    { return rename(from, to) }
func (s system) SyncDir(dir string) error      { return syncDir(s.plain, dir) }

func unsupported(op, a, b string) error {
	return &os.LinkError{Op: op, Old: a, New: b, Err: errors.ErrUnsupported}
}

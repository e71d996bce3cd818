package disktest

import (
	"io/fs"
	"syscall"

	"bricktop/creds/disk"
)

// Errnos are the errors that a file system gives back, each of which any operation may meet.
func Errnos() []syscall.Errno {
	return []syscall.Errno{syscall.ENOSPC, syscall.EROFS, syscall.EACCES, syscall.EPERM, syscall.EDQUOT,
		syscall.EIO, syscall.EINTR, syscall.EBUSY, syscall.EXDEV}
}

// Trace notes every operation that passes through the file system it returns.
func Trace(on disk.FS, ops *[]Op) disk.FS {
	return &Tap{FS: on, Around: func(op Op, do func() error) error {
		*ops = append(*ops, op)
		return do()
	}}
}

// Fault says which operation fails, and how.
type Fault struct {
	At   int    // the number of the operation; ignored when Kind is set
	Kind string // every operation of this kind
	Err  error  // the error; nil: it does not fail
	// Late reports the error although the operation was done, as network file systems may.
	Late bool
	// Before is called before the operation, for what other programs do at that moment.
	Before func()
}

// On is a file system on which the fault happens.
func (f Fault) On(fsys disk.FS) disk.FS {
	return &Tap{FS: fsys, Around: func(op Op, do func() error) error {
		if f.Kind != op.Kind && (f.Kind != "" || f.At != op.N) {
			return do()
		}
		if f.Before != nil {
			f.Before()
		}
		if f.Err == nil {
			return do()
		}
		if f.Late {
			if err := do(); err != nil {
				return err
			}
		}
		return &fs.PathError{Op: op.Kind, Path: op.Path, Err: f.Err}
	}}
}

// Cuts runs what writes files, cuts the power before every operation that may change something, and after
// the last one, and calls check with each state that the cut may leave. done says that run had returned
// without an error before the cut. The error is run's own.
func Cuts(s *Strict, run func(disk.FS) error, check func(after *Strict, done bool, moment string)) error {
	look := func(moment string, done bool) {
		for state, after := range s.Crashes() {
			check(after, done, moment+": "+state)
		}
	}
	err := run(&Tap{FS: s, Around: func(op Op, do func() error) error {
		if op.Writes() {
			look("before "+op.String(), false)
		}
		return do()
	}})
	look("after the last operation", err == nil)
	return err
}

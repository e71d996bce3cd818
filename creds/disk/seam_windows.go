package disk

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// errSharing is ERROR_SHARING_VIOLATION of winerror.h: somebody holds the file open.
const errSharing = syscall.Errno(32)

func exchange(a, b string) error { return unsupported("exchange", a, b) }

// renameNew is MoveFile, which never replaces.
func renameNew(from, to string) error {
	f, err := syscall.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	t, err := syscall.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	if err := syscall.MoveFile(f, t); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

func rename(from, to string) error {
	return patiently(func() error { return os.Rename(from, to) }, func(err error) bool {
		return errors.Is(err, errSharing) || errors.Is(err, syscall.ERROR_ACCESS_DENIED)
	}, time.Sleep)
}

// syncDir has no counterpart on Windows, where a directory cannot be flushed.
func syncDir(_ plain, dir string) error {
	return &os.PathError{Op: "sync", Path: dir, Err: errors.ErrUnsupported}
}

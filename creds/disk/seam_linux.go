package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func exchange(a, b string) error { return renameat2("exchange", a, b, unix.RENAME_EXCHANGE) }

func renameNew(from, to string) error {
	err := renameat2("rename", from, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, errors.ErrUnsupported) {
		return linkNew(from, to)
	}
	return err
}

// renameat2 says "unsupported" where the kernel, or the file system (EINVAL, renameat2(2)), lacks the flag.
func renameat2(op, from, to string, flags uint) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, flags)
	switch {
	case err == nil:
		return nil
	case err == unix.EINVAL, errors.Is(err, errors.ErrUnsupported):
		return unsupported(op, from, to)
	}
	return &os.LinkError{Op: op, Old: from, New: to, Err: err}
}

package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func exchange(a, b string) error { return renamex("exchange", a, b, unix.RENAME_SWAP) }

func renameNew(from, to string) error {
	err := renamex("rename", from, to, unix.RENAME_EXCL)
	if errors.Is(err, errors.ErrUnsupported) {
		return linkNew(from, to)
	}
	return err
}

// renamex says "unsupported" where the file system lacks the flag, as HFS+ and FAT do (renamex_np(2)).
func renamex(op, from, to string, flags uint32) error {
	err := unix.RenamexNp(from, to, flags)
	switch {
	case err == nil:
		return nil
	case err == unix.EINVAL, errors.Is(err, errors.ErrUnsupported):
		return unsupported(op, from, to)
	}
	return &os.LinkError{Op: op, Old: from, New: to, Err: err}
}

package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// Why a file was not written, for errors.Is, besides ErrTooLarge, ErrNotRegular, ErrDangling, ErrLoop and
// fs.ErrNotExist.
var (
	ErrForeignOwner = errors.New("the file belongs to another user")
	ErrUnsafeDir    = errors.New("others may write in the directory")
	ErrHardLinks    = errors.New("the file has several names")
	ErrReadOnly     = errors.New("read-only")
	ErrNoSpace      = errors.New("no space left")
	ErrDenied       = errors.New("not permitted")
	ErrPinned       = errors.New("the file cannot be exchanged for another")
	ErrInUse        = errors.New("another program holds the file open")
	ErrChanged      = errors.New("another program changed the file")
	ErrUnproven     = errors.New("the file could not be read back")
	ErrFailed       = errors.New("the system reports an error")
)

// Refusal is why a file was not written, as sentences for the user: what happened, to which file, what to do.
type Refusal struct {
	Path string
	Kind error // one of the errors above
	Err  error // the system's own; may be nil
	// InPlace offers the other way: the file itself may be overwritten, if the user confirms that a crash
	// in the middle would tear it.
	InPlace bool
	Text    string
}

func (r *Refusal) Error() string { return r.Text }

// Unwrap gives the kind and the system's own error.
func (r *Refusal) Unwrap() []error {
	if r.Err == nil {
		return []error{r.Kind}
	}
	return []error{r.Kind, r.Err}
}

// The sentences; %[1]s is the file, %[2]s its directory.
func sentence(kind error, path string) string {
	text := map[error]string{
		ErrDangling:     "%[1]s is a symbolic link to nothing. Make what it points to, or remove the link.",
		ErrLoop:         "%[1]s is a symbolic link that leads in a circle. Remove it.",
		ErrTooLarge:     "%[1]s would be larger than 1 MiB, too large for a file of credentials.",
		ErrNotRegular:   "%[1]s is not a file.",
		fs.ErrNotExist:  "%[1]s does not exist.",
		ErrForeignOwner: "%[1]s belongs to another user. Sign in as that user to change it.",
		ErrUnsafeDir:    "Others may write in %[2]s and could swap %[1]s for a file of their own. Mend it with: chmod go-w '%[2]s'",
		ErrHardLinks:    "%[1]s has other names (hard links), which would keep the old secret. Remove them, or overwrite the file in place.",
		ErrReadOnly:     "%[1]s is on a read-only file system, or bricktop runs read-only.",
		ErrNoSpace:      "There is no space left for %[1]s. Free some and try again.",
		ErrDenied:       "bricktop may not write %[1]s or its directory. Mend the permissions of %[2]s.",
		ErrPinned:       "%[1]s is mounted by itself, as containers do, and cannot be replaced. It can be overwritten in place.",
		ErrInUse:        "Another program holds %[1]s open, or its permissions forbid that it is replaced. Close it there and try again.",
		ErrChanged:      "Other programs kept changing %[1]s. Try again when they are done.",
		ErrFailed:       "%[1]s could not be replaced.",
	}[kind]
	return fmt.Sprintf(text, path, filepath.Dir(path))
}

// refuse says that nothing was written.
func refuse(path string, kind, err error) *Refusal {
	text := sentence(kind, path)
	if kind == ErrFailed {
		text += " " + cause(err)
	}
	return &Refusal{Path: path, Kind: kind, Err: err, InPlace: kind == ErrHardLinks || kind == ErrPinned,
		Text: text + " Nothing was written."}
}

// kinds maps what the system says to what is wrong, first match wins.
var kinds = []struct{ err, kind error }{
	{ErrInUse, ErrInUse}, {syscall.ENOSPC, ErrNoSpace}, {syscall.EDQUOT, ErrNoSpace}, {syscall.EROFS, ErrReadOnly},
	{syscall.EBUSY, ErrPinned}, {syscall.EXDEV, ErrPinned},
	{ErrTooLarge, ErrTooLarge}, {ErrNotRegular, ErrNotRegular}, {ErrDangling, ErrDangling}, {ErrLoop, ErrLoop},
	{syscall.ELOOP, ErrLoop}, {fs.ErrNotExist, fs.ErrNotExist}, {fs.ErrPermission, ErrDenied},
}

// explain makes a Refusal of any error; one that is a Refusal, or the end of a context, stays.
func explain(path string, err error) error {
	var r *Refusal
	if errors.As(err, &r) || isContext(err) {
		return err
	}
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return refuse(path, k.kind, err)
		}
	}
	return refuse(path, ErrFailed, err)
}

// cause is the innermost error in words of its own, without paths of temporary files.
func cause(err error) string {
	for err != nil {
		next := errors.Unwrap(err)
		if next == nil {
			return fmt.Sprintf("The system says: %v.", err)
		}
		err = next
	}
	return ""
}

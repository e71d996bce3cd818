// Package disk knows what afero does not say about a file: where a chain of symbolic links ends, who owns
// it, how many names it has, and how to read it without hanging on a pipe or swallowing gigabytes.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/afero"
)

// MaxSize is the most that ReadFile reads, in bytes. Credential files are a few kilobytes.
const MaxSize = 1 << 20

// MaxLinks is how many symbolic links one path may lead through, the limit of the Linux kernel.
const MaxLinks = 40

// What may be wrong with a path, for errors.Is.
var (
	ErrTooLarge   = errors.New("the file is larger than 1 MiB")
	ErrNotRegular = errors.New("not a regular file")
	ErrDangling   = errors.New("the symbolic link points to nothing")
	ErrLoop       = errors.New("the symbolic links lead in a circle")
)

// Lstat is fs.Lstat where the file system can, and Stat where it has no links.
func Lstat(fsys afero.Fs, path string) (fs.FileInfo, error) {
	if l, ok := fsys.(afero.Lstater); ok {
		info, _, err := l.LstatIfPossible(path)
		return info, err
	}
	return fsys.Stat(path)
}

// Resolve follows the symbolic links that path itself is (not those among its parents, which the system
// follows) and returns the last name: the file that a write has to replace. The errors are ErrDangling,
// ErrLoop, or the file system's own; a path that does not exist and is no link is fs.ErrNotExist.
func Resolve(fsys afero.Fs, path string) (string, error) {
	reader, canRead := fsys.(afero.LinkReader)
	final := path
	for hops := 0; ; hops++ {
		info, err := Lstat(fsys, final)
		switch {
		case err != nil && hops > 0 && errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("%s: %w", path, ErrDangling)
		case err != nil:
			return "", err
		case info.Mode()&fs.ModeSymlink == 0 || !canRead:
			return final, nil
		case hops == MaxLinks:
			return "", fmt.Errorf("%s: %w", path, ErrLoop)
		}
		next, err := reader.ReadlinkIfPossible(final)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(final), next)
		}
		final = next
	}
}

// ReadFile reads a regular file of at most MaxSize bytes. Anything else is refused before it is opened, and
// the open itself does not block, should the file have become a pipe in between. The errors are
// ErrNotRegular, ErrTooLarge, or the file system's own.
func ReadFile(fsys afero.Fs, path string) ([]byte, error) {
	info, err := fsys.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := checkReadable(path, info); err != nil {
		return nil, err
	}
	f, err := fsys.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if err := checkReadable(path, info); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%s: %w", path, ErrTooLarge)
	}
	return data, nil
}

func checkReadable(path string, info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is %s: %w", path, KindOf(info.Mode()), ErrNotRegular)
	case info.Size() > MaxSize:
		return fmt.Errorf("%s: %w", path, ErrTooLarge)
	}
	return nil
}

// KindOf names what a path is: "a directory", "a named pipe", "a file".
func KindOf(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	default:
		return "a device"
	}
}

// maxLog is how large a log grows, in bytes, before it makes way for a new one.
const maxLog = 1 << 20

// OpenLog opens a log for appending. It makes missing parents with mode 0700 and the file with 0600, since
// even a redacted log says which workspaces somebody uses. A log that has grown large becomes path.1, in place
// of the one before.
func OpenLog(fsys afero.Fs, path string) (io.WriteCloser, error) {
	if err := fsys.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if info, err := fsys.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is %s: %w", path, KindOf(info.Mode()), ErrNotRegular)
		}
		if info.Size() > maxLog {
			if err := fsys.Rename(path, path+".1"); err != nil {
				return nil, err
			}
		}
	}
	return fsys.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
}

package creds

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// current is a file as it is now.
type current struct {
	path    string // the file itself, at the end of symbolic links
	linked  bool
	missing bool
	info    fs.FileInfo // nil when it is missing
	data    []byte
}

// current reads a file. One that is not there is no error.
func (c *Catalogue) current(path string) (current, error) {
	final, err := disk.Resolve(c.fs, path)
	if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, disk.ErrDangling) {
		return current{path: filepath.Clean(path), missing: true}, nil
	}
	if err != nil {
		return current{}, errors.New(fileProblem(path, err))
	}
	now := current{path: final, linked: final != filepath.Clean(path)}
	now.info, err = disk.Lstat(c.fs, final)
	switch {
	case err == nil && !now.info.Mode().IsRegular():
		return current{}, fmt.Errorf("%s is %s, not a file. It stays as it is.", final, disk.KindOf(now.info.Mode()))
	case err == nil:
		now.data, err = disk.ReadFile(c.fs, final)
	}
	if err != nil {
		return current{}, errors.New(fileProblem(path, err))
	}
	return now, nil
}

// unopened is a file too large to be read.
func (c *Catalogue) unopened(path string) (current, error) {
	final, err := disk.Resolve(c.fs, path)
	if err == nil {
		var info fs.FileInfo
		if info, err = disk.Lstat(c.fs, final); err == nil {
			return current{path: final, linked: final != filepath.Clean(path), info: info}, nil
		}
	}
	return current{}, errors.New(fileProblem(path, err))
}

// blank reports whether there is nothing in the file that anybody wrote.
func (f current) blank() bool { return isBlank(f.data) }

func isBlank(data []byte) bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) == 0
}

// imagine is the catalogue of a machine on which one file holds other bytes, nil for a file that is not there:
// what our own reader would say of them, before they are written and of the very bytes that a change starts from.
func (c *Catalogue) imagine(path string, data []byte) (*Catalogue, error) {
	layered := newLayered(c.fs)
	if data == nil {
		layered.gone[filepath.Clean(path)] = true
	} else if err := afero.WriteFile(layered.layer, path, data, 0o600); err != nil {
		return nil, err
	}
	other := *c
	other.fs = layered
	return &other, nil
}

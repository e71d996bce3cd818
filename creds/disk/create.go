package disk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
)

// create makes the file, and the directories that it needs, but never replaces one that appeared meanwhile:
// that one is then edited.
func (j *job) create() error {
	j.file = filepath.Clean(j.path)
	after, err := j.apply(nil)
	if err != nil || after == nil {
		return err
	}
	j.receipt.File, j.receipt.Mode = j.file, 0o600
	j.keep(nil, after)
	if err := j.makeParents(); err != nil {
		return explain(j.path, err)
	}
	if err := j.inspectDir(); err != nil {
		return err
	}
	temp, err := j.makeTemp(after, 0o600)
	if err != nil {
		return err
	}
	err = j.fs.RenameNew(temp, j.file)
	switch {
	case errors.Is(err, fs.ErrExist):
		return j.discard(temp, errStale)
	case err != nil && !j.done():
		return j.discard(temp, err)
	}
	j.receipt.Created, j.receipt.Exchanged = true, true
	return j.finish()
}

// makeParents makes what directories are missing, for their owner alone, and notes which others now hold a
// new name.
func (j *job) makeParents() error {
	var missing []string
	for dir := filepath.Dir(j.file); ; dir = filepath.Dir(dir) {
		_, err := j.fs.Stat(dir)
		if err == nil || dir == filepath.Dir(dir) {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		missing = append(missing, dir)
	}
	for _, dir := range slices.Backward(missing) {
		if err := j.fs.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		j.grown = append(j.grown, filepath.Dir(dir))
	}
	return nil
}

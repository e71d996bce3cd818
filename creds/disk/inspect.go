package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/afero"
)

// inspect finds the file behind path and refuses what must not be replaced.
func (j *job) inspect() (err error) {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if p, ok := j.fs.(plain); ok {
		if _, ok := p.Fs.(*afero.ReadOnlyFs); ok {
			return refuse(j.path, ErrReadOnly, nil)
		}
	}
	if j.file, err = Resolve(j.fs, j.path); err != nil {
		return explain(j.path, err)
	}
	if j.info, err = Lstat(j.fs, j.file); err != nil {
		return explain(j.path, err)
	}
	facts, known := FactsOf(j.info)
	me := j.fs.Me()
	switch {
	case !j.info.Mode().IsRegular():
		r := refuse(j.path, ErrNotRegular, nil)
		r.Text = fmt.Sprintf("%s is %s, not a file. Nothing was written.", j.file, KindOf(j.info.Mode()))
		return r
	case j.info.Size() > MaxSize:
		return refuse(j.path, ErrTooLarge, nil)
	case known && me > 0 && facts.UID != me:
		return refuse(j.file, ErrForeignOwner, nil)
	case known && facts.Names > 1 && !j.opt.InPlace:
		return refuse(j.file, ErrHardLinks, nil)
	}
	return j.inspectDir()
}

// inspectDir refuses a directory in which others may exchange files. Where nobody knows owners, in memory,
// modes mean nothing either.
func (j *job) inspectDir() error {
	info, err := j.fs.Stat(filepath.Dir(j.file))
	if err != nil {
		return explain(j.path, err)
	}
	if isKnown(info) && info.Mode()&0o022 != 0 && info.Mode()&fs.ModeSticky == 0 {
		return refuse(j.file, ErrUnsafeDir, nil)
	}
	return nil
}

// offer adds to a refusal of the directory whether the file itself can be overwritten.
func (j *job) offer(err error) error {
	err = explain(j.file, err)
	var r *Refusal
	if j.info != nil && errors.As(err, &r) && (r.Kind == ErrDenied || r.Kind == ErrReadOnly) && j.openable() == nil {
		r.InPlace = true
		r.Text = fmt.Sprintf("bricktop may not write in %s, only in %s itself, which it can overwrite in place. Nothing was written.",
			filepath.Dir(j.file), j.file)
	}
	return err
}

// openable is whether the file can be opened for writing.
func (j *job) openable() error {
	f, err := j.fs.OpenFile(j.file, os.O_WRONLY|nonblock, 0)
	if err != nil {
		return explain(j.file, err)
	}
	return f.Close()
}

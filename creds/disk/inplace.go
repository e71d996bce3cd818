package disk

import (
	"io"
	"os"

	"github.com/spf13/afero"
)

// overwrite writes the new content over the old, in the same file. What the file needs to grow is asked for
// first, so that a full disk is noticed while the old content is whole (the order of Transform in
// go-internal/lockedfile); on any error the old content is written back.
func (j *job) overwrite() error {
	f, err := j.fs.OpenFile(j.file, os.O_RDWR|nonblock, 0)
	if err != nil {
		return explain(j.file, err)
	}
	defer f.Close()
	if err := j.compare(); err != nil {
		return err
	}
	before, after := j.content.before, j.content.after
	if j.receipt.Mode != j.receipt.OldMode {
		err := j.fs.Chmod(j.file, j.receipt.Mode)
		if err == nil {
			err = f.Sync() // or a power cut could leave the new content with the old mode
		}
		if err != nil {
			_ = j.fs.Chmod(j.file, j.receipt.OldMode)
			return explain(j.file, err)
		}
	}
	if err := overwrite(f, before, after); err != nil {
		return j.rollBack(f, err)
	}
	return j.verify()
}

func overwrite(f afero.File, before, after []byte) error {
	if len(after) > len(before) {
		if err := writeAt(f, after[len(before):], int64(len(before))); err != nil {
			return err
		}
	}
	if err := writeAt(f, after[:min(len(before), len(after))], 0); err != nil {
		return err
	}
	if len(after) < len(before) {
		if err := f.Truncate(int64(len(after))); err != nil {
			return err
		}
	}
	return f.Sync()
}

func writeAt(f afero.File, data []byte, at int64) error {
	n, err := f.WriteAt(data, at)
	if err == nil && n < len(data) {
		return io.ErrShortWrite
	}
	return err
}

// rollBack writes the old content again.
func (j *job) rollBack(f afero.File, why error) error {
	before := j.content.before
	err := writeAt(f, before, 0)
	if err == nil {
		err = f.Truncate(int64(len(before)))
	}
	if err != nil {
		return &Refusal{Path: j.path, Kind: ErrUnproven, Err: why,
			Text: j.file + " could be neither written nor restored, and is damaged. " + cause(why) + " Restore it from your own copy."}
	}
	_ = f.Sync() // it failed before, and there is no other way
	if j.receipt.Mode != j.receipt.OldMode {
		_ = j.fs.Chmod(j.file, j.receipt.OldMode) // else it stays closer than it was
	}
	return explain(j.file, why)
}

package disk

import (
	"bytes"
	"context"
	"path/filepath"
)

// Undo brings back the content that a file had before a Replace, or removes the file that it created. It
// refuses with ErrChanged when the file is no longer what Replace wrote. The rights that Replace took from
// others stay taken. Callers hold the lock of the path.
func Undo(ctx context.Context, fsys FS, r Receipt) (Receipt, error) {
	if r.kept == nil || !r.Changed {
		return Receipt{}, &Refusal{Path: r.Path, Kind: ErrChanged, Text: "There is nothing to undo in " + r.Path + "."}
	}
	kept := r.kept()
	if r.Created {
		j := &job{ctx: ctx, fs: fsys, path: r.Path, file: r.File, opt: kept.options, content: content{before: kept.after}}
		j.receipt = Receipt{Path: r.Path, File: r.File, OldMode: r.Mode}
		err := j.uncreate()
		return j.receipt, err
	}
	return Replace(ctx, fsys, r.File, func(now []byte) ([]byte, error) {
		if !bytes.Equal(now, kept.after) {
			return nil, changedSince(r.File)
		}
		return kept.before, nil
	}, kept.options)
}

func changedSince(file string) error {
	return &Refusal{Path: file, Kind: ErrChanged, Text: file + " was changed since. It stays as it is."}
}

// uncreate takes the file's name away before it looks at the content, so that no edit can slip in between.
func (j *job) uncreate() error {
	if ok, err := j.holds(j.file, j.content.before); err != nil {
		return explain(j.file, err)
	} else if !ok {
		return changedSince(j.file)
	}
	if err := j.ctx.Err(); err != nil {
		return err
	}
	temp, err := j.tempName()
	if err == nil {
		err = j.fs.RenameNew(j.file, temp)
	}
	if err != nil {
		return explain(j.file, err)
	}
	if ok, err := j.holds(temp, j.content.before); !ok || err != nil {
		if j.fs.RenameNew(temp, j.file) == nil {
			return changedSince(j.file)
		}
		return j.preserve(temp, err)
	}
	if err := j.fs.Remove(temp); err != nil {
		j.warn("The content of the file is still at " + temp + ". Remove it, or let the next start of bricktop do so.")
	}
	j.receipt.Changed = true
	j.flush(filepath.Dir(j.file))
	return nil
}

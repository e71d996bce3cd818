package disk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
)

// Edit makes the new content of a file from the old. For a file that is not there yet old is nil. It may be
// called several times, with different content, when other programs write at the same time.
type Edit func(old []byte) ([]byte, error)

// Options say how a file may be replaced. The zero Options replace a file that exists.
type Options struct {
	// Create makes a missing file with mode 0600, and missing parents with 0700.
	Create bool
	// InPlace overwrites the file itself instead of exchanging it: for a Refusal that offers it, once the
	// user agreed. A crash in the middle tears the file, and an edit that another program makes at the same
	// moment may be lost.
	InPlace bool
	// Random is where the names of temporary files come from; nil: crypto/rand.
	Random io.Reader
}

// Receipt is what was done to a file. It holds the old and the new content for Undo, in memory only.
type Receipt struct {
	Path string // as asked for
	File string // what was replaced: the end of the symbolic links
	// Changed says that the file holds the new content, also when an error tells of what went wrong after.
	Changed bool
	Created bool
	// Exchanged says that what the new file replaced was looked at: nobody's edit can be lost. Without it
	// an edit made between the last comparison and the rename is lost.
	Exchanged     bool
	OldMode, Mode fs.FileMode     // permission bits; OldMode is 0 for a file that was created
	Warnings      []string        // sentences for the user
	kept          func() *content // a function, since fmt prints what a pointer leads to
}

type content struct {
	before, after []byte
	options       Options // for Undo
}

// Before is the content that Undo would bring back, which may hold secrets; nil: there is none.
func (r Receipt) Before() []byte {
	if r.kept == nil {
		return nil
	}
	return r.kept().before
}

// tries is how often an edit is made anew because another program was faster.
const tries = 3

// errStale says that the file is no longer what the edit was made from.
var errStale = errors.New("the file changed since it was read")

// Replace changes a file so that at every instant, and after a crash at any instant, it holds the old
// content or the new, whole. The new file is written beside the old one and takes its name; symbolic links
// stay, group and others lose their rights, the owner stays. Extended attributes and ACLs are lost.
//
// The error is a *Refusal, or the edit's own, or ctx's; see Receipt.Changed for what it means for the file.
// Callers hold the lock of the path, see Locks.
func Replace(ctx context.Context, fsys FS, path string, edit Edit, opt Options) (Receipt, error) {
	for range tries {
		j := &job{ctx: ctx, fs: fsys, path: path, edit: edit, opt: opt, receipt: Receipt{Path: path}}
		err := j.run()
		if !errors.Is(err, errStale) {
			return j.receipt, err
		}
	}
	return Receipt{Path: path}, refuse(path, ErrChanged, nil)
}

// Check is every refusal that Replace would make, as far as it can be known before: it reads, and makes and
// removes an empty temporary file.
func Check(ctx context.Context, fsys FS, path string, opt Options) error {
	j := &job{ctx: ctx, fs: fsys, path: path, opt: opt}
	err := j.inspect()
	switch {
	case opt.Create && isMissing(err):
		dir := filepath.Dir(path)
		for ; ; dir = filepath.Dir(dir) {
			if _, err := fsys.Stat(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
				break
			}
		}
		j.file = filepath.Join(dir, filepath.Base(path))
		if err := j.inspectDir(); err != nil {
			return err
		}
	case err != nil:
		return err
	case opt.InPlace:
		return j.openable()
	}
	temp, err := j.makeTemp(nil, 0o600)
	if err != nil {
		return err
	}
	if err := fsys.Remove(temp); err != nil {
		return explain(path, err)
	}
	return nil
}

// job is one try to replace one file.
type job struct {
	ctx     context.Context
	fs      FS
	path    string
	edit    Edit
	opt     Options
	file    string // the end of the links
	info    fs.FileInfo
	grown   []string // directories that hold a new directory
	content content
	receipt Receipt
}

// keep notes the content before and after, for this try and for Undo.
func (j *job) keep(before, after []byte) {
	kept := &content{before: before, after: after, options: j.opt}
	j.content, j.receipt.kept = *kept, func() *content { return kept }
}

func (j *job) run() error {
	if err := j.inspect(); err != nil {
		if j.opt.Create && isMissing(err) {
			return j.create()
		}
		return err
	}
	old, err := ReadFile(j.fs, j.file)
	if err != nil {
		return explain(j.path, err)
	}
	changed, err := j.apply(old)
	if err != nil {
		return err
	}
	j.receipt.File = j.file
	j.receipt.OldMode = j.info.Mode().Perm()
	j.receipt.Mode = j.receipt.OldMode
	if bytes.Equal(old, changed) {
		return nil
	}
	j.keep(old, changed)
	j.receipt.Mode &= 0o700
	if j.opt.InPlace {
		return j.overwrite()
	}
	temp, err := j.makeTemp(changed, j.receipt.Mode)
	if err != nil {
		return err
	}
	if err := j.compare(); err != nil {
		return j.discard(temp, err)
	}
	if err := j.swap(temp); err != nil {
		return err
	}
	return j.finish()
}

// apply makes the new content, and says when it is too large or when ctx has ended.
func (j *job) apply(old []byte) ([]byte, error) {
	if err := j.ctx.Err(); err != nil {
		return nil, err
	}
	changed, err := j.edit(bytes.Clone(old))
	switch {
	case err != nil:
		return nil, err
	case len(changed) > MaxSize:
		return nil, refuse(j.path, ErrTooLarge, nil)
	}
	return changed, nil
}

// compare looks once more whether the file is what the edit was made from: content, mode, and the links
// that lead to it.
func (j *job) compare() error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	file, err := Resolve(j.fs, j.path)
	if err == nil && file != j.file {
		return errStale
	}
	var info fs.FileInfo
	var now []byte
	if err == nil {
		info, err = Lstat(j.fs, file)
	}
	if err == nil {
		now, err = ReadFile(j.fs, file)
	}
	switch {
	case isElse(err):
		return errStale // the next try says what it has become
	case err != nil:
		return explain(j.path, err)
	}
	if info.Mode() != j.info.Mode() || !bytes.Equal(now, j.content.before) {
		return errStale
	}
	return nil
}

// finish makes the new name outlast a power cut, and looks whether the file holds what was written.
func (j *job) finish() error {
	j.flush(append(j.grown, filepath.Dir(j.file))...)
	return j.verify()
}

// flush makes the names in directories outlast a power cut, and warns once where that cannot be had.
func (j *job) flush(dirs ...string) {
	var failed error
	for _, dir := range dirs {
		failed = errors.Join(failed, j.fs.SyncDir(dir))
	}
	if failed != nil {
		j.warn("The directory of " + j.file + " cannot be flushed to the disk. A power cut in the next seconds may undo the change.")
	}
}

// verify looks whether the file holds what was written.
func (j *job) verify() error {
	j.receipt.Changed = true
	if known := j.info != nil && isKnown(j.info); known && j.receipt.OldMode&0o077 != 0 {
		j.warn("Others had rights to " + j.file + ". Now its owner alone has.")
	}
	now, err := ReadFile(j.fs, j.file)
	switch {
	case err != nil && !isElse(err):
		return &Refusal{Path: j.path, Kind: ErrUnproven, Err: err,
			Text: j.file + " was written, but cannot be read back. " + cause(err) + " Look at it."}
	case err != nil, !bytes.Equal(now, j.content.after):
		j.receipt.Changed = false
		return &Refusal{Path: j.path, Kind: ErrChanged,
			Text: "Another program changed " + j.file + " right after bricktop wrote it. It is what that program made of it."}
	}
	return nil
}

func (j *job) warn(sentence string) { j.receipt.Warnings = append(j.receipt.Warnings, sentence) }

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDangling) }

// isElse says that an error means the file is gone or has become something else.
func isElse(err error) bool {
	for _, e := range []error{fs.ErrNotExist, ErrNotRegular, ErrDangling, ErrLoop, ErrTooLarge} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

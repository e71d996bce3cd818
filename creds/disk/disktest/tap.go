package disktest

import (
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// Op is one operation on a file system.
type Op struct {
	N    int    // from 0
	Kind string // open, create, read, write, truncate, sync, close, stat, readlink, readdir, chmod, chown, chtimes, mkdir, rename, exchange, remove
	Path string
	To   string // the other name of rename and exchange
}

func (o Op) String() string {
	if o.To != "" {
		return fmt.Sprintf("%s %s %s", o.Kind, o.Path, o.To)
	}
	return o.Kind + " " + o.Path
}

// Writes says whether the operation can change anything.
func (o Op) Writes() bool {
	switch o.Kind {
	case "open", "read", "close", "stat", "readlink", "readdir":
		return false
	}
	return true
}

// Tap stands around every operation of a file system, those on open files too. Around does the operation
// by calling do, or leaves it, and returns the error that the caller sees. It is not safe for several
// goroutines.
type Tap struct {
	disk.FS
	Around func(op Op, do func() error) error
	n      int
}

func (t *Tap) do(kind, name, to string, do func() error) error {
	op := Op{N: t.n, Kind: kind, Path: name, To: to}
	t.n++
	return t.Around(op, do)
}

func (t *Tap) Create(name string) (f afero.File, err error) {
	err = t.do("create", name, "", func() error { f, err = t.FS.Create(name); return err })
	return t.file(f, name), err
}

func (t *Tap) Open(name string) (f afero.File, err error) {
	err = t.do("open", name, "", func() error { f, err = t.FS.Open(name); return err })
	return t.file(f, name), err
}

func (t *Tap) OpenFile(name string, flag int, perm fs.FileMode) (f afero.File, err error) {
	kind := "open"
	if flag&createOrTruncate != 0 {
		kind = "create"
	}
	err = t.do(kind, name, "", func() error { f, err = t.FS.OpenFile(name, flag, perm); return err })
	return t.file(f, name), err
}

func (t *Tap) Mkdir(name string, perm fs.FileMode) error {
	return t.do("mkdir", name, "", func() error { return t.FS.Mkdir(name, perm) })
}

func (t *Tap) MkdirAll(name string, perm fs.FileMode) error {
	return t.do("mkdir", name, "", func() error { return t.FS.MkdirAll(name, perm) })
}

func (t *Tap) Remove(name string) error {
	return t.do("remove", name, "", func() error { return t.FS.Remove(name) })
}

func (t *Tap) RemoveAll(name string) error {
	return t.do("remove", name, "", func() error { return t.FS.RemoveAll(name) })
}

func (t *Tap) Rename(from, to string) error {
	return t.do("rename", from, to, func() error { return t.FS.Rename(from, to) })
}

func (t *Tap) RenameNew(from, to string) error {
	return t.do("rename", from, to, func() error { return t.FS.RenameNew(from, to) })
}

func (t *Tap) Exchange(a, b string) error {
	return t.do("exchange", a, b, func() error { return t.FS.Exchange(a, b) })
}

func (t *Tap) SyncDir(dir string) error {
	return t.do("sync", dir, "", func() error { return t.FS.SyncDir(dir) })
}

func (t *Tap) Chmod(name string, mode fs.FileMode) error {
	return t.do("chmod", name, "", func() error { return t.FS.Chmod(name, mode) })
}

func (t *Tap) Chown(name string, uid, gid int) error {
	return t.do("chown", name, "", func() error { return t.FS.Chown(name, uid, gid) })
}

func (t *Tap) Chtimes(name string, accessed, modified time.Time) error {
	return t.do("chtimes", name, "", func() error { return t.FS.Chtimes(name, accessed, modified) })
}

func (t *Tap) Stat(name string) (i fs.FileInfo, err error) {
	err = t.do("stat", name, "", func() error { i, err = t.FS.Stat(name); return err })
	return i, err
}

func (t *Tap) LstatIfPossible(name string) (i fs.FileInfo, ok bool, err error) {
	err = t.do("stat", name, "", func() error { i, ok, err = t.FS.LstatIfPossible(name); return err })
	return i, ok, err
}

func (t *Tap) ReadlinkIfPossible(name string) (target string, err error) {
	err = t.do("readlink", name, "", func() error { target, err = t.FS.ReadlinkIfPossible(name); return err })
	return target, err
}

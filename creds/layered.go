package creds

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// layered is a file system that nothing reaches: what is written stays in memory above it. afero's own
// CopyOnWriteFs can neither remove nor rename what lies below and forgets modes; this one notes what is gone.
type layered struct {
	*afero.CopyOnWriteFs
	base, layer afero.Fs
	me          int // the user ID that the base acts as

	mu   sync.Mutex
	gone map[string]bool // names of the base that were taken away
}

func newLayered(base afero.Fs) *layered {
	me := disk.On(base).Me()
	base = afero.NewReadOnlyFs(base)
	layer := afero.NewMemMapFs()
	return &layered{
		CopyOnWriteFs: afero.NewCopyOnWriteFs(base, layer).(*afero.CopyOnWriteFs), base: base, layer: layer, me: me, gone: map[string]bool{},
	}
}

// Name is that of the kind of file system.
func (l *layered) Name() string { return "layered" }

// hidden reports whether a name is gone, and nothing new has taken it.
func (l *layered) hidden(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.gone[filepath.Clean(name)] {
		return false
	}
	_, err := l.layer.Stat(name)
	return err != nil
}

func (l *layered) hide(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone[filepath.Clean(name)] = true
}

func missing(op, name string) error {
	return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Stat is that of the upper file, if there is one. Directories are the base's: those above hold its owner and
// mode no more.
func (l *layered) Stat(name string) (fs.FileInfo, error) {
	if l.hidden(name) {
		return nil, missing("stat", name)
	}
	if info, err := l.base.Stat(name); err == nil && info.IsDir() {
		return info, nil
	}
	return l.CopyOnWriteFs.Stat(name)
}

// LstatIfPossible does not follow links of the base; in memory there are none.
func (l *layered) LstatIfPossible(name string) (fs.FileInfo, bool, error) {
	if l.hidden(name) {
		return nil, true, missing("lstat", name)
	}
	if info, err := disk.Lstat(l.base, name); err == nil && info.IsDir() {
		return info, true, nil
	}
	return l.CopyOnWriteFs.LstatIfPossible(name)
}

// Open opens for reading; a directory lists both layers.
func (l *layered) Open(name string) (afero.File, error) {
	if l.hidden(name) {
		return nil, missing("open", name)
	}
	f, err := l.CopyOnWriteFs.Open(name)
	if err != nil {
		return nil, err
	}
	return directory{f, l, name}, nil
}

// OpenFile opens the upper file; to write a lower one it is copied up. What the base would refuse is refused.
func (l *layered) OpenFile(name string, flag int, perm fs.FileMode) (afero.File, error) {
	const writes = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREATE | os.O_TRUNC
	switch hidden := l.hidden(name); {
	case flag&writes == 0 && hidden:
		return nil, missing("open", name)
	case flag&writes == 0:
		return l.CopyOnWriteFs.OpenFile(name, flag, perm)
	case hidden && flag&os.O_CREATE == 0:
		return nil, missing("open", name)
	case hidden:
		return l.layer.OpenFile(name, flag, perm)
	}
	if err := l.writable(name); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if err := l.copyUp(name); err != nil {
		return nil, err
	}
	return l.CopyOnWriteFs.OpenFile(name, flag, perm)
}

// writable is what the modes of the base say to whoever wants to write a file, or make one in its directory.
func (l *layered) writable(name string) error {
	info, err := l.base.Stat(name)
	if _, upper := l.layer.Stat(name); upper == nil {
		return nil
	}
	if err != nil {
		info, err = l.base.Stat(filepath.Dir(name))
	}
	if err != nil {
		return nil
	}
	facts, known := disk.FactsOf(info)
	if bits := info.Mode().Perm(); known && l.me > 0 && (facts.UID == l.me && bits&0o200 == 0 || facts.UID != l.me && bits&0o022 == 0) {
		return syscall.EACCES
	}
	return nil
}

// copyUp brings a file of the base into the layer, with its mode.
func (l *layered) copyUp(name string) error {
	info, err := l.base.Stat(name)
	if _, upper := l.layer.Stat(name); upper == nil || err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data, err := afero.ReadFile(l.base, name)
	if err != nil {
		return err
	}
	if err := afero.WriteFile(l.layer, name, data, info.Mode().Perm()); err != nil {
		return err
	}
	if err := l.layer.Chmod(name, info.Mode().Perm()); err != nil {
		return err
	}
	return l.layer.Chtimes(name, info.ModTime(), info.ModTime())
}

// Create makes an upper file.
func (l *layered) Create(name string) (afero.File, error) {
	return l.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

// Chmod changes the mode of the upper file.
func (l *layered) Chmod(name string, mode fs.FileMode) error {
	if l.hidden(name) {
		return missing("chmod", name)
	}
	if err := l.copyUp(name); err != nil {
		return err
	}
	return l.layer.Chmod(name, mode)
}

// Rename moves a file, and notes that the old name is gone.
func (l *layered) Rename(from, to string) error {
	if l.hidden(from) {
		return missing("rename", from)
	}
	if err := l.copyUp(from); err != nil {
		return err
	}
	if err := l.layer.Rename(from, to); err != nil {
		return err
	}
	l.hide(from)
	return nil
}

// Remove takes a name away.
func (l *layered) Remove(name string) error {
	if _, err := l.Stat(name); err != nil {
		return err
	}
	if _, err := l.layer.Stat(name); err == nil {
		if err := l.layer.Remove(name); err != nil {
			return err
		}
	}
	l.hide(name)
	return nil
}

// directory leaves out the names that are gone.
type directory struct {
	afero.File
	l    *layered
	path string
}

func (d directory) Readdir(n int) ([]fs.FileInfo, error) {
	infos, err := d.File.Readdir(n)
	return slices.DeleteFunc(infos, func(info fs.FileInfo) bool { return d.l.hidden(filepath.Join(d.path, info.Name())) }), err
}

func (d directory) Readdirnames(n int) ([]string, error) {
	names, err := d.File.Readdirnames(n)
	return slices.DeleteFunc(names, func(name string) bool { return d.l.hidden(filepath.Join(d.path, name)) }), err
}

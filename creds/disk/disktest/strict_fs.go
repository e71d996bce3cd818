package disktest

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

var _ disk.FS = (*Strict)(nil)

// do runs one operation under the lock.
func (s *Strict) do(op, name string, f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := f(); err != nil {
		return &fs.PathError{Op: op, Path: name, Err: err}
	}
	return nil
}

// on runs one operation on what is there.
func (s *Strict) on(op, name string, follow bool, f func(place) error) error {
	return s.do(op, name, func() error {
		at, err := s.find(name, follow)
		if err == nil && at.node == nil {
			err = syscall.ENOENT
		}
		if err != nil {
			return err
		}
		return f(at)
	})
}

func (s *Strict) Name() string { return "Strict" }
func (s *Strict) Me() int      { return s.UID }

func (s *Strict) Create(name string) (afero.File, error) {
	return s.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

func (s *Strict) Open(name string) (afero.File, error) { return s.OpenFile(name, os.O_RDONLY, 0) }

func (s *Strict) OpenFile(name string, flag int, perm fs.FileMode) (f afero.File, err error) {
	err = s.do("open", name, func() error {
		at, err := s.find(name, flag&os.O_EXCL == 0)
		if err != nil {
			return err
		}
		n := at.node
		writes := flag&(os.O_WRONLY|os.O_RDWR) != 0
		switch {
		case n == nil && flag&os.O_CREATE == 0:
			return syscall.ENOENT
		case n == nil:
			if n, err = s.add(at, perm.Perm()&^s.Umask); err != nil {
				return err
			}
		case flag&os.O_CREATE != 0 && flag&os.O_EXCL != 0:
			return syscall.EEXIST
		case n.mode.IsDir() && writes:
			return syscall.EISDIR
		case writes && !s.may(n, 2), flag&os.O_WRONLY == 0 && !s.may(n, 4):
			return syscall.EACCES
		}
		if flag&os.O_TRUNC != 0 && writes {
			n.write(write{size: 0, truncate: true}, s.Now())
		}
		f = &handle{fs: s, node: n, name: name, flag: flag}
		return nil
	})
	return f, err
}

func (s *Strict) Mkdir(name string, perm fs.FileMode) error {
	return s.do("mkdir", name, func() error {
		at, err := s.findFree(name)
		if err != nil {
			return err
		}
		_, err = s.add(at, fs.ModeDir|(perm.Perm()&^s.Umask))
		return err
	})
}

func (s *Strict) MkdirAll(name string, perm fs.FileMode) error {
	if info, err := s.Stat(name); err == nil && info.IsDir() {
		return nil
	}
	if parent := path.Dir(name); parent != name {
		if err := s.MkdirAll(parent, perm); err != nil {
			return err
		}
	}
	return s.Mkdir(name, perm)
}

func (s *Strict) Remove(name string) error {
	return s.on("remove", name, false, func(at place) error {
		if len(at.node.kids) > 0 {
			return syscall.ENOTEMPTY
		}
		if err := s.mayName(at); err != nil {
			return err
		}
		s.change(entry{{dir: at.dir, name: base(at)}})
		return nil
	})
}

// RemoveAll is refused, since nothing that handles credentials has a use for it.
func (s *Strict) RemoveAll(name string) error {
	return &fs.PathError{Op: "removeall", Path: name, Err: errors.ErrUnsupported}
}

func (s *Strict) Rename(from, to string) error { return s.rename(from, to, false) }

func (s *Strict) RenameNew(from, to string) error { return s.rename(from, to, true) }

func (s *Strict) rename(from, to string, onlyNew bool) error {
	return s.on("rename", from, false, func(a place) error {
		b, err := s.find(to, false)
		switch {
		case err != nil:
			return err
		case b.node != nil && onlyNew, b.node != nil && b.node.mode.IsDir() && (a.node != b.node || from == to):
			return syscall.EEXIST // for directories as os.Rename has it
		case a.node.holds(b.dir):
			return syscall.EINVAL
		case b.node == a.node: // two names of one file: POSIX has rename do nothing
			return nil
		case b.node != nil && !b.node.mode.IsDir() && a.node.mode.IsDir():
			return syscall.ENOTDIR
		}
		if err := errors.Join(s.mayName(a), s.mayName(b)); err != nil {
			return syscall.EACCES
		}
		s.change(entry{{dir: a.dir, name: base(a)}, {dir: b.dir, name: base(b), node: a.node}})
		return nil
	})
}

// holds says whether a directory is n or lies below it.
func (n *node) holds(dir *node) bool {
	if n == dir {
		return true
	}
	for _, kid := range n.kids {
		if kid.holds(dir) {
			return true
		}
	}
	return false
}

func (s *Strict) Exchange(one, two string) error {
	if s.NoExchange {
		return &os.LinkError{Op: "exchange", Old: one, New: two, Err: errors.ErrUnsupported}
	}
	return s.on("exchange", one, false, func(a place) error {
		b, err := s.find(two, false)
		if err == nil && b.node == nil {
			err = syscall.ENOENT
		}
		if err == nil && (a.node.holds(b.dir) || b.node.holds(a.dir)) {
			err = syscall.EINVAL
		}
		if err == nil {
			err = s.mayName(a)
		}
		if err == nil {
			err = s.mayName(b)
		}
		if err != nil {
			return err
		}
		s.change(entry{{dir: a.dir, name: base(a), node: b.node}, {dir: b.dir, name: base(b), node: a.node}})
		return nil
	})
}

// Link gives a file a second name.
func (s *Strict) Link(from, to string) error {
	return s.on("link", from, false, func(a place) error {
		if a.node.mode.IsDir() {
			return syscall.EPERM
		}
		b, err := s.findFree(to)
		if err == nil {
			err = s.mayName(b)
		}
		if err != nil {
			return err
		}
		s.change(entry{{dir: b.dir, name: base(b), node: a.node}})
		return nil
	})
}

func (s *Strict) SymlinkIfPossible(target, name string) error {
	return s.special(name, fs.ModeSymlink|0o777, target)
}

// Pipe makes a named pipe.
func (s *Strict) Pipe(name string) error { return s.special(name, fs.ModeNamedPipe|0o600, "") }

func (s *Strict) special(name string, mode fs.FileMode, target string) error {
	return s.do("make", name, func() error {
		at, err := s.findFree(name)
		if err != nil {
			return err
		}
		n, err := s.add(at, mode)
		if err == nil {
			n.link = target
		}
		return err
	})
}

func (s *Strict) ReadlinkIfPossible(name string) (target string, err error) {
	err = s.on("readlink", name, false, func(at place) error {
		if at.node.mode&fs.ModeSymlink == 0 {
			return syscall.EINVAL
		}
		target = at.node.link
		return nil
	})
	return target, err
}

func (s *Strict) Stat(name string) (fs.FileInfo, error) { return s.stat("stat", name, true) }

func (s *Strict) LstatIfPossible(name string) (fs.FileInfo, bool, error) {
	i, err := s.stat("lstat", name, false)
	return i, true, err
}

func (s *Strict) stat(op, name string, follow bool) (i fs.FileInfo, err error) {
	err = s.on(op, name, follow, func(at place) error {
		i = at.node.info(name)
		return nil
	})
	return i, err
}

func (s *Strict) Chmod(name string, mode fs.FileMode) error {
	const settable = fs.ModePerm | fs.ModeSticky
	return s.setAttr("chmod", name, false, func(a *attr) { a.mode = a.mode&^settable | mode&settable })
}

func (s *Strict) Chown(name string, uid, gid int) error {
	return s.setAttr("chown", name, true, func(a *attr) { a.uid, a.gid = uid, gid })
}

func (s *Strict) setAttr(op, name string, onlyRoot bool, set func(*attr)) error {
	return s.on(op, name, true, func(at place) error {
		if s.UID != 0 && (onlyRoot || at.node.uid != s.UID) {
			return syscall.EPERM
		}
		a := at.node.attr
		set(&a)
		s.change(entry{{attrOf: at.node, attr: a}})
		return nil
	})
}

func (s *Strict) Chtimes(name string, _, modified time.Time) error {
	return s.on("chtimes", name, true, func(at place) error {
		at.node.changed = modified
		return nil
	})
}

// Files is every regular file with its content, by path, whoever may read it.
func (s *Strict) Files() map[string]FileState {
	s.mu.Lock()
	defer s.mu.Unlock()
	files := map[string]FileState{}
	var walk func(string, *node)
	walk = func(name string, n *node) {
		if n.mode.IsRegular() {
			files[name] = FileState{Data: string(n.data), Mode: n.mode, UID: n.uid}
		}
		for _, kid := range slices.Sorted(maps.Keys(n.kids)) {
			walk(path.Join(name, kid), n.kids[kid])
		}
	}
	walk("/", s.root)
	return files
}

// FileState is what a file is.
type FileState struct {
	Data string
	Mode fs.FileMode
	UID  int
}

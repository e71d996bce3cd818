// Package disktest has file systems for tests of what writes files: [Strict] is as unforgiving as a real
// disk and knows what a power cut leaves of it, [Tap] stands around every operation, and on these rest
// [Trace], [Fault] and [Cuts].
package disktest

import (
	"io/fs"
	"path"
	"strings"
	"sync"
	"syscall"
	"time"

	"bricktop/creds/disk"
)

// Strict is a file system in memory that keeps the rules of POSIX which afero's own leaves out: modes, owner
// and umask count, parents must exist, a file never replaces a directory, there are symbolic and hard links,
// and what was not synced is not durable, see [Strict.Crashes]. It is safe for use by several goroutines.
type Strict struct {
	UID, GID int         // who acts; 0 may do everything
	Umask    fs.FileMode // taken from the mode of what is made
	// NoExchange takes the ability to exchange two names, as most systems do not have it.
	NoExchange bool
	Now        func() time.Time

	mu   sync.Mutex
	root *node
	log  []entry // changes to names and modes that are not durable yet, in order
}

// node is a file, a directory or a link, which may have several names.
type node struct {
	attr
	link    string
	data    []byte
	kids    map[string]*node
	names   uint64
	changed time.Time

	saved     attr // what is durable of the above
	savedData []byte
	savedKids map[string]*node
	pending   []write // what made data from savedData
}

type attr struct {
	mode     fs.FileMode
	uid, gid int
}

// New is an empty file system that belongs to user 1000, who acts on it with umask 022.
func New() *Strict {
	s := &Strict{UID: 1000, GID: 1000, Umask: 0o022, Now: func() time.Time { return time.Unix(1_800_000_000, 0) }}
	root := attr{fs.ModeDir | 0o755, s.UID, s.GID}
	s.root = &node{attr: root, kids: map[string]*node{}, names: 1, saved: root, savedKids: map[string]*node{}}
	return s
}

// place is where a path leads: the directory, the name in it, and what it stands for, or nil.
type place struct {
	dir  *node
	name string
	node *node
}

// find walks a path. With follow it goes on through a symbolic link at its end.
func (s *Strict) find(name string, follow bool) (place, error) {
	for range disk.MaxLinks + 1 {
		at, rest, err := s.walk(path.Clean("/" + name))
		if err != nil {
			return place{}, err
		}
		isLink := at.node != nil && at.node.mode&fs.ModeSymlink != 0
		if !isLink || rest == "" && !follow {
			return at, nil
		}
		target := at.node.link
		if !path.IsAbs(target) {
			target = path.Join(at.name, "..", target) // at.name is a whole path for a link
		}
		name = path.Join(target, rest)
	}
	return place{}, syscall.ELOOP
}

// findFree finds the place for a new name: EEXIST where there is something, be it a link.
func (s *Strict) findFree(name string) (place, error) {
	at, err := s.find(name, false)
	if err == nil && at.node != nil {
		err = syscall.EEXIST
	}
	return at, err
}

// walk goes along a path up to its end or the first link, and returns what of the path is left there.
func (s *Strict) walk(name string) (at place, rest string, err error) {
	at = place{dir: s.root, name: "/", node: s.root}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' })
	for i, part := range parts {
		switch {
		case at.node == nil:
			return place{}, "", syscall.ENOENT
		case !at.node.mode.IsDir():
			return place{}, "", syscall.ENOTDIR
		case !s.may(at.node, 1):
			return place{}, "", syscall.EACCES
		}
		at = place{dir: at.node, name: part, node: at.node.kids[part]}
		if at.node != nil && at.node.mode&fs.ModeSymlink != 0 {
			at.name = "/" + path.Join(parts[:i+1]...)
			return at, path.Join(parts[i+1:]...), nil
		}
	}
	return at, "", nil
}

// may says whether the user has a right: 4 to read, 2 to write, 1 to enter.
func (s *Strict) may(n *node, right fs.FileMode) bool {
	switch {
	case s.UID == 0:
		return true
	case n.uid == s.UID:
		right <<= 6
	case n.gid == s.GID:
		right <<= 3
	}
	return n.mode&right == right
}

// mayName says whether the user may make, change or take away the name of what stands at a place.
func (s *Strict) mayName(at place) error {
	switch {
	case !s.may(at.dir, 2) || !s.may(at.dir, 1):
		return syscall.EACCES
	case at.node != nil && at.dir.mode&fs.ModeSticky != 0 && s.UID != 0 && at.node.uid != s.UID && at.dir.uid != s.UID:
		return syscall.EPERM
	}
	return nil
}

// add gives a new node its name.
func (s *Strict) add(at place, mode fs.FileMode) (*node, error) {
	if err := s.mayName(at); err != nil {
		return nil, err
	}
	n := &node{attr: attr{mode, s.UID, s.GID}, changed: s.Now()}
	n.saved = n.attr
	if mode.IsDir() {
		n.kids, n.savedKids = map[string]*node{}, map[string]*node{}
	}
	s.change(entry{{dir: at.dir, name: base(at), node: n}})
	return n, nil
}

// base is the last element of a place's name.
func base(at place) string { return path.Base(at.name) }

// info is a fs.FileInfo of this moment.
type info struct {
	name    string
	size    int64
	mode    fs.FileMode
	changed time.Time
	facts   disk.Facts
}

func (n *node) info(name string) info {
	return info{path.Base(name), int64(len(n.data)), n.mode, n.changed, disk.Facts{UID: n.uid, GID: n.gid, Names: n.names}}
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.changed }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return i.facts }

package disktest

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"time"
)

// entry is one atomic change to names or attributes, as a journal holds it.
type entry []change

// change sets what a name in dir stands for, nil for nothing; or, with attrOf, the attributes of a node.
type change struct {
	dir    *node
	name   string
	node   *node
	attrOf *node
	attr   attr
}

// change makes an entry visible at once; a sync makes it durable.
func (s *Strict) change(e entry) {
	for _, c := range e {
		if c.attrOf != nil {
			c.attrOf.attr = c.attr
			continue
		}
		if was := c.dir.kids[c.name]; was != nil {
			was.names--
		}
		set(c.dir.kids, c.name, c.node)
		if c.node != nil {
			c.node.names++
		}
	}
	s.log = append(s.log, e)
}

func set(kids map[string]*node, name string, n *node) {
	if n == nil {
		delete(kids, name)
	} else {
		kids[name] = n
	}
}

// SyncDir makes durable what was done to the names in a directory, and all that was done before that, for
// a journal keeps the order.
func (s *Strict) SyncDir(dir string) error {
	return s.on("sync", dir, true, func(at place) error {
		s.syncDir(at.node)
		return nil
	})
}

func (s *Strict) syncDir(dir *node) {
	last := -1
	for i, e := range s.log {
		if slices.ContainsFunc(e, func(c change) bool { return c.dir == dir }) {
			last = i
		}
	}
	for _, e := range s.log[:last+1] {
		for _, c := range e {
			if c.attrOf != nil {
				c.attrOf.saved = c.attr
			} else {
				set(c.dir.savedKids, c.name, c.node)
			}
		}
	}
	s.log = slices.Clone(s.log[last+1:])
}

// SyncAll makes everything durable.
func (s *Strict) SyncAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	var walk func(*node)
	walk = func(n *node) {
		n.sync()
		n.savedKids = maps.Clone(n.kids)
		for _, kid := range n.kids {
			walk(kid)
		}
	}
	walk(s.root)
	s.log = nil
}

// sync makes content and attributes of a file durable, not its names.
func (n *node) sync() {
	n.saved, n.savedData, n.pending = n.attr, slices.Clone(n.data), nil
}

// write is one change to the content of a file.
type write struct {
	at       int64
	data     []byte
	truncate bool
	size     int64
}

func (n *node) write(w write, now time.Time) {
	n.data, n.pending, n.changed = w.on(n.data), append(n.pending, w), now
}

// on returns what the write makes of data. What is skipped over reads as zeros.
func (w write) on(data []byte) []byte {
	end := max(w.at+int64(len(w.data)), int64(len(data)))
	if w.truncate {
		end = w.size
	}
	grown := make([]byte, end)
	copy(grown, data)
	copy(grown[min(w.at, end):], w.data)
	return grown
}

// Unsynced is how much of the data that was not synced a power cut leaves.
type Unsynced string

// The amounts.
const (
	None Unsynced = "none"
	Half Unsynced = "half"
	All  Unsynced = "all"
)

// after is the content of a file after a power cut.
func (n *node) after(u Unsynced) []byte {
	switch half := len(n.pending) / 2; {
	case u == All:
		return slices.Clone(n.data)
	case u == None || len(n.pending) == 0:
		return slices.Clone(n.savedData)
	default:
		data := slices.Clone(n.savedData)
		for _, w := range n.pending[:half] {
			data = w.on(data)
		}
		if w := n.pending[half]; !w.truncate {
			w.data = w.data[:len(w.data)/2]
			data = w.on(data)
		}
		return data
	}
}

// Crashes are the states that a power cut at this moment may leave: every prefix of the changes to names
// and modes that are not durable, with none, half and all of the data that is not. The key says which.
func (s *Strict) Crashes() iter.Seq2[string, *Strict] {
	return func(yield func(string, *Strict) bool) {
		for done := range len(s.log) + 1 {
			for _, u := range []Unsynced{None, Half, All} {
				if !yield(fmt.Sprintf("%d of %d changes of names, %s of the data", done, len(s.log), u), s.crash(done, u)) {
					return
				}
			}
		}
	}
}

func (s *Strict) crash(done int, u Unsynced) *Strict {
	s.mu.Lock()
	defer s.mu.Unlock()
	kids, attrs := map[*node]map[string]*node{}, map[*node]attr{}
	for _, e := range s.log[:done] {
		for _, c := range e {
			if c.attrOf != nil {
				attrs[c.attrOf] = c.attr
				continue
			}
			if kids[c.dir] == nil {
				kids[c.dir] = maps.Clone(c.dir.savedKids)
			}
			set(kids[c.dir], c.name, c.node)
		}
	}
	copies := map[*node]*node{}
	var restore func(*node) *node
	restore = func(n *node) *node {
		if c, ok := copies[n]; ok {
			c.names++
			return c
		}
		c := &node{attr: n.saved, link: n.link, data: n.after(u), names: 1, changed: n.changed}
		copies[n] = c
		if a, ok := attrs[n]; ok {
			c.attr = a
		}
		if n.mode.IsDir() {
			c.kids = map[string]*node{}
			from, ok := kids[n]
			if !ok {
				from = n.savedKids
			}
			for name, kid := range from {
				c.kids[name] = restore(kid)
			}
		}
		return c
	}
	after := &Strict{UID: s.UID, GID: s.GID, Umask: s.Umask, NoExchange: s.NoExchange, Now: s.Now, root: restore(s.root)}
	after.SyncAll()
	return after
}

// Put writes a durable file with its parents, as a stage for a test, whatever the umask.
func (s *Strict) Put(name, data string, mode fs.FileMode) {
	stage := []error{s.MkdirAll(path.Dir(name), 0o755)}
	f, err := s.Create(name)
	if err == nil {
		_, err = f.WriteString(data)
	}
	for _, err := range append(stage, err, s.Chmod(name, mode)) {
		if err != nil {
			panic(err)
		}
	}
	s.SyncAll()
}

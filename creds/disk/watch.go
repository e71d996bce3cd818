package disk

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Debounce is how long a Watcher waits after the first sign of a change, since one save is many events.
const Debounce = 100 * time.Millisecond

// Watcher tells which of its files have changed: their content, mode, kind, or the file that a link leads
// to. It watches directories, not files, because a file that is replaced by rename is another file.
type Watcher struct {
	fs      FS
	paths   []string
	ticks   <-chan time.Time
	changes chan []string
	stop    chan struct{}
	done    chan struct{}

	notify *fsnotify.Watcher // nil where the system tells nothing
	seen   map[string]string // path to what it was
	names  map[string]bool   // names in watched directories that matter, and those directories
	blind  []string          // paths that are polled
}

// Watch begins to watch files, whether they exist or not. Those that cannot be watched, because their
// directory is missing, the system has no watches left, or the files lie in memory, are looked at whenever
// ticks has something. Callers close the Watcher and stop the ticks.
func Watch(fsys FS, paths []string, ticks <-chan time.Time) *Watcher {
	w := &Watcher{
		fs: fsys, paths: slices.Clone(paths), ticks: ticks, changes: make(chan []string),
		stop: make(chan struct{}), done: make(chan struct{}), seen: map[string]string{},
	}
	if _, ok := fsys.(system); ok {
		if notify, err := fsnotify.NewWatcher(); err == nil {
			w.notify = notify
		}
	}
	w.aim()
	for _, path := range paths {
		w.seen[path] = w.print(path)
	}
	go w.run()
	return w
}

// Changes has the paths that changed, sorted, as they were given to Watch. It is closed by Close.
func (w *Watcher) Changes() <-chan []string { return w.changes }

// Close ends the watching and waits until nothing of it is left. It is called once.
func (w *Watcher) Close() {
	close(w.stop)
	<-w.done
}

func (w *Watcher) run() {
	defer close(w.done)
	defer close(w.changes)
	var events <-chan fsnotify.Event
	var failures <-chan error
	if w.notify != nil {
		defer w.notify.Close()
		events, failures = w.notify.Events, w.notify.Errors
	}
	changed := map[string]bool{}
	var settled <-chan time.Time
	for {
		var out chan<- []string
		if len(changed) > 0 {
			out = w.changes
		}
		select {
		case <-w.stop:
			return
		case e := <-events:
			if settled == nil && w.names[e.Name] {
				settled = time.After(Debounce)
			}
		case <-failures: // events were lost: look at everything
			settled = time.After(Debounce)
		case <-settled:
			settled = nil
			w.aim()
			w.look(w.paths, changed)
		case <-w.ticks:
			blind := w.blind
			w.aim()
			w.look(blind, changed)
		case out <- sortedKeys(changed):
			clear(changed)
		}
	}
}

// look notes which paths are no longer what they were.
func (w *Watcher) look(paths []string, changed map[string]bool) {
	for _, path := range paths {
		if now := w.print(path); now != w.seen[path] {
			w.seen[path] = now
			changed[path] = true
		}
	}
}

// print is all that may change about a path, as a short text.
func (w *Watcher) print(path string) string {
	file, err := Resolve(w.fs, path)
	if err != nil {
		return err.Error()
	}
	info, err := w.fs.Stat(file)
	if err != nil {
		return err.Error()
	}
	data, err := ReadFile(w.fs, file)
	return fmt.Sprintf("%s %v %x %v", file, info.Mode(), sha256.Sum256(data), err)
}

// aim watches the directories of the files and of every link that leads to them, and no others.
func (w *Watcher) aim() {
	w.names, w.blind = map[string]bool{}, nil
	if w.notify == nil {
		w.blind = w.paths
		return
	}
	watched := map[string]bool{}
	for _, dir := range w.notify.WatchList() {
		watched[dir] = true
	}
	wanted := map[string]bool{}
	for _, path := range w.paths {
		real, links := followAll(w.fs, path)
		for _, name := range append(links, real) {
			dir := filepath.Dir(name)
			w.names[name], w.names[dir] = true, true
			if watched[dir] || w.notify.Add(dir) == nil {
				watched[dir], wanted[dir] = true, true
			} else if !slices.Contains(w.blind, path) {
				w.blind = append(w.blind, path)
			}
		}
	}
	for dir := range watched {
		if !wanted[dir] {
			_ = w.notify.Remove(dir) // it may be gone already
		}
	}
}

package disk

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/spf13/afero"
)

// MemoryLocks are locks inside one process, for file systems that no other process sees: the demo, a dry run.
type MemoryLocks struct {
	FS   afero.Fs
	Self Holder
	Wait time.Duration // 0: LockWait

	mu    sync.Mutex
	held  map[string]Holder
	freed chan struct{} // closed when a lock is released
}

// Lock takes all locks in one step, so that no order is needed.
func (l *MemoryLocks) Lock(ctx context.Context, paths ...string) (func(), error) {
	real := map[string]string{}
	for _, path := range paths {
		real[RealPath(On(l.FS), path)] = path
	}
	limited, cancel := context.WithTimeout(ctx, waitOr(l.Wait))
	defer cancel()
	for {
		taken, holder, freed := l.try(real)
		if taken == "" {
			return sync.OnceFunc(func() { l.release(real) }), nil
		}
		select {
		case <-freed:
		case <-limited.Done():
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, locked(real[taken], holder)
		}
	}
}

// try takes all locks or says which one is taken, and what to wait for.
func (l *MemoryLocks) try(real map[string]string) (taken string, h Holder, freed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.freed == nil {
		l.held, l.freed = map[string]Holder{}, make(chan struct{})
	}
	for _, name := range sortedKeys(real) {
		if h, ok := l.held[name]; ok {
			return name, h, l.freed
		}
	}
	for name := range real {
		l.held[name] = l.Self
	}
	return "", Holder{}, nil
}

func (l *MemoryLocks) release(real map[string]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name := range real {
		delete(l.held, name)
	}
	close(l.freed)
	l.freed = make(chan struct{})
}

// Holder is who holds the lock of a path.
func (l *MemoryLocks) Holder(path string) (Holder, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, ok := l.held[RealPath(On(l.FS), path)]
	return h, ok
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

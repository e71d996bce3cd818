package disk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/afero"
)

// LockWait is how long Lock waits for another bricktop.
const LockWait = 5 * time.Second

// ErrLocked says that another bricktop holds a lock.
var ErrLocked = errors.New("another bricktop holds the lock")

// Locker keeps two bricktops from changing one file at the same time. Other programs do not know these
// locks; against them Replace compares.
type Locker interface {
	// Lock takes the locks of all paths, or none. Each file has one lock, whatever links lead to it. The
	// error is ErrLocked in a Refusal after LockWait, or ctx's.
	Lock(ctx context.Context, paths ...string) (release func(), err error)
	// Holder is who holds the lock of a path; ok is false when nobody does, or nobody can tell.
	Holder(path string) (h Holder, ok bool)
}

// Holder is a bricktop that holds a lock, for display.
type Holder struct {
	PID      int       `json:"pid"`
	Start    time.Time `json:"start"`    // of the process
	Terminal string    `json:"terminal"` // /dev/pts/3; empty: none
}

func (h Holder) String() string {
	if h.PID == 0 {
		return "Another bricktop"
	}
	s := fmt.Sprintf("Another bricktop (process %d", h.PID)
	if h.Terminal != "" {
		s += " on " + h.Terminal
	}
	return s + ", started " + h.Start.Format("15:04") + ")"
}

func locked(path string, h Holder) error {
	return &Refusal{Path: path, Kind: ErrLocked, Text: fmt.Sprintf("%v is changing %s. Try again when it is done. Nothing was written.", h, path)}
}

// Locks are locks between processes: files of their own, since a lock on the data file would be lost with
// the rename. The kernel holds the lock and frees it when its process dies; the files are never removed,
// because whoever opened one just before would then hold a lock on nothing.
type Locks struct {
	Dir        string // $XDG_STATE_HOME/bricktop/locks; made with mode 0700
	Host, User string // part of the lock's name, for homes that several machines share
	Self       Holder
	Wait       time.Duration // 0: LockWait
}

// Lock takes the locks in the order of their names, so that two who want the same ones do not wait for each
// other.
func (l *Locks) Lock(ctx context.Context, paths ...string) (func(), error) {
	if err := os.MkdirAll(l.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("bricktop keeps its locks in %s, which cannot be made. Nothing was written. (%w)", l.Dir, err)
	}
	byName := map[string]string{}
	for _, path := range paths {
		byName[l.name(path)] = path
	}
	limited, cancel := context.WithTimeout(ctx, waitOr(l.Wait))
	defer cancel()
	var held []*flock.Flock
	release := sync.OnceFunc(func() {
		for _, f := range slices.Backward(held) {
			_ = os.Truncate(f.Path(), 0) // so that nobody reads of a holder who is gone
			_ = f.Unlock()
		}
	})
	for _, name := range sortedKeys(byName) {
		f := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
		if ok, err := f.TryLockContext(limited, 10*time.Millisecond); !ok {
			release()
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case !isContext(err):
				return nil, fmt.Errorf("bricktop cannot lock %s in %s. Nothing was written. (%w)", byName[name], l.Dir, err)
			}
			h, _ := l.read(name)
			return nil, locked(byName[name], h)
		}
		held = append(held, f)
		l.sign(name)
	}
	return release, nil
}

// sign writes who holds a lock into its file, for display. On Windows the lock itself forbids that.
func (l *Locks) sign(name string) {
	if text, err := json.Marshal(l.Self); err == nil {
		_ = os.WriteFile(name, text, 0o600)
	}
}

func (l *Locks) read(name string) (h Holder, ok bool) {
	text, err := ReadFile(afero.NewOsFs(), name)
	return h, err == nil && json.Unmarshal(text, &h) == nil
}

// Holder reads the lock's file, and asks the kernel whether the lock is held, since a process that was
// killed leaves its name.
func (l *Locks) Holder(path string) (Holder, bool) {
	name := l.name(path)
	h, ok := l.read(name)
	if !ok {
		return Holder{}, false
	}
	f := flock.New(name, flock.SetFlag(os.O_RDWR))
	if free, err := f.TryRLock(); free || err != nil {
		_ = f.Unlock()
		return Holder{}, false
	}
	return h, true
}

// name is the file of a path's lock. It tells nobody which file that is.
func (l *Locks) name(path string) string {
	sum := sha256.Sum256([]byte(l.Host + "|" + l.User + "|" + RealPath(On(afero.NewOsFs()), path)))
	return filepath.Join(l.Dir, hex.EncodeToString(sum[:])+".lock")
}

func waitOr(wait time.Duration) time.Duration {
	if wait == 0 {
		return LockWait
	}
	return wait
}

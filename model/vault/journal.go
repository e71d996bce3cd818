package vault

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/model/rotate"
)

// Journal keeps one file for each rotation, in a directory of ours. It is a rotate.Journal. For the demo and a
// dry run its file system is in memory.
type Journal struct {
	Fs    afero.Fs
	Dir   string // below $XDG_STATE_HOME/bricktop/rotations, whose lock all journals share
	Locks disk.Locker
}

var _ rotate.Journal = Journal{}

// OnDisk is the journal for one set of files, in $XDG_STATE_HOME/bricktop. The set is told by the configuration
// file that was named, if any, and by every variable that says where files lie: a token that stands in the files
// of another set must not be taken for an unused one. Its locks hold between processes.
func OnDisk(dir string, lookup func(string) (string, bool), configFile string) Journal {
	if path, err := filepath.Abs(configFile); err == nil && configFile != "" {
		configFile = path
	}
	places := []string{configFile}
	for _, name := range []string{"HOME", "DATABRICKS_CONFIG_FILE", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "NETRC", "XDG_CONFIG_HOME", "XDG_DATA_HOME"} {
		value, _ := lookup(name)
		places = append(places, value)
	}
	set := sha256.Sum256([]byte(strings.Join(places, "\x00")))
	host, _ := os.Hostname() // without one, homes that machines share have one lock
	self := disk.Holder{PID: os.Getpid(), Start: time.Now(), Terminal: terminal()}
	return Journal{Fs: afero.NewOsFs(), Dir: filepath.Join(dir, "rotations", hex.EncodeToString(set[:4])), Locks: &disk.Locks{
		Dir: filepath.Join(dir, "locks"), Host: host, User: strconv.Itoa(os.Getuid()), Self: self,
	}}
}

// InMemory is a journal that ends with the process.
func InMemory() Journal {
	fs := afero.NewMemMapFs()
	return Journal{Fs: fs, Dir: "/bricktop/rotations/memory", Locks: &disk.MemoryLocks{FS: fs}}
}

const suffix = ".json"

func (j Journal) path(id string) string { return filepath.Join(j.Dir, "journal", id+suffix) }

// Lock keeps every other bricktop of this home from rotating. The error is a sentence.
func (j Journal) Lock(ctx context.Context) (release func(), err error) {
	release, err = j.Locks.Lock(ctx, filepath.Dir(j.Dir))
	if errors.Is(err, disk.ErrLocked) {
		return nil, errors.New("Another bricktop is rotating tokens. Try again when it is done.")
	}
	return release, err
}

// Turn makes this bricktop the one that keeps the targets of these files rotated, until release. Other names the
// one that does already, as a part of a sentence, and then release is nil.
func (j Journal) Turn(ctx context.Context) (release func(), other string, err error) {
	if h, held := j.Locks.Holder(j.Dir); held {
		return nil, h.String(), nil
	}
	release, err = j.Locks.Lock(ctx, j.Dir)
	if errors.Is(err, disk.ErrLocked) {
		h, _ := j.Locks.Holder(j.Dir)
		return nil, h.String(), nil
	}
	return release, "", err
}

// Install is the ID of this home's bricktop: eight hex digits, made when it is first asked for.
func (j Journal) Install(ctx context.Context) (string, error) {
	path := filepath.Join(j.Dir, "install")
	var id string
	_, err := disk.Replace(ctx, disk.On(j.Fs), path, func(old []byte) ([]byte, error) {
		if id = strings.TrimSpace(string(old)); rotate.ValidID(id) {
			return old, nil
		}
		id = NewID()
		return []byte(id + "\n"), nil
	}, disk.Options{Create: true})
	return id, err
}

// Installed reports whether this home's bricktop has an ID. Without one it has made no token.
func (j Journal) Installed(context.Context) bool {
	_, err := j.Fs.Stat(filepath.Join(j.Dir, "install"))
	return err == nil
}

// NewID makes the ID of an install or a rotation: eight random hex digits.
func NewID() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// Put writes an entry, so that it outlasts a crash.
func (j Journal) Put(ctx context.Context, e rotate.Entry) error {
	text, err := e.Encode()
	if err != nil {
		return err
	}
	_, err = disk.Replace(ctx, disk.On(j.Fs), j.path(e.ID), func([]byte) ([]byte, error) {
		return append(text, '\n'), nil
	}, disk.Options{Create: true})
	if err != nil {
		return fmt.Errorf("The journal of rotations cannot be written: %w", err)
	}
	return nil
}

// Remove takes an entry away. One that is not there counts as removed.
func (j Journal) Remove(_ context.Context, id string) error {
	err := j.Fs.Remove(j.path(id))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("The journal of rotations cannot be cleared: %w.", err)
	}
	// Should a power cut bring the entry back, the next start finds nothing left to do.
	_ = disk.On(j.Fs).SyncDir(filepath.Dir(j.path(id)))
	return nil
}

// Entries reads the journal. What is torn, of a later version or another install is passed over: the tokens
// that it tells of are found by their comments.
func (j Journal) Entries(ctx context.Context) ([]rotate.Entry, error) {
	files, err := afero.ReadDir(j.Fs, filepath.Join(j.Dir, "journal"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("The journal of rotations cannot be read: %w.", err)
	}
	install, err := j.Install(ctx)
	if err != nil {
		return nil, err
	}
	var entries []rotate.Entry
	for _, f := range files {
		id, ok := strings.CutSuffix(f.Name(), suffix)
		if !ok {
			continue
		}
		text, err := disk.ReadFile(j.Fs, j.path(id))
		if err != nil {
			continue
		}
		if e, err := rotate.ParseEntry(text); err == nil && e.ID == id && e.Install == install {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

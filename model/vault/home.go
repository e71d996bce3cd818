package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"bricktop/creds/disk"
)

// Home is what the bricktops of one home share: whose turn it is to keep targets rotated, which targets those
// are, and how many bricktops run. Close gives everything back.
type Home struct {
	Journal

	mu     sync.Mutex
	closed bool
	turn   func() // gives the turn back; nil: it is not ours
	leave  func() // ends our being counted
}

// mostHere bounds the bricktops that are counted.
const mostHere = 32

// slotWait is how long a place is waited for that another bricktop takes at the same moment.
const slotWait = 50 * time.Millisecond

func (h *Home) slot(i int) string {
	return filepath.Join(filepath.Dir(h.Dir), "running", strconv.Itoa(i))
}

// Enter is the home of a journal, with this bricktop counted. That it cannot be is no reason not to run.
func Enter(ctx context.Context, j Journal) *Home {
	h := &Home{Journal: j}
	for i := range mostHere {
		if _, taken := h.Locks.Holder(h.slot(i)); taken {
			continue
		}
		short, cancel := context.WithTimeout(ctx, slotWait)
		leave, err := h.Locks.Lock(short, h.slot(i))
		cancel()
		if err == nil {
			h.leave = leave
			break
		}
	}
	return h
}

// Running is how many bricktops run on this home, this one too.
func (h *Home) Running(ctx context.Context) int {
	n := 0
	for i := range mostHere {
		if _, taken := h.Locks.Holder(h.slot(i)); taken && ctx.Err() == nil {
			n++
		}
	}
	return max(n, 1)
}

// Turn makes this bricktop the one that keeps the targets rotated, until Yield or Close. Other names the one that
// does already, as the start of a sentence.
func (h *Home) Turn(ctx context.Context) (other string, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.turn != nil {
		return "", nil
	}
	if h.closed {
		return "", errors.New("This bricktop ends.")
	}
	h.turn, other, err = h.Journal.Turn(ctx)
	return other, err
}

// Yield leaves the turn to others, and names who has it; empty: nobody.
func (h *Home) Yield(context.Context) (other string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.turn != nil {
		h.turn()
		h.turn = nil
	}
	if holder, held := h.Locks.Holder(h.Dir); held {
		return holder.String()
	}
	return ""
}

// Close gives the turn back and is counted no more.
func (h *Home) Close() {
	h.Yield(context.Background())
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	if h.leave != nil {
		h.leave()
		h.leave = nil
	}
}

// list is the file of the kept targets: their IDs, and no secret.
type list struct {
	Version int      `json:"v"`
	Targets []string `json:"targets"`
}

const listVersion = 1

// mostKept bounds the list.
const mostKept = 1000

func (h *Home) file() string { return filepath.Join(h.Dir, "kept"+suffix) }

// Kept are the targets that are to be kept rotated, after a change: true is kept, false is no longer. Every
// bricktop of the same files has the same ones, and finds them again when it is started anew.
func (h *Home) Kept(ctx context.Context, change map[string]bool) ([]string, error) {
	var kept []string
	read := func(old []byte) (err error) {
		kept, err = h.parse(old)
		return err
	}
	if len(change) == 0 {
		text, err := disk.ReadFile(h.Fs, h.file())
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("The list of the targets that are kept rotated cannot be read: %w.", err)
		}
		return kept, errors.Join(read(text), ctx.Err())
	}
	_, err := disk.Replace(ctx, disk.On(h.Fs), h.file(), func(old []byte) ([]byte, error) {
		if err := read(old); err != nil {
			return nil, err
		}
		kept = changed(kept, change)
		text, err := json.Marshal(list{listVersion, kept})
		return append(text, '\n'), err
	}, disk.Options{Create: true})
	if err != nil {
		return nil, fmt.Errorf("Which targets are kept rotated cannot be written down for the next start: %w", err)
	}
	return kept, nil
}

func (h *Home) parse(text []byte) ([]string, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var l list
	if err := json.Unmarshal(text, &l); err != nil || l.Version != listVersion || len(l.Targets) > mostKept {
		return nil, fmt.Errorf("%s, the list of the targets that are kept rotated, is not one that this bricktop understands. Remove it to begin anew.", h.file())
	}
	return l.Targets, nil
}

func changed(kept []string, change map[string]bool) []string {
	kept = slices.DeleteFunc(slices.Clone(kept), func(t string) bool { _, told := change[t]; return told })
	for t, on := range change {
		if on {
			kept = append(kept, t)
		}
	}
	slices.Sort(kept)
	return kept
}

// terminal is the one that this process reads from, where the system tells.
func terminal() string {
	if name, err := os.Readlink("/proc/self/fd/0"); err == nil && strings.HasPrefix(name, "/dev/") && name != os.DevNull {
		return name
	}
	return ""
}

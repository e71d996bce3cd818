package modeltest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/model"
	"bricktop/model/demo"
	"bricktop/model/headless"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/vault"
	"bricktop/model/workspace/fake"
	"bricktop/ui/theme"
)

// Start is when worlds begin, unless told otherwise.
var Start = time.Date(2026, 11, 23, 12, 4, 31, 0, time.UTC)

// RoundTrip is how long the identity call of a world takes, by its clock.
const RoundTrip = 41 * time.Millisecond

// World is the demo's world under a dashboard: the real SDK, the fake workspace over HTTP, files in memory,
// and a clock that stands still. Two worlds of the same options are the same to the last cell.
type World struct {
	*Driver
	*demo.World
}

// Options choose a world.
type Options struct {
	W, H     int
	Theme    theme.Options
	ReadOnly bool
	Reader   string // what is said of every reader after a rotation; empty: what the files say
	Early    bool   // nothing has been answered yet
	// Edit changes what the dashboard is given, before it starts.
	Edit func(*model.Options)
}

// NewWorld starts a world and, unless it is to be early, settles it: the first lists have arrived. The caller closes it.
func NewWorld(o Options) (*World, error) {
	clock := NewClock(Start)
	seen := &seen{clock: clock}
	w, err := demo.Start(demo.Options{Now: clock.Now, Rand: rand.NewChaCha8([32]byte{1}), ReadOnly: o.ReadOnly, Observe: seen.add})
	if err != nil {
		return nil, err
	}
	w.Fake.Workspace.Fail("/api/2.0/preview/scim/v2/Me", fake.Fault{Before: func() { clock.Move(RoundTrip) }})
	opts := model.Options{
		Files: w.Files, Try: w.Try, Version: "demo", Demo: true, ReadOnly: o.ReadOnly, Theme: o.Theme,
		Connect: func(l session.Login) (model.Workspace, error) { return w.Connect(l) },
	}
	if opts.Rotate, err = rotations(w, clock, o.Reader); err != nil {
		w.Close()
		return nil, err
	}
	if o.Edit != nil {
		o.Edit(&opts)
	}
	d := New(opts, clock, o.W, o.H)
	d.Feed = seen.feed
	if !o.Early {
		d.Settle()
	}
	return &World{Driver: d, World: w}, nil
}

// rotations begins rotations of the demo's tokens, with a journal in memory, and waits for nothing.
func rotations(w *demo.World, clock *Clock, reader string) (func(context.Context, string, []string) (model.Rotating, error), error) {
	journal, ids := vault.InMemory(), 0
	install, err := journal.Fs.Create(journal.Dir + "/install") // else the journal would make a random one
	if err != nil {
		return nil, err
	}
	if _, err := install.WriteString("0000b41c\n"); err != nil {
		return nil, err
	}
	deps := headless.RotateDeps{
		Files: w.Files, Try: w.Try, Now: clock.Now, Journal: journal,
		NewID:   func() string { ids++; return fmt.Sprintf("%08x", ids) },
		Vault:   vault.Of(w.Files),
		Connect: func(l session.Login) (headless.Minter, error) { return w.Connect(l) },
		Sleep:   func(context.Context, time.Duration) error { return nil },
	}
	if reader != "" {
		deps.Readers = func(string) rotate.Reloader { return said(reader) }
	}
	return func(ctx context.Context, profile string, targets []string) (model.Rotating, error) {
		begun, err := headless.Begin(ctx, deps, profile, targets)
		if err != nil {
			return nil, err
		}
		return begun, nil
	}, install.Close()
}

// said is a reader that keeps the old token.
type said string

func (s said) Reload(context.Context, rotate.Target, secret.Secret) (time.Duration, bool, string) {
	return 0, false, string(s)
}

// seen is the requests that the dashboard has not heard of.
type seen struct {
	clock *Clock

	mu        sync.Mutex
	exchanges []session.Exchange
}

func (s *seen) add(e session.Exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchanges = append(s.exchanges, e)
}

// feed gives them in an order of their own: some are sent at the same time, and which comes first, or moves the
// clock while another is out, is chance.
func (s *seen) feed() []tea.Msg {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.SortStableFunc(s.exchanges, func(a, b session.Exchange) int { return cmp.Compare(a.Path, b.Path) })
	var msgs []tea.Msg
	for _, e := range s.exchanges {
		e.At, e.Took = s.clock.Now(), RoundTrip
		msgs = append(msgs, model.RequestMade{Exchange: e})
	}
	s.exchanges = nil
	return msgs
}

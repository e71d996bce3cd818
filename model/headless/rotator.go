package headless

import (
	"context"
	"io"

	"bricktop/model/rotate"
)

// Begun is a rotation that was planned and checked, under the lock. It has had no effect yet.
type Begun struct {
	rotating *rotating
	plans    []rotate.Plan
	release  func()
}

// Begin signs in by a profile, takes the lock, finishes what a crash left, and plans what Rotate would do. The
// error is a sentence, and then the lock is free.
func Begin(ctx context.Context, d RotateDeps, profile string, names []string) (*Begun, error) {
	b, err := enter(ctx, d, profile, (*rotating).mend)
	if err != nil {
		return nil, err
	}
	if b.plans, err = b.rotating.plan(ctx, names); err != nil {
		b.release()
		return nil, err
	}
	return b, nil
}

// Recover finishes what a crash left and takes away what nothing needs, and tells it in sentences. Where this home has
// made no token, nobody is asked anything. Without a journal entry nothing is known to be left: then what keeps it from
// looking, as an outage or another bricktop that rotates, is no news.
func Recover(ctx context.Context, d RotateDeps, profile string) (told []string, err error) {
	if d.ReadOnly || d.DryRun || !d.Journal.Installed(ctx) {
		return nil, nil
	}
	left, err := d.Journal.Entries(ctx)
	if err != nil {
		return nil, err
	}
	mend := (*rotating).mend
	if len(left) == 0 {
		mend = func(r *rotating, ctx context.Context) { _ = r.clear(ctx) }
	}
	b, err := enter(ctx, d, profile, mend)
	switch {
	case err != nil && len(left) == 0:
		return nil, nil
	case err != nil:
		return nil, err
	}
	defer b.release()
	return b.Notes(), nil
}

// enter signs in, takes the lock, and mends what a crash left.
func enter(ctx context.Context, d RotateDeps, profile string, mend func(*rotating, context.Context)) (*Begun, error) {
	d.Profile = profile
	if d.Sleep == nil {
		d.Sleep = sleep
	}
	r := &rotating{RotateDeps: d, tell: teller{w: io.Discard, quiet: true, dry: d.DryRun}}
	if err := r.signIn(ctx); err != nil {
		return nil, err
	}
	release, err := r.Journal.Lock(ctx)
	if err != nil {
		return nil, err
	}
	if r.install, err = r.Journal.Install(ctx); err != nil {
		release()
		return nil, err
	}
	mend(r, ctx)
	return &Begun{rotating: r, release: release}, nil
}

// Plans are the rotations to make, one for each token.
func (b *Begun) Plans() []rotate.Plan { return b.plans }

// Deps is what their steps work with.
func (b *Begun) Deps() rotate.Deps { return b.rotating.deps }

// Notes are sentences about what was left out, and about what a crash had left.
func (b *Begun) Notes() []string { return b.rotating.notes }

// Close gives the lock back.
func (b *Begun) Close() { b.release() }

package headless

import (
	"context"
	"errors"
	"io"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/token"
	"bricktop/ui/text"
)

const (
	lookPause = 15 * time.Second // after a look at the workspace that failed
	// askPause is how long a token is not asked for again that the workspace does not list.
	askPause = 5 * time.Minute
	// forgivePause is how long a failure that somebody has to mend keeps a target from being tried: nobody is there
	// to say that it is mended.
	forgivePause = 15 * time.Minute
)

// KeepDeps is everything that Keep works with.
type KeepDeps struct {
	RotateDeps
	Elapsed func() time.Duration // since any fixed moment, by a clock that nobody sets
	Chance  func() float64       // from 0 up to but not including 1
	// Turn makes this bricktop the one that keeps the home's targets, until release. Other names the one that does
	// already, as a part of a sentence, and then release is nil.
	Turn func(context.Context) (release func(), other string, err error)
}

// Keep rotates the tokens of the named targets, or of all targets that hold one of the workspace, before they
// end, and tells what happens, line by line with the time, until ctx ends. While another bricktop does the same
// it watches, and takes over when that one ends. It returns Well when ctx ends, and CouldNotTell when it could
// not begin.
func Keep(ctx context.Context, d KeepDeps, names []string, w io.Writer) int {
	if d.Sleep == nil {
		d.Sleep = sleep
	}
	k := &keeper{
		KeepDeps: d, names: names, schedule: rotate.NewSchedule(d.Chance), tell: teller{w: stamped{w, d.Now}},
		known: map[token.ID]token.Token{}, asked: map[string]time.Duration{}, told: map[string]rotate.Countdown{}, failed: map[string]string{},
	}
	defer func() {
		if k.release != nil {
			k.release()
		}
	}()
	if err := k.begin(ctx); err != nil && ctx.Err() == nil {
		k.tell.line(0, err.Error())
		return CouldNotTell
	}
	for ctx.Err() == nil {
		if wait := k.turn(ctx); wait > 0 {
			_ = d.Sleep(ctx, wait)
		}
	}
	k.tell.line(0, "bricktop keep has ended. Nothing is rotated any more.")
	return Well
}

// stamped writes each line with the time.
type stamped struct {
	w   io.Writer
	now func() time.Time
}

func (s stamped) Write(line []byte) (int, error) {
	if _, err := io.WriteString(s.w, s.now().UTC().Format(time.RFC3339)+"  "); err != nil {
		return 0, err
	}
	return s.w.Write(line)
}

// keeper is one run of the command.
type keeper struct {
	KeepDeps
	names    []string
	schedule *rotate.Schedule
	tell     teller
	release  func() // gives up our turn; nil: it is another's

	machine report.Inventory
	login   secret.Secret // what we sign in with
	targets []rotate.Target
	known   map[token.ID]token.Token // as the workspace listed them
	asked   map[string]time.Duration // by fingerprint: when the workspace was last asked for a token, by elapsed time
	told    map[string]rotate.Countdown
	failed  map[string]string // why the last rotation of each target failed; empty: it did not
	here    trouble           // with our files or our turn
	away    trouble           // with looks at the workspace
	left    trouble           // with what a crash left
	idle    trouble           // nothing to keep
	lookAt  time.Duration     // no look of our own before so much has elapsed
	forgive time.Duration     // when the blocked targets may be tried again
	mended  bool              // what a crash left was looked at
}

func (k *keeper) reading() rotate.Reading { return rotate.Reading{Wall: k.Now(), Elapsed: k.Elapsed()} }

// begin is every reason not to begin at all.
func (k *keeper) begin(ctx context.Context) error {
	if k.ReadOnly || k.DryRun {
		return errors.New("keep writes for as long as it runs. Leave --read-only and --dry-run out, or look first with bricktop rotate --dry-run.")
	}
	all, err := k.read(ctx)
	if err != nil {
		return err
	}
	if err := named(k.names, k.machine.Login.Host, all, k.RotateDeps); err != nil {
		return err
	}
	for _, name := range k.names {
		k.schedule.Keep(name)
	}
	return nil
}

// turn is one turn of the loop, and says how long to wait for the next: 0 for not at all.
func (k *keeper) turn(ctx context.Context) time.Duration {
	unwatched := k.watch(ctx)
	_, unread := k.read(ctx)
	if err := errors.Join(unwatched, unread); err != nil {
		k.here.is(ctx, err, k.tell)
		return lookPause
	}
	k.here.isOver(k.tell, "That is over, and rotation goes on.")
	k.idling(ctx)
	if k.missing() && k.Elapsed() >= k.lookAt {
		k.look(ctx)
	}
	k.holds()
	if elapsed := k.Elapsed(); elapsed >= k.forgive {
		k.forgive = elapsed + forgivePause
		k.schedule.Forgive()
	}
	next := k.schedule.Next(k.reading())
	for _, e := range next.Events {
		k.tell.line(0, e.Text)
	}
	k.standings()
	switch {
	case next.Look:
		k.look(ctx)
		return 0
	case next.Rotate != "":
		k.rotate(ctx, next.Rotate)
		return 0
	case k.missing():
		return min(next.Wake, lookPause)
	}
	return next.Wake
}

// watch sees whose turn it is.
func (k *keeper) watch(ctx context.Context) error {
	if k.release != nil {
		return nil
	}
	release, other, err := k.Turn(ctx)
	if err != nil {
		return err
	}
	k.release = release
	k.schedule.HeldBy(other)
	return nil
}

// standings tells when each target is rotated next, where that is news.
func (k *keeper) standings() {
	for _, t := range k.targets {
		now := k.schedule.Countdown(t.ID)
		before := k.told[t.ID]
		now.Doubt = false
		if before.Standing == now.Standing && before.Why == now.Why && before.At.Sub(now.At).Abs() < time.Minute {
			continue
		}
		switch now.Standing {
		case rotate.Waiting:
			k.tell.line(0, t.ID, " is rotated at ", now.At.UTC().Format(time.RFC3339), ", in ", text.Countdown(now.At.Sub(k.Now())), ".")
		case rotate.Unfit:
			if k.missing() {
				continue // a look will tell
			}
			why := now.Why
			if _, listed := k.known[token.ID(t.Held.TokenID())]; !listed && !t.Held.IsZero() {
				why = "The workspace does not list its token: it is over, or somebody else's. To have it replaced, name it: bricktop keep " + t.ID
			}
			k.tell.line(0, t.ID, " is not kept rotated. ", why)
		}
		k.told[t.ID] = now
	}
}

package rotate

import (
	"context"
	"errors"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/token"
)

// State is what a rotation has come to. It is a value: a step returns the next one.
type State struct {
	Plan
	Phase   Phase
	NewID   token.ID
	Value   secret.Secret // of the new token
	Expires time.Time     // of the new token
	Lost    bool          // the create was sent, and nobody knows what came of it
	// Receipts are of what was written, by target.
	Receipts map[string]Receipt
	// Readers is how long the readers of each target may still use the old token.
	Readers map[string]Reader
	LetGo   time.Time // when all have let go of it; zero: not known
	Over    bool      // nothing is left to do
	Stuck   bool      // something could not be undone
	// unwritten: this rotation is not resumed, and has not come to writing. No file can hold its token.
	unwritten bool
	Unsure    bool     // a token may have been made that the workspace does not list yet
	Notes     []string // sentences for the user
}

// Reader is what became of a target's readers.
type Reader struct {
	LetGo    bool
	After    time.Duration
	Sentence string
}

// Step is one effect of a rotation.
type Step interface {
	// String says what the step does: "create a token".
	String() string
	Next(context.Context, State, Deps) (State, error)
	// Undo takes back what Next did, also when Next failed: its effect may have happened all the same.
	Undo(context.Context, State, Deps) (State, error)
}

// lasting is what a step is made with that has nothing to undo.
type lasting struct{}

// Undo is never asked for.
func (lasting) Undo(_ context.Context, s State, _ Deps) (State, error) { return s, nil }

func (lasting) stays() {}

// Rotation is a rotation under way, or at its end.
type Rotation struct {
	State State
	steps []Step
	at    int
	back  bool
	// oneWay: nothing is undone, because the files hold what works.
	oneWay bool
	ended  bool
	err    error
	undone []error
}

// Begin readies the rotation of a plan. It has no effect yet.
func Begin(p Plan) Rotation {
	steps := []Step{record{Intent}, create{}, record{Created}, doubles{}, verify{}}
	for _, t := range p.Targets {
		steps = append(steps, write{t}, prove{Target: t})
	}
	steps = append(steps, record{Switched})
	return Rotation{State: State{Plan: p, unwritten: true}, steps: append(steps, ending(p.Targets)...)}
}

// ending is what follows once every target holds the new token.
func ending(targets []Target) []Step {
	var steps []Step
	for _, t := range targets {
		steps = append(steps, reload{Target: t})
	}
	return append(steps, settle{}, revoke{}, forget{})
}

// Next is the step that Advance takes next, nil at the end.
func (r Rotation) Next() Step {
	if r.ended || r.at < 0 || r.at >= len(r.steps) {
		return nil
	}
	return r.steps[r.at]
}

// Progress is how many of its steps are done.
func (r Rotation) Progress() (done, of int) { return r.at, len(r.steps) }

// Back reports whether the rotation is undoing what it did.
func (r Rotation) Back() bool { return r.back }

// NotBefore is when the next step may be taken: the zero time, unless the readers of the old token have to let
// go of it first. Whoever cannot wait stops here; the journal has what the next start needs.
func (r Rotation) NotBefore() time.Time {
	if _, ok := r.Next().(revoke); ok {
		return r.State.LetGo
	}
	return time.Time{}
}

// Done reports whether every target holds the new token, proven.
func (r Rotation) Done() bool {
	return !r.back && (r.State.Phase == Switched || r.State.Phase == Left)
}

// Err is why the rotation failed, with what could not be undone; or, when Done, what went wrong after.
func (r Rotation) Err() error {
	return errors.Join(append([]error{r.err}, r.undone...)...)
}

// Advance takes one step, forward or back.
func (r Rotation) Advance(ctx context.Context, d Deps) Rotation {
	step := r.Next()
	switch {
	case step == nil:
		return r
	case r.back:
		// Giving up has to be finished, or it leaves behind what it should take away.
		s, err := step.Undo(context.WithoutCancel(ctx), r.State, d)
		if r.State = s; err != nil {
			r.State.Stuck = true
			r.undone = append(r.undone, err)
		}
		r.at--
		return r.skip()
	case ctx.Err() != nil:
		return r.GiveUp(ctx.Err())
	}
	s, err := step.Next(ctx, r.State, d)
	if r.State = s; err != nil {
		return r.fail(err)
	}
	r.at++
	r.ended = r.State.Over
	return r
}

// GiveUp turns the rotation round before its next step, or ends it where nothing may be undone any more.
func (r Rotation) GiveUp(why error) Rotation {
	if r.back || r.Next() == nil {
		return r
	}
	r.at--
	return r.fail(why)
}

// skip passes over steps that have nothing to undo.
func (r Rotation) skip() Rotation {
	for ; r.at >= 0; r.at-- {
		if _, ok := r.steps[r.at].(interface{ stays() }); !ok {
			break
		}
	}
	return r
}

func (r Rotation) fail(err error) Rotation {
	r.err = err
	if r.oneWay || r.Done() {
		r.ended = true
	} else {
		r.back = true
		r = r.skip()
	}
	return r
}

// Ended reports whether Advance does nothing more.
func (r Rotation) Ended() bool { return r.Next() == nil }

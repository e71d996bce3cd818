package model_test

import (
	"context"
	"testing"
	"time"

	"bricktop/model"
	"bricktop/model/modeltest"
)

// counting is a rotation that counts those who hold the lock.
type counting struct {
	model.Rotating
	open *int
}

func (c counting) Close() { *c.open--; c.Rotating.Close() }

func counted(open *int) func(*model.Options) {
	return func(o *model.Options) {
		begin := o.Rotate
		o.Rotate = func(ctx context.Context, profile string, targets []string) (model.Rotating, error) {
			r, err := begin(ctx, profile, targets)
			if err != nil {
				return nil, err
			}
			*open++
			return counting{r, open}, nil
		}
	}
}

// While the question of a rotation is unanswered nobody holds the lock: others keep their tokens alive.
func TestAnUnansweredQuestionHoldsNoLock(t *testing.T) {
	open := 0
	w := inDemo(t, modeltest.Options{Edit: counted(&open)})
	w.Press("down", "r")
	shows(t, w, false, "Planning the rotation")
	if shows(t, w, true, "A new token is made"); open != 0 {
		t.Errorf("%d hold the lock while the question is asked", open)
	}
	w.Press("y")
	if shows(t, w, true, "1 target holds the new token"); open != 0 {
		t.Errorf("%d hold the lock after the rotation", open)
	}
}

// Nor does it keep this dashboard from rotating what it keeps. A yes to what is no longer so is asked for again.
func TestAnUnansweredQuestionKeepsNothingFromBeingRotated(t *testing.T) {
	h := &homely{}
	w := inHomely(t, h)
	first := read(t, w, routerConfig)
	w.Press("down", "r")
	shows(t, w, true, "A new token is made")
	h.kept["claude-code-router:databricks"] = true // by another bricktop
	w.Advance(time.Minute)
	worksIn(t, w, routerConfig)
	second := read(t, w, routerConfig)
	if second == first {
		t.Fatal("nothing was rotated while the question was open")
	}
	w.Advance(2 * time.Minute)
	w.Press("y", "y")
	shows(t, w, true, "Something changed since you were asked.", "Rotate now?")
	if read(t, w, routerConfig) != second {
		t.Fatal("what was not agreed to was rotated")
	}
	w.Advance(time.Second)
	w.Press("y")
	shows(t, w, true, "1 target holds the new token")
}

package rotate

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How long a new token may take until the workspace accepts it. Databricks gives no figure.
const (
	verifyFor   = 15 * time.Second
	verifyFirst = 250 * time.Millisecond
	verifyMost  = 2 * time.Second
)

// verify makes a live call with the new token, before any file holds it.
type verify struct{ lasting }

func (verify) String() string { return "prove it by a live call" }

func (verify) Next(ctx context.Context, s State, d Deps) (State, error) {
	// The waits are added up, and the clock is not asked: it may jump.
	for waited, wait := time.Duration(0), verifyFirst; ; wait = min(2*wait, verifyMost) {
		err := d.Issuer.Verify(ctx, s.Value)
		if err == nil {
			return s, nil
		}
		if waited += wait; waited > verifyFor {
			return s, fmt.Errorf("The workspace made the token %s and does not accept it: %w", s.NewID.Short(), err)
		}
		if stopped := d.Sleep(ctx, wait); stopped != nil {
			return s, errors.Join(stopped, err)
		}
	}
}

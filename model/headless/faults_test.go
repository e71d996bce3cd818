package headless

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bricktop/model/session"
	"bricktop/model/token"
)

// denied is a workspace that refuses every create.
type denied struct {
	*office
	fault session.Fault
	asked int
	why   func() string
}

func (d *denied) Create(context.Context, token.Spec) (session.Created, error) {
	d.asked++
	return session.Created{}, &session.Error{Fault: d.fault, Sentence: d.why()}
}

// A create that was refused for a reason that no repetition heals is not repeated in a loop: over six hours, at most
// once in a quarter of an hour.
func TestFault27NothingRepeatsARefusedCreate(t *testing.T) {
	for _, fault := range []session.Fault{session.Forbidden, session.Quota, session.Rejected, session.Refused} {
		synctest.Test(t, func(t *testing.T) {
			o := newOffice()
			d := &denied{office: o, fault: fault, why: func() string { return "The workspace makes no token." }}
			ctx, cancel := context.WithTimeout(t.Context(), 6*time.Hour)
			defer cancel()
			code, out := o.keepAt(ctx, d)
			if code != Well || d.asked == 0 || d.asked > 6*4 || !strings.Contains(out, "The workspace makes no token.") {
				t.Errorf("%v: exit %d, asked %d times", fault, code, d.asked)
			}
			if !o.held["cfg:a"].Equal(madeOf("1")) || len(o.journal) > 0 {
				t.Errorf("%v: journal %v", fault, o.journal)
			}
		})
	}
}

// The network is down for half an hour around the moment of renewal: it is tried again all along, the user is warned
// when it becomes tight, and the token is renewed in time when the network is back, or at once if that was too late.
func TestFault36TheNetworkIsDown(t *testing.T) {
	for name, from := range map[string]time.Duration{"back before the end": 28 * time.Minute, "back just after the end": 31 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice()
				start, tries := time.Now(), 0
				o.out = func() bool {
					since := time.Since(start)
					down := since >= from && since < from+30*time.Minute
					if down {
						tries++
					}
					return down
				}
				ctx, cancel := context.WithTimeout(t.Context(), from+31*time.Minute)
				defer cancel()
				code, out := o.keep(ctx)
				if code != Well || o.made != 1 || tries < 15 || o.left() < 50*time.Minute || !strings.Contains(out, "ends in 4 min and is not rotated") {
					t.Errorf("exit %d, %d tokens, %d tries, %v left\n%s", code, o.made, tries, o.left(), out)
				}
				if renewed := 60*time.Minute - (from + 30*time.Minute); renewed > 0 && o.least <= 0 {
					t.Errorf("the file held a token that was over: %v", o.least)
				}
			})
		})
	}
}

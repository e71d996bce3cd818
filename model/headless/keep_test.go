package headless

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
)

// office is a stage whose workspace goes by the time and makes a different token each time.
type office struct {
	*stage
	made  int
	least time.Duration // that a token had left when it was replaced
	out   func() bool   // whether the workspace is out of reach
	none  func() bool   // whether there is no target yet
	other func() string // who keeps the targets instead
	early int           // tokens made in the meantime
}

func (o *office) Create(_ context.Context, spec token.Spec) (session.Created, error) {
	if o.out() {
		return session.Created{}, o.down()
	}
	o.made++
	if o.other() != "" {
		o.early++
	}
	o.least = min(o.least, o.left())
	value := secret.New(fmt.Sprintf("dapi%032x", o.made))
	o.tokens = append(o.tokens, token.Token{ID: token.ID(value.TokenID()), Comment: spec.Comment, Created: time.Now(),
		Expiry: token.ExpiresAt(time.Now().Add(spec.Lifetime))})
	return session.Created{ID: value.TokenID(), Value: value}, nil
}

func (o *office) Tokens(context.Context) ([]token.Token, error) {
	if o.out() {
		return nil, o.down()
	}
	return o.tokens, nil
}

func (o *office) Targets(ctx context.Context) ([]rotate.Target, error) {
	if o.none() {
		return nil, nil
	}
	return o.stage.Targets(ctx)
}

func (o *office) down() error {
	return &session.Error{Fault: session.Unreachable, Sentence: "The workspace is out of reach."}
}

func (o *office) left() time.Duration {
	for _, t := range o.tokens {
		if string(t.ID) == o.held["cfg:a"].TokenID() {
			left, _ := t.Left(time.Now())
			return left
		}
	}
	return 0
}

func (o *office) keep(ctx context.Context, names ...string) (int, string) {
	return o.keepTrying(ctx, func(session.Login) session.State { return session.Works }, names...)
}

// keepAt keeps the targets with another workspace.
func (o *office) keepAt(ctx context.Context, m Minter) (int, string) {
	return o.keepWith(ctx, m, func(session.Login) session.State { return session.Works })
}

func (o *office) keepTrying(ctx context.Context, try func(session.Login) session.State, names ...string) (int, string) {
	return o.keepWith(ctx, o, try, names...)
}

func (o *office) keepWith(ctx context.Context, m Minter, try func(session.Login) session.State, names ...string) (int, string) {
	n, start := 0, time.Now()
	d := KeepDeps{
		RotateDeps: RotateDeps{
			Files: o, Journal: o, Vault: func(string, string) rotate.Vault { return o }, Now: time.Now,
			NewID:   func() string { n++; return fmt.Sprintf("%08x", n) },
			Connect: func(session.Login) (Minter, error) { return m, nil },
			Try:     func(_ context.Context, l session.Login) (session.State, error) { return try(l), nil },
		},
		Elapsed: func() time.Duration { return time.Since(start) }, Chance: func() float64 { return 0 },
		Turn: func(context.Context) (func(), string, error) {
			if other := o.other(); other != "" {
				return nil, other, nil
			}
			return func() {}, "", nil
		},
	}
	var out bytes.Buffer
	code := Keep(ctx, d, names, &out)
	return code, out.String()
}

// newOffice has a token of one hour in two targets.
func newOffice() *office {
	no := func() bool { return false }
	o := &office{stage: newStage(), least: time.Hour, out: no, none: no, other: func() string { return "" }}
	o.tokens[0].Created, o.tokens[0].Expiry = time.Now(), token.ExpiresAt(time.Now().Add(time.Hour))
	return o
}

// Over two days no file ever holds a token that is about to end, and each is used for two thirds of its life.
func TestKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		ctx, cancel := context.WithTimeout(t.Context(), 48*time.Hour-time.Minute) // a rotation is due at the full hour
		defer cancel()
		code, out := o.keep(ctx)
		t.Logf("%d tokens, none with less than %v left", o.made, o.least)
		if code != Well || o.made != 71 || o.least < 19*time.Minute || strings.Count(out, "is rotated at") != 2*72 {
			t.Errorf("exit %d\n%s", code, out[:min(len(out), 4000)])
		}
		for line := range strings.Lines(out) {
			if _, err := time.Parse(time.RFC3339, strings.Fields(line)[0]); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// An outage is told once, and survived.
func TestKeepOutage(t *testing.T) {
	for name, from := range map[string]time.Duration{"from the start": 0, "when it is due": 30 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice()
				start := time.Now()
				o.out = func() bool {
					since := time.Since(start)
					return since >= from && since < from+20*time.Minute
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				code, out := o.keep(ctx)
				if code != Well || o.made != 1 || o.left() < 30*time.Minute || !strings.Contains(out, "out of reach") {
					t.Errorf("exit %d, %d tokens\n%s", code, o.made, out)
				}
			})
		})
	}
}

// One that watches makes nothing, and takes over within seconds.
func TestKeepWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		start := time.Now()
		o.other = func() string {
			if time.Since(start) < 50*time.Minute {
				return "another bricktop (process 7)"
			}
			return ""
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Minute+10*time.Second)
		defer cancel()
		code, out := o.keep(ctx)
		if code != Well || o.made != 1 || o.early > 0 || !strings.Contains(out, "process 7) keeps") || !strings.Contains(out, "has ended. This one keeps") {
			t.Errorf("exit %d, %d tokens\n%s", code, o.made, out)
		}
	})
}

// What was named is replaced when its token is over; what was not named stays.
func TestKeepDead(t *testing.T) {
	for name, names := range map[string][]string{"named": {"cfg:a"}, "not named": nil} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice()
				o.tokens = nil
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				code, out := o.keepTrying(ctx, func(l session.Login) session.State {
					if l.Token.Equal(madeOf("1")) {
						return session.Revoked
					}
					return session.Works
				}, names...)
				if code != Well || (o.made == 1) != (names != nil) || strings.Contains(out, "name it: bricktop keep cfg:a") != (names == nil) {
					t.Errorf("exit %d, %d tokens\n%s", code, o.made, out)
				}
			})
		})
	}
}

// What cannot be begun is told.
func TestKeepRefuses(t *testing.T) {
	o := newOffice()
	if code, out := o.keep(t.Context(), "cfg:none"); code != CouldNotTell || !strings.Contains(out, `There is no target "cfg:none". Those that hold a secret: cfg:a, cfg:b.`) {
		t.Errorf("exit %d: %s", code, out)
	}
	o.machine.Login.Host = ""
	if code, out := o.keep(t.Context()); code != CouldNotTell || !strings.Contains(out, "No Databricks sign-in") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// Where no file holds a token nobody is asked, so it is told once that there is nothing to keep, until there is.
func TestKeepHasNothingToKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		start := time.Now()
		o.none = func() bool { return time.Since(start) < 10*time.Minute }
		code, out := o.keep(ctx)
		if lines := told(out); code != Well || len(lines) < 3 || !strings.Contains(lines[0], "No file holds a token of "+ours+", so there is nothing to keep yet.") ||
			strings.Count(out, "nothing to keep") != 1 || !strings.Contains(lines[1], "cfg:a is rotated at") {
			t.Errorf("exit %d: %s", code, out)
		}
	})
}

// told is what was told, without the times.
func told(out string) (lines []string) {
	for line := range strings.Lines(out) {
		_, text, _ := strings.Cut(strings.TrimSpace(line), "  ")
		lines = append(lines, text)
	}
	return lines
}

// holdsLines checks that each of the texts is in so many of the lines.
func holdsLines(t *testing.T, out string, want map[string]int) {
	t.Helper()
	for text, n := range want {
		got := 0
		for _, line := range told(out) {
			if strings.Contains(line, text) {
				got++
			}
		}
		if got != n {
			t.Errorf("%q is in %d lines, not in %d:\n%s", text, got, n, out)
		}
	}
}

// However often it is tried, an outage is told when it begins, when it becomes serious, and when it is over: for each of
// the two targets.
func TestKeepTellsAnOutageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, start := newOffice(), time.Now()
		o.out = func() bool { since := time.Since(start); return since >= 30*time.Minute && since < 70*time.Minute }
		ctx, cancel := context.WithTimeout(t.Context(), 75*time.Minute)
		defer cancel()
		_, out := o.keep(ctx)
		holdsLines(t, out, map[string]int{
			"could not be rotated: The workspace is out of reach. The next try": 2, "ends in 4 min and is not rotated. The workspace is out of reach.": 2,
			"has ended. The workspace is out of reach. Rotation is tried on.": 2, "holds a new token, after": 2, "out of reach": 6,
		})
	})
	synctest.Test(t, func(t *testing.T) {
		o, start := newOffice(), time.Now()
		o.out = func() bool { return time.Since(start) < 20*time.Minute }
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
		defer cancel()
		_, out := o.keep(ctx)
		holdsLines(t, out, map[string]int{"out of reach": 1, "That is over: the workspace answers, and rotation goes on.": 1})
	})
}

// A create that fails is told step by step the first time, and again when it fails for another reason; so is what no
// repetition heals and is tried again all the same.
func TestKeepTellsFailuresOnce(t *testing.T) {
	for _, fault := range []session.Fault{session.Limited, session.Quota} {
		synctest.Test(t, func(t *testing.T) {
			o, start := newOffice(), time.Now()
			d := &denied{office: o, fault: fault, why: func() string {
				if time.Since(start) < 80*time.Minute {
					return "The workspace makes no token."
				}
				return "It has another reason now."
			}}
			ctx, cancel := context.WithTimeout(t.Context(), 109*time.Minute+7*time.Second)
			defer cancel()
			_, out := o.keepAt(ctx, d)
			if d.asked < 4 {
				t.Fatalf("asked %d times:\n%s", d.asked, out)
			}
			holdsLines(t, out, map[string]int{"FAILED    create a token": 2, "Rotating the token": 2, "could not be rotated: The workspace makes no token.": 2,
				"could not be rotated: It has another reason now.": 2, "and is not rotated. The workspace makes no token.": 2})
		})
	}
}

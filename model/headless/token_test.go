package headless

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
)

// pad is notes in memory.
type pad struct{ text []byte }

func (p *pad) Read(context.Context) ([]byte, error) { return p.text, nil }

func (p *pad) Replace(_ context.Context, edit func([]byte) []byte) error {
	p.text = edit(p.text)
	return nil
}

// desk is a stage on which a token is asked for.
type desk struct {
	*stage
	pad
	now   time.Time
	asked int
	lock  func() error
}

func (d *desk) Tokens(ctx context.Context) ([]token.Token, error) {
	d.asked++
	return d.stage.Tokens(ctx)
}

func (d *desk) Lock(context.Context) (func(), error) {
	if err := d.lock(); err != nil {
		return nil, err
	}
	return func() {}, nil
}

// newDesk has a token with so much left in two targets.
func newDesk(left time.Duration) *desk {
	d := &desk{stage: newStage(), now: noon, lock: func() error { return nil }}
	d.tokens[0].Expiry = token.ExpiresAt(noon.Add(left))
	return d
}

func (d *desk) token(name string) (code int, out, told string) {
	deps := RotateDeps{
		Files: d, Journal: d, Vault: func(string, string) rotate.Vault { return d }, NewID: func() string { return "7f3c9a1e" },
		Connect: func(session.Login) (Minter, error) { return d, nil },
		Try:     func(context.Context, session.Login) (session.State, error) { return d.state, nil },
		Now:     func() time.Time { return d.now },
	}
	var stdout, stderr bytes.Buffer
	code = Token(context.Background(), TokenDeps{RotateDeps: deps, Notes: &d.pad}, name, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// wants runs the command and holds it against what it should print and ask.
func (d *desk) wants(t *testing.T, code int, value secret.Secret, asked int) {
	t.Helper()
	d.asked = 0
	want := ""
	if code == Well {
		want = value.Reveal() + "\n"
	}
	got, out, told := d.token("")
	if got != code || out != want || d.asked != asked || (told == "") != (code == Well) {
		t.Errorf("exit %d, the right output %v, asked %d times: %s", got, out == want, d.asked, told)
	}
	if strings.Contains(string(d.text), "dapi") || strings.Contains(told, value.Reveal()) {
		t.Error("a secret got out")
	}
}

// The workspace is asked when nothing is known, and when what is known is old or about to end.
func TestTokenAsks(t *testing.T) {
	d := newDesk(2 * time.Hour)
	d.wants(t, Well, madeOf("1"), 1)
	d.wants(t, Well, madeOf("1"), 0)
	d.now = noon.Add(believed - time.Second)
	d.wants(t, Well, madeOf("1"), 0)
	d.now = noon.Add(believed)
	d.wants(t, Well, madeOf("1"), 1)
	// Out of reach, what was known is believed for as long as the token lives.
	d.tokensErr = errors.New("The workspace is out of reach.")
	d.now = noon.Add(2*time.Hour - promised)
	d.wants(t, Well, madeOf("1"), 1)
	d.now = d.now.Add(time.Second)
	d.wants(t, CouldNotTell, madeOf("1"), 1)
}

// A clock that differs from the workspace's prints no token that has ended there.
func TestTokenSkew(t *testing.T) {
	d := newDesk(10 * time.Minute)
	d.context.Skew = 8 * time.Minute
	d.wants(t, Well, madeOf("2"), 4) // to know, to sweep, to plan, and to look for a double
	d = newDesk(2 * time.Minute)
	d.context.Skew = -8 * time.Minute
	d.wants(t, Well, madeOf("1"), 1)
	d.wants(t, Well, madeOf("1"), 0)
}

func TestTokenNeverExpires(t *testing.T) {
	d := newDesk(0)
	d.tokens[0].Expiry = token.NeverExpires()
	d.wants(t, Well, madeOf("1"), 1)
	d.wants(t, Well, madeOf("1"), 0)
}

// Who does not get the lock takes what the one who had it made, and else says so.
func TestTokenLocked(t *testing.T) {
	d := newDesk(time.Minute)
	d.lock = func() error { return errors.New("Another bricktop is rotating tokens.") }
	d.wants(t, NeedsAttention, madeOf("1"), 1)
	d = newDesk(time.Minute)
	d.lock = func() error {
		for id := range d.held {
			d.held[id] = madeOf("3")
		}
		d.tokens = append(d.tokens, listed(madeOf("3"), "", token.ExpiresAt(noon.Add(time.Hour))))
		return errors.New("Another bricktop is rotating tokens.")
	}
	d.wants(t, Well, madeOf("3"), 2)
}

// A rotation whose token would not live for long enough is not begun.
func TestTokenShortLived(t *testing.T) {
	d := newDesk(time.Minute)
	d.tokens[0].Created = noon.Add(-2 * time.Minute)
	if code, _, told := d.token("cfg:b"); code != NeedsAttention || !strings.Contains(told, "live for 3m 00s") || !d.held["cfg:a"].Equal(madeOf("1")) {
		t.Errorf("exit %d: %s", code, told)
	}
}

// A rotation that fails prints nothing.
func TestTokenNotRotated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(time.Minute)
		d.state = session.Revoked
		d.wants(t, NeedsAttention, madeOf("2"), 5)
		if !d.held["cfg:a"].Equal(madeOf("1")) {
			t.Error("the file holds a token that was never proven")
		}
	})
}

package headless

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/model/token"
)

const (
	ours   = "https://dbc-ours.example.com"
	theirs = "https://dbc-theirs.example.com"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is everything outside, as a test wants it. It is all of Deps.
type world struct {
	machine    report.Inventory
	context    session.Context
	contextErr error
	tokens     []token.Token
	tokensErr  error
	connectErr error
	states     map[string]session.State // by fingerprint
	slow       time.Duration            // of every trial

	mu    sync.Mutex
	tried []session.Login
	now   int // trials under way
	most  int
}

func (w *world) Look(context.Context, string) report.Inventory { return w.machine }

func (w *world) Context(context.Context) (session.Context, error) { return w.context, w.contextErr }

func (w *world) Tokens(context.Context) ([]token.Token, error) { return w.tokens, w.tokensErr }

func (w *world) deps() Deps {
	return Deps{
		Files:   w,
		Connect: func(session.Login) (Workspace, error) { return w, w.connectErr },
		Try:     w.try,
		Now:     func() time.Time { return noon },
	}
}

func (w *world) try(ctx context.Context, l session.Login) (session.State, error) {
	w.mu.Lock()
	w.tried = append(w.tried, l)
	w.now++
	w.most = max(w.most, w.now)
	w.mu.Unlock()
	select {
	case <-ctx.Done():
	case <-time.After(w.slow):
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now--
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return w.states[l.Token.Fingerprint()], nil
}

func pat(digit string) secret.Secret { return secret.New("dapi" + strings.Repeat(digit, 32)) }

func listed(value secret.Secret, comment string, e token.Expiry) token.Token {
	return token.Token{ID: token.ID(value.TokenID()), Comment: comment, Created: noon.Add(-time.Hour), Expiry: e}
}

// hold puts one file on the machine with a token per digit, each in a profile of its own.
func (w *world) hold(host string, digits ...string) {
	file := creds.File{ID: creds.DatabricksCfg, Path: "/home/dev/.databrickscfg", Format: creds.INI, Exists: true, Mode: 0o600}
	for i, d := range digits {
		name := fmt.Sprintf("p%d", i)
		file.Secrets = append(file.Secrets, creds.Held{
			Where: "[" + name + "] token", Kind: creds.HeldPAT, Value: pat(d), Host: host, Profile: name, Databricks: true,
		})
	}
	w.machine.Files = append(w.machine.Files, file)
}

func well() *world {
	w := &world{
		context: session.Context{
			Host: ours, AuthType: session.PAT, Cloud: "aws", WorkspaceID: "1234567890",
			Principal: session.Principal{Kind: session.User, UserName: "dev@example.com"},
			Metastore: session.Metastore{Name: "main-eu"},
		},
		tokens: []token.Token{
			listed(pat("2"), "never", token.NeverExpires()),
			listed(pat("1"), "sdk-1", token.ExpiresAt(noon.Add(50*time.Minute))),
		},
	}
	w.machine.Login = report.Login{Host: ours, AuthType: "pat", Token: pat("1")}
	return w
}

func run(w *world, format Format) (code int, out string) {
	var b bytes.Buffer
	code = Status(context.Background(), w.deps(), &b, format)
	return code, b.String()
}

func TestExitCode(t *testing.T) {
	cases := []struct {
		name   string
		change func(*world)
		want   int
		says   string
	}{
		{"all well", func(*world) {}, Well, "main-eu"},
		{"a token in a file has four minutes", func(w *world) {
			w.hold(ours, "3")
			w.tokens = append(w.tokens, listed(pat("3"), "short", token.ExpiresAt(noon.Add(4*time.Minute))))
		}, NeedsAttention, "less than five minutes"},
		{"the workspace's clock is ahead", func(w *world) {
			w.hold(ours, "1")
			w.context.Skew = 46 * time.Minute
		}, NeedsAttention, "less than five minutes"},
		{"a file others can read", func(w *world) { w.hold(ours, "1"); w.machine.Files[0].Mode = 0o640 }, NeedsAttention, "chmod 600 /home/dev/.databrickscfg"},
		{"a dead token", func(w *world) {
			w.hold(theirs, "9")
			w.states = map[string]session.State{pat("9").Fingerprint(): session.Revoked}
		}, NeedsAttention, "revoked"},
		{"a token that was not told", func(w *world) { w.hold(theirs, "9") }, Well, "unknown"},
		{"nothing configured", func(w *world) { w.machine = report.Inventory{} }, CouldNotTell, "DATABRICKS_HOST"},
		{"no such profile", func(w *world) { w.machine.LoginErr = errors.New("There is no profile nope.") }, CouldNotTell, "There is no profile nope."},
		{"refused before anything is sent", func(w *world) { w.connectErr = errors.New("Plain http is refused.") }, CouldNotTell, "Plain http is refused."},
		{"no answer", func(w *world) {
			w.contextErr, w.tokensErr = errors.New("The host does not answer."), errors.New("The host does not answer.")
			w.tokens = nil
		}, CouldNotTell, "TOKENS  not known"},
		{"no list", func(w *world) { w.tokens, w.tokensErr = nil, errors.New("May not use tokens.") }, CouldNotTell, "May not use tokens."},
		{"no answer goes before findings", func(w *world) {
			w.contextErr = errors.New("No.")
			w.hold(ours, "1")
			w.machine.Files[0].Mode = 0o644
		}, CouldNotTell, "chmod 600"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := well()
			c.change(w)
			code, out := run(w, Text)
			if code != c.want || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want %d with %q:\n%s", code, c.want, c.says, out)
			}
			code, out = run(w, JSON)
			var shape struct {
				NeedsAttention bool `json:"needs_attention"`
			}
			if err := json.Unmarshal([]byte(out), &shape); err != nil || code != c.want {
				t.Errorf("JSON: exit %d, want %d: %v", code, c.want, err)
			}
			if c.want != CouldNotTell && shape.NeedsAttention != (c.want == NeedsAttention) {
				t.Errorf("needs_attention is %t", shape.NeedsAttention)
			}
		})
	}
}

func TestTextIsCalm(t *testing.T) {
	w := well()
	w.hold(theirs, "1", "9")
	w.machine.Files = append(w.machine.Files, creds.File{ID: creds.ClaudeCodeRouter, Path: "/home/dev/.claude-code-router/config.json", Format: creds.JSON5})
	w.machine.Env = []creds.Variable{
		{Name: "DATABRICKS_HOST", Set: true, Value: ours, Used: true, Source: "environment"},
		{Name: "DATABRICKS_TOKEN", Set: true, Secret: pat("1"), Source: "environment", Note: "White space around the value was cut."},
		{Name: "DATABRICKS_CLIENT_ID"},
	}
	w.tokens = append(w.tokens, listed(pat("4"), "データ連携 etl of a comment that goes on and on and on", token.Expiry{}))
	w.context.OAuthExpiry = noon.Add(time.Hour)
	_, out := run(w, Text)
	golden.RequireEqual(t, []byte(out))
}

func TestForeignTextIsHarmless(t *testing.T) {
	const evil = "a\x1b]52;c;eA==\x07\x1b[2J\u009b31m\u202eb\u200b\nTOKENS\r\x00\U000e0041"
	w := well()
	w.tokens[0].Comment = evil
	w.context.Principal.UserName, w.context.Metastore.Name = evil, evil
	w.machine.Env = []creds.Variable{{Name: "X", Set: true, Value: evil, Note: evil}}
	w.hold(evil, "9")
	w.machine.Files[0].Path, w.machine.Files[0].Problem = evil, &creds.Problem{Text: evil}
	w.tokensErr = errors.New(evil)
	for _, format := range []Format{Text, JSON} {
		_, out := run(w, format)
		for _, r := range out {
			if r != '\n' && (r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || strings.ContainsRune("\u202e\u200b\U000e0041", r)) {
				t.Errorf("%s lets %U through", format, r)
			}
		}
	}
	w.tokensErr = nil
	_, out := run(w, JSON)
	var back struct {
		Tokens []struct{ Comment string }
	}
	if err := json.Unmarshal([]byte(out), &back); err != nil || back.Tokens[1].Comment != evil {
		t.Errorf("JSON does not say what it was told: %v %q", err, back.Tokens)
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	w := well()
	w.hold(theirs, "1", "8", "9")
	w.machine.Env = []creds.Variable{{Name: "DATABRICKS_TOKEN", Set: true, Secret: pat("1")}}
	w.contextErr = errors.New("The server said " + pat("7").Reveal())
	for _, format := range []Format{Text, JSON} {
		_, out := run(w, format)
		for _, d := range []string{"1", "7", "8", "9"} {
			if strings.Contains(out, strings.Repeat(d, 32)) {
				t.Errorf("%s shows %s", format, d)
			}
		}
	}
}

func TestTrialsAreFewAndBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := well()
		var digits []string
		for i := range 40 {
			digits = append(digits, fmt.Sprintf("%x", 0x100+i))
		}
		w.hold(theirs, digits...)
		w.slow = 3 * time.Second
		began := time.Now()
		run(w, JSON)
		if took := time.Since(began); took > patience {
			t.Errorf("the trials took %s", took)
		}
		if w.most != tryTogether {
			t.Errorf("%d trials at once, want %d", w.most, tryTogether)
		}
		if want := 4 * tryTogether; len(w.tried) != want {
			t.Errorf("%d trials within %s, want %d", len(w.tried), patience, want)
		}
		for _, l := range w.tried {
			if l.Host != theirs || l.AuthType != session.PAT {
				t.Errorf("tried %+v", l)
			}
		}
	})
}

func TestParseFormat(t *testing.T) {
	for in, ok := range map[string]bool{"text": true, "json": true, "": false, "yaml": false, "JSON": false} {
		if _, err := ParseFormat(in); (err == nil) != ok {
			t.Errorf("%q: %v", in, err)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestOutputThatFails(t *testing.T) {
	for _, f := range []Format{Text, JSON} {
		if got := Status(context.Background(), well().deps(), broken{}, f); got != CouldNotTell {
			t.Errorf("%s: exit %d", f, got)
		}
	}
}

package model_test

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

const workspaceHost = "https://dbc-1.cloud.databricks.com"

// canary is a secret that must never be seen; it is put together at run time.
func canary(n int) secret.Secret {
	return secret.New("dapi" + strings.Repeat(fmt.Sprintf("ca%02xfe%02x", n, n), 4))
}

// fakeWorkspace is a workspace in memory that notes what was asked of it.
type fakeWorkspace struct {
	clock   *modeltest.Clock
	mu      sync.Mutex // a real Program asks from several goroutines
	context session.Context
	tokens  []token.Token
	calls   []string
	made    int

	contextErr, listErr, createErr, revokeErr error
	createAnyway                              bool // the create that fails makes a token all the same
}

func (f *fakeWorkspace) call(words ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, strings.Join(words, " "))
}

func (f *fakeWorkspace) Context(context.Context) (session.Context, error) {
	f.call("context")
	return f.context, f.contextErr
}

func (f *fakeWorkspace) Tokens(context.Context) ([]token.Token, error) {
	f.call("list")
	if f.listErr != nil {
		return nil, f.listErr
	}
	return append([]token.Token(nil), f.tokens...), nil
}

func (f *fakeWorkspace) Create(ctx context.Context, s token.Spec) (session.Created, error) {
	f.call("create", s.Comment, s.Lifetime.String())
	if f.createErr != nil && !f.createAnyway {
		return session.Created{}, f.createErr
	}
	f.made++
	value := canary(100 + f.made)
	now := f.clock.Now()
	f.tokens = append(f.tokens, token.Token{ID: token.ID(value.TokenID()), Comment: s.Comment, Created: now,
		Expiry: token.ExpiresAt(now.Add(s.Lifetime))})
	if f.createErr != nil {
		return session.Created{}, f.createErr
	}
	return session.Created{ID: value.TokenID(), Value: value}, nil
}

func (f *fakeWorkspace) Revoke(_ context.Context, id token.ID) error {
	f.call("revoke", string(id))
	if f.revokeErr != nil {
		return f.revokeErr
	}
	for i, t := range f.tokens {
		if t.ID == id {
			f.tokens = append(f.tokens[:i:i], f.tokens[i+1:]...)
			break
		}
	}
	return nil
}

// fakeFiles is a machine in memory.
type fakeFiles struct {
	inv     report.Inventory
	asked   []string // profiles
	slots   []report.Slot
	applied []report.Change
	undone  []report.Done

	planErr, applyErr error
}

func (f *fakeFiles) Look(_ context.Context, profile string) report.Inventory {
	f.asked = append(f.asked, profile)
	inv := f.inv
	inv.Files = slices.Clone(inv.Files)
	return inv
}

func (f *fakeFiles) Slots(context.Context, string, string) []report.Slot { return f.slots }

func (f *fakeFiles) PlanWrite(_ context.Context, s report.Slot, _ secret.Secret) (report.Change, error) {
	return report.Change{Title: "Write the token into " + s.Where, Path: s.Path, Slot: s, CanUndo: true, Notes: []string{s.Reader},
		Diff: []report.DiffLine{{Kind: report.Same, Text: "[DEFAULT]"}, {Kind: report.Removed, Text: "token = dapi••••#0001"},
			{Kind: report.Added, Text: "token = dapi••••#0002"}}}, f.planErr
}

func (f *fakeFiles) PlanMend(_ context.Context, mend report.Mend) (report.Change, error) {
	return report.Change{Title: "Protect " + mend.Path, Path: mend.Path, Mend: mend, CanUndo: true,
		Diff: []report.DiffLine{{Kind: report.Removed, Text: "mode 0644"}, {Kind: report.Added, Text: "mode 0600"}}}, f.planErr
}

func (f *fakeFiles) PlanPull(_ context.Context, _, _, target string) (report.Change, error) {
	return report.Change{}, fmt.Errorf("%s has no command that could take its place.", target)
}

func (f *fakeFiles) Apply(_ context.Context, c report.Change) (report.Done, error) {
	if f.applyErr != nil {
		return report.Done{}, f.applyErr
	}
	f.applied = append(f.applied, c)
	f.setMode(c.Path, 0o600)
	return report.Done{Path: c.Path, CanUndo: c.CanUndo}, nil
}

func (f *fakeFiles) Undo(_ context.Context, d report.Done) error {
	f.undone = append(f.undone, d)
	f.setMode(d.Path, 0o644)
	return nil
}

func (f *fakeFiles) Returning(context.Context, report.Done) []report.Held { return nil }

func (f *fakeFiles) Taken(context.Context, report.Change) []report.Held { return nil }

func (f *fakeFiles) setMode(path string, mode fs.FileMode) {
	for i := range f.inv.Files {
		if f.inv.Files[i].Path == path {
			f.inv.Files[i].Mode = mode
		}
	}
}

// stage is a dashboard on fakes, with words to tell a story in.
type stage struct {
	*modeltest.Driver
	t     testing.TB
	ws    *fakeWorkspace
	files *fakeFiles
	tried []session.Login
	opts  model.Options
}

// tokenOf is a token of the fake workspace: made used ago, with left to go.
func tokenOf(id, comment string, used, left time.Duration) token.Token {
	return token.Token{ID: token.ID(strings.Repeat(id, 8)), Comment: comment,
		Created: modeltest.Start.Add(-used), Expiry: token.ExpiresAt(modeltest.Start.Add(left))}
}

// newStage is a machine with a service principal in its environment and three tokens. edit may change all
// that before the dashboard starts.
func newStage(t testing.TB, edit ...func(*stage)) *stage {
	t.Helper()
	s := &stage{t: t}
	clock := modeltest.NewClock(modeltest.Start)
	s.ws = &fakeWorkspace{clock: clock,
		context: session.Context{
			Host: workspaceHost, AuthType: session.M2M, Cloud: "aws", WorkspaceID: "1234567890123456",
			Principal:   session.Principal{Kind: session.ServicePrincipal, UserName: "b2c7d1e0-0000-4000-8000-000000000001", DisplayName: "app-x devbox"},
			Metastore:   session.Metastore{ID: "m", Name: "metastore_aws_us_east_1", Region: "us-east-1"},
			OAuthExpiry: modeltest.Start.Add(52*time.Minute + 10*time.Second), RoundTrip: 41 * time.Millisecond,
			OAuthRenewal: modeltest.Start.Add(50*time.Minute + 10*time.Second), OAuthLife: time.Hour,
		},
		tokens: []token.Token{
			tokenOf("aaaa1111", "ci-nightly", 19*24*time.Hour, 71*24*time.Hour),
			tokenOf("bbbb2222", "laptop", 58*time.Minute, 2*time.Minute),
			tokenOf("cccc3333", "notebook export", 30*time.Hour, 10*time.Hour),
		},
	}
	s.files = &fakeFiles{inv: report.Inventory{
		Home: "/home/dev",
		Login: report.Login{Host: workspaceHost, AuthType: "oauth-m2m", ClientID: "b2c7d1e0-0000-4000-8000-000000000001",
			ClientSecret: canary(1), Sources: map[string]string{"host": "DATABRICKS_HOST"}},
		App: creds.App{Inside: true, Name: "devbox"},
		Env: []creds.Variable{{Name: "DATABRICKS_HOST", Set: true, Value: workspaceHost, Used: true, Source: "environment"},
			{Name: "DATABRICKS_CLIENT_SECRET", Set: true, Secret: canary(1), Used: true, Source: "environment"}},
		Files: []creds.File{{
			ID: creds.DatabricksCfg, Path: "/home/dev/.databrickscfg", Format: creds.INI, Exists: true, Mode: 0o644, Size: 211,
			Modified: modeltest.Start.Add(-time.Hour),
			Profiles: []creds.Profile{{Name: "DEFAULT", Host: workspaceHost, AuthKinds: []string{"pat"}, Default: true},
				{Name: "staging", Host: "https://dbc-2.cloud.databricks.com", AuthKinds: []string{"pat"}}},
			Secrets: []creds.Held{{Where: "[DEFAULT] token", Kind: creds.HeldPAT, Value: canary(2), Host: workspaceHost, Profile: "DEFAULT", Databricks: true}},
		}},
	}}
	s.opts = model.Options{
		Files:   s.files,
		Connect: func(session.Login) (model.Workspace, error) { return s.ws, nil },
		Try: func(_ context.Context, l session.Login) (session.State, error) {
			s.tried = append(s.tried, l)
			return session.Revoked, nil
		},
		Version: "test", Theme: theme.Options{Dark: true, Colors: theme.TrueColor},
	}
	for _, e := range edit {
		e(s)
	}
	s.Driver = modeltest.New(s.opts, clock, 160, 44)
	s.Settle()
	return s
}

func (s *stage) screen() string { return ansi.Strip(s.Frame()) }

// sees fails unless the screen shows all the texts.
func (s *stage) sees(texts ...string) *stage {
	s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.screen(), text) {
			s.t.Fatalf("%q is not on screen:\n%s", text, s.screen())
		}
	}
	return s
}

// misses fails if the screen shows one of the texts.
func (s *stage) misses(texts ...string) *stage {
	s.t.Helper()
	for _, text := range texts {
		if strings.Contains(s.screen(), text) {
			s.t.Fatalf("%q is on screen:\n%s", text, s.screen())
		}
	}
	return s
}

// called counts the calls that start with a text.
func (s *stage) called(prefix string) int {
	n := 0
	for _, c := range s.ws.calls {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

func (s *stage) calledTimes(prefix string, want int) *stage {
	s.t.Helper()
	if got := s.called(prefix); got != want {
		s.t.Fatalf("%q was called %d times, not %d: %q", prefix, got, want, s.ws.calls)
	}
	return s
}

// formatted is a message in every way that a careless log line could write it.
func formatted(msg any) string { return fmt.Sprintf("%v %+v %#v", msg, msg, msg) }

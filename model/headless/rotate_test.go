package headless

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
)

func madeOf(c string) secret.Secret { return secret.New("dapi" + strings.Repeat(c, 32)) }

// stage is a workspace, files and a journal in memory. It is all of RotateDeps.
type stage struct {
	world
	held    map[string]secret.Secret
	journal map[string]rotate.Entry
	spec    token.Spec
	revoked []token.ID
	state   session.State   // of the new token
	during  func()          // called by the first trial
	rigid   map[string]bool // targets that cannot be written
	fresh   bool            // the home has made nothing yet
	locked  error           // why the lock is not to be had

	complaint string // what the command wrote to stderr
}

func newStage() *stage {
	old := madeOf("1")
	s := &stage{held: map[string]secret.Secret{"cfg:a": old, "cfg:b": old}, journal: map[string]rotate.Entry{}, state: session.Works, during: func() {}}
	s.machine = report.Inventory{
		Login: report.Login{Host: ours, AuthType: "pat", Token: old}, TokenLifetime: time.Hour,
		Env:   []creds.Variable{{Name: "DATABRICKS_TOKEN", Set: true, Secret: old}},
		Files: []creds.File{{ID: "databrickscfg", Path: "~/a.bak", Secrets: []creds.Held{{Value: old}}}},
	}
	s.context = session.Context{Principal: session.Principal{UserName: "dev@example.com"}}
	s.tokens = []token.Token{{ID: token.ID(old.TokenID()), Comment: "sdk-1", Created: noon.Add(-time.Hour), Expiry: token.ExpiresAt(noon.Add(time.Hour))}}
	return s
}

func (s *stage) Create(_ context.Context, spec token.Spec) (session.Created, error) {
	s.spec = spec
	return session.Created{ID: madeOf("2").TokenID(), Value: madeOf("2")}, nil
}

func (s *stage) Revoke(_ context.Context, id token.ID) error {
	s.revoked = append(s.revoked, id)
	return nil
}

func (s *stage) Targets(context.Context) (list []rotate.Target, err error) {
	for _, id := range slices.Sorted(maps.Keys(s.held)) {
		list = append(list, rotate.Target{ID: id, Path: "/" + id, Where: "token", Host: ours, Held: s.held[id], Reader: "Restart it."})
	}
	return list, nil
}

func (s *stage) Check(_ context.Context, id string) error {
	if s.rigid[id] {
		return errors.New("It has other names.")
	}
	return nil
}

func (s *stage) Held(_ context.Context, id string) (secret.Secret, error) { return s.held[id], nil }

func (s *stage) Write(_ context.Context, id string, _, value secret.Secret) (rotate.Receipt, error) {
	s.held[id] = value
	return rotate.Receipt{Diff: []string{"+token = " + value.Mask()}}, nil
}

func (s *stage) Put(_ context.Context, e rotate.Entry) error { s.journal[e.ID] = e; return nil }

func (s *stage) Remove(_ context.Context, id string) error { delete(s.journal, id); return nil }

func (s *stage) Entries(context.Context) ([]rotate.Entry, error) {
	return slices.Collect(maps.Values(s.journal)), nil
}

func (s *stage) Lock(context.Context) (func(), error) { return func() {}, s.locked }

func (s *stage) Installed(context.Context) bool { return !s.fresh }

func (s *stage) Install(context.Context) (string, error) { return "b41d77c0", nil }

func (s *stage) rotate(ctx context.Context, format Format, change func(*RotateDeps), names ...string) (int, string) {
	d := RotateDeps{
		Files: s, Journal: s, Vault: func(string, string) rotate.Vault { return s }, NewID: func() string { return "7f3c9a1e" },
		Connect: func(session.Login) (Minter, error) { return s, s.connectErr },
		Try: func(context.Context, session.Login) (session.State, error) {
			s.during()
			return s.state, nil
		},
		Now: func() time.Time { return noon },
	}
	if change != nil {
		change(&d)
	}
	var out, stderr bytes.Buffer
	code := Rotate(ctx, d, names, &out, &stderr, format)
	s.complaint = stderr.String()
	return code, out.String()
}

func TestRotateTells(t *testing.T) {
	s := newStage()
	code, out := s.rotate(t.Context(), Text, nil)
	for _, want := range []string{
		"held by cfg:a, cfg:b", "done      create a token", "done      write it to cfg:b (/cfg:b, token)", "2 targets hold the new token",
		"is left to expire at 2026-11-23 13:00 UTC", "The old one also stands in the variable DATABRICKS_TOKEN, ~/a.bak.", "Restart it.", "2 of 2 targets hold a proven token.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not tell %q:\n%s", want, out)
		}
	}
	if code != Well || !s.held["cfg:b"].Equal(madeOf("2")) || s.spec.Lifetime != 2*time.Hour || len(s.revoked) > 0 || s.journal["7f3c9a1e"].Phase != rotate.Left {
		t.Errorf("exit %d, %+v", code, s)
	}
}

// What cannot be written does not keep the rest from being rotated, is named, and makes the exit code 1.
func TestRotateKeepsWhatCannotBeWritten(t *testing.T) {
	for name, c := range map[string]struct {
		rigid, names []string
		summary      string
		kept         string
		code         int
	}{
		"one of two that hold it":         {[]string{"cfg:b"}, nil, "2 of 3 targets", "[cfg:b]", NeedsAttention},
		"the only one that holds another": {[]string{"cfg:c"}, nil, "2 of 3 targets", "[cfg:c]", NeedsAttention},
		"one that was not named":          {[]string{"cfg:b"}, []string{"cfg:a"}, "1 of 2 targets", "[cfg:b]", NeedsAttention},
		"none":                            {nil, nil, "3 of 3 targets", "[]", Well},
	} {
		for _, format := range []Format{Text, JSON} {
			s := newStage()
			s.held["cfg:c"] = madeOf("3")
			s.tokens = append(s.tokens, token.Token{ID: token.ID(madeOf("3").TokenID()), Created: noon.Add(-time.Hour), Expiry: token.ExpiresAt(noon.Add(time.Hour))})
			s.rigid = map[string]bool{}
			for _, id := range c.rigid {
				s.rigid[id] = true
			}
			code, out := s.rotate(t.Context(), format, nil, c.names...)
			if code != c.code {
				t.Errorf("%s: exit %d:\n%s", name, code, out)
			}
			if format == Text {
				if !strings.Contains(out, c.summary) || strings.Contains(out, "It has other names.") != (c.code != Well) {
					t.Errorf("%s:\n%s", name, out)
				}
				continue
			}
			var r rotationsJSON
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatal(err)
			}
			kept := []string{}
			for _, k := range r.Kept {
				kept = append(kept, k.Target)
			}
			if fmt.Sprint(kept) != c.kept {
				t.Errorf("%s: kept %v", name, kept)
			}
		}
		for _, id := range c.rigid {
			s := newStage()
			s.rigid = map[string]bool{id: true}
			if s.rotate(t.Context(), Text, nil); len(s.revoked) > 0 {
				t.Errorf("%s: %v was revoked", name, s.revoked)
			}
		}
	}
	s := newStage()
	s.rigid = map[string]bool{"cfg:a": true, "cfg:b": true}
	if code, out := s.rotate(t.Context(), Text, nil); code != NeedsAttention || s.spec.Comment != "" || !strings.Contains(s.complaint, "cfg:a cannot be written. It has other names.") {
		t.Errorf("all: exit %d, made %q:\n%s", code, s.spec.Comment, out)
	}
}

// A token that was made less than a minute ago stays, with the reason; the others are rotated. It is no matter whether
// they were named.
func TestRotateLeavesWhatWasJustMade(t *testing.T) {
	for name, names := range map[string][]string{"none is named": nil, "both are named": {"cfg:a", "cfg:c"}} {
		for _, format := range []Format{Text, JSON} {
			s := newStage()
			s.held["cfg:c"] = madeOf("3")
			s.tokens = append(s.tokens, token.Token{ID: token.ID(madeOf("3").TokenID()), Created: noon.Add(-20 * time.Second), Expiry: token.ExpiresAt(noon.Add(time.Hour)),
				Comment: rotate.Tag{Install: "b41d77c0", Rotation: "0badcafe", Target: "cfg:c"}.String()})
			code, out := s.rotate(t.Context(), format, nil, names...)
			if code != NeedsAttention || !s.held["cfg:a"].Equal(madeOf("2")) || !s.held["cfg:c"].Equal(madeOf("3")) {
				t.Errorf("%s: exit %d, %v:\n%s", name, code, s.held, out)
			}
			want := []string{"cfg:c (/cfg:c) keeps the token it holds. cfg:c was given a new token 20 seconds ago. Wait a minute between two."}
			if format == Text && names == nil {
				want = append(want, "2 of 3 targets hold a proven token.")
			} else if format == JSON {
				want = append(want, `"why": "cfg:c was given a new token 20 seconds ago.`)
			}
			for _, text := range want {
				if !strings.Contains(out, text) {
					t.Errorf("%s: it does not tell %q:\n%s", name, text, out)
				}
			}
		}
	}
	s := newStage()
	s.tokens[0].Created, s.tokens[0].Comment = noon.Add(-20*time.Second), rotate.Tag{Install: "b41d77c0", Rotation: "0badcafe", Target: "cfg:a"}.String()
	if code, out := s.rotate(t.Context(), Text, nil); code != NeedsAttention || s.spec.Comment != "" || strings.Count(out+s.complaint, "Wait a minute between two.") != 1 {
		t.Errorf("the only one: exit %d, made %q:\n%s", code, s.spec.Comment, out)
	}
}

func TestRotateNeverAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		s.state = session.Revoked
		begun := time.Now()
		code, out := s.rotate(t.Context(), Text, nil)
		took := time.Since(begun)
		if code != NeedsAttention || took < 10*time.Second || took > 15*time.Second || !strings.Contains(out, "every file is as it was") || !strings.Contains(out, "undone    create a token") {
			t.Errorf("exit %d after %v:\n%s", code, took, out)
		}
		if !s.held["cfg:a"].Equal(madeOf("1")) || !slices.Equal(s.revoked, []token.ID{token.ID(madeOf("2").TokenID())}) || len(s.journal) > 0 {
			t.Errorf("held %v, revoked %v, journal %v", s.held, s.revoked, s.journal)
		}
	})
}

func TestRotateGivenUp(t *testing.T) {
	s := newStage()
	ctx, cancel := context.WithCancel(t.Context())
	s.during = cancel
	code, out := s.rotate(ctx, Text, nil)
	if code != NeedsAttention || !strings.Contains(out, "Given up: every file is as it was.") || !s.held["cfg:a"].Equal(madeOf("1")) || len(s.revoked) != 1 {
		t.Errorf("exit %d, revoked %v:\n%s", code, s.revoked, out)
	}
}

func TestRotateRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*stage, *RotateDeps)
		names  []string
		code   int
		want   string
	}{
		"read-only":    {func(_ *stage, d *RotateDeps) { d.ReadOnly = true }, nil, CouldNotTell, "--dry-run"},
		"no login":     {func(s *stage, _ *RotateDeps) { s.machine.Login = report.Login{} }, nil, CouldNotTell, "No Databricks sign-in"},
		"bad login":    {func(s *stage, _ *RotateDeps) { s.machine.LoginErr = errors.New("Two ways to sign in.") }, nil, CouldNotTell, "Two ways"},
		"no client":    {func(s *stage, _ *RotateDeps) { s.connectErr = errors.New("No such host.") }, nil, CouldNotTell, "No such host."},
		"no answer":    {func(s *stage, _ *RotateDeps) { s.contextErr = errors.New("Silence.") }, nil, CouldNotTell, "Silence."},
		"no list":      {func(s *stage, _ *RotateDeps) { s.tokensErr = errors.New("Not allowed.") }, nil, CouldNotTell, "Not allowed."},
		"wrong name":   {func(*stage, *RotateDeps) {}, []string{"cfg:x"}, CouldNotTell, `no target "cfg:x"`},
		"near the cap": {func(s *stage, _ *RotateDeps) { s.tokens = append(s.tokens, make([]token.Token, 550)...) }, nil, NeedsAttention, "of the 600"},
	} {
		s := newStage()
		code, out := s.rotate(t.Context(), Text, func(d *RotateDeps) { c.change(s, d) }, c.names...)
		if code != c.code || !strings.HasPrefix(s.complaint, "bricktop: ") || !strings.Contains(s.complaint, c.want) || s.spec.Comment != "" || len(s.journal) > 0 {
			t.Errorf("%s: exit %d: %q, %q", name, code, out, s.complaint)
		}
	}
}

func TestRotateDryRun(t *testing.T) {
	s := newStage()
	s.state = session.Revoked
	code, out := s.rotate(t.Context(), Text, func(d *RotateDeps) { d.DryRun = true })
	if code != Well || s.spec.Comment != "" || len(s.revoked) > 0 || !strings.Contains(out, "not done  prove it") || !strings.Contains(out, "+token = dapi••••#") || strings.Contains(out, "hold the new token") {
		t.Errorf("exit %d, made %q:\n%s", code, s.spec.Comment, out)
	}
}

func TestRotateAsJSON(t *testing.T) {
	s := newStage()
	code, out := s.rotate(t.Context(), JSON, nil)
	var r rotationsJSON
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if one := r.Rotations[0]; code != Well || r.ExitCode != 0 || !one.Proven || one.OldToken != "left" || fmt.Sprint(one.Targets) != "[cfg:a cfg:b]" || one.Error != "" {
		t.Errorf("got %s", out)
	}
	s = newStage()
	s.contextErr = errors.New("Silence.")
	if code, out := s.rotate(t.Context(), JSON, nil); code != CouldNotTell || s.complaint != "" || !strings.Contains(out, `"error": "Silence."`) || !strings.Contains(out, `"rotations": []`) {
		t.Errorf("exit %d: %s", code, out)
	}
}

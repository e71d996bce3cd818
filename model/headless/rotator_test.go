package headless

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
)

// At its start a dashboard asks nobody anything where nothing was left behind; where a rotation was cut off
// before its token was used, that token is revoked and the user is told.
func TestRecover(t *testing.T) {
	s := newStage()
	signIns := 0
	d := RotateDeps{
		Files: s, Journal: s, Vault: func(string, string) rotate.Vault { return s }, NewID: func() string { return "7f3c9a1e" },
		Connect: func(session.Login) (Minter, error) { signIns++; return s, nil },
		Try:     func(context.Context, session.Login) (session.State, error) { return session.Works, nil },
		Now:     time.Now,
	}
	s.fresh = true
	if told, err := Recover(t.Context(), d, ""); err != nil || len(told) > 0 || signIns > 0 {
		t.Fatalf("%q, %v, %d sign-ins", told, err, signIns)
	}
	s.fresh = false
	tag := rotate.Tag{Install: "b41d77c0", Rotation: "0badcafe", Target: "cfg:a"}
	lost := token.Token{ID: "lost", Comment: tag.String(), Created: time.Now(), Expiry: token.ExpiresAt(time.Now().Add(time.Hour))}
	s.tokens = append(s.tokens, lost)
	s.journal["0badcafe"] = rotate.Entry{ID: "0badcafe", Install: "b41d77c0", Host: ours, Principal: "dev@example.com",
		Targets: []string{"cfg:a"}, Phase: rotate.Created, New: rotate.Known{ID: "lost", Fingerprint: "00"}, At: time.Now()}
	told, err := Recover(t.Context(), d, "")
	if err != nil || !strings.Contains(strings.Join(told, " "), "cut off") || len(s.journal) > 0 {
		t.Errorf("%q, %v, journal %v", told, err, s.journal)
	}
	if !slices.Contains(s.revoked, lost.ID) {
		t.Error("the token that nobody uses was not revoked")
	}
	d.ReadOnly = true
	s.journal["x"] = rotate.Entry{ID: "x"}
	if told, err := Recover(t.Context(), d, ""); err != nil || len(told) > 0 {
		t.Errorf("a read-only run recovered: %q, %v", told, err)
	}
}

// A start takes away what this home made and nothing needs, though the journal knows of nothing: by one list, under the
// lock, and only where it may. Whatever keeps it from looking is no news.
func TestRecoverSweeps(t *testing.T) {
	for name, c := range map[string]struct {
		age   time.Duration
		spoil func(*stage, *RotateDeps)
		swept bool
	}{
		"an orphan":                  {11 * time.Minute, nil, true},
		"a young one":                {9 * time.Minute, nil, false},
		"a home that made nothing":   {time.Hour, func(s *stage, _ *RotateDeps) { s.fresh = true }, false},
		"read-only":                  {time.Hour, func(_ *stage, d *RotateDeps) { d.ReadOnly = true }, false},
		"a dry run":                  {time.Hour, func(_ *stage, d *RotateDeps) { d.DryRun = true }, false},
		"another bricktop is at it":  {time.Hour, func(s *stage, _ *RotateDeps) { s.locked = errors.New("Another bricktop is rotating tokens.") }, false},
		"the workspace is away":      {time.Hour, func(s *stage, _ *RotateDeps) { s.contextErr = errors.New("Silence.") }, false},
		"the workspace does not say": {time.Hour, func(s *stage, _ *RotateDeps) { s.tokensErr = errors.New("Silence.") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			tag := rotate.Tag{Install: "b41d77c0", Rotation: "0badcafe", Target: "cfg:a"}
			s.tokens = append(s.tokens, token.Token{ID: "orphan", Comment: tag.String(), Created: noon.Add(-c.age), Expiry: token.ExpiresAt(noon.Add(time.Hour))})
			s.tokens[0].Comment = rotate.Tag{Install: "b41d77c0", Rotation: "00000001", Target: "cfg:a"}.String() // it is listed by its hash
			m := &counting{stage: s}
			d := RotateDeps{
				Files: s, Journal: s, Vault: func(string, string) rotate.Vault { return s }, NewID: func() string { return "7f3c9a1e" },
				Connect: func(session.Login) (Minter, error) { return m, nil }, Now: func() time.Time { return noon },
			}
			if c.spoil != nil {
				c.spoil(s, &d)
			}
			told, err := Recover(t.Context(), d, "")
			if swept := slices.Equal(s.revoked, []token.ID{"orphan"}); err != nil || swept != c.swept || len(told) > 0 != c.swept || m.lists > 1 {
				t.Errorf("%q, %v, revoked %v, %d lists", told, err, s.revoked, m.lists)
			}
		})
	}
}

// counting counts how often it is asked for its tokens.
type counting struct {
	*stage
	lists int
}

func (l *counting) Tokens(ctx context.Context) ([]token.Token, error) {
	l.lists++
	return l.stage.Tokens(ctx)
}

package headless

import (
	"context"
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
	if told, err := Recover(t.Context(), d, ""); err != nil || len(told) > 0 || signIns > 0 {
		t.Fatalf("%q, %v, %d sign-ins", told, err, signIns)
	}
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

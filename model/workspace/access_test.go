package workspace

import (
	"testing"
	"time"

	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

// The access token works like one that was stored, and a login by token gives that token without asking.
func TestAccessToken(t *testing.T) {
	s := start(t, fake.Options{})
	c := connect(t, m2mLogin(s), Options{})
	value, ends, err := c.AccessToken(t.Context())
	if left := time.Until(ends); err != nil || value.IsPAT() || left < 30*time.Minute || left > 2*time.Hour {
		t.Fatalf("ends in %v: %v", left, err)
	}
	login := session.Login{Host: s.URL(), AuthType: session.PAT, Token: value}
	if _, err := connect(t, login, Options{}).Context(t.Context()); err != nil {
		t.Error(err)
	}
	pat := patLogin(s)
	asked := len(s.Requests())
	if value, ends, err := connect(t, pat, Options{}).AccessToken(t.Context()); err != nil || !value.Equal(pat.Token) || !ends.IsZero() || len(s.Requests()) != asked {
		t.Errorf("ends %v, %d requests: %v", ends, len(s.Requests())-asked, err)
	}
	wrong := m2mLogin(s)
	wrong.ClientID = "nobody"
	if value, _, err := connect(t, wrong, Options{}).AccessToken(t.Context()); session.FaultOf(err) != session.Unauthorized || !value.IsZero() {
		t.Errorf("a wrong login: %v", err)
	}
}

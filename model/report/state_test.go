package report

import (
	"errors"
	"testing"
	"time"

	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

func TestStates(t *testing.T) {
	held := func(change func(*creds.Held)) creds.Held {
		h := creds.Held{Kind: creds.HeldPAT, Value: pat("1"), Host: ours, Databricks: true}
		change(&h)
		return h
	}
	tried := map[Key]session.State{{Fingerprint: pat("9").Fingerprint(), Host: ours}: session.Revoked}
	unauthorized := &session.Error{Fault: session.Unauthorized}
	cases := []struct {
		name   string
		held   creds.Held
		change func(*Facts)
		want   session.State
	}{
		{"listed", held(func(*creds.Held) {}), nil, session.Works},
		{"listed, no host beside it", held(func(h *creds.Held) { h.Host = "" }), nil, session.Works},
		{"listed, never expires", held(func(h *creds.Held) { h.Value = pat("2") }), nil, session.Works},
		{"listed, end unknown", held(func(h *creds.Held) { h.Value = pat("3") }), nil, session.Works},
		{"listed, past its end", held(func(*creds.Held) {}), func(f *Facts) { f.Tokens[0].Expiry = in(-1) }, session.Expired},
		{"listed, host elsewhere", held(func(h *creds.Held) { h.Host = theirs }), nil, session.WrongWorkspace},
		{"listed before, no context now", held(func(*creds.Held) {}), func(f *Facts) { f.Context = nil }, session.Works},
		{"the list goes before a trial", held(func(*creds.Held) {}), func(f *Facts) {
			f.Tried = map[Key]session.State{{Fingerprint: pat("1").Fingerprint(), Host: ours}: session.Revoked}
		}, session.Works},
		{"tried", held(func(h *creds.Held) { h.Value = pat("9") }), func(f *Facts) { f.Tried = tried }, session.Revoked},
		{"tried elsewhere", held(func(h *creds.Held) { h.Value, h.Host = pat("9"), theirs }), func(f *Facts) { f.Tried = tried }, session.NotTried},
		{"not tried", held(func(h *creds.Held) { h.Value = pat("9") }), nil, session.NotTried},
		{"a variable's name", held(func(h *creds.Held) { h.Value, h.Indirect = secretless, "$X" }), nil, session.Indirect},
		{"another vendor's", held(func(h *creds.Held) { h.Value, h.Databricks = pat("9"), false }), func(f *Facts) { f.Tried = tried }, session.NotTried},
		{"signed in with it", held(asLogin), nil, session.Works},
		{"signed in with it, refused", held(asLogin), func(f *Facts) { f.ContextErr = unauthorized }, session.Revoked},
		{"signed in with it, offline since", held(asLogin), func(f *Facts) { f.ContextErr = errors.New("x") }, session.Works},
		{"signed in with it, offline", held(asLogin), func(f *Facts) { f.Context, f.ContextErr = nil, errors.New("x") }, session.Undecided},
		{"signing in with it", held(asLogin), func(f *Facts) { f.Context = nil }, session.NotTried},
		{"the same secret of another client", held(func(h *creds.Held) { asLogin(h); h.ClientID = "app-2" }), nil, session.NotTried},
		{"the same secret elsewhere", held(func(h *creds.Held) { asLogin(h); h.Host = theirs }), nil, session.NotTried},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := appTerminal()
			cfg(&f).Secrets = []creds.Held{c.held}
			if c.change != nil {
				c.change(&f)
			}
			got := Judge(f).Files[0].Secrets[0]
			if got.State != c.want {
				t.Errorf("got %s, want %s", got.State, c.want)
			}
			proven := c.held.Value.TokenID() == string(f.Tokens[0].ID) || c.held.Value.Equal(pat("2")) || c.held.Value.Equal(pat("3"))
			if (got.TokenID != "") != proven {
				t.Errorf("token ID %q", got.TokenID)
			}
		})
	}
}

var secretless = creds.Held{}.Value

func asLogin(h *creds.Held) {
	h.Kind, h.Value, h.ClientID = creds.HeldClientSecret, oauth("a"), "app-1"
}

func TestAttempts(t *testing.T) {
	f := appTerminal()
	add := func(h creds.Held) { cfg(&f).Secrets = append(cfg(&f).Secrets, h) }
	add(creds.Held{Kind: creds.HeldPAT, Value: pat("9"), Host: theirs, Databricks: true})
	add(creds.Held{Kind: creds.HeldPAT, Value: pat("9"), Host: theirs, Databricks: true, Profile: "again"})
	add(creds.Held{Kind: creds.HeldPAT, Value: pat("9"), Host: ours, Databricks: true})
	add(creds.Held{Kind: creds.HeldPAT, Value: pat("8"), Databricks: true}) // no host
	add(creds.Held{Kind: creds.HeldPAT, Value: pat("7"), Host: ours})       // not Databricks
	add(creds.Held{Kind: creds.HeldPassword, Value: pat("6"), Host: ours, Databricks: true})
	add(creds.Held{Kind: creds.HeldClientSecret, Value: oauth("b"), Host: theirs, ClientID: "app-2", Databricks: true})
	add(creds.Held{Kind: creds.HeldClientSecret, Value: oauth("c"), Host: theirs, Databricks: true}) // no client ID
	add(creds.Held{Kind: creds.HeldPAT, Value: pat("5"), Host: theirs, Databricks: true})            // tried below
	add(creds.Held{Kind: creds.HeldPAT, Indirect: "$DATABRICKS_TOKEN", Host: ours, Databricks: true})
	f.Tried = map[Key]session.State{{Fingerprint: pat("5").Fingerprint(), Host: theirs}: session.Undecided}

	want := []session.Login{
		{Host: theirs, AuthType: session.PAT, Token: pat("9")},
		{Host: ours, AuthType: session.PAT, Token: pat("9")},
		{Host: theirs, AuthType: session.M2M, ClientID: "app-2", ClientSecret: oauth("b")},
	}
	got := Attempts(f)
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i, w := range want {
		g := got[i].Login
		if g.Host != w.Host || g.AuthType != w.AuthType || g.ClientID != w.ClientID || !g.Token.Equal(w.Token) || !g.ClientSecret.Equal(w.ClientSecret) {
			t.Errorf("%d: got %+v, want %+v", i, g, w)
		}
	}
	f.Tried = map[Key]session.State{}
	for _, a := range append(got, Attempts(f)...) {
		f.Tried[a.Key] = session.Works
	}
	if again := Attempts(f); len(again) != 0 {
		t.Errorf("tried again: %+v", again)
	}
}

func TestAttemptsWaitForTheList(t *testing.T) {
	f := appTerminal()
	f.Tokens, f.Listed, f.Context = nil, false, nil
	if got := Attempts(f); len(got) != 0 {
		t.Errorf("tried before the list could prove it: %+v", got)
	}
	f.ContextErr = errors.New("no answer")
	if got := Attempts(f); len(got) != 1 {
		t.Errorf("no list will come: %+v", got)
	}
	f.ContextErr = &session.Error{Fault: session.TimedOut}
	if got := Attempts(f); len(got) != 0 {
		t.Errorf("tried at a host that does not answer: %+v", got)
	}
	f.ContextErr, f.Machine.Login = nil, creds.Login{}
	if got := Attempts(f); len(got) != 2 {
		t.Errorf("nothing to sign in with: %+v", got)
	}
}

// Between now and NextChange nothing but the seconds left may change, and at it something does.
func TestNextChange(t *testing.T) {
	f := appTerminal()
	f.Tokens = append(f.Tokens, listed(pat("6"), in(20*time.Minute)), listed(pat("7"), in(9*24*time.Hour)))
	steps := 0
	for next := NextChange(f); !next.IsZero(); next = NextChange(f) {
		if !next.After(f.Now) {
			t.Fatalf("%s is not after %s", next, f.Now)
		}
		before := verdict(t, f)
		f.Now = next.Add(-time.Nanosecond)
		if got := verdict(t, f); got != before {
			t.Fatalf("changed before %s:\n%s\n%s", next, before, got)
		}
		f.Now = next
		if got := verdict(t, f); got == before {
			t.Fatalf("nothing changed at %s", next)
		}
		if steps++; steps > 30 {
			t.Fatal("there is no end")
		}
	}
	if steps < 8 {
		t.Errorf("only %d steps", steps)
	}
	f.Tokens = []token.Token{listed(pat("2"), token.NeverExpires()), listed(pat("3"), token.Expiry{})}
	if next := NextChange(f); !next.IsZero() {
		t.Errorf("got %s", next)
	}
}

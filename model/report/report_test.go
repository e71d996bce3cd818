package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

// verdict is a report without what every second changes.
func verdict(t testing.TB, f Facts) string {
	r := Judge(f)
	for i := range r.Tokens {
		r.Tokens[i].SecondsLeft = nil
	}
	return asJSON(t, r)
}

func asJSON(t testing.TB, r Report) string {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// messy has something of everything.
func messy() Facts {
	f := appTerminal()
	cfg(&f).Mode = 0o644
	cfg(&f).Secrets = append(cfg(&f).Secrets,
		creds.Held{Where: "[old] token", Kind: creds.HeldPAT, Value: pat("9"), Host: theirs, Profile: "old", Databricks: true},
		creds.Held{Where: "[app] token", Kind: creds.HeldPAT, Value: pat("1"), Host: ours, Profile: "app", Databricks: true})
	cfg(&f).Profiles = append(cfg(&f).Profiles, creds.Profile{Name: "old", Host: theirs, AuthKinds: []string{"basic", "pat"}})
	router(&f).Secrets = append(router(&f).Secrets, creds.Held{Where: "Providers[2].api_key (env)", Kind: creds.HeldAPIKey, Indirect: "$KEY", Provider: "env", Databricks: true})
	f.Machine.Files = append(f.Machine.Files, creds.File{ID: "x", Path: "/x", Format: creds.INI, Exists: true, Problem: &creds.Problem{Line: 2, Column: 5, Text: "it holds " + pat("d").Reveal() + "."}})
	f.Machine.Env[2].Note = "not used"
	f.Tried = map[Key]session.State{{Fingerprint: pat("9").Fingerprint(), Host: theirs}: session.Revoked}
	f.Tokens[0].Expiry, f.Tokens[0].Scopes = in(200*time.Second), []string{"sql"}
	f.Tokens = append(f.Tokens, listed(pat("6"), in(-90*time.Second)))
	return f
}

func TestJSON(t *testing.T) {
	for name, f := range map[string]Facts{"messy": messy(), "well": appTerminal(), "nothing": {Now: now}} {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, []byte(asJSON(t, Judge(f)))) })
	}
}

func TestJudgeChangesNothingAndRepeats(t *testing.T) {
	f := messy()
	before := fmt.Sprintf("%+v", f)
	first := Judge(f)
	Attempts(f)
	NextChange(f)
	if second := Judge(f); !reflect.DeepEqual(first, second) {
		t.Error("two judgements of the same facts differ")
	}
	if after := fmt.Sprintf("%+v", f); after != before {
		t.Errorf("the facts changed:\n%s\n%s", before, after)
	}
}

func TestNoSecretGetsOut(t *testing.T) {
	f := messy()
	f.ContextErr = fmt.Errorf("the server said %s and %s", pat("e").Reveal(), f.Machine.Login.ClientSecret.Reveal())
	out := asJSON(t, Judge(f)) + fmt.Sprintf("%+v %#v", Judge(f), Judge(f))
	canaries := []string{"sk-of-another-vendor"}
	for _, d := range strings.Split("123456789abcdef", "") {
		canaries = append(canaries, strings.Repeat(d, 32))
	}
	for _, c := range canaries {
		if strings.Contains(out, c) {
			t.Errorf("%q got out", c)
		}
	}
}

func TestWorkspaceTrouble(t *testing.T) {
	login, context, tokens := fmt.Errorf("a"), fmt.Errorf("b"), fmt.Errorf("c")
	for _, c := range []struct {
		change func(*Facts)
		want   string
	}{
		{func(*Facts) {}, ""},
		{func(f *Facts) { f.Machine.LoginErr, f.ContextErr = login, context }, "a"},
		{func(f *Facts) { f.ContextErr, f.TokensErr = context, tokens }, "b"},
		{func(f *Facts) { f.TokensErr = tokens }, "c"},
		{func(f *Facts) { f.Machine.Login = creds.Login{} }, "No Databricks sign-in is configured: set DATABRICKS_HOST with DATABRICKS_TOKEN, or with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or add a profile to ~/.databrickscfg."},
	} {
		f := appTerminal()
		c.change(&f)
		if got := Judge(f).Workspace.Error; string(got) != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestMetastore(t *testing.T) {
	for _, c := range []struct {
		store session.Metastore
		err   error
		want  Text
	}{
		{session.Metastore{ID: "m", Name: "main"}, nil, "main"},
		{session.Metastore{ID: "m"}, nil, "m"},
		{session.Metastore{}, nil, "none"},
		{session.Metastore{}, fmt.Errorf("forbidden"), ""},
	} {
		f := appTerminal()
		f.Context.Metastore, f.Context.MetastoreErr = c.store, c.err
		if got := Judge(f).Workspace.Metastore; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func BenchmarkJudge10000(b *testing.B) {
	f := messy()
	for i := range 10_000 {
		f.Tokens = append(f.Tokens, token.Token{ID: token.ID(fmt.Sprintf("%064x", i)), Comment: "sdk", Created: now, Expiry: in(time.Duration(i) * time.Second)})
	}
	b.Run("judge", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Judge(f)
		}
	})
	b.Run("next", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NextChange(f)
		}
	})
}

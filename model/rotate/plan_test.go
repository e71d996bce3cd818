package rotate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// refusing is a workspace that makes no tokens.
type refusing struct {
	*world
	err error
}

func (r refusing) Create(context.Context, token.Spec) (session.Created, error) {
	return session.Created{}, r.err
}

// stage is what choices are made from: one token in two files, another in a third, and what is not ours.
func stage() Ask {
	listed := func(n int, comment string) token.Token {
		return token.Token{ID: token.ID(secret.New(value(n)).TokenID()), Comment: comment, Scopes: []string{"sql"},
			Created: noon.Add(-time.Hour), Expiry: token.ExpiresAt(noon.Add(time.Hour))}
	}
	at := func(id, host string, n int) Target {
		return Target{ID: id, Path: "/" + id, Host: host, Held: secret.New(value(n))}
	}
	made := 0
	return Ask{
		Host: host, Principal: principal, Lifetime: 3600 * time.Second, Install: install, Now: noon,
		NewID:  func() string { made++; return fmt.Sprintf("%08x", made) },
		Tokens: []token.Token{listed(1, "sdk-1"), listed(2, "sdk-2")},
		Targets: []Target{
			at("cfg:a", host, 1), at("router:b", host, 1), at("cfg:c", strings.ToUpper(host), 2),
			at("cfg:dead", host, 3), at("cfg:theirs", "https://other.example.com", 4), {ID: "cfg:none", Host: host},
			{ID: "router:env", Host: host, Refused: errors.New("It only names a variable.")}, at("cfg:hostless", "", 5),
		},
	}
}

func TestChoose(t *testing.T) {
	a := stage()
	plans, notes, err := Choose(a)
	if err != nil || len(plans) != 2 || len(notes) != 1 || !strings.Contains(notes[0], "bricktop rotate cfg:dead") {
		t.Fatalf("%d plans, notes %q: %v", len(plans), notes, err)
	}
	p := plans[0]
	if len(p.Targets) != 2 || p.Targets[1].ID != "router:b" || p.Spec.Lifetime != 2*time.Hour || !slices.Equal(p.Spec.Scopes, []string{"sql"}) ||
		p.Spec.Comment != "bricktop:1:b41d77c0:00000001:cfg:a" || p.Old.ID != a.Tokens[0].ID || p.Own || p.Unlisted {
		t.Errorf("%+v", p)
	}
	a.Names, a.Login = []string{"cfg:dead", "router:b", "cfg:a"}, secret.New(value(1))
	if plans, _, err = Choose(a); err != nil || len(plans) != 2 || !plans[0].Unlisted || plans[0].Spec.Lifetime != a.Lifetime || !plans[1].Own || len(plans[1].Targets) != 2 {
		t.Errorf("%+v: %v", plans, err)
	}
}

func TestRefusals(t *testing.T) {
	mine := func(n int, age time.Duration) (list []token.Token) {
		for i := range n {
			list = append(list, token.Token{ID: token.ID(fmt.Sprint(i)), Created: noon.Add(-age), Expiry: token.ExpiresAt(noon.Add(time.Hour)),
				Comment: Tag{install, fmt.Sprintf("%08x", i), "cfg:a"}.String()})
		}
		return list
	}
	for name, c := range map[string]struct {
		change func(*Ask)
		want   string
		usage  bool
	}{
		"no such target":  {func(a *Ask) { a.Names = []string{"cfg:x"} }, `There is no target "cfg:x". Those that hold a secret: cfg:a, router:b`, true},
		"other workspace": {func(a *Ask) { a.Names = []string{"cfg:theirs"} }, "belongs to https://other.example.com", false},
		"variable":        {func(a *Ask) { a.Names = []string{"router:env"} }, "It only names a variable.", false},
		"nothing there":   {func(a *Ask) { a.Names = []string{"cfg:none"} }, "holds no token yet", false},
		"no host":         {func(a *Ask) { a.Names = []string{"cfg:hostless"} }, "names no host", false},
		"nothing at all":  {func(a *Ask) { a.Tokens = nil }, "there is nothing to rotate. cfg:a holds a token that is not among", false},
		"near the quota": {func(a *Ask) {
			for range 548 {
				a.Tokens = append(a.Tokens, token.Token{Expiry: token.NeverExpires()})
			}
			a.Tokens = append(a.Tokens, token.Token{Expiry: token.ExpiresAt(noon)})
		}, "has 550 tokens", false},
		"a storm": {func(a *Ask) { a.Names, a.Tokens = []string{"cfg:a"}, append(a.Tokens, mine(1, 20*time.Second)...) }, "20 seconds ago", false},
		"a storm, by a clock in whole seconds": {func(a *Ask) {
			a.Names, a.Tokens = []string{"cfg:a"}, append(a.Tokens, mine(1, -900*time.Millisecond)...)
		}, "0 seconds ago", false},
		"too many":  {func(a *Ask) { a.Names, a.Tokens = []string{"cfg:a"}, append(a.Tokens, mine(3, time.Hour)...) }, "3 live tokens that bricktop made", false},
		"two names": {func(a *Ask) { a.Names = []string{"cfg:a", "cfg:none"} }, "cfg:none holds no token", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := stage()
			c.change(&a)
			_, _, err := Choose(a)
			refusal, ok := errors.AsType[*Refusal](err)
			if !ok || !strings.Contains(refusal.Text, c.want) || refusal.Usage != c.usage {
				t.Errorf("got %v", err)
			}
		})
	}
	a := stage()
	a.Targets[1].Refused, a.Names = errors.New("It is another user's."), []string{"cfg:a"}
	if plans, _, err := Choose(a); err != nil || len(plans) != 1 || len(plans[0].Targets) != 1 || !slices.Equal(plans[0].Elsewhere, []string{"router:b"}) {
		t.Errorf("named, with a second one that cannot be written: %+v: %v", plans, err)
	}
	a = stage()
	a.Tokens = append(a.Tokens, mine(2, -time.Hour)...)
	if _, _, err := Choose(a); err != nil {
		t.Errorf("tokens of another clock: %v", err)
	}
}

func TestCheck(t *testing.T) {
	w := newWorld(1)
	p := w.plan()
	foreign := w.mint("a colleague's", time.Hour)
	unlisted := func(v string) Plan {
		return Plan{Unlisted: true, Principal: principal, Targets: []Target{{ID: "cfg:x", Held: secret.New(v)}}}
	}
	for name, c := range map[string]struct {
		plan   Plan
		change func(*world)
		want   string
	}{
		"fine":            {p, func(*world) {}, ""},
		"dead":            {unlisted(value(77)), func(*world) {}, ""},
		"somebody else's": {unlisted(foreign.value), func(*world) {}, "it belongs to somebody else"},
		"no answer":       {unlisted(foreign.value), func(w *world) { w.broken["verify"] = true }, "could not be told"},
	} {
		w.broken = map[string]bool{}
		c.change(w)
		_, err := Check(t.Context(), c.plan, nil, w.deps())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What cannot be written is kept out of the plan, and the rest is planned; nothing is where nothing is left.
func TestKept(t *testing.T) {
	a := stage()
	a.Targets[1].Refused = errors.New("It is another user's.")
	a.Targets = append(a.Targets, Target{ID: "netrc", Path: "/netrc", Host: host, Held: secret.New(value(2)), Refused: errors.New("It is no file for that.")},
		Target{ID: "cfg:e", Path: "/cfg:e", Host: "https://other.example.com", Held: secret.New(value(2))},
		Target{ID: "environment:X", Where: "X", Host: host, Held: secret.New(value(2)), Refused: errors.New("It is a variable.")})
	plans, _, err := Choose(a)
	if err != nil || len(plans) != 2 || len(plans[0].Targets) != 1 || plans[0].Kept[0].ID != "router:b" {
		t.Fatalf("%+v: %v", plans, err)
	}
	if p := plans[1]; len(p.Targets) != 1 || len(p.Kept) != 2 || !strings.Contains(p.Kept[1].Refused.Error(), "Mend the host") || !slices.Equal(p.Elsewhere, []string{"the variable X"}) {
		t.Errorf("%+v", p)
	}

	w := newWorld(3)
	w.rigid = map[string]bool{"file:0": true}
	p := w.plan()
	if len(p.Targets) != 2 || len(p.Kept) != 1 || p.Kept[0].ID != "file:0" || !strings.HasSuffix(p.Spec.Comment, ":file:1") {
		t.Fatalf("%+v", p)
	}
	r := w.play(Begin(p))
	if !r.Done() || w.files["file:0"] != w.tokens[0].value || w.files["file:1"] != w.files["file:2"] || w.files["file:1"] == w.files["file:0"] || w.tokens[0].revoked || r.State.Phase != Left {
		t.Errorf("done %v, %s: %v", r.Done(), r.State.Phase, w.files)
	}
	if told := strings.Join(r.Aftermath(), " "); !strings.Contains(told, "file:0 (/file:0) was left as it is and holds the old token. Once it can be written: bricktop rotate file:0") {
		t.Error(told)
	}
	whole := Plan{Targets: []Target{{ID: "file:0"}, {ID: "file:1"}}}
	for name, c := range map[string]struct {
		names []string
		rigid []string
		want  string
	}{
		"all refuse":             {nil, []string{"file:0", "file:1"}, "file:0 cannot be written. It has other names."},
		"the named one refuses":  {[]string{"file:1"}, []string{"file:1"}, "file:1 cannot be written."},
		"another one refuses":    {[]string{"file:1"}, []string{"file:0"}, ""},
		"one of the named may":   {[]string{"file:0", "file:1"}, []string{"file:0"}, ""},
		"nothing refuses at all": {nil, nil, ""},
	} {
		w.rigid = map[string]bool{}
		for _, id := range c.rigid {
			w.rigid[id] = true
		}
		p, err := Check(t.Context(), whole, c.names, w.deps())
		if c.want == "" && (err != nil || len(p.Kept) != len(c.rigid)) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || len(p.Targets) > 0) {
			t.Errorf("%s: %d targets, %d kept: %v", name, len(p.Targets), len(p.Kept), err)
		}
	}
}

// The budget counts what was made for any target of the plan, and what its targets hold.
func TestBudgetOfEveryTarget(t *testing.T) {
	for name, c := range map[string]struct {
		held, tagged string // whose token was made just now
		want         string
	}{
		"for the second target":             {"2", "router:b", "router:b was given a new token 20 seconds ago"},
		"for another, and this one took it": {"1", "cfg:gone", "cfg:a was given a new token 20 seconds ago"},
		"for another":                       {"2", "cfg:gone", ""},
	} {
		a := stage()
		a.Names = []string{"cfg:a"}
		at := a.Tokens[0]
		if c.held == "2" {
			at.ID = "another"
			a.Tokens = append(a.Tokens, at)
		}
		last := &a.Tokens[len(a.Tokens)-1]
		if c.held == "1" {
			last = &a.Tokens[0]
		}
		last.Created, last.Comment = noon.Add(-20*time.Second), Tag{install, "0badcafe", c.tagged}.String()
		if _, _, err := Choose(a); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := stage()
	for i := range 3 {
		a.Tokens = append(a.Tokens, token.Token{ID: token.ID(fmt.Sprint(i)), Created: noon.Add(-time.Hour), Expiry: token.ExpiresAt(noon.Add(time.Hour)),
			Comment: Tag{install, fmt.Sprintf("%08x", i), "router:b"}.String()})
	}
	plans, _, err := Choose(a)
	if err != nil || len(plans) != 2 || plans[0].Over == nil || !strings.Contains(plans[0].Over.Error(), "router:b has 3 live tokens") || plans[1].Over != nil {
		t.Fatalf("three live ones of the second target: %+v, %v", plans, err)
	}
	// Nothing of it is written, and Check asks nobody.
	if p, err := Check(t.Context(), plans[0], nil, Deps{}); err == nil || len(p.Targets) > 0 || len(p.Kept) != 2 || p.Kept[1].Refused != err {
		t.Errorf("%+v, %v", p, err)
	}
	a.Names = []string{"router:b"}
	if _, _, err := Choose(a); err == nil || !strings.Contains(err.Error(), "router:b has 3 live tokens") {
		t.Errorf("that alone: %v", err)
	}
}

func TestTag(t *testing.T) {
	tag := Tag{install, "7f3c9a1e", "claude-code-router:databricks"}
	if got, ok := ParseTag(tag.String()); !ok || got != tag {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, bad := range []string{"", "sdk-1", "bricktop:1:b41d77c0:7f3c9a1e", "bricktop:1:b41d77c0:7f3c9a1e:", "bricktop:2:b41d77c0:7f3c9a1e:x", "bricktop:1:B41D77C0:7f3c9a1e:x", "bricktop:1:b41d77c:07f3c9a1e:x", " " + tag.String()} {
		if got, ok := ParseTag(bad); ok {
			t.Errorf("%q is %+v", bad, got)
		}
	}
}

// The sweep takes what this install made and nothing needs, and nothing else.
func TestOrphans(t *testing.T) {
	old := noon.Add(-time.Hour)
	id := func(n int) token.ID { return token.ID(secret.New(value(n)).TokenID()) }
	tok := func(n int, comment string, at time.Time) token.Token {
		return token.Token{ID: id(n), Comment: comment, Created: at}
	}
	tag := func(install, rotation string) string { return Tag{install, rotation, "cfg:a"}.String() }
	seen := Seen{Now: noon, Tokens: []token.Token{
		tok(1, tag(install, "00000001"), old), tok(2, tag(install, "00000002"), noon.Add(-9*time.Minute)), tok(3, tag("ffffffff", "00000003"), old),
		tok(4, "sdk-4", old), tok(5, tag(install, "00000005"), old), tok(6, tag(install, "00000006"), old), tok(7, tag(install, "00000007"), old),
		tok(8, tag(install, "00000008"), time.Time{}),
	}, Targets: []Target{{ID: "cfg:a", Host: host, Held: secret.New(value(5))}, {ID: "cfg:b", Host: "https://other.example.com", Held: secret.New(value(50))}}}
	entries := []Entry{{ID: "00000006", New: Known{ID: id(6)}}, {ID: "0000000a", Old: Known{ID: id(7)}}}
	got := Orphans(install, host, entries, seen)
	if len(got) != 1 || got[0].ID != id(1) {
		t.Errorf("got %+v", got)
	}
	blind := seen
	blind.Targets = append(slices.Clip(seen.Targets), Target{ID: "router", Unreadable: true})
	if got := Orphans(install, host, entries, blind); len(got) != 0 {
		t.Errorf("with a file that cannot be read: %+v", got)
	}
	seen.Targets = append(seen.Targets, Target{ID: "cfg:c", Host: host, Held: secret.New("client secret"), Other: true})
	if got := Orphans(install, host, entries, seen); len(got) != 1 {
		t.Errorf("beside a client secret: %+v", got)
	}
	seen.Targets = append(seen.Targets, Target{ID: "cfg:d", Host: host, Held: secret.New(value(51))})
	if got := Orphans(install, host, entries, seen); len(got) != 1 {
		t.Errorf("beside a dead token, where one of ours is listed by its hash: %+v", got)
	}
	seen.Targets[0].Held = secret.New(value(4))
	if got := Orphans(install, host, entries, seen); len(got) != 0 {
		t.Errorf("with a token that may be any: %+v", got)
	}
	entries = append(entries, Entry{ID: "0000000b", New: Known{ID: "an ID that is no hash", Fingerprint: secret.New(value(51)).Fingerprint()}})
	if got := Orphans(install, host, entries, seen); len(got) != 2 { // and what cfg:a held
		t.Errorf("with a token that the journal knows: %+v", got)
	}
}

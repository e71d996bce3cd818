package rotate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

const (
	host      = "https://dbc-model.example.com"
	principal = "dev@example.com"
	install   = "b41d77c0"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// mode is what befalls a call.
type mode int

const (
	fails       mode = iota // an error, and nothing happened
	loses                   // an error, and it happened
	crashBefore             // the process dies, and nothing happened
	crashAfter              // the process dies, and it happened
	breaks                  // this and every later call of the same kind fails
	modes
)

type fault struct {
	call int
	mode mode
}

type crash struct{}

// world is a workspace, files and a journal, with faults. It watches over what rotation promises at each
// instant.
type world struct {
	faults []fault
	calls  int
	broken map[string]bool

	now      time.Time
	made     int
	tokens   []*minted
	files    map[string]string // value by target
	journal  map[string][]byte
	backup   map[string]bool // targets whose undo by receipt fails, for they were edited meanwhile
	torn     map[string]bool // targets that cannot be read
	rigid    map[string]bool // targets that cannot be written
	refusing bool            // new tokens are never accepted
	slow     int             // calls until a new token is accepted
	twice    bool            // create makes two
	late     time.Duration   // how long a new token is missing from the list
	deaf     bool            // readers do not let go
	amnesia  bool            // the journal keeps nothing
	grace    time.Duration

	dead, unproven int // instants at which a file held such a token
	log            []string
}

type minted struct {
	token.Token
	value           string
	revoked, proven bool
}

func value(n int) string { return "dapi" + strings.Repeat(fmt.Sprintf("%08x", n), 4) }

// newWorld has files that all hold one token, made by somebody else.
func newWorld(targets int) *world {
	w := &world{now: noon, files: map[string]string{}, journal: map[string][]byte{}, broken: map[string]bool{}}
	old := w.mint("sdk-1", time.Hour)
	old.proven = true
	old.Created = noon.Add(-40 * time.Minute)
	old.Expiry = token.ExpiresAt(noon.Add(20 * time.Minute))
	for i := range targets {
		w.files[fmt.Sprintf("file:%d", i)] = old.value
	}
	return w
}

func (w *world) mint(comment string, life time.Duration) *minted {
	w.made++
	v := value(w.made)
	m := &minted{value: v, Token: token.Token{
		ID: token.ID(secret.New(v).TokenID()), Comment: comment, Created: w.now, Expiry: token.ExpiresAt(w.now.Add(life)),
	}}
	w.tokens = append(w.tokens, m)
	return m
}

func (w *world) find(v string) *minted {
	for _, m := range w.tokens {
		if m.value == v {
			return m
		}
	}
	return nil
}

func (w *world) alive(m *minted) bool { return m != nil && !m.revoked && m.Expiry.At().After(w.now) }

// call is one call from the rotation to the world.
func (w *world) call(op string, commit func()) error {
	n := w.calls
	w.calls++
	w.log = append(w.log, op)
	what, hit := modes, false
	for _, f := range w.faults {
		if f.call == n {
			what, hit = f.mode, true
		}
	}
	if w.broken[op] || hit && what == breaks {
		w.broken[op] = true
		return errors.New(op + " is broken.")
	}
	switch {
	case hit && what == fails:
		return errors.New(op + " failed.")
	case hit && what == crashBefore:
		panic(crash{})
	}
	commit()
	w.watch()
	switch {
	case hit && what == loses && op == "create":
		return &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	case hit && what == loses:
		return errors.New(op + " said nothing.")
	case hit && what == crashAfter:
		panic(crash{})
	}
	return nil
}

func (w *world) watch() {
	for _, v := range w.files {
		m := w.find(v)
		if !w.alive(m) {
			w.dead++
		}
		if m != nil && !m.proven {
			w.unproven++
		}
	}
}

func (w *world) Create(_ context.Context, spec token.Spec) (made session.Created, err error) {
	err = w.call("create", func() {
		if w.twice {
			w.mint(spec.Comment, spec.Lifetime)
		}
		m := w.mint(spec.Comment, spec.Lifetime)
		m.Scopes = spec.Scopes
		made = session.Created{ID: string(m.ID), Value: secret.New(m.value)}
	})
	if err != nil {
		return session.Created{}, err
	}
	return made, nil
}

func (w *world) Verify(_ context.Context, v secret.Secret) (err error) {
	no := &session.Error{Fault: session.Unauthorized, Sentence: "Invalid access token."}
	failed := w.call("verify", func() {
		m := w.find(v.Reveal())
		if w.slow--; !w.alive(m) || w.refusing || w.slow >= 0 {
			err = no
			return
		}
		m.proven = true
	})
	return errors.Join(failed, err)
}

func (w *world) Tokens(context.Context) (list []token.Token, err error) {
	err = w.call("list", func() {
		for _, m := range w.tokens {
			if !m.revoked && w.now.Sub(m.Created) >= w.late {
				list = append(list, m.Token)
			}
		}
	})
	return list, err
}

func (w *world) Revoke(_ context.Context, id token.ID) error {
	return w.call("revoke", func() {
		for _, m := range w.tokens {
			if m.ID == id {
				m.revoked = true
			}
		}
	})
}

func (w *world) Targets(context.Context) (list []Target, err error) {
	err = w.call("targets", func() {
		for _, id := range slices.Sorted(maps.Keys(w.files)) {
			target := Target{ID: id, Path: "/" + id, Where: "token", Host: host, Held: secret.New(w.files[id]), Reader: "Restart it."}
			if w.torn[id] {
				target.Held, target.Unreadable, target.Refused = secret.Secret{}, true, errors.New("It is torn.")
			}
			list = append(list, target)
		}
	})
	return list, err
}

func (w *world) Check(_ context.Context, id string) error {
	if w.rigid[id] {
		return errors.New("It has other names.")
	}
	return nil
}

func (w *world) Held(_ context.Context, id string) (v secret.Secret, err error) {
	err = w.call("read", func() { v = secret.New(w.files[id]) })
	return v, err
}

func (w *world) Write(_ context.Context, id string, old, v secret.Secret) (Receipt, error) {
	if w.rigid[id] {
		return Receipt{}, errors.New(id + " has other names.")
	}
	if w.files[id] != old.Reveal() {
		return Receipt{}, errors.New(id + " holds something else.")
	}
	err := w.call("write", func() { w.files[id] = v.Reveal() })
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Undo: func(context.Context) error {
		if w.backup[id] || w.files[id] != v.Reveal() {
			return errors.New(id + " was changed since.")
		}
		return w.call("restore", func() { w.files[id] = old.Reveal() })
	}}, nil
}

func (w *world) Put(_ context.Context, e Entry) error {
	return w.call("put "+string(e.Phase), func() {
		if !w.amnesia {
			w.journal[e.ID], _ = e.Encode()
		}
	})
}

func (w *world) Remove(_ context.Context, id string) error {
	return w.call("remove", func() { delete(w.journal, id) })
}

func (w *world) Entries(context.Context) (list []Entry, err error) {
	err = w.call("entries", func() {
		for _, id := range slices.Sorted(maps.Keys(w.journal)) {
			if e, bad := ParseEntry(w.journal[id]); bad == nil {
				list = append(list, e)
			}
		}
	})
	return list, err
}

func (w *world) Reload(context.Context, Target, secret.Secret) (time.Duration, bool, string) {
	ok := !w.deaf && w.call("reload", func() {}) == nil
	return w.grace, ok, ""
}

func (w *world) deps() Deps {
	return Deps{
		Issuer: w, Vault: w, Journal: w, Reloader: w,
		As:  func(secret.Secret) (Issuer, error) { return w, nil },
		Now: func() time.Time { return w.now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			w.now = w.now.Add(d)
			return ctx.Err()
		},
	}
}

// plan is a rotation of all files.
func (w *world) plan() Plan {
	faults := w.faults
	w.faults = nil
	targets, _ := w.Targets(context.Background())
	list, _ := w.Tokens(context.Background())
	plans, _, err := Choose(Ask{
		Host: host, Principal: principal, Tokens: list, Targets: targets, Lifetime: time.Hour, Install: install,
		NewID: func() string { return fmt.Sprintf("%08x", 0xabc+w.made) }, Now: w.now,
	})
	if err != nil || len(plans) != 1 {
		panic(fmt.Sprint("no plan: ", err))
	}
	p, err := Check(context.Background(), plans[0], nil, w.deps())
	if err != nil {
		panic(err)
	}
	w.faults, w.calls, w.log = faults, 0, nil
	return p
}

// survives runs something that may crash; it reports whether it did not.
func survives(f func()) (alive bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(crash); !ok {
				panic(p)
			}
			alive = false
		}
	}()
	f()
	return true
}

// play advances a rotation to its end, or until it has to wait.
func (w *world) play(r Rotation) Rotation {
	for !r.Ended() && !r.NotBefore().After(w.now) {
		r = r.Advance(context.Background(), w.deps())
	}
	return r
}

// restart is the next start of bricktop.
func (w *world) restart() error {
	_, err := Recover(context.Background(), host, principal, w.deps())
	return err
}

// orphans are live tokens that nothing will ever find: made by a rotation, in no file and in no journal.
func (w *world) orphans() (n int) {
	known := map[token.ID]bool{}
	w.faults, w.broken = nil, map[string]bool{}
	entries, _ := w.Entries(context.Background())
	for _, e := range entries {
		known[e.Old.ID] = true
	}
	for _, m := range w.tokens {
		held := slices.Contains(slices.Collect(maps.Values(w.files)), m.value)
		if _, ours := ParseTag(m.Comment); ours && w.alive(m) && !held && !known[m.ID] {
			n++
		}
	}
	return n
}

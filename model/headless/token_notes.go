package headless

import (
	"context"
	"encoding/json"
	"maps"
	"time"
)

// Notes is a small file that this home's bricktops share. It holds no secret, and may be lost at any time.
type Notes interface {
	Read(context.Context) ([]byte, error)
	// Replace exchanges the content, all or nothing, for what edit makes of it.
	Replace(ctx context.Context, edit func(old []byte) []byte) error
}

const (
	// believed is how long a note is taken for true without asking: somebody may revoke a token before its time.
	believed = 15 * time.Minute
	// decided is how long a note is believed that a token ends.
	decided = 10 * time.Second
	// kept is how long a note is kept.
	kept = 24 * time.Hour
)

// note is what was known of a token. Times are by this machine's clock.
type note struct {
	ID      string    `json:"id"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
	Host    string    `json:"host"`
	Seen    time.Time `json:"seen"`
}

// notes are by the fingerprint of the token.
type notes map[string]note

// verdict says how long a token works by a note.
func (n note) verdict(v verdict, now time.Time) *verdict {
	v.unending = n.Expires.IsZero()
	v.left = n.Expires.Sub(now.Round(0))
	return &v
}

// fresh reports whether a note can be used without asking.
func fresh(n note, v *verdict, age time.Duration) bool {
	return v.good() && age < believed || age < decided
}

// known reports whether a note says that a token works for long enough.
func known(_ note, v *verdict, _ time.Duration) bool { return v.good() }

// find is the first token with a note that will do.
func (ns notes) find(held []verdict, now time.Time, will func(note, *verdict, time.Duration) bool) *verdict {
	for _, v := range held {
		n, ok := ns[v.Held.Fingerprint()]
		age := now.Round(0).Sub(n.Seen)
		// A note from the future is of a clock that was set back since, and says nothing.
		if !ok || age < -time.Second {
			continue
		}
		if found := n.verdict(v, now); will(n, found, age) {
			return found
		}
	}
	return nil
}

// recall reads the notes about the workspace's tokens. What cannot be read is asked for anew.
func (g *giver) recall(ctx context.Context) notes {
	data, err := g.Notes.Read(ctx)
	all := notes{}
	if err != nil || json.Unmarshal(data, &all) != nil {
		return nil
	}
	maps.DeleteFunc(all, func(_ string, n note) bool { return n.Host != g.machine.Login.Host })
	return all
}

// remember adds notes, and drops old ones. Should it fail, the next call asks again.
func (g *giver) remember(ctx context.Context, more notes) {
	if len(more) == 0 {
		return
	}
	_ = g.Notes.Replace(ctx, func(old []byte) []byte {
		all := notes{}
		if json.Unmarshal(old, &all) != nil {
			all = notes{}
		}
		now := g.Now()
		maps.DeleteFunc(all, func(_ string, n note) bool { return now.Sub(n.Seen).Abs() > kept })
		maps.Copy(all, more)
		data, err := json.Marshal(all)
		if err != nil {
			return old
		}
		return append(data, '\n')
	})
}

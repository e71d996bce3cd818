package settings

import (
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"
)

// rebinding is an action whose keys the file settles.
type rebinding struct {
	id   string
	keys []string
	at   place
}

// rebinding reads the keys of an action; those that cannot be used are told.
func (c *checker) rebinding(e entry) {
	action := e.path[1]
	ids := make([]string, len(c.known.Actions))
	for i, a := range c.known.Actions {
		ids[i] = a.ID
	}
	if !slices.Contains(ids, action.name) {
		c.ignore(action.at, "%q is no action%s", action.name, meant(action.name, ids))
		return
	}
	items := e.items
	if e.kind != unstable.Array {
		items = []value{e.value}
	}
	r := rebinding{id: action.name, at: e.at}
	for _, item := range items {
		key, why := readKey(item.text)
		switch {
		case item.kind != unstable.String:
			c.ignore(item.at, "A key of %s is a text in quotes", action.name)
		case action.name == quitNow && key == "" && item.text == "ctrl+c":
			// It is there anyhow.
		case why != "":
			c.ignore(item.at, "The key %q of %s %s", item.text, action.name, why)
		case !slices.Contains(r.keys, key):
			r.keys = append(r.keys, key)
		}
	}
	if action.name == quitNow {
		r.keys = append(r.keys, "ctrl+c")
	}
	if len(r.keys) > 0 {
		c.rebind = append(c.rebind, r)
	} else if len(items) == 0 {
		c.ignore(e.at, "%s needs a key", action.name)
	}
}

// quitNow is the action that ctrl+c cannot be taken from.
const quitNow = "quit-now"

// bind settles the keys. Where two actions want the same one, the later rebinding goes, and then that action has
// its own keys again, which may be what another one wants.
func (c *checker) bind() {
	for {
		bad, complaint := c.clash()
		if bad < 0 {
			break
		}
		c.complain(c.rebind[bad].at, "%s", complaint)
		c.rebind = slices.Delete(c.rebind, bad, bad+1)
	}
	for _, r := range c.rebind {
		if c.into.Keys == nil {
			c.into.Keys = make(map[string][]string)
		}
		c.into.Keys[r.id] = r.keys
	}
}

// clash finds a rebinding that takes a key from another action, and names both; -1: there is none.
func (c *checker) clash() (index int, complaint string) {
	owner := make(map[string]string) // of each key that stays where it was
	for _, a := range c.known.Actions {
		if !slices.ContainsFunc(c.rebind, func(r rebinding) bool { return r.id == a.ID }) {
			for _, key := range a.Keys {
				owner[key] = a.ID
			}
		}
	}
	for i, r := range c.rebind {
		for _, key := range r.keys {
			if other, taken := owner[key]; taken {
				return i, "The key " + key + " of " + r.id + " is also the key of " + other + ", so " + r.id +
					" keeps the keys that it had. Give " + other + " another one first."
			}
			owner[key] = r.id
		}
	}
	return -1, ""
}

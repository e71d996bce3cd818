package model

import (
	"cmp"
	"fmt"
	"path/filepath"

	"bricktop/creds/secret"
	"bricktop/model/settings"
	"bricktop/model/token"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Known is what a file of settings may name.
func Known() settings.Known {
	known := settings.Known{Themes: theme.Names(), Roles: theme.RoleNames()}
	for _, a := range actions() {
		known.Actions = append(known.Actions, settings.Action{ID: a.id, Keys: a.keys.Keys()})
	}
	return known
}

// rebound is the action table with the keys that the user settled.
func rebound(actions []action, keys map[string][]string) []action {
	for i := range actions {
		if own := keys[actions[i].id]; len(own) > 0 {
			actions[i].keys = on(actions[i].keys.Help().Desc, own...)
		}
	}
	return actions
}

// key is the key of an action, as it is shown.
func (m *Model) key(id string) string {
	for _, a := range m.actions {
		if a.id == id {
			return a.keys.Help().Key
		}
	}
	return ""
}

// keyed is a line of hints: a key, and what it does.
func (m *Model) keyed(id, does string) theme.Line {
	return theme.Line{{Text: m.key(id), Tone: theme.Accent}, {Text: does, Tone: theme.Dim}}
}

// tellIgnored tells what of the settings could not be used.
func (m *Model) tellIgnored() {
	path, ignored := m.opts.Settings.Path, m.opts.Settings.Ignored
	if path != "" && len(ignored) > 0 {
		m.remember(theme.Dim, "The settings are in "+path+".")
	}
	for _, p := range ignored {
		m.say(theme.Warn, secret.Redact(p.In(filepath.Base(path)))) // a token may have been put into the wrong file
	}
	if len(ignored) > 1 {
		number := text.Plural(len(ignored), "thing", "things")
		if len(ignored) > settings.Most {
			number = fmt.Sprintf("More than %d things", settings.Most)
		}
		m.toast.text = fmt.Sprintf("%s in the settings are ignored: %s says which.", number, m.key("messages"))
	}
}

// newToken is what the form of a new token starts with. What the terminal's environment says of lifetimes wins
// over the settings, as it does with everything else: whoever runs the app decided it for this terminal.
func (m *Model) newToken() settings.NewToken {
	n := m.opts.Settings.NewToken
	if own := m.machine.inv.TokenLifetime; token.CheckLifetime(own) == nil {
		n.Lifetime = own
	}
	n.Comment = cmp.Or(n.Comment, token.DefaultComment(m.now))
	n.Lifetime = cmp.Or(n.Lifetime, token.DefaultLifetime)
	return n
}

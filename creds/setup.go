package creds

import (
	"fmt"
	"slices"
	"strconv"

	"bricktop/creds/edit"
)

const (
	ourProfile  = "bricktop"
	ourProvider = "databricks"
	// routerModel is the serving endpoint of a provider that is set up: one of the foundation models that a
	// workspace serves without further ado (docs.databricks.com, machine-learning/foundation-model-apis).
	routerModel = "databricks-claude-sonnet-4-5"
)

// setUpProfile offers the profiles of the workspace that have a host and nothing to sign in with; without
// those, and unless a token has its place already, a new profile. DEFAULT takes one only where it stands alone:
// the Python SDK gives its keys to every other profile (configparser), and a token there would be a second way
// to sign in for all of them.
func (s *slotting) setUpProfile(f File, root *edit.Value, taken bool) {
	free := edit.DefaultSection
	for _, section := range root.Members {
		i := slices.IndexFunc(f.Profiles, func(p Profile) bool { return p.Name == shown(section.Name) })
		if i < 0 {
			continue
		}
		if free != "" {
			free = ourProfile
		}
		if section.Name == ourProfile {
			taken = true
		}
		everybodys := section.Name == edit.DefaultSection && len(f.Profiles) > 1
		if p := f.Profiles[i]; p.Host == s.want && len(p.AuthKinds) == 0 && p.AuthType == "" && !everybodys {
			s.missingToken(f, section.Name, p.Host)
			taken = true
		}
	}
	if !taken {
		slot := s.missingToken(f, free, "")
		slot.setup = setupProfile
	}
}

func (s *slotting) missingToken(f File, section, host string) *Slot {
	slot := s.blank
	slot.ID, slot.Where, slot.Host = f.ID+":"+shown(section), "["+shown(section)+"] token", host
	slot.Missing, slot.at = true, place(section, "token")
	s.list = append(s.list, slot)
	return &s.list[len(s.list)-1]
}

// setUpSignIn offers to write the service principal of the environment into [DEFAULT], as a DevBox does when it
// starts.
func (s *slotting) setUpSignIn(f File) {
	host, _, _ := s.servicePrincipal()
	if host == "" || host != s.want || slices.ContainsFunc(f.Profiles, func(p Profile) bool { return p.Name == edit.DefaultSection }) {
		return
	}
	slot := s.blank
	slot.ID, slot.Where = f.ID+":"+edit.DefaultSection+"/client_secret", "["+edit.DefaultSection+"] client_secret"
	slot.Missing, slot.SignIn, slot.setup, slot.at = true, true, setupSignIn, place(edit.DefaultSection, "client_secret")
	if len(f.Profiles) > 0 {
		slot.Refused = fmt.Errorf("%s has profiles already, and Python programs would take the sign-in of [DEFAULT] for each of them.", f.Path)
	}
	s.list = append(s.list, slot)
}

// setUpProvider offers the providers of the workspace that have no key; without those, and unless a token has
// its place already, a new one.
func (s *slotting) setUpProvider(f File, root *edit.Value, taken bool) {
	list := providerList(root)
	names := map[string]bool{}
	for i, p := range f.Providers {
		names[p.Name] = true
		key := root.At(edit.Path{list, strconv.Itoa(i), "api_key"})
		if p.Host != s.want || key != nil && key.Kind == edit.String && key.Text != "" {
			continue
		}
		slot := s.missingKey(f, p.Name, fmt.Sprintf("%s[%d].api_key", list, i), place(list, strconv.Itoa(i), "api_key"))
		slot.Host = p.Host
		if key != nil && key.Kind != edit.String && slot.Refused == nil {
			slot.Refused = fmt.Errorf("%s in %s is %s, where text is needed. Write \"\" there, or take it out.", slot.Where, f.Path, key.Kind)
		}
		taken = true
	}
	if taken {
		return
	}
	name := ourProvider
	for n := 2; names[name]; n++ {
		name = ourProvider + "-" + strconv.Itoa(n)
	}
	slot := s.missingKey(f, name, list+"["+strconv.Itoa(len(f.Providers))+"].api_key", place(list, "-"))
	slot.setup = setupProvider
}

func (s *slotting) missingKey(f File, name, where string, at *edit.Path) *Slot {
	slot := s.blank
	slot.ID, slot.Where, slot.Missing, slot.at = f.ID+":"+name, where+" ("+name+")", true, at
	if f.Superseded != "" {
		slot.Refused = superseded(f)
	}
	s.list = append(s.list, slot)
	return &s.list[len(s.list)-1]
}

// providerList is the name under which claude-code-router looks for its providers.
func providerList(root *edit.Value) string {
	if !root.Get("Providers").Truthy() && root.Get("providers") != nil {
		return "providers"
	}
	return "Providers"
}

// servicePrincipal is the sign-in of the app in whose environment we run; empty when there is none.
func (c *Catalogue) servicePrincipal() (host, id, secret string) {
	env := c.environment()
	host, err := NormalizeHost(env.values["DATABRICKS_HOST"])
	id, secret = env.values["DATABRICKS_CLIENT_ID"], env.values["DATABRICKS_CLIENT_SECRET"]
	if err != nil || id == "" || secret == "" || shown(id) != id {
		return "", "", ""
	}
	return host, id, secret
}

package creds

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"bricktop/creds/edit"
)

// settingsSection holds tool settings in ~/.databrickscfg and is no profile (databricks-sdk-go,
// config/config_file.go).
const settingsSection = "__settings__"

// setting is an attribute's value and who set it.
type setting struct{ value, source string }

// resolution is the way from flags, environment and file to one set of attributes, in the order of
// databricks-sdk-go, config.EnsureResolved: what was set first stays.
//
// One case is not the SDK's: a profile that the user asked for by flag or in the dashboard is taken alone,
// as `databricks -p` does since version 1.7, because whoever names a profile does not want the app's service
// principal mixed into it. A profile from DATABRICKS_CONFIG_PROFILE only fills what the environment left open.
type resolution struct {
	env  *environment
	cfg  *profileFile
	vals map[string]setting

	alone bool   // a profile was asked for, and the environment does not count
	path  string // of the file that took part
}

func (c *Catalogue) resolve(env *environment, cfg *profileFile, chosen string) *resolution {
	r := &resolution{env: env, cfg: cfg, vals: map[string]setting{}}
	chosen = strings.TrimSpace(chosen)
	switch {
	case chosen != "":
		r.alone = true
		r.set("profile", chosen, "the choice in bricktop")
	case c.flags["profile"] != "":
		r.alone = true
		r.set("profile", c.flags["profile"], "--profile")
	}
	r.set("host", c.flags["host"], "--host")
	if !r.alone {
		for _, a := range attributes() {
			if a.name != "config_file" {
				r.set(a.name, env.values[a.env], a.env)
			}
		}
	}
	return r
}

// set keeps the first value of an attribute. Empty is unset, and so is a switch that is off.
func (r *resolution) set(name, value, source string) {
	if on, err := strconv.ParseBool(value); name == "azure_use_msi" && (err != nil || !on) {
		return
	}
	if _, taken := r.vals[name]; !taken && value != "" {
		r.vals[name] = setting{value, source}
	}
}

func (r *resolution) has(name string) bool { return r.vals[name].value != "" }

// auths lists the ways to sign in that any attribute belongs to, in the SDK's order.
func (r *resolution) auths() []string {
	var found []string
	for _, a := range attributes() {
		if a.auth != "" && r.has(a.name) && (len(found) == 0 || found[len(found)-1] != a.auth) {
			found = append(found, a.auth)
		}
	}
	return found
}

// load adds the profile's attributes, if the file takes part at all. The error is a sentence.
func (r *resolution) load() error {
	if !r.has("profile") && (len(r.auths()) > 0 || r.has("host")) {
		return nil
	}
	asked := r.vals["profile"]
	if r.cfg.problem != nil {
		return errors.New(r.cfg.problem.Text)
	}
	if r.cfg.root == nil {
		if asked.value == "" && r.cfg.source == "the default path" {
			return nil
		}
		if asked.value == "" {
			return fmt.Errorf("%s does not exist. It was named by %s.", r.cfg.path, r.cfg.source)
		}
		return noProfile("There is no profile %s: %s does not exist. It was named by %s.", shown(asked.value), r.cfg.path, asked.source)
	}
	if asked.value == "" {
		asked = defaultProfile(r.cfg.root, r.cfg.path)
	}
	if asked.value == settingsSection {
		return noProfile("%s is no profile: %s keeps settings of tools under that name. It was named by %s.", settingsSection, r.cfg.path, asked.source)
	}
	section := r.cfg.root.Get(asked.value)
	if section == nil || len(section.Members) == 0 {
		if asked.source == fallback {
			return nil
		}
		return noProfile("There is no profile %s in %s. It was named by %s. It has: %s.",
			shown(asked.value), r.cfg.path, asked.source, r.cfg.names())
	}
	r.path = r.cfg.path
	r.vals["profile"] = asked
	for _, a := range attributes() {
		if a.name != "profile" && a.name != "config_file" {
			r.set(a.name, textAt(section, a.name), "profile "+shown(asked.value))
		}
	}
	return nil
}

// fallback is who names the profile DEFAULT when nobody names one.
const fallback = "nobody, it is the default"

// profileFile is ~/.databrickscfg as far as resolving needs it.
type profileFile struct {
	path    string
	source  string // who named the path
	root    *edit.Value
	problem *Problem
}

// defaultProfile is the one that the SDK takes when nobody names one.
func defaultProfile(root *edit.Value, path string) setting {
	if name := textAt(root, settingsSection, "default_profile"); name != "" {
		return setting{name, "default_profile in " + path}
	}
	return setting{edit.DefaultSection, fallback}
}

func (f *profileFile) names() string {
	var names []string
	for _, s := range f.root.Members {
		if s.Name != settingsSection && len(s.Value.Members) > 0 {
			names = append(names, shown(s.Name))
		}
	}
	const most = 12
	switch {
	case len(names) == 0:
		return "none"
	case len(names) > most:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// noProfileError is a sentence that is also ErrNoProfile.
type noProfileError string

func noProfile(format string, args ...any) error { return noProfileError(fmt.Sprintf(format, args...)) }

func (e noProfileError) Error() string { return string(e) }

// Is makes errors.Is(err, ErrNoProfile) true.
func (noProfileError) Is(target error) bool { return target == ErrNoProfile }

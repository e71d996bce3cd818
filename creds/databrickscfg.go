package creds

import (
	"slices"
	"strings"
)

// readProfiles reads ~/.databrickscfg, or the file that flag or environment name instead.
func (c *Catalogue) readProfiles(env *environment, home string, homeErr error) (File, *profileFile) {
	cfg := &profileFile{path: "~/.databrickscfg", source: "the default path"}
	if path := env.values["DATABRICKS_CONFIG_FILE"]; path != "" {
		cfg.path, cfg.source = path, "DATABRICKS_CONFIG_FILE"
	}
	if path := c.flags["config_file"]; path != "" {
		cfg.path, cfg.source = path, "--config-file"
	}
	cfg.path = expand(cfg.path, home)
	f := File{ID: DatabricksCfg, Format: INI, Path: cfg.path, Reader: databricksCfg().Reader}
	if home == "" && strings.HasPrefix(cfg.path, "~") {
		f.Problem = &Problem{Text: homeErr.Error()}
	} else {
		r := reading{Catalogue: c, target: databricksCfg(), file: &f}
		r.read()
		cfg.root = r.root
	}
	cfg.problem = f.Problem
	return f, cfg
}

// tellProfiles lists the sections that hold anything.
func tellProfiles(r *reading) bool {
	byDefault := defaultProfile(r.root, r.file.Path).value
	for _, section := range r.root.Members {
		if section.Name == settingsSection || len(section.Value.Members) == 0 {
			continue
		}
		get := func(name string) string { return textAt(section.Value, name) }
		// A host that is none is left empty; the login says what is wrong with it when it is asked for.
		host, _ := NormalizeHost(get("host"))
		r.file.Profiles = append(r.file.Profiles, Profile{
			Name: shown(section.Name), Host: host, AuthKinds: authKinds(get), AuthType: shown(get("auth_type")),
			AccountID: shown(get("account_id")), Default: section.Name == byDefault,
		})
	}
	return true
}

// authKinds names every way to sign in that a profile has attributes for.
func authKinds(get func(string) string) []string {
	r := &resolution{vals: map[string]setting{}}
	for _, a := range attributes() {
		r.set(a.name, get(a.name), "")
	}
	var kinds []string
	for _, auth := range r.auths() {
		if kind := kindOf(auth, r.has); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

package creds

import (
	"slices"
	"strings"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
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
	f := File{ID: DatabricksCfg, Format: INI}
	cfg.path = expand(cfg.path, home)
	f.Path = cfg.path
	if home == "" && strings.HasPrefix(cfg.path, "~") {
		f.Problem = &Problem{Text: homeErr.Error()}
	} else if data, ok := c.inspect(&f); ok {
		parsed, err := edit.ReadINI(data)
		if err != nil {
			f.Problem = parseProblem(f.Path, "No profile in it can be used until that is mended.", err)
		} else {
			cfg.ini = parsed
			f.Profiles, f.Secrets = profiles(cfg)
		}
	}
	cfg.problem = f.Problem
	return f, cfg
}

// profiles lists the sections that hold anything, with their secrets.
func profiles(cfg *profileFile) ([]Profile, []Held) {
	var list []Profile
	var held []Held
	byDefault := cfg.defaultProfile().value
	for _, section := range cfg.ini.Sections {
		if section.Name == settingsSection || len(section.Keys) == 0 {
			continue
		}
		get := func(name string) string { return strings.TrimSpace(section.Get(name)) }
		// A host that is none is left empty; the login says what is wrong with it when it is asked for.
		host, _ := NormalizeHost(get("host"))
		list = append(list, Profile{
			Name: shown(section.Name), Host: host, AuthKinds: authKinds(get), AuthType: shown(get("auth_type")),
			AccountID: shown(get("account_id")), Default: section.Name == byDefault,
		})
		for _, s := range []struct {
			key        string
			kind       HeldKind
			databricks bool
		}{
			{"token", HeldPAT, true}, {"client_secret", HeldClientSecret, true}, {"password", HeldPassword, true},
			{"azure_client_secret", HeldClientSecret, false}, {"google_credentials", HeldAPIKey, false},
		} {
			if value := get(s.key); value != "" {
				held = append(held, Held{
					Where: "[" + shown(section.Name) + "] " + s.key, Kind: s.kind, Value: secret.New(value), Host: host,
					ClientID: beside(s.key, get), Profile: shown(section.Name), Databricks: s.databricks,
					at: place(section.Name, s.key),
				})
			}
		}
	}
	return list, held
}

// beside is the client ID that a client secret belongs to.
func beside(key string, get func(string) string) string {
	switch key {
	case "client_secret":
		return shown(get("client_id"))
	case "azure_client_secret":
		return shown(get("azure_client_id"))
	}
	return ""
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

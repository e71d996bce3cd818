package creds

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/afero"
)

// Test secrets are put together at run time, so that no scanner takes this file for a leak.
func pat(digit string) string         { return "dapi" + strings.Repeat(digit, 32) }
func oauthSecret(digit string) string { return "dose" + strings.Repeat(digit, 32) }

const (
	home      = "/home/dev"
	prodHost  = "https://dbc-1.cloud.databricks.com"
	otherHost = "https://dbc-2.cloud.databricks.com"
)

// machine is a process and its home in memory.
type machine struct {
	env    map[string]string
	cfg    string // of ~/.databrickscfg
	router string // of ~/.claude-code-router/config.json
	files  map[string]string

	profile, host, configFile string
}

func (m machine) fs(t testing.TB) afero.Fs {
	t.Helper()
	fsys := afero.NewMemMapFs()
	files := map[string]string{}
	for path, text := range m.files {
		files[path] = text
	}
	if m.cfg != "" {
		files[filepath.Join(home, ".databrickscfg")] = m.cfg
	}
	if m.router != "" {
		files[filepath.Join(home, ".claude-code-router", "config.json")] = m.router
	}
	for path, text := range files {
		if err := afero.WriteFile(fsys, path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return fsys
}

func (m machine) lookup(name string) (string, bool) {
	value, ok := m.env[name]
	if !ok && name == "HOME" {
		return home, true
	}
	return value, ok
}

func (m machine) catalogue(t testing.TB) *Catalogue {
	return New(Options{Fs: m.fs(t), Lookup: m.lookup, UID: -1, Profile: m.profile, Host: m.host, ConfigFile: m.configFile})
}

func (m machine) look(t testing.TB) Inventory {
	return m.catalogue(t).Look(t.Context(), "")
}

func variable(t testing.TB, in Inventory, name string) Variable {
	t.Helper()
	for _, v := range in.Env {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("%s is not listed", name)
	return Variable{}
}

func file(t testing.TB, in Inventory, id string) File {
	t.Helper()
	for _, f := range in.Files {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("%s is not listed", id)
	return File{}
}

package disk

import (
	"os"
	"path/filepath"
)

// appHome is the home of Databricks Apps, which leave HOME unset, or "/".
const appHome = "/app/python/source_code"

// StateDir is where bricktop keeps log, journal and locks: bricktop under XDG_STATE_HOME, or under
// ~/.local/state (the XDG base directory specification). It is empty where there is no home for it.
func StateDir(lookup func(string) (string, bool)) string {
	dir, _ := lookup("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, _ := lookup("HOME")
		if home == "" || home == "/" {
			home = appHome
		}
		if info, err := os.Stat(home); !filepath.IsAbs(home) || filepath.Clean(home) == "/" || err != nil || !info.IsDir() {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "bricktop")
}

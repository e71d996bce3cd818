package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/afero"
)

// appHome is the home of Databricks Apps, which leave HOME unset, or "/".
const appHome = "/app/python/source_code"

// StateDir is where bricktop keeps log, journal and locks: bricktop under XDG_STATE_HOME, or under
// ~/.local/state (the XDG base directory specification). It is empty where there is no home for it.
func StateDir(lookup func(string) (string, bool)) string {
	return under(lookup, "XDG_STATE_HOME", filepath.Join(".local", "state"))
}

// maxSettings is the most that is read of a settings file: one byte more than one may have.
const maxSettings = 1<<20 + 1

// ReadSettings reads bricktop/config.toml under XDG_CONFIG_HOME, or under ~/.config. A file that does not exist is
// empty.
func ReadSettings(fsys afero.Fs, lookup func(string) (string, bool)) (path string, data []byte, err error) {
	dir := under(lookup, "XDG_CONFIG_HOME", ".config")
	if dir == "" {
		return "", nil, nil
	}
	path = filepath.Join(dir, "config.toml")
	info, err := fsys.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, nil, nil
	case err != nil:
		return path, nil, err
	case !info.Mode().IsRegular():
		return path, nil, errors.New("it is no regular file") // a pipe would wait for a writer
	}
	file, err := fsys.Open(path)
	if err != nil {
		return path, nil, err
	}
	defer file.Close()
	data, err = io.ReadAll(io.LimitReader(file, maxSettings))
	return path, data, err
}

// under is bricktop's own directory in one that a variable names, or else in one of the home.
func under(lookup func(string) (string, bool), variable, otherwise string) string {
	dir, _ := lookup(variable)
	if !filepath.IsAbs(dir) {
		home, _ := lookup("HOME")
		if home == "" || home == "/" {
			home = appHome
		}
		if info, err := os.Stat(home); !filepath.IsAbs(home) || filepath.Clean(home) == "/" || err != nil || !info.IsDir() {
			return ""
		}
		dir = filepath.Join(home, otherwise)
	}
	return filepath.Join(dir, "bricktop")
}

package disk_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

func TestReadSettings(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home}
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	fsys := afero.NewMemMapFs()

	path, data, err := disk.ReadSettings(fsys, lookup)
	if path != filepath.Join(home, ".config", "bricktop", "config.toml") || data != nil || err != nil {
		t.Errorf("no file is an empty one: %q, %q, %v", path, data, err)
	}
	env["XDG_CONFIG_HOME"] = filepath.Join(home, "xdg")
	path = filepath.Join(home, "xdg", "bricktop", "config.toml")
	if err := afero.WriteFile(fsys, path, bytes.Repeat([]byte("#"), 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	got, data, err := disk.ReadSettings(fsys, lookup)
	if got != path || len(data) != 1<<20+1 || err != nil {
		t.Errorf("%q, %d bytes, %v", got, len(data), err)
	}
	_ = fsys.Remove(path)
	_ = fsys.MkdirAll(path, 0o700)
	if _, _, err := disk.ReadSettings(fsys, lookup); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a folder: %v", err)
	}
	env = map[string]string{"HOME": "relative"}
	if path, data, err := disk.ReadSettings(fsys, lookup); path != "" || data != nil || err != nil {
		t.Errorf("without a home: %q, %q, %v", path, data, err)
	}
}

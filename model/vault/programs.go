package vault

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bricktop/creds"
	"bricktop/model/router"
)

// Restarter restarts the claude-code-router whose files these are.
func Restarter(files *creds.Catalogue) router.Restarter {
	config := func(ctx context.Context) ([]byte, error) { return files.Beside(ctx, "config.json") }
	return router.Restarter{Look: exec.LookPath, Env: os.Environ(), Config: config}
}

// Installed is the path under which others can call this bricktop; empty where it is a build of go run, which is
// removed when that ends.
func Installed() string {
	path, err := os.Executable()
	if err != nil || strings.Contains(path, string(filepath.Separator)+"go-build") {
		return ""
	}
	return path
}

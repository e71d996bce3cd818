package creds

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"

	"bricktop/creds/disk"
)

// Beside reads a small file in the folder of claude-code-router, such as the one that tells the process that
// runs, or config.json, which names the variables that it needs. Only the names of that program's own files can be
// read.
func (c *Catalogue) Beside(ctx context.Context, name string) ([]byte, error) {
	switch name {
	case ".claude-code-router.pid", "service.json", "config.json":
	default:
		return nil, fmt.Errorf("%s is no file of claude-code-router: %w", name, fs.ErrNotExist)
	}
	for _, f := range c.Look(ctx, "").Files {
		if f.ID == ClaudeCodeRouter {
			return disk.ReadFile(c.fs, filepath.Join(filepath.Dir(f.Path), name))
		}
	}
	return nil, fs.ErrNotExist
}

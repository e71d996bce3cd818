package creds

import (
	"context"
	"time"

	"bricktop/creds/disk"
)

// Watch tells when a credential file changes: one of the catalogue's that is there now, or one of the two that
// are always looked for. Those that the system cannot watch are looked at whenever ticks has something.
func (c *Catalogue) Watch(ctx context.Context, ticks <-chan time.Time) *disk.Watcher {
	var paths []string
	for _, f := range c.Look(ctx, "").Files {
		if f.Path != "" && f.Problem == nil || f.Exists {
			paths = append(paths, f.Path)
		}
	}
	return disk.Watch(disk.On(c.fs), paths, ticks)
}

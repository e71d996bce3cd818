package creds

import (
	"slices"
	"sync"
)

// dryRun lists what would have been done to files.
type dryRun struct {
	mu   sync.Mutex
	list []*Change // nil where one was taken back
}

// note keeps a change of a dry run, and returns its place in the list, from 1; 0 outside of one.
func (c *Catalogue) note(ch Change) int {
	if c.dry == nil {
		return 0
	}
	c.dry.mu.Lock()
	defer c.dry.mu.Unlock()
	c.dry.list = append(c.dry.list, &ch)
	return len(c.dry.list)
}

func (c *Catalogue) unnote(place int) {
	if c.dry == nil || place == 0 {
		return
	}
	c.dry.mu.Lock()
	defer c.dry.mu.Unlock()
	c.dry.list[place-1] = nil
}

// Written lists what a dry run would have done to files, in order, with masked diffs. Outside of a dry run it
// is empty.
func (c *Catalogue) Written() []Change {
	if c.dry == nil {
		return nil
	}
	c.dry.mu.Lock()
	defer c.dry.mu.Unlock()
	var list []Change
	for _, ch := range c.dry.list {
		if ch != nil {
			list = append(list, *ch)
		}
	}
	return slices.Clip(list)
}

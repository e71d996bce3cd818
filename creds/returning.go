package creds

import (
	"context"
	"slices"
)

// Returning are the secrets that Undo would bring back: those that stood in the file before the change and do not
// now.
func (c *Catalogue) Returning(ctx context.Context, d Done) []Held {
	if d.receipt == nil || d.receipt.Created {
		return nil
	}
	machine, err := c.imagine(d.Path, d.receipt.Before())
	if err != nil {
		return nil
	}
	then, _ := fileAt(machine.Look(ctx, ""), d.Path)
	now, _ := fileAt(c.Look(ctx, ""), d.Path)
	return slices.DeleteFunc(slices.Clone(then.Secrets), func(h Held) bool {
		return h.Value.IsZero() || slices.ContainsFunc(now.Secrets, func(n Held) bool { return n.Value.Equal(h.Value) })
	})
}

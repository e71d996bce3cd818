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
	before, err := c.imagine(d.Path, d.receipt.Before())
	if err != nil {
		return nil
	}
	return lost(ctx, d.Path, before, c)
}

// taken are the secrets that a file holds no more with other bytes.
func (c *Catalogue) taken(ctx context.Context, path string, bytes []byte) []Held {
	after, err := c.imagine(path, bytes)
	if err != nil {
		return nil
	}
	return lost(ctx, path, c, after)
}

// lost are the secrets of a file on one machine that it does not hold on another.
func lost(ctx context.Context, path string, from, to *Catalogue) []Held {
	before, _ := fileAt(from.Look(ctx, ""), path)
	after, _ := fileAt(to.Look(ctx, ""), path)
	return slices.DeleteFunc(slices.Clone(before.Secrets), func(h Held) bool {
		return h.Value.IsZero() || slices.ContainsFunc(after.Secrets, func(n Held) bool { return n.Value.Equal(h.Value) })
	})
}

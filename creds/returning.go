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

// Taken are the secrets that a file holds no more once a planned change is made, which taking it back would bring
// back.
func (c *Catalogue) Taken(ctx context.Context, ch Change) []Held {
	now, err := c.current(ch.target())
	if err != nil || now.missing || !ch.CanUndo || ch.Mend.Kind == MendMode {
		return nil
	}
	d, err := c.rewrite(ctx, ch, now.path, now.data)
	if err != nil {
		return nil
	}
	after, err := c.imagine(now.path, d.after)
	if err != nil {
		return nil
	}
	return lost(ctx, now.path, c, after)
}

// lost are the secrets of a file on one machine that it does not hold on another.
func lost(ctx context.Context, path string, from, to *Catalogue) []Held {
	before, _ := fileAt(from.Look(ctx, ""), path)
	after, _ := fileAt(to.Look(ctx, ""), path)
	return slices.DeleteFunc(slices.Clone(before.Secrets), func(h Held) bool {
		return h.Value.IsZero() || slices.ContainsFunc(after.Secrets, func(n Held) bool { return n.Value.Equal(h.Value) })
	})
}

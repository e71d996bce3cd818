package creds

import (
	"context"
	"errors"
	"strings"

	"bricktop/creds/secret"
)

// CheckWrite is every refusal that writing a token into a slot would meet, as far as it can be known before
// there is a token. The error is a sentence. A file that can only be overwritten in place is refused unless
// inPlace says yes to that.
func (c *Catalogue) CheckWrite(ctx context.Context, s Slot, inPlace bool) error {
	// Of the form of a real one, so that the plan is as it will be.
	ch, err := c.PlanWrite(ctx, s, secret.New("dapi"+strings.Repeat("0", 32)))
	switch {
	case err != nil:
		return err
	case c.readOnly():
		return readOnlyRun(s.Path)
	case ch.Confirm != "" && !inPlace:
		return errors.New(ch.Confirm)
	}
	return nil
}

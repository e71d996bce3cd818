package rotate

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// record tells the journal how far the rotation is.
type record struct{ phase Phase }

func (r record) String() string { return "note it in the journal (" + string(r.phase) + ")" }

func (r record) Next(ctx context.Context, s State, d Deps) (State, error) {
	if r.phase == Intent {
		s.At = d.Now().UTC()
	}
	// Before the write: once every target holds the new token, a journal that fails is no reason to go back.
	s.Phase = r.phase
	return s, d.Journal.Put(ctx, s.entry(r.phase))
}

// Undo of the intent forgets the rotation. While something of it is left, the next start has to know of it.
func (r record) Undo(ctx context.Context, s State, d Deps) (State, error) {
	if r.phase != Intent || s.Stuck || s.Unsure {
		return s, nil
	}
	return s, d.Journal.Remove(ctx, s.ID)
}

// write puts the new token into a target.
type write struct{ Target }

func (w write) String() string { return "write it to " + w.ID + " (" + w.Path + ", " + w.Where + ")" }

func (w write) Next(ctx context.Context, s State, d Deps) (State, error) {
	s.unwritten = false
	receipt, err := d.Vault.Write(ctx, w.ID, w.Held, s.Value)
	s.Receipts = maps.Clone(s.Receipts)
	if s.Receipts == nil {
		s.Receipts = map[string]Receipt{}
	}
	s.Receipts[w.ID] = receipt
	s.Notes = append(slices.Clip(s.Notes), receipt.Warnings...)
	return s, err
}

func (w write) Undo(ctx context.Context, s State, d Deps) (State, error) {
	if held, err := d.Vault.Held(ctx, w.ID); err == nil && !held.Equal(s.Value) {
		return s, nil // unchanged, or changed by somebody whose edit it is
	}
	if undo := s.Receipts[w.ID].Undo; undo != nil && undo(ctx) == nil {
		return s, nil
	}
	// The rest of the file was edited since: the value alone goes back.
	_, err := d.Vault.Write(ctx, w.ID, s.Value, w.Held)
	if err == nil {
		return s, nil
	}
	if held, again := d.Vault.Held(ctx, w.ID); again == nil && held.Equal(w.Held) {
		return s, nil
	}
	return s, fmt.Errorf("%s could not be given its old token back: %w", w.ID, err)
}

// prove reads a target back.
type prove struct {
	lasting
	Target
}

func (p prove) String() string { return "read " + p.ID + " back" }

func (p prove) Next(ctx context.Context, s State, d Deps) (State, error) {
	held, err := d.Vault.Held(ctx, p.ID)
	switch {
	case err != nil:
		return s, err
	case !held.Equal(s.Value):
		return s, fmt.Errorf("%s does not hold the new token: another program changed it at the same moment. Look at it, and rotate again.", p.Path)
	}
	return s, nil
}

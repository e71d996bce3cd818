// Package vault lets rotations write into the credential files, and keeps their journal on the disk.
package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/rotate"
)

// Vault is the catalogue's slots for the tokens of one workspace. It is a rotate.Vault.
type Vault struct {
	Files   *creds.Catalogue
	Profile string // that the user chose, as in Catalogue.Look
	Host    string // the workspace
}

var _ rotate.Vault = Vault{}

// Of is a Vault for every profile and workspace.
func Of(files *creds.Catalogue) func(profile, host string) rotate.Vault {
	return func(profile, host string) rotate.Vault { return Vault{Files: files, Profile: profile, Host: host} }
}

// trial is written nowhere: a plan with it shows whether a real one could be made.
var trial = secret.New("dapi" + strings.Repeat("0", 32))

// Targets are the slots that are there. Those that a token would set up hold nothing to rotate.
func (v Vault) Targets(ctx context.Context) ([]rotate.Target, error) {
	var targets []rotate.Target
	for _, s := range v.Files.Slots(ctx, v.Profile, v.Host) {
		if s.Missing || s.SignIn {
			continue
		}
		targets = append(targets, rotate.Target{
			ID: s.ID, Path: s.Path, Where: s.Where, Host: s.Host, Held: s.Held, Reader: s.Reader, Refused: s.Refused,
			// The catalogue gives one slot for a whole file that it cannot make sense of.
			Unreadable: s.Refused != nil && s.Where == s.Path,
			Other:      other(s),
		})
	}
	return targets, ctx.Err()
}

// other reports whether what a slot holds cannot be a personal access token, whatever its value.
func other(s creds.Slot) bool {
	switch s.Kind {
	case creds.HeldClientSecret, creds.HeldAccess, creds.HeldRefresh:
		return !s.Held.IsPAT() // somebody may have mixed the two up
	default:
		return false
	}
}

func (v Vault) slot(ctx context.Context, id string) (creds.Slot, error) {
	for _, s := range v.Files.Slots(ctx, v.Profile, v.Host) {
		if s.ID == id && !s.Missing {
			return s, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return creds.Slot{}, err
	}
	return creds.Slot{}, fmt.Errorf("%s is gone: another program took it out of its file.", id)
}

// Check plans a write and drops it.
func (v Vault) Check(ctx context.Context, target string) error {
	s, err := v.slot(ctx, target)
	if err != nil {
		return err
	}
	_, err = v.plan(ctx, s, trial)
	return err
}

func (v Vault) plan(ctx context.Context, s creds.Slot, value secret.Secret) (creds.Change, error) {
	change, err := v.Files.PlanWrite(ctx, s, value)
	if err == nil && change.Confirm != "" {
		// Nobody is there to be asked whether a crash may tear the file.
		err = errors.New(change.Confirm + " A rotation never does that. The dashboard does, after a question: n makes a token, and w writes it there.")
	}
	return change, err
}

// Held reads what a target holds.
func (v Vault) Held(ctx context.Context, target string) (secret.Secret, error) {
	s, err := v.slot(ctx, target)
	return s.Held, err
}

// Write puts a value where the old one stands.
func (v Vault) Write(ctx context.Context, target string, old, value secret.Secret) (rotate.Receipt, error) {
	s, err := v.slot(ctx, target)
	if err != nil {
		return rotate.Receipt{}, err
	}
	if !s.Held.Equal(old) {
		return rotate.Receipt{}, fmt.Errorf("%s has changed since: it holds another secret now. Nothing was written; look again.", s.Path)
	}
	change, err := v.plan(ctx, s, value)
	if err != nil {
		return rotate.Receipt{}, err
	}
	done, err := v.Files.Apply(ctx, change)
	receipt := rotate.Receipt{Warnings: done.Warnings}
	for _, line := range change.Diff {
		receipt.Diff = append(receipt.Diff, string(line.Kind)+line.Text)
	}
	if done.CanUndo {
		receipt.Undo = func(ctx context.Context) error { return v.Files.Undo(ctx, done) }
	}
	return receipt, err
}

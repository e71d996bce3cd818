package modeltest

import (
	"context"
	"errors"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/report"
)

// Machine is a machine that always looks the same and on which nothing can be changed.
type Machine struct{ Inventory report.Inventory }

// Look is the inventory, whatever the profile.
func (m Machine) Look(context.Context, string) report.Inventory { return m.Inventory }

// Slots is empty.
func (m Machine) Slots(context.Context, string, string) []report.Slot { return nil }

// PlanWrite refuses.
func (m Machine) PlanWrite(_ context.Context, s report.Slot, _ secret.Secret) (report.Change, error) {
	return report.Change{}, refused(s.Path)
}

// PlanMend refuses.
func (m Machine) PlanMend(_ context.Context, r report.Mend) (report.Change, error) {
	return report.Change{}, refused(r.Path)
}

// PlanPull refuses.
func (m Machine) PlanPull(_ context.Context, _, _, target string) (report.Change, error) {
	return report.Change{}, refused(target)
}

// Apply refuses.
func (m Machine) Apply(_ context.Context, c report.Change) (report.Done, error) {
	return report.Done{}, refused(c.Path)
}

// Undo refuses.
func (m Machine) Undo(_ context.Context, d report.Done) error { return refused(d.Path) }

// Returning is empty.
func (m Machine) Returning(context.Context, report.Done) []report.Held { return nil }

// Taken is empty.
func (m Machine) Taken(context.Context, report.Change) []report.Held { return nil }

func refused(path string) error { return errors.New(path + " cannot be changed here.") }

// NoFiles is the catalogue of a home in which there is no credential file.
func NoFiles(home string) []creds.File {
	return []creds.File{
		{ID: creds.DatabricksCfg, Path: home + "/.databrickscfg", Format: creds.INI},
		{ID: creds.ClaudeCodeRouter, Path: home + "/.claude-code-router/config.json", Format: creds.JSON5},
	}
}

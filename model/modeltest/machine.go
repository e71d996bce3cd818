package modeltest

import (
	"context"
	"errors"

	"bricktop/creds"
	"bricktop/model/report"
)

// Machine is a machine that always looks the same and on which nothing can be changed.
type Machine struct{ Inventory report.Inventory }

// Look is the inventory, whatever the profile.
func (m Machine) Look(context.Context, string) report.Inventory { return m.Inventory }

// PlanMode refuses.
func (m Machine) PlanMode(path string) (report.ModeChange, error) {
	return report.ModeChange{}, errors.New(path + " cannot be changed here.")
}

// Apply refuses.
func (m Machine) Apply(c report.ModeChange) error {
	return errors.New(c.Path + " cannot be changed here.")
}

// NoFiles is the catalogue of a home in which there is no credential file.
func NoFiles(home string) []creds.File {
	return []creds.File{
		{ID: creds.DatabricksCfg, Path: home + "/.databrickscfg", Format: creds.INI},
		{ID: creds.ClaudeCodeRouter, Path: home + "/.claude-code-router/config.json", Format: creds.JSON5},
	}
}

package headless

import (
	"context"
	"strings"

	"bricktop/ui/text"
)

// Names are the profiles of this machine and the targets that can be rotated, for a shell to complete. Nobody is asked
// for them, what cannot be read has none, and what a terminal would not show as it is, is left out.
func Names(ctx context.Context, d RotateDeps, profile string) (profiles, targets []string) {
	machine := d.Files.Look(ctx, profile)
	for _, file := range machine.Files {
		for _, p := range file.Profiles {
			profiles = appendPlain(profiles, p.Name)
		}
	}
	held, _ := d.Vault(profile, machine.Login.Host).Targets(ctx)
	for _, t := range held {
		if t.Held.IsPAT() && t.Refused == nil {
			targets = appendPlain(targets, t.ID)
		}
	}
	return profiles, targets
}

func appendPlain(names []string, name string) []string {
	if name == "" || text.Clean(name) != name || strings.ContainsAny(name, "\t\n") || strings.Contains(name, "••••") {
		return names
	}
	return append(names, name)
}

package headless

import "context"

// Names are the profiles and the file targets of this machine. Nobody is asked for them, and what cannot be read has
// none.
func Names(ctx context.Context, d RotateDeps, profile string) (profiles, targets []string) {
	machine := d.Files.Look(ctx, profile)
	for _, file := range machine.Files {
		for _, p := range file.Profiles {
			profiles = append(profiles, p.Name)
		}
	}
	held, _ := d.Vault(profile, machine.Login.Host).Targets(ctx)
	for _, t := range held {
		if t.Held.IsPAT() {
			targets = append(targets, t.ID)
		}
	}
	return profiles, targets
}

package creds

import (
	"io/fs"
	"testing"

	"pgregory.net/rapid"
)

func TestModeIsOnlyTightened(t *testing.T) {
	fsys := machine{cfg: "[p]\nhost = x\n"}.fs(t)
	c := New(Options{Fs: fsys, Home: home, UID: -1})
	rapid.Check(t, func(t *rapid.T) {
		from := fs.FileMode(rapid.IntRange(0, 0o777).Draw(t, "mode"))
		if err := fsys.Chmod(cfgPath, from); err != nil {
			t.Fatal(err)
		}
		plan, err := c.PlanMend(t.Context(), Mend{Kind: MendMode, Path: cfgPath})
		if (err != nil) != (from&0o077 == 0) {
			t.Fatalf("%o: %v", from, err)
		}
		if err == nil {
			_, err = c.Apply(t.Context(), plan)
		} else {
			err = nil
		}
		info, statErr := fsys.Stat(cfgPath)
		if err != nil || statErr != nil || info.Mode().Perm() != from&0o700 {
			t.Fatalf("%o became %o, %v", from, info.Mode().Perm(), err)
		}
	})
}

package commands

import (
	"runtime/debug"
	"strings"
)

// Release is the version of .github/CHANGELOG.md that this is, or will be.
const Release = "0.1.0"

// Version is the release, with the commit that it was built from where the build knows it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if ok && strings.HasPrefix(info.Main.Version, "v") {
		return Release + " (" + info.Main.Version + ")"
	}
	return Release
}

//go:build !gotoml

package edit

// newTOML is nothing in a build without go-toml: then TOML is a format that is not known.
func newTOML() language { return nil }

package workspace

import "github.com/databricks/databricks-sdk-go/useragent"

// NameAgent says who asks, in the User-Agent of every request, which workspaces keep in their audit log.
// The version is a semantic one without a v; the SDK panics on any other. It keeps both in variables of its
// own: call this once, before anything else.
func NameAgent(version string) { useragent.WithProduct("bricktop", version) }

//go:build !unix

package disk

// KeepPrivate does nothing where there is no umask.
func KeepPrivate() {}

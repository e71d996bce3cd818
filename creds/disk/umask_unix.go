//go:build unix

package disk

import "syscall"

// KeepPrivate makes every file that this process creates from now on readable by its owner alone, temporary
// files and logs of libraries too. It is for main, once, before anything else runs.
func KeepPrivate() { syscall.Umask(0o077) }

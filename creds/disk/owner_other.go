//go:build !unix

package disk

import "io/fs"

// nonblock has no meaning where named pipes are no files.
const nonblock = 0

// Owner is the user that owns a file; ok is false on a file system that does not say.
func Owner(fs.FileInfo) (uid int, name string, ok bool) { return 0, "", false }

func systemFacts(fs.FileInfo) (Facts, bool) { return Facts{}, false }

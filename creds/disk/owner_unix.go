//go:build unix

package disk

import (
	"io/fs"
	"os/user"
	"strconv"
	"syscall"
)

// nonblock lets an open of a named pipe return at once.
const nonblock = syscall.O_NONBLOCK

// Owner is the user that owns a file; ok is false on a file system that does not say. The name is empty
// when the user ID has none, as in many containers.
func Owner(info fs.FileInfo) (uid int, name string, ok bool) {
	facts, ok := FactsOf(info)
	if !ok {
		return 0, "", false
	}
	if u, err := user.LookupId(strconv.Itoa(facts.UID)); err == nil {
		name = u.Username
	}
	return facts.UID, name, true
}

func systemFacts(info fs.FileInfo) (Facts, bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return Facts{}, false
	}
	return Facts{UID: int(stat.Uid), GID: int(stat.Gid), Names: uint64(stat.Nlink)}, true
}

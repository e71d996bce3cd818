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
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, "", false
	}
	uid = int(stat.Uid)
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		name = u.Username
	}
	return uid, name, true
}

// Names is how many hard links a file has; ok is false on a file system that does not say.
func Names(info fs.FileInfo) (n uint64, ok bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return uint64(stat.Nlink), true
}

package disk_test

import (
	"syscall"
	"testing"
)

const bind = syscall.MS_BIND

// mount mounts for one test, where that is allowed. A tmpfs has 16 KB.
func mount(t *testing.T, source, at, kind string, flags uintptr) {
	t.Helper()
	options := ""
	if kind == "tmpfs" {
		options = "size=16k"
	}
	if err := syscall.Mount(source, at, kind, flags, options); err != nil {
		t.Skip("nothing can be mounted here, so the error is injected elsewhere only:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

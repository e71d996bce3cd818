package disk_test

import (
	"bytes"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// A log does not grow for ever: what is large makes way, and one older log is kept.
func TestALogMakesWay(t *testing.T) {
	fsys := afero.NewMemMapFs()
	const path = "/state/bricktop/bricktop.log"
	write := func(content []byte) {
		t.Helper()
		log, err := disk.OpenLog(fsys, path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	size := func(path string) int64 {
		info, err := fsys.Stat(path)
		if err != nil {
			return -1
		}
		return info.Size()
	}
	write(bytes.Repeat([]byte("x"), 1<<20))
	write([]byte("y"))
	if size(path) != 1<<20+1 || size(path+".1") != -1 {
		t.Errorf("sizes %d, %d", size(path), size(path+".1"))
	}
	write([]byte("z"))
	if size(path) != 1 || size(path+".1") != 1<<20+1 {
		t.Errorf("sizes %d, %d", size(path), size(path+".1"))
	}
}

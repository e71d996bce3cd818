package disktest

import (
	"io/fs"
	"os"

	"github.com/spf13/afero"
)

const createOrTruncate = os.O_CREATE | os.O_TRUNC

// tapFile stands around every operation on an open file.
type tapFile struct {
	afero.File
	tap  *Tap
	name string
}

func (t *Tap) file(f afero.File, name string) afero.File {
	if f == nil {
		return nil
	}
	return &tapFile{f, t, name}
}

func (f *tapFile) do(kind string, do func() error) error { return f.tap.do(kind, f.name, "", do) }

// Close closes the file in any case, as the system does when it reports an error.
func (f *tapFile) Close() error {
	called := false
	err := f.do("close", func() error { called = true; return f.File.Close() })
	if !called {
		_ = f.File.Close()
	}
	return err
}

func (f *tapFile) Read(p []byte) (n int, err error) {
	err = f.do("read", func() error { n, err = f.File.Read(p); return err })
	return n, err
}

func (f *tapFile) ReadAt(p []byte, off int64) (n int, err error) {
	err = f.do("read", func() error { n, err = f.File.ReadAt(p, off); return err })
	return n, err
}

func (f *tapFile) Write(p []byte) (n int, err error) {
	err = f.do("write", func() error { n, err = f.File.Write(p); return err })
	return n, err
}

func (f *tapFile) WriteString(s string) (int, error) { return f.Write([]byte(s)) }

func (f *tapFile) WriteAt(p []byte, off int64) (n int, err error) {
	err = f.do("write", func() error { n, err = f.File.WriteAt(p, off); return err })
	return n, err
}

func (f *tapFile) Truncate(size int64) error {
	return f.do("truncate", func() error { return f.File.Truncate(size) })
}

func (f *tapFile) Sync() error { return f.do("sync", f.File.Sync) }

func (f *tapFile) Stat() (i fs.FileInfo, err error) {
	err = f.do("stat", func() error { i, err = f.File.Stat(); return err })
	return i, err
}

func (f *tapFile) Readdir(count int) (infos []fs.FileInfo, err error) {
	err = f.do("readdir", func() error { infos, err = f.File.Readdir(count); return err })
	return infos, err
}

func (f *tapFile) Readdirnames(count int) (names []string, err error) {
	err = f.do("readdir", func() error { names, err = f.File.Readdirnames(count); return err })
	return names, err
}

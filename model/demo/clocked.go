package demo

import (
	"io/fs"
	"os"
	"time"

	"github.com/spf13/afero"
)

// clocked is files in memory that are as old as the demo's clock says.
type clocked struct {
	*afero.MemMapFs
	now func() time.Time
}

// OpenFile opens a file that is as old as its last closing for writing. To MemMapFs every flag means writing.
func (c clocked) OpenFile(name string, flag int, mode fs.FileMode) (afero.File, error) {
	if flag&(os.O_WRONLY|os.O_RDWR|os.O_CREATE) == 0 {
		return c.Open(name)
	}
	file, err := c.MemMapFs.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	return written{file, c}, nil
}

// written is a file open for writing.
type written struct {
	afero.File
	fs clocked
}

// Close closes the file, whatever it is called by now.
func (w written) Close() error {
	if err := w.File.Close(); err != nil {
		return err
	}
	return w.fs.Chtimes(w.Name(), w.fs.now(), w.fs.now())
}

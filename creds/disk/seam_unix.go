//go:build unix

package disk

import "os"

func rename(from, to string) error { return os.Rename(from, to) }

func syncDir(p plain, dir string) error { return p.SyncDir(dir) }

// linkNew is a rename in two steps, of which the first fails when the name is taken. A crash between them
// leaves both names.
func linkNew(from, to string) error {
	if err := os.Link(from, to); err != nil {
		return err
	}
	return os.Remove(from)
}

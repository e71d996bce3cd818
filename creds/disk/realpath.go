package disk

import (
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/afero"
)

// RealPath is the absolute path without any symbolic link, so that two ways to one file compare equal. What
// does not exist stays as it is written.
func RealPath(fsys afero.Fs, path string) string {
	real, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	for range MaxLinks {
		next, ok := followFirst(fsys, real)
		if !ok {
			break
		}
		real = next
	}
	return real
}

// followFirst replaces the first symbolic link in a path by where it leads.
func followFirst(fsys afero.Fs, path string) (string, bool) {
	reader, ok := fsys.(afero.LinkReader)
	if !ok {
		return "", false
	}
	const sep = string(filepath.Separator)
	root := filepath.VolumeName(path) + sep
	parts := strings.Split(strings.TrimPrefix(path, root), sep)
	for i := range parts {
		name := root + filepath.Join(parts[:i+1]...)
		info, err := Lstat(fsys, name)
		if err != nil {
			return "", false
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		target, err := reader.ReadlinkIfPossible(name)
		if err != nil {
			return "", false
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		return filepath.Join(append([]string{target}, parts[i+1:]...)...), true
	}
	return "", false
}

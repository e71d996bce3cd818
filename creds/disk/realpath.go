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
	real, _ := followAll(fsys, path)
	return real
}

// followAll is RealPath, with the symbolic links on the way.
func followAll(fsys afero.Fs, path string) (real string, links []string) {
	real, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path), nil
	}
	for range MaxLinks {
		link, next := followFirst(fsys, real)
		if link == "" {
			break
		}
		real, links = next, append(links, link)
	}
	return real, links
}

// followFirst finds the first symbolic link in a path, and replaces it by where it leads.
func followFirst(fsys afero.Fs, path string) (link, next string) {
	reader, ok := fsys.(afero.LinkReader)
	if !ok {
		return "", ""
	}
	const sep = string(filepath.Separator)
	root := filepath.VolumeName(path) + sep
	parts := strings.Split(strings.TrimPrefix(path, root), sep)
	for i := range parts {
		name := root + filepath.Join(parts[:i+1]...)
		info, err := Lstat(fsys, name)
		if err != nil {
			return "", ""
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		target, err := reader.ReadlinkIfPossible(name)
		if err != nil {
			return "", ""
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		return name, filepath.Join(append([]string{target}, parts[i+1:]...)...)
	}
	return "", ""
}

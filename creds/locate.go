package creds

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/afero"
)

// readTargets reads the files of every target but ~/.databrickscfg: those that exist, and the core ones.
func (c *Catalogue) readTargets(home string, homeErr error, known func(string) bool, profiles []Profile) []File {
	var files []File
	for _, target := range catalogue()[1:] {
		for _, f := range c.locate(target, home, homeErr) {
			if f.Problem == nil {
				r := reading{Catalogue: c, target: target, file: &f, known: known, profiles: profiles}
				r.read()
				c.supersede(&f)
			}
			if target.Core || f.Exists || f.Problem != nil {
				files = append(files, f)
			}
		}
	}
	return files
}

// locate lists the files that a target may be; none is read yet.
func (c *Catalogue) locate(target Target, home string, homeErr error) []File {
	path := c.path(target.Path)
	f := File{ID: target.ID, Format: target.Format, Path: expand(path, home)}
	if home == "" && strings.HasPrefix(path, "~") {
		if !target.Core {
			return nil
		}
		f.Problem = &Problem{Text: homeErr.Error()}
		return []File{f}
	}
	if !strings.Contains(target.Path, "*") {
		return []File{f}
	}
	var files []File
	for _, name := range c.names(filepath.Dir(f.Path), filepath.Base(target.Path)) {
		one := f
		one.ID, one.Path = target.ID+":"+shown(name), filepath.Join(filepath.Dir(f.Path), name)
		files = append(files, one)
	}
	return files
}

// names lists the names in a directory that match a pattern, in order. A directory that cannot be read has none.
func (c *Catalogue) names(dir, pattern string) []string {
	d, err := c.fs.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	if err != nil {
		return nil
	}
	slices.Sort(names)
	return slices.DeleteFunc(names, func(name string) bool {
		ok, err := filepath.Match(pattern, name)
		return err != nil || !ok
	})
}

// path puts the environment into a target's path: ${NAME:-default} is the variable NAME, or the default when
// that is unset or empty.
func (c *Catalogue) path(pattern string) string {
	inner, rest, ok := strings.Cut(strings.TrimPrefix(pattern, "${"), "}")
	if !ok || !strings.HasPrefix(pattern, "${") {
		return pattern
	}
	name, otherwise, _ := strings.Cut(inner, ":-")
	if dir := strings.TrimSpace(c.env(name)); dir != "" {
		return dir + rest
	}
	return otherwise + rest
}

// supersede notes that claude-code-router 3 keeps everything in config.sqlite, and reads config.json only to
// import it.
func (c *Catalogue) supersede(f *File) {
	if f.ID != ClaudeCodeRouter {
		return
	}
	sqlite := filepath.Join(filepath.Dir(f.Path), "config.sqlite")
	if ok, err := afero.Exists(c.fs, sqlite); err == nil && ok {
		f.Superseded = sqlite
	}
}

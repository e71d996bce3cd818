package creds

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/afero"

	"bricktop/creds/edit"
)

// readTargets reads the files of every target but ~/.databrickscfg: those that exist, and the core ones. Of logs
// only those count that hold a token.
func (c *Catalogue) readTargets(home string, homeErr error, start reading) []File {
	var files []File
	for _, target := range catalogue()[1:] {
		for _, f := range c.locate(target, home, homeErr) {
			if f.Problem == nil {
				r := start
				r.target, r.file = target, &f
				r.read()
			}
			there := f.Exists || f.Problem != nil
			if target.Format == Log {
				there = len(f.Secrets) > 0
			}
			if target.Core || there {
				files = append(files, f)
			}
		}
	}
	return files
}

// readEnvironment takes the variables of this process for a file, which exists when one of them holds a secret.
func (c *Catalogue) readEnvironment(start reading) []File {
	root := &edit.Value{Kind: edit.Object}
	target := environmentTarget()
	for _, p := range target.Places {
		for _, name := range append(p.Host[0], p.Path...) {
			if root.Get(name) == nil {
				root.Members = append(root.Members, edit.Member{Name: name, Value: edit.Text(c.env(name))})
			}
		}
	}
	f := File{ID: target.ID, Format: target.Format, Reader: target.Reader, Exists: true}
	start.target, start.file, start.root = target, &f, root
	start.hold()
	if len(f.Secrets) == 0 {
		return nil
	}
	return []File{f}
}

// locate lists the files that a target may be; none is read yet.
func (c *Catalogue) locate(target Target, home string, homeErr error) []File {
	path := c.path(target.Path)
	f := File{ID: target.ID, Format: target.Format, Path: expand(path, home), CopyOf: target.CopyOf, Reader: target.Reader}
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
	names := c.names(filepath.Dir(f.Path), filepath.Base(target.Path))
	// Names of logs and copies hold a time: the last ones are the newest.
	for _, name := range names[max(0, len(names)-mostOnes):] {
		one := f
		one.ID, one.Path = target.ID+":"+shown(name), filepath.Join(filepath.Dir(f.Path), name)
		files = append(files, one)
	}
	return files
}

// names lists the names in a directory that match a pattern, in order. A directory that cannot be read has none.
func (c *Catalogue) names(dir, pattern string) []string {
	if ok, err := afero.DirExists(c.fs, dir); err != nil || !ok {
		return nil // nor is a pipe opened, which would wait for a writer
	}
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
	value := strings.TrimSpace(c.env(name))
	if flag := c.flags["config_file"]; name == "DATABRICKS_CONFIG_FILE" && flag != "" {
		value = flag
	}
	if value != "" {
		return value + rest
	}
	return otherwise + rest
}

// supersede notes what nobody reads any more. claude-code-router 3 keeps everything in config.sqlite, and reads
// config.json only to import it.
func supersede(files []File) {
	database := ""
	for _, f := range files {
		if f.ID == RouterDatabase {
			database = f.Path
		}
	}
	for i := range files {
		if files[i].ID == ClaudeCodeRouter {
			files[i].Superseded = database
		}
	}
}

package creds

import (
	"cmp"
	"path"
	"path/filepath"
	"strings"

	"bricktop/creds/disk"
	"bricktop/creds/edit"
)

// findWorkTrees notes which files with secrets lie in a git work tree, and whether git is told to leave them out.
func (c *Catalogue) findWorkTrees(home string, files []File) {
	roots := map[string]string{}
	for i := range files {
		f := &files[i]
		name := cmp.Or(f.Link, f.Path)
		if !f.Exists || len(f.Secrets) == 0 || !filepath.IsAbs(name) {
			continue
		}
		if f.Git.Root = c.workTree(filepath.Dir(name), roots); f.Git.Root != "" {
			f.Git.Ignored = c.ignored(f.Git.Root, name, home)
		}
	}
}

// workTree is the innermost directory around another that holds a .git, empty when there is none. Where it was
// looked before, roots knows.
func (c *Catalogue) workTree(dir string, roots map[string]string) string {
	root, known := roots[dir]
	if known {
		return root
	}
	if _, err := disk.Lstat(c.fs, filepath.Join(dir, ".git")); err == nil {
		root = dir
	} else if parent := filepath.Dir(dir); parent != dir {
		root = c.workTree(parent, roots)
	}
	roots[dir] = root
	return root
}

// ignored reports whether git leaves a file out, by the rules of gitignore(5) in the user's own list, in
// .git/info/exclude and in every .gitignore on the way: the last rule that fits decides, and nothing below a
// directory that is left out comes back. What core.excludesFile names instead is not read, nor the index, which
// may hold a file against every rule.
func (c *Catalogue) ignored(root, name, home string) bool {
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return false
	}
	steps := strings.Split(filepath.ToSlash(rel), "/")
	rules := c.rules("", expand(c.path("${XDG_CONFIG_HOME:-~/.config}/git/ignore"), home))
	rules = append(rules, c.rules("", filepath.Join(root, ".git", "info", "exclude"))...)
	for i := range steps {
		base := strings.Join(steps[:i], "/")
		rules = append(rules, c.rules(base, filepath.Join(root, filepath.FromSlash(base), ".gitignore"))...)
		out := false
		for _, r := range rules {
			if r.fits(strings.Join(steps[:i+1], "/"), i < len(steps)-1) {
				out = !r.keep
			}
		}
		if out {
			return true
		}
	}
	return false
}

// rule is one line of a .gitignore.
type rule struct {
	base     string // the directory of the file it stands in, from the root
	pattern  []string
	keep     bool // a ! before it
	dirOnly  bool
	anywhere bool // it has no slash but at its end, and goes for names at any depth
}

func (c *Catalogue) rules(base, file string) []rule {
	data, err := disk.ReadFile(c.fs, file)
	if err != nil || len(data) > edit.MaxSize {
		return nil
	}
	var rules []rule
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasSuffix(strings.TrimRight(line, " "), `\`) {
			line = strings.TrimRight(line, " ")
		}
		if line == "" || line[0] == '#' {
			continue
		}
		r := rule{base: base}
		line, r.keep = strings.CutPrefix(line, "!")
		line, r.dirOnly = strings.CutSuffix(line, "/")
		r.anywhere = !strings.Contains(line, "/")
		// path.Match writes the negation of a class in the other way.
		r.pattern = strings.Split(strings.ReplaceAll(strings.TrimPrefix(line, "/"), "[!", "[^"), "/")
		rules = append(rules, r)
	}
	return rules
}

func (r rule) fits(name string, isDir bool) bool {
	if r.dirOnly && !isDir {
		return false
	}
	if r.base != "" {
		inside, ok := strings.CutPrefix(name, r.base+"/")
		if !ok {
			return false
		}
		name = inside
	}
	if r.anywhere {
		name = path.Base(name)
	}
	return fitsSteps(r.pattern, strings.Split(name, "/"))
}

// fitsSteps matches step by step; ** is any number of them.
func fitsSteps(pattern, steps []string) bool {
	if len(pattern) == 0 {
		return len(steps) == 0
	}
	if pattern[0] == "**" {
		// At the end it is everything inside, and so at least one step.
		if len(pattern) == 1 {
			return len(steps) > 0
		}
		for i := range len(steps) + 1 {
			if fitsSteps(pattern[1:], steps[i:]) {
				return true
			}
		}
		return false
	}
	if len(steps) == 0 {
		return false
	}
	ok, err := path.Match(pattern[0], steps[0])
	return err == nil && ok && fitsSteps(pattern[1:], steps[1:])
}

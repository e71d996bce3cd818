package creds

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"bricktop/creds/disk"
	"bricktop/creds/edit"
)

// inspect fills in what the file system knows of a file, and reads it. It is not ok when there is
// nothing to parse: Problem says why, unless the file simply does not exist.
func (c *Catalogue) inspect(f *File) (data []byte, ok bool) {
	final, err := disk.Resolve(c.fs, f.Path)
	if err == nil && final != f.Path {
		f.Link = final
	}
	if err == nil {
		var info fs.FileInfo
		if info, err = c.fs.Stat(final); err == nil {
			f.Exists = true
			f.Mode, f.Size, f.Modified, f.Owner = info.Mode(), info.Size(), info.ModTime(), c.owner(info)
			f.Names, _ = disk.Names(info)
			if !info.Mode().IsRegular() {
				f.Problem = &Problem{Text: fmt.Sprintf("%s is %s, not a file. It was not read.", f.Path, disk.KindOf(info.Mode()))}
				return nil, false
			}
		}
	}
	if err == nil {
		data, err = disk.ReadFile(c.fs, final)
	}
	switch {
	case err == nil:
		return data, true
	case errors.Is(err, fs.ErrNotExist) && !errors.Is(err, disk.ErrDangling):
		return nil, false
	default:
		f.Problem = &Problem{Text: fileProblem(f.Path, err)}
		return nil, false
	}
}

// parseProblem says in a sentence why a file's content is of no use. The parser's words hold no content.
func parseProblem(path, consequence string, err error) *Problem {
	p := &Problem{}
	if at, ok := errors.AsType[*edit.SyntaxError](err); ok {
		p.Line, p.Column = at.Line, at.Column
	}
	p.Text = strings.TrimSpace(fmt.Sprintf("%s cannot be understood: %v. %s", path, err, consequence))
	return p
}

package creds

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"bricktop/creds/disk"
	"bricktop/creds/edit"
)

// inspect fills in what the file system knows of a file. It is not ok when there is nothing to read: Problem
// says why, unless the file simply does not exist.
func (c *Catalogue) inspect(f *File) (ok bool) {
	final, err := disk.Resolve(c.fs, f.Path)
	if err == nil && final != f.Path {
		f.Link = final
	}
	var info fs.FileInfo
	if err == nil {
		info, err = c.fs.Stat(final)
	}
	if err != nil {
		return c.unread(f, err)
	}
	f.Exists = true
	f.Mode, f.Size, f.Modified, f.Owner = info.Mode(), info.Size(), info.ModTime(), c.owner(info)
	f.Names, _ = disk.Names(info)
	if !info.Mode().IsRegular() {
		f.Problem = &Problem{Text: fmt.Sprintf("%s is %s, not a file. It was not read.", f.Path, disk.KindOf(info.Mode()))}
		return false
	}
	return true
}

// content reads a file that was inspected: of a log its end, of any other the whole.
func (c *Catalogue) content(f *File) (data []byte, ok bool) {
	path := cmp.Or(f.Link, f.Path)
	var err error
	if f.Format == Log {
		data, err = c.tail(path, f.Size)
	} else {
		data, err = disk.ReadFile(c.fs, path)
	}
	if err != nil {
		return nil, c.unread(f, err)
	}
	return data, true
}

func (c *Catalogue) unread(f *File, err error) bool {
	if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, disk.ErrDangling) {
		f.Problem = &Problem{Text: fileProblem(f.Path, err)}
	}
	return false
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

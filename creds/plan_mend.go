package creds

import (
	"context"
	"fmt"
	"strings"

	"bricktop/creds/disk"
	"bricktop/creds/secret"
)

// planRemoval deletes a copy of secrets that nobody reads.
func (c *Catalogue) planRemoval(ctx context.Context, ch Change) (Change, error) {
	path := ch.Mend.Path
	in := c.Look(ctx, "")
	f, ok := fileAt(in, path)
	now, err := c.current(path)
	if ok && f.Format == Log && f.Size > disk.MaxSize {
		now, err = c.unopened(path)
	}
	switch {
	case err != nil:
		return Change{}, err
	case now.missing:
		return Change{}, fmt.Errorf("%s does not exist.", path)
	case !ok || f.CopyOf == "":
		return Change{}, fmt.Errorf("%s is no copy of another file. bricktop removes nothing else.", path)
	case now.linked:
		return Change{}, fmt.Errorf("%s is a symbolic link. Remove it and %s by hand.", path, now.path)
	}
	if owner := c.owner(now.info); owner.Known && !owner.Mine {
		return Change{}, fmt.Errorf("%s belongs to %s, who alone can remove it.", path, owner)
	}
	if names, ok := disk.Names(now.info); ok && names > 1 {
		return Change{}, fmt.Errorf("%s has other names (hard links), which would keep the secrets. Remove them by hand.", path)
	}
	ch.Path, ch.Title = now.path, "Remove "+now.path
	ch.Diff = maskedDiff(draft{before: now.data, known: secretsOf(in)})
	ch.Notes = []string{"The file is gone for good: this cannot be undone."}
	if f.Format != Log { // which grows all the time
		ch.guard = digest(string(now.data))
	}
	return ch, nil
}

// redact puts dots in place of everything in a log that looks like a secret or is known to be one.
func (c *Catalogue) redact(ctx context.Context, ch Change, old []byte) (draft, error) {
	path := ch.Mend.Path
	in := c.Look(ctx, "")
	f, ok := fileAt(in, path)
	d := draft{title: "Put dots in place of the secrets in " + path, before: old, known: secretsOf(in)}
	switch {
	case old == nil:
		return d, fmt.Errorf("%s does not exist.", path)
	case !ok || f.Format != Log:
		return d, fmt.Errorf("%s is no log that holds a secret. bricktop redacts nothing else.", path)
	}
	d.after = []byte(secret.Redact(string(old), d.known...))
	d.notes = []string{"A program that has the log open goes on writing into the old file, which nobody sees, until it is restarted."}
	return d, nil
}

// fileAt is the file of a look that stands at a path.
func fileAt(in Inventory, path string) (File, bool) {
	for _, f := range in.Files {
		if f.Path == path || f.Link == path && path != "" {
			return f, true
		}
	}
	return File{}, false
}

// secretsOf is every secret that a look found, also those of several lines, line by line.
func secretsOf(in Inventory) []secret.Secret {
	var list []secret.Secret
	add := func(s secret.Secret) {
		for line := range strings.Lines(s.Reveal()) {
			if line = strings.TrimSpace(line); len(line) >= shortest {
				list = append(list, secret.New(line))
			}
		}
	}
	for _, f := range in.Files {
		for _, h := range f.Secrets {
			add(h.Value)
		}
	}
	for _, v := range in.Env {
		add(v.Secret)
	}
	add(in.Login.Token)
	add(in.Login.ClientSecret)
	return list
}

// shortest is the length from which a value is looked for everywhere: a shorter one would blot out half of a
// text, and stands in the place where its name tells what it is.
const shortest = 4

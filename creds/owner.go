package creds

import (
	"fmt"
	"io/fs"

	"bricktop/creds/disk"
)

func (o Owner) String() string {
	if o.Name != "" {
		return o.Name
	}
	return fmt.Sprintf("user %d", o.UID)
}

// owner asks the file system; a file is ours too when nobody told who we are.
func (c *Catalogue) owner(info fs.FileInfo) Owner {
	uid, name, ok := disk.Owner(info)
	return Owner{Known: ok, UID: uid, Name: name, Mine: ok && (c.uid < 0 || uid == c.uid)}
}

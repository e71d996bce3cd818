package vault

import (
	"context"
	"path/filepath"

	"bricktop/creds/disk"
)

// Notes is a small file beside the journal, for what is good to know and no secret.
type Notes struct{ Journal }

func (n Notes) file() string { return filepath.Join(n.Dir, "notes"+suffix) }

// Read is the file's content.
func (n Notes) Read(context.Context) ([]byte, error) { return disk.ReadFile(n.Fs, n.file()) }

// Replace exchanges the content, all or nothing, for what edit makes of it.
func (n Notes) Replace(ctx context.Context, edit func(old []byte) []byte) error {
	_, err := disk.Replace(ctx, disk.On(n.Fs), n.file(), func(old []byte) ([]byte, error) { return edit(old), nil }, disk.Options{Create: true})
	return err
}

// Package demo puts the demo's world together: a fake Databricks workspace on loopback and, in memory, the
// files and variables that a DevBox leaves behind. It touches no disk, and no network beyond loopback.
package demo

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/workspace"
	"bricktop/model/workspace/fake"
)

// Options are what the demo takes from outside. The zero Options are good.
type Options struct {
	Now  func() time.Time // nil: time.Now
	Rand io.Reader        // of tokens and IDs; nil: crypto/rand
	Log  *slog.Logger     // nil: nowhere

	Observe func(session.Exchange) // told of every request; nil: nobody

	ReadOnly bool
	DryRun   bool          // files stay as they are, and what would be written is listed
	Limit    time.Duration // bound of every call; 0: the workspace's default
	// Profile, Host and ConfigFile are the flags of the same names.
	Profile, Host, ConfigFile string
}

// World is the demo, listening.
type World struct {
	Fake  *fake.Demo
	Fs    afero.Fs // the files as they are; Files may see them read-only
	Files *creds.Catalogue

	client workspace.Options
}

// Start makes the world. Close ends it.
func Start(o Options) (*World, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := fake.NewDemo(fake.Options{Now: o.Now, Rand: o.Rand})
	if err := d.Start(); err != nil {
		return nil, err
	}
	values := creds.DemoValues{
		Host: d.Host, WorkspaceID: "1234567890123456", ClientID: d.ClientID, ClientSecret: secret.New(d.ClientSecret),
		RouterToken: secret.New(d.RouterPAT), OtherHost: d.OtherHost, OtherToken: secret.New(d.OtherPAT),
		RevokedToken: secret.New(d.RevokedPAT), AppName: d.App, AppPort: "8000",
	}
	w := &World{Fake: d, Fs: clocked{MemMapFs: &afero.MemMapFs{}, now: o.Now}}
	if err := w.writeFiles(values, o.Now); err != nil {
		d.Close()
		return nil, err
	}
	env := creds.DemoEnv(values)
	seen := w.Fs
	if o.ReadOnly {
		seen = afero.NewReadOnlyFs(seen)
	}
	w.Files = creds.New(creds.Options{
		Fs: seen, UID: -1, DryRun: o.DryRun, Exe: "/usr/local/bin/bricktop", Profile: o.Profile, Host: o.Host, ConfigFile: o.ConfigFile,
		Lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
	})
	// The SDK's limit of calls a second counts real time, and this workspace is nobody else's.
	w.client = workspace.Options{Now: o.Now, Transport: d.Transport(), Limit: o.Limit, Rate: 1_000_000, Log: o.Log, ReadOnly: o.ReadOnly || o.DryRun, Observe: o.Observe}
	return w, nil
}

// writeFiles leaves the files as old as the token in them.
func (w *World) writeFiles(values creds.DemoValues, now func() time.Time) error {
	if err := creds.Demo(w.Fs, creds.DemoHome, values); err != nil {
		return err
	}
	at := now().Add(-55 * time.Minute)
	return afero.Walk(w.Fs, "/", func(path string, info fs.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		return w.Fs.Chtimes(path, at, at)
	})
}

// Connect readies a client for one of the demo's workspaces; every other host is refused.
func (w *World) Connect(l session.Login) (*workspace.Client, error) {
	return workspace.Connect(l, w.client)
}

// Try makes one live call with a stored secret.
func (w *World) Try(ctx context.Context, l session.Login) (session.State, error) {
	return workspace.Try(ctx, l, w.client)
}

// Close ends the workspaces.
func (w *World) Close() { w.Fake.Close() }

package creds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
)

// ErrNoProfile is in the LoginErr of a profile that was asked for and does not exist, for errors.Is.
var ErrNoProfile = errors.New("no such profile")

// Options is all that the catalogue knows of the process.
type Options struct {
	Fs     afero.Fs
	Lookup func(string) (string, bool) // os.LookupEnv; nil: no environment
	Home   string                      // overrides HOME; empty: as the environment says
	UID    int                         // ours, to tell foreign files; -1: not told

	Profile, Host, ConfigFile string // --profile, --host, --config-file

	// Exe is the path under which others can call this bricktop for a token; empty: none can.
	Exe string

	// Locks keep other bricktops from the files that are changed; nil: only this process is kept in order.
	Locks disk.Locker
	// DryRun keeps all changes in memory, above the files: nothing is written, and Written lists what would
	// have been. Its locks are in memory too.
	DryRun bool
	Random io.Reader // for the names of temporary files; nil: crypto/rand
}

// Catalogue finds and reads the credential files of one home. It keeps nothing between two looks, and is
// safe for concurrent use.
type Catalogue struct {
	fs     afero.Fs
	lookup func(string) (string, bool)
	home   string
	uid    int
	flags  map[string]string
	exe    string

	locks  disk.Locker
	random io.Reader
	dry    *dryRun // nil: this is none
}

// New makes a catalogue. It reads nothing yet.
func New(o Options) *Catalogue {
	c := &Catalogue{fs: o.Fs, lookup: o.Lookup, home: o.Home, uid: o.UID, flags: map[string]string{
		"profile": strings.TrimSpace(o.Profile), "host": strings.TrimSpace(o.Host), "config_file": o.ConfigFile,
	}, exe: o.Exe, locks: o.Locks, random: o.Random}
	if o.DryRun {
		c.fs, c.locks, c.dry = newLayered(c.fs), nil, &dryRun{}
	}
	if c.locks == nil {
		c.locks = &disk.MemoryLocks{FS: c.fs}
	}
	if c.lookup == nil {
		c.lookup = func(string) (string, bool) { return "", false }
	}
	return c
}

// appHome is where Databricks Apps put the code, and what their terminals take for a home.
const appHome = "/app/python/source_code"

// resolveHome returns the home directory, or a sentence that says why there is none. Databricks Apps leave
// HOME unset, or "/"; Windows has USERPROFILE in its place.
func (c *Catalogue) resolveHome() (string, error) {
	home := c.home
	if home == "" {
		home = strings.TrimSpace(c.env("HOME"))
	}
	if home == "" {
		home = strings.TrimSpace(c.env("USERPROFILE"))
	}
	if home != "" && home != "/" {
		return home, nil
	}
	if ok, err := afero.DirExists(c.fs, appHome); err == nil && ok {
		return appHome, nil
	}
	is := "HOME is not set"
	if home == "/" {
		is = "HOME is /"
	}
	return "", fmt.Errorf("%s, so there is no place to look for credential files. Set HOME, or name a file with --config-file.", is)
}

// env is a variable's value, empty when it is unset: the SDK makes no difference between the two.
func (c *Catalogue) env(name string) string {
	value, _ := c.lookup(name)
	return value
}

// Look reads everything once. The profile is the one that the user chose while bricktop runs; empty means
// what flags and environment say. Whatever goes wrong is part of the Inventory.
func (c *Catalogue) Look(ctx context.Context, profile string) Inventory {
	home, homeErr := c.resolveHome()
	in := Inventory{Home: home, App: c.app(home)}
	if err := ctx.Err(); err != nil {
		in.LoginErr = fmt.Errorf("The files were not read: %w.", err)
		return in
	}
	env := c.environment()
	in.TokenLifetime = env.lifetime()
	file, cfg := c.readProfiles(env, home, homeErr)

	r := c.resolve(env, cfg, profile)
	err := r.load()
	if err == nil {
		in.Login, err = r.login()
	}
	if err == nil && in.Login.Host == "" {
		err = homeErr
	}
	in.LoginErr = err
	for i := range file.Profiles {
		file.Profiles[i].InUse = r.path != "" && file.Profiles[i].Name == shown(r.vals["profile"].value)
	}
	r.explain(in.Login, err)
	env.explainOthers()
	in.Env = env.variables()

	hosts := map[string]bool{in.Login.Host: true}
	for _, p := range file.Profiles {
		hosts[p.Host] = true
	}
	if host, err := NormalizeHost(env.values["DATABRICKS_HOST"]); err == nil {
		hosts[host] = true
	}
	start := reading{Catalogue: c, known: func(host string) bool { return hosts[host] }, profiles: file.Profiles}
	in.Files = append([]File{file}, c.readTargets(home, homeErr, start)...)
	in.Files = append(in.Files, c.readEnvironment(start)...)
	supersede(in.Files)
	for i := range in.Files {
		c.stale(&in.Files[i], cfg.root)
	}
	c.findWorkTrees(home, in.Files)
	return in
}

// app says whether we run in a Databricks App: the platform sets DATABRICKS_APP_NAME and
// DATABRICKS_APP_PORT (docs.databricks.com, dev-tools/databricks-apps/system-env).
func (c *Catalogue) app(home string) App {
	name := strings.TrimSpace(c.env("DATABRICKS_APP_NAME"))
	return App{
		Inside: name != "" || strings.TrimSpace(c.env("DATABRICKS_APP_PORT")) != "" || home == appHome,
		Name:   shown(name),
	}
}

// expand replaces a leading ~ by the home directory, as databricks-sdk-go, config.LoadFile does.
func expand(path, home string) string {
	if home != "" && strings.HasPrefix(path, "~") {
		return filepath.Clean(home + path[1:])
	}
	return path
}

// fileProblem says in a sentence why a file is of no use, and what to do.
func fileProblem(path string, err error) string {
	switch {
	case errors.Is(err, disk.ErrDangling):
		return fmt.Sprintf("%s is a symbolic link to a file that does not exist.", path)
	case errors.Is(err, disk.ErrLoop):
		return fmt.Sprintf("%s is a symbolic link that leads in a circle.", path)
	case errors.Is(err, disk.ErrTooLarge):
		return fmt.Sprintf("%s is larger than 1 MiB, which no credential file is. It was not read.", path)
	case errors.Is(err, disk.ErrNotRegular):
		return fmt.Sprintf("%s is not a file. It was not read.", path)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("%s does not exist.", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("%s may not be read by this user. Check its owner and mode.", path)
	}
	// A path error repeats the path, and its cause alone is what the reader lacks.
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return fmt.Sprintf("%s cannot be read: %v.", path, err)
}

// Command bricktop is a terminal dashboard for the credentials that a Databricks developer lives on: the
// workspace, its personal access tokens, and the files of this machine that hold a credential.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/fang/v2"
	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/creds/disk"
	"bricktop/creds/secret"
	"bricktop/model"
	"bricktop/model/commands"
	"bricktop/model/demo"
	"bricktop/model/headless"
	"bricktop/model/plain"
	"bricktop/model/program"
	"bricktop/model/router"
	"bricktop/model/session"
	"bricktop/model/settings"
	"bricktop/model/vault"
	"bricktop/model/workspace"
	"bricktop/ui/theme"
)

// callLimit bounds a call to the workspace, so that a dead host is told within ten seconds.
const callLimit = 7 * time.Second

// watchEvery is how often files are looked at that the system does not watch for us.
const watchEvery = time.Second

func main() {
	disk.KeepPrivate()
	// Bubble Tea would write what it draws, and its panics, to files in the current folder.
	for _, name := range []string{"TEA_TRACE", "TEA_DEBUG"} {
		_ = os.Unsetenv(name)
	}
	os.Exit(run(os.Args[1:], process{lookup: os.LookupEnv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}))
}

// process is what the operating system hands in.
type process struct {
	lookup         func(string) (string, bool) // of environment variables
	stdin          io.Reader
	stdout, stderr io.Writer
	lines          <-chan string // what is typed, where it is read line by line
}

// run is the whole program; it returns the exit code.
func run(args []string, p process) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code, failed := headless.Well, error(nil)
	root := commands.New(p.actions(), func(c int, err error) { code, failed = c, err })
	root.SetArgs(args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	err := fang.Execute(ctx, root, fang.WithVersion(commands.Version()), fang.WithErrorHandler(
		func(w io.Writer, _ fang.Styles, err error) { headless.Complain(w, err) }))
	if failed != nil {
		headless.Complain(p.stderr, failed)
	}
	if err != nil || failed != nil {
		return headless.CouldNotTell
	}
	return code
}

// actions are what the commands do.
func (p process) actions() commands.Actions {
	return commands.Actions{
		Root: func(ctx context.Context, f commands.Flags) (int, error) {
			if !program.Interactive(p.stdin, p.stdout) {
				return p.status(ctx, f, headless.Text)
			}
			return headless.Well, p.dashboard(ctx, f)
		},
		Status: p.status,
		Rotate: p.rotate,
		Keep:   p.keep,
		Token:  p.token,
		Names:  p.names,
	}
}

func (p process) status(ctx context.Context, f commands.Flags, format headless.Format) (int, error) {
	settled := p.settle(f)
	for _, ignored := range settled.Ignored {
		headless.Complain(p.stderr, errors.New(ignored.In(settled.Path)))
	}
	return p.with(f, func(w *world) int {
		return headless.Status(ctx, headless.Deps{
			Thresholds: settled.Thresholds,
			Files:      w.files, Try: w.try, Now: time.Now,
			Connect: func(l session.Login) (headless.Workspace, error) { return w.connect(l) },
		}, p.stdout, format)
	})
}

func (p process) rotate(ctx context.Context, f commands.Flags, targets []string, format headless.Format) (int, error) {
	return p.with(f, func(w *world) int { return headless.Rotate(ctx, w.rotations(f), targets, p.stdout, p.stderr, format) })
}

func (p process) keep(ctx context.Context, f commands.Flags, targets []string) (int, error) {
	return p.with(f, func(w *world) int {
		home, start := vault.Enter(ctx, w.journal), time.Now()
		defer home.Close()
		d := headless.KeepDeps{RotateDeps: w.rotations(f), Turn: w.journal.Turn, Chance: rand.Float64,
			Elapsed: func() time.Duration { return time.Since(start) }}
		return headless.Keep(ctx, d, targets, p.stdout)
	})
}

func (p process) token(ctx context.Context, f commands.Flags, target string) (int, error) {
	return p.with(f, func(w *world) int {
		d := headless.TokenDeps{RotateDeps: w.rotations(f), Notes: vault.Notes{Journal: w.journal}}
		return headless.Token(ctx, d, target, p.stdout, p.stderr)
	})
}

// names are what a shell may complete.
func (p process) names(ctx context.Context, f commands.Flags) (profiles, targets []string) {
	f.ReadOnly, f.LogFile = true, "" // nothing is written for it, nor logged
	_, _ = p.with(f, func(w *world) int {
		profiles, targets = headless.Names(ctx, w.rotations(f), f.Profile)
		return headless.Well
	})
	return profiles, targets
}

// settle reads what the user settled; flags win over it. The demo, of which nothing but a log is real, reads none.
func (p process) settle(f commands.Flags) settings.Settings {
	s := settings.Default()
	if !f.Demo {
		path, data, err := disk.ReadSettings(afero.NewOsFs(), p.lookup)
		s = settings.Read(path, data, err, model.Known())
	}
	return f.Over(s, p.lookup)
}

// rotations is what rotations work with.
func (w *world) rotations(f commands.Flags) headless.RotateDeps {
	return headless.RotateDeps{
		Files: w.files, Try: w.try, Now: time.Now, NewID: vault.NewID, Journal: w.journal,
		Vault: vault.Of(w.files), Readers: vault.Readers(w.files, router.Proc{FS: os.DirFS("/proc"), UID: os.Getuid()}),
		Connect:  func(l session.Login) (headless.Minter, error) { return w.connect(l) },
		ReadOnly: f.ReadOnly, DryRun: f.DryRun,
	}
}

// with opens the log, puts a world together, and closes both after use.
func (p process) with(f commands.Flags, use func(*world) int) (int, error) {
	log, closeLog, err := p.openLog(f)
	if err != nil {
		return 0, err
	}
	defer closeLog()
	w, err := p.open(f, log)
	if err != nil {
		return 0, err
	}
	defer w.close()
	return use(w), nil
}

// world is what a command works on: this machine and the workspaces it knows, or the demo's.
type world struct {
	files   *creds.Catalogue
	journal vault.Journal
	connect func(session.Login) (model.Workspace, error)
	try     func(context.Context, session.Login) (session.State, error)
	close   func()
	sent    model.Requests
}

// open puts a world together. It touches neither disk nor network.
func (p process) open(f commands.Flags, log *slog.Logger) (*world, error) {
	requests := model.NewRequests(log)
	if f.Demo {
		d, err := demo.Start(demo.Options{
			Now: time.Now, Log: log, Observe: requests.Made, ReadOnly: f.ReadOnly, DryRun: f.DryRun, Limit: callLimit, Profile: f.Profile, Host: f.Host, ConfigFile: f.ConfigFile,
		})
		if err != nil {
			return nil, fmt.Errorf("The demo cannot start: %w", err)
		}
		return &world{d.Files, vault.InMemory(), connector(d.Connect), d.Try, d.Close, requests}, nil
	}
	var fsys afero.Fs = afero.NewOsFs()
	if f.ReadOnly {
		fsys = afero.NewReadOnlyFs(fsys)
	}
	journal, locks := p.state(f)
	opts := workspace.Options{Now: time.Now, Limit: callLimit, Log: log, ReadOnly: f.ReadOnly || f.DryRun, Observe: requests.Made}
	files := creds.New(creds.Options{
		Fs: fsys, Lookup: p.lookup, UID: os.Getuid(), Profile: f.Profile, Host: f.Host, ConfigFile: f.ConfigFile,
		Locks: locks, DryRun: f.DryRun, Exe: vault.Installed(),
	})
	connect := func(l session.Login) (*workspace.Client, error) { return workspace.Connect(l, opts) }
	try := func(ctx context.Context, l session.Login) (session.State, error) { return workspace.Try(ctx, l, opts) }
	return &world{files, journal, connector(connect), try, func() {}, requests}, nil
}

// connector keeps a failed connect from becoming a workspace that is not nil.
func connector(connect func(session.Login) (*workspace.Client, error)) func(session.Login) (model.Workspace, error) {
	return func(l session.Login) (model.Workspace, error) {
		client, err := connect(l)
		if err != nil {
			return nil, err
		}
		return client, nil
	}
}

// openLog opens the log: the file that was named, else the one under the state directory. The demo and a
// read-only run write none that was not named. Every line is redacted, whoever wrote it.
func (p process) openLog(f commands.Flags) (log *slog.Logger, closeLog func(), err error) {
	path := f.LogFile
	if path == "" && !f.Demo && !f.ReadOnly && !f.DryRun {
		if dir := disk.StateDir(p.lookup); dir != "" {
			path = filepath.Join(dir, "bricktop.log")
		}
	}
	log, closeLog = slog.New(slog.DiscardHandler), func() {}
	if path != "" {
		if _, err := os.Stat(filepath.Dir(path)); err != nil && f.LogFile != "" {
			return nil, nil, fmt.Errorf("The log cannot be opened: %w", err)
		}
		file, openErr := disk.OpenLog(afero.NewOsFs(), path)
		switch {
		case openErr == nil:
			log, closeLog = slog.New(slog.NewTextHandler(secret.Writer{Writer: file}, nil)), func() { _ = file.Close() }
		case f.LogFile != "":
			return nil, nil, fmt.Errorf("The log cannot be opened: %w", openErr)
		}
	}
	// Before any client exists, for the SDK keeps both in global variables.
	workspace.LogSDK(log)
	workspace.NameAgent(commands.Release)
	return log, closeLog, nil
}

// state is where rotations keep their journal, and the locks of this home; in memory where nothing is to be
// written, or there is no place for it.
func (p process) state(f commands.Flags) (vault.Journal, disk.Locker) {
	dir := disk.StateDir(p.lookup)
	if f.DryRun || f.ReadOnly || dir == "" {
		return vault.InMemory(), nil
	}
	journal := vault.OnDisk(dir, p.lookup, f.ConfigFile)
	return journal, journal.Locks
}

// dashboard runs the dashboard, and after it the demo's where the user left it for that.
func (p process) dashboard(ctx context.Context, f commands.Flags) error {
	log, closeLog, err := p.openLog(f)
	if err != nil {
		return err
	}
	defer closeLog()
	settled := p.settle(f)
	if settled.Plain {
		p.lines = plain.Lines(p.stdin)
	}
	own, _ := theme.NewOwn(settled.Colors) // they were checked when they were read
	for {
		w, err := p.open(f, log)
		if err != nil {
			return err
		}
		home := vault.Enter(ctx, w.journal)
		var ccr model.Router // none where nothing is to be changed
		if !f.Demo && !f.DryRun && !f.ReadOnly {
			ccr = vault.Restarter(w.files)
		}
		m := model.New(model.Options{
			Files: w.files, Connect: w.connect, Try: w.try, Now: time.Now, Location: time.Local,
			Recover: func(ctx context.Context, profile string) ([]string, error) {
				return headless.Recover(ctx, w.rotations(f), profile)
			},
			Rotate: func(ctx context.Context, profile string, targets []string) (model.Rotating, error) {
				begun, err := headless.Begin(ctx, w.rotations(f), profile, targets)
				if err != nil {
					return nil, err // not a Rotating that is not nil and holds nothing
				}
				return begun, nil
			},
			Home: home, Router: ccr, Chance: rand.Float64, Profile: f.Profile, Version: commands.Version(), ReadOnly: f.ReadOnly, DryRun: f.DryRun, Demo: f.Demo,
			Settings: settled, Theme: theme.Options{Name: settled.Theme, Own: own, Dark: true, ASCII: settled.ASCII},
		})
		err = p.play(ctx, plain.Shown(m, p.stdout, settled.Plain), w, log)
		home.Close()
		w.close()
		for _, line := range m.Summary() {
			fmt.Fprintln(p.stdout, line)
		}
		if f.DryRun {
			headless.Imagined(p.stdout, w.files.Written())
		}
		if err != nil || f.Demo || !m.WantsDemo() {
			return err
		}
		f.Demo, f.Profile, f.Host, f.ConfigFile = true, "", "", ""
	}
}

// play runs the dashboard on our terminal, and tells it when a file changes, and of every request.
func (p process) play(ctx context.Context, m tea.Model, w *world, log *slog.Logger) error {
	_, trace := p.lookup("BRICKTOP_TRACE")
	return program.Run(ctx, program.Options{Model: m, Input: p.stdin, Output: p.stdout, Plain: p.lines != nil, Log: log, Trace: trace,
		Feed: func(ctx context.Context, send func(tea.Msg)) {
			go plain.Feed(ctx, p.lines, send)
			ticker := time.NewTicker(watchEvery)
			defer ticker.Stop()
			watcher := w.files.Watch(ctx, ticker.C)
			defer watcher.Close()
			go w.sent.Feed(ctx, send)
			for range watcher.Changes() {
				send(model.FilesChanged{})
			}
		}})
}

// Command bricktop is a terminal dashboard for the credentials that a Databricks developer lives on: the
// workspace, its personal access tokens, and the files of this machine that hold a credential.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/fang/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/afero"
	"github.com/spf13/cobra"

	"bricktop/creds"
	"bricktop/creds/disk"
	"bricktop/creds/secret"
	"bricktop/model"
	"bricktop/model/demo"
	"bricktop/model/headless"
	"bricktop/model/session"
	"bricktop/model/workspace"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// callLimit bounds a call to the workspace, so that a dead host is told within ten seconds.
const callLimit = 7 * time.Second

func main() {
	disk.KeepPrivate()
	// Bubble Tea would write what it draws, and its panics, to files in the current folder.
	for _, name := range []string{"TEA_TRACE", "TEA_DEBUG"} {
		_ = os.Unsetenv(name)
	}
	os.Exit(run(os.Args[1:], process{os.LookupEnv, os.Stdin, os.Stdout, os.Stderr}))
}

// process is what the operating system hands in.
type process struct {
	lookup         func(string) (string, bool) // of environment variables
	stdin          io.Reader
	stdout, stderr io.Writer
}

// flags are the flags that every command knows.
type flags struct {
	profile, host, configFile string
	theme, logFile            string
	readOnly, demo, ascii     bool
}

// run is the whole program; it returns the exit code.
func run(args []string, p process) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := headless.Well
	root := commands(p, func(c int) { code = c })
	root.SetArgs(args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	err := fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithErrorHandler(
		func(w io.Writer, _ fang.Styles, err error) {
			lines := text.CleanLines(secret.Redact(err.Error()))
			fmt.Fprintln(w, "bricktop: "+strings.Join(lines, "\n"))
		}))
	if err != nil {
		return headless.CouldNotTell
	}
	return code
}

// release is the version of .github/CHANGELOG.md that this is, or will be.
const release = "0.1.0"

// version is the release, with the commit that it was built from where the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if ok && strings.HasPrefix(info.Main.Version, "v") {
		return release + " (" + info.Main.Version + ")"
	}
	return release
}

// commands builds the command tree. A command that ran reports its exit code to done; one that fails is
// wrong usage, or could not even begin.
func commands(p process, done func(int)) *cobra.Command {
	var f flags
	output := string(headless.Text)
	root := &cobra.Command{
		Use:   "bricktop",
		Short: "A terminal dashboard for Databricks tokens and the files that hold them",
		Long: "bricktop shows the Databricks workspace you are really talking to, your personal access tokens with the " +
			"time they have left, and the files of this machine that hold a credential. Keys create and revoke tokens.\n\n" +
			"Without a terminal it prints what `bricktop status` prints.",
		Example: "# everything, on a made-up workspace\nbricktop --demo\n\n# another profile of ~/.databrickscfg\nbricktop -p staging\n\n" +
			"# for scripts: exit code 0 all well, 1 needs attention, 2 could not tell\nbricktop status -o json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !p.interactive() {
				return p.status(cmd.Context(), f, headless.Text, done)
			}
			return p.dashboard(cmd.Context(), f)
		},
	}
	status := &cobra.Command{
		Use:   "status",
		Short: "Look once and print: exit 0 all well, 1 needs attention, 2 could not tell",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := headless.ParseFormat(output)
			if err != nil {
				return err
			}
			return p.status(cmd.Context(), f, format, done)
		},
	}
	status.Flags().StringVarP(&output, "output", "o", output, "text or json")
	root.AddCommand(status)
	f.register(root)
	return root
}

func (f *flags) register(root *cobra.Command) {
	all := root.PersistentFlags()
	all.StringVarP(&f.profile, "profile", "p", "", "profile of the Databricks configuration file")
	all.StringVar(&f.host, "host", "", "workspace to sign in at")
	all.StringVar(&f.configFile, "config-file", "", "configuration file in place of ~/.databrickscfg")
	all.BoolVar(&f.readOnly, "read-only", false, "change nothing, here or in the workspace")
	all.BoolVar(&f.demo, "demo", false, "a made-up workspace and files in memory; no network, no disk")
	all.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters alone")
	all.StringVar(&f.theme, "theme", "auto", "dark, light, or auto: as the terminal says")
	all.StringVar(&f.logFile, "log-file", "", "log to this file (default $XDG_STATE_HOME/bricktop/bricktop.log)")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if f.theme != "dark" && f.theme != "light" && f.theme != "auto" {
			return fmt.Errorf("%q is no theme: use dark, light or auto", f.theme)
		}
		return nil
	}
}

// interactive reports whether there is a terminal to draw on and to type at.
func (p process) interactive() bool {
	terminal := func(f any) bool {
		file, ok := f.(*os.File)
		return ok && term.IsTerminal(file.Fd())
	}
	kind, _ := p.lookup("TERM")
	return kind != "dumb" && terminal(p.stdin) && terminal(p.stdout)
}

func (p process) status(ctx context.Context, f flags, format headless.Format, done func(int)) error {
	log, closeLog, err := p.openLog(f)
	if err != nil {
		return err
	}
	defer closeLog()
	w, err := p.open(f, log)
	if err != nil {
		return err
	}
	defer w.close()
	done(headless.Status(ctx, headless.Deps{
		Files: w.files, Try: w.try, Now: time.Now,
		Connect: func(l session.Login) (headless.Workspace, error) { return w.connect(l) },
	}, p.stdout, format))
	return nil
}

// world is what a command works on: this machine and the workspaces it knows, or the demo's.
type world struct {
	files   *creds.Catalogue
	connect func(session.Login) (model.Workspace, error)
	try     func(context.Context, session.Login) (session.State, error)
	close   func()
}

// open puts a world together. It touches neither disk nor network.
func (p process) open(f flags, log *slog.Logger) (*world, error) {
	if f.demo {
		d, err := demo.Start(demo.Options{
			Now: time.Now, Log: log, ReadOnly: f.readOnly, Limit: callLimit,
			Profile: f.profile, Host: f.host, ConfigFile: f.configFile,
		})
		if err != nil {
			return nil, fmt.Errorf("The demo cannot start: %w", err)
		}
		return &world{d.Files, connector(d.Connect), d.Try, d.Close}, nil
	}
	var fsys afero.Fs = afero.NewOsFs()
	if f.readOnly {
		fsys = afero.NewReadOnlyFs(fsys)
	}
	opts := workspace.Options{Now: time.Now, Limit: callLimit, Log: log, ReadOnly: f.readOnly, Observe: func(e workspace.Exchange) {
		log.Info("request", "method", e.Method, "path", e.Path, "status", e.Status, "took", e.Took, "error", e.Err)
	}}
	files := creds.New(creds.Options{
		Fs: fsys, Lookup: p.lookup, UID: os.Getuid(), Profile: f.profile, Host: f.host, ConfigFile: f.configFile,
	})
	connect := func(l session.Login) (*workspace.Client, error) { return workspace.Connect(l, opts) }
	try := func(ctx context.Context, l session.Login) (session.State, error) { return workspace.Try(ctx, l, opts) }
	return &world{files, connector(connect), try, func() {}}, nil
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
func (p process) openLog(f flags) (log *slog.Logger, closeLog func(), err error) {
	path := f.logFile
	if path == "" && !f.demo && !f.readOnly {
		path = p.stateFile("bricktop.log")
	}
	log, closeLog = slog.New(slog.DiscardHandler), func() {}
	if path != "" {
		file, openErr := disk.OpenLog(afero.NewOsFs(), path)
		switch {
		case openErr == nil:
			log, closeLog = slog.New(slog.NewTextHandler(redactor{file}, nil)), func() { _ = file.Close() }
		case f.logFile != "":
			return nil, nil, fmt.Errorf("The log cannot be opened: %w", openErr)
		}
	}
	// Before any client exists, for the SDK keeps both in global variables.
	workspace.LogSDK(log)
	workspace.NameAgent(release)
	return log, closeLog, nil
}

// stateFile is a file of ours under the state directory (the XDG base directory specification), empty
// where there is no home for it.
func (p process) stateFile(name string) string {
	dir, _ := p.lookup("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, _ := p.lookup("HOME")
		if !filepath.IsAbs(home) || filepath.Clean(home) == "/" {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "bricktop", name)
}

// redactor takes whole lines, as slog's handlers write them.
type redactor struct{ io.Writer }

func (r redactor) Write(line []byte) (int, error) {
	if _, err := io.WriteString(r.Writer, secret.Redact(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}

// dashboard runs the dashboard, and after it the demo's where the user left it for that.
func (p process) dashboard(ctx context.Context, f flags) error {
	log, closeLog, err := p.openLog(f)
	if err != nil {
		return err
	}
	defer closeLog()
	for {
		w, err := p.open(f, log)
		if err != nil {
			return err
		}
		m := model.New(model.Options{
			Files: w.files, Connect: w.connect, Try: w.try, Now: time.Now, Location: time.Local,
			Profile: f.profile, Version: version(), ReadOnly: f.readOnly, Demo: f.demo,
			Theme: theme.Options{Dark: f.theme != "light", ASCII: f.ascii}, AutoTheme: f.theme == "auto",
		})
		err = p.play(ctx, m, log)
		w.close()
		if err != nil || f.demo || !m.WantsDemo() {
			return err
		}
		f.demo, f.profile, f.host, f.configFile = true, "", "", ""
	}
}

// play runs a program until it ends by itself or by a signal. Whatever happens, the terminal is as before.
func (p process) play(ctx context.Context, m tea.Model, log *slog.Logger) error {
	program := tea.NewProgram(m, tea.WithInput(p.stdin), tea.WithOutput(p.stdout), tea.WithFPS(30), tea.WithoutSignalHandler())
	// Bubble Tea's own handler knows no SIGHUP: the browser tab that held the terminal is gone.
	defer context.AfterFunc(ctx, program.Quit)()
	release := holdStderr()
	_, err := program.Run()
	said := secret.Redact(release())
	if said != "" {
		log.Error("written to stderr", "text", said)
	}
	switch {
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("bricktop broke, which is a mistake of its own. Nothing that was under way is known to be done.\n\n%s", said)
	case err != nil && ctx.Err() == nil:
		return fmt.Errorf("The dashboard ended: %w", err)
	default:
		return nil
	}
}

// holdStderr keeps what anybody writes to os.Stderr away from the screen while the dashboard is on it. Bubble
// Tea prints panics there, with whatever they hold; release returns it all, to be redacted first.
func holdStderr() (release func() string) {
	read, write, err := os.Pipe()
	if err != nil {
		return func() string { return "" }
	}
	var held bytes.Buffer
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(&held, read)
	}()
	screen := os.Stderr
	os.Stderr = write
	return func() string {
		os.Stderr = screen
		_ = write.Close()
		<-ended
		return strings.ReplaceAll(held.String(), "\r\n", "\n")
	}
}

// Package commands is the command line: which commands there are, what they are told, and the words of their
// help. What they do is handed in.
package commands

import (
	"cmp"
	"context"
	"strings"

	"github.com/spf13/cobra"

	"bricktop/model/headless"
	"bricktop/model/settings"
	"bricktop/ui/theme"
)

// Flags are the flags that every command knows.
type Flags struct {
	Profile, Host, ConfigFile string
	Theme, LogFile            string
	ReadOnly, Demo, ASCII     bool
	DryRun, NoMouse, Plain    bool
}

// Over is the settings with what the flags say in place of what they do. A terminal that TERM calls dumb is plain.
func (f Flags) Over(s settings.Settings, lookup func(string) (string, bool)) settings.Settings {
	terminal, _ := lookup("TERM")
	repaint, _ := lookup("BRICKTOP_FULL_REPAINT")
	s.FullRepaint = s.FullRepaint || repaint != "" && repaint != "0"
	s.Theme, s.ASCII, s.Plain = cmp.Or(f.Theme, s.Theme), f.ASCII || s.ASCII, f.Plain || s.Plain || terminal == "dumb"
	s.ASCII = s.ASCII && !s.Plain // marks are told in words there
	if f.NoMouse {
		s.Mouse = settings.Off
	}
	return s
}

// Actions are what the commands do. Each returns the exit code, or an error when it could not even begin.
type Actions struct {
	Root   func(context.Context, Flags) (int, error)
	Status func(context.Context, Flags, headless.Format) (int, error)
	Rotate func(ctx context.Context, f Flags, targets []string, format headless.Format) (int, error)
	Keep   func(ctx context.Context, f Flags, targets []string) (int, error)
	Token  func(ctx context.Context, f Flags, target string) (int, error) // empty: the first that will do
	// Names are the profiles and the targets of this machine, for a shell to complete.
	Names func(context.Context, Flags) (profiles, targets []string)
}

// New builds the command tree. A command that ran reports its exit code, or why it could not even begin, to
// done. What the tree itself returns is wrong usage.
func New(a Actions, done func(code int, err error)) *cobra.Command {
	t := &tree{Actions: a, done: done}
	root := &cobra.Command{
		Use:   "bricktop",
		Short: "A terminal dashboard for Databricks tokens and the files that hold them",
		Long: "bricktop shows the Databricks workspace you are really talking to, your personal access tokens with the " +
			"time they have left, and the files of this machine that hold a credential. Keys create and revoke tokens.\n\n" +
			"Without a terminal it prints what `bricktop status` prints.",
		Example: "# everything, on a made-up workspace\nbricktop --demo\n\n# another profile of ~/.databrickscfg\nbricktop -p staging\n\n" +
			"# for scripts: exit code 0 all well, 1 needs attention, 2 could not tell\nbricktop status -o json\n\n" +
			"# a new token into every file that holds the old one; first only looking\nbricktop rotate --dry-run",
		Args: cobra.NoArgs,
		RunE: t.runs(func(ctx context.Context, _ []string) (int, error) { return a.Root(ctx, t.flags) }),
	}
	root.AddCommand(t.status(), t.token(), t.rotate(), t.keep())
	root.SetHelpCommand(help())
	t.register(root)
	t.complete(root)
	return root
}

type tree struct {
	Actions
	flags Flags
	done  func(int, error)
}

func (t *tree) runs(run func(context.Context, []string) (int, error)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		// fang asks the terminal for its colours before it tells an error, and may wait for seconds.
		t.done(run(cmd.Context(), args))
		return nil
	}
}

// printing is a command that prints in one of two formats.
func (t *tree) printing(cmd *cobra.Command, run func(context.Context, []string, headless.Format) (int, error)) *cobra.Command {
	output := string(headless.Text)
	cmd.Flags().StringVarP(&output, "output", "o", output, "text or json")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{string(headless.Text), string(headless.JSON)}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = t.runs(func(ctx context.Context, args []string) (int, error) {
		format, err := headless.ParseFormat(output)
		if err != nil {
			return 0, err
		}
		return run(ctx, args, format)
	})
	return cmd
}

func (t *tree) status() *cobra.Command {
	return t.printing(&cobra.Command{
		Use:   "status",
		Short: "Look once and print: exit 0 all well, 1 needs attention, 2 could not tell",
		Args:  cobra.NoArgs,
	}, func(ctx context.Context, _ []string, format headless.Format) (int, error) {
		return t.Status(ctx, t.flags, format)
	})
}

func (t *tree) rotate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rotate [TARGET..]",
		Short: "Put a new token into every file that holds the old one: exit 0 only when each holds a proven token",
		Long: "rotate makes a new token, proves it by a live call, writes it into every file that holds the old one and " +
			"reads it back. When a step fails, every file is as it was and the new token is revoked.\n\n" +
			"With no TARGET it takes every file target that holds a token of this workspace and principal. A target is " +
			"named as in `bricktop status -o json`: databrickscfg:DEFAULT, claude-code-router:databricks.\n\n" +
			"Exit 0: every target holds a proven token. 1: not every one. 2: wrong usage, no sign-in, or could not tell.",
		Example: "# see what would be written, and change nothing\nbricktop rotate --dry-run\n\n# one target\nbricktop rotate claude-code-router:databricks",
	}
	return t.printing(cmd, func(ctx context.Context, names []string, format headless.Format) (int, error) {
		return t.Rotate(ctx, t.flags, names, format)
	})
}

func (t *tree) token() *cobra.Command {
	return &cobra.Command{
		Use:   "token [TARGET]",
		Short: "Print a token that works for at least the next five minutes, and nothing else",
		Long: "token prints what TARGET holds, or the first file that holds a token of the workspace. One that ends within " +
			"five minutes is rotated first, in every file that holds it. Where no file holds one it prints the OAuth access " +
			"token of the sign-in, and makes none. When all is well it mostly asks nobody and is done in a few milliseconds.\n\n" +
			"Exit 0: the token is on stdout. 1: there is none that works for long enough. 2: wrong usage, no sign-in, or could " +
			"not tell. Then stdout is empty, and stderr says why.",
		Example: "# in Claude Code's settings.json\n\"apiKeyHelper\": \"bricktop token\"\n\n" +
			"# in a shell\ncurl -H \"Authorization: Bearer $(bricktop token)\" \"$DATABRICKS_HOST/api/2.0/preview/scim/v2/Me\"",
		Args: cobra.MaximumNArgs(1),
		RunE: t.runs(func(ctx context.Context, args []string) (int, error) {
			return t.Token(ctx, t.flags, strings.Join(args, ""))
		}),
	}
}

func (t *tree) keep() *cobra.Command {
	return &cobra.Command{
		Use:   "keep [TARGET..]",
		Short: "Rotate before expiry, for as long as it runs",
		Long: "keep rotates each token at about two thirds of its life, as `bricktop rotate` does, and prints what happens " +
			"with the time. It goes by the workspace's clock, and survives sleep, clocks that are set, and outages.\n\n" +
			"With no TARGET it keeps every file target that holds a token of this workspace and principal. A second one " +
			"watches the first, and takes over when it ends.\n\n" +
			"Exit 0: it was ended by SIGTERM, SIGINT, SIGHUP or SIGQUIT. 2: wrong usage, or no sign-in.",
		Example: "# in the background of an app terminal\nbricktop keep > keep.log 2>&1 &",
		RunE: t.runs(func(ctx context.Context, names []string) (int, error) {
			return t.Keep(ctx, t.flags, names)
		}),
	}
}

func (t *tree) register(root *cobra.Command) {
	all, f := root.PersistentFlags(), &t.flags
	all.StringVarP(&f.Profile, "profile", "p", "", "profile of the Databricks configuration file")
	all.StringVar(&f.Host, "host", "", "workspace to sign in at")
	all.StringVar(&f.ConfigFile, "config-file", "", "configuration file in place of ~/.databrickscfg")
	all.BoolVar(&f.ReadOnly, "read-only", false, "change nothing, here or in the workspace")
	all.BoolVar(&f.DryRun, "dry-run", false, "change nothing, here or in the workspace; print what would be written")
	all.BoolVar(&f.Demo, "demo", false, "a made-up workspace and files in memory; no network, no disk")
	all.BoolVar(&f.ASCII, "ascii", false, "draw with ASCII characters alone")
	all.BoolVar(&f.Plain, "plain", false, "line by line, for screen readers: no screen, no colours, no keys to hold")
	all.BoolVar(&f.NoMouse, "no-mouse", false, "leave the mouse to the terminal; m takes it")
	all.StringVar(&f.Theme, "theme", "", strings.Join(theme.Names(), ", ")+" (default "+theme.Auto+")")
	all.StringVar(&f.LogFile, "log-file", "", "log to this file (default $XDG_STATE_HOME/bricktop/bricktop.log)")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		return theme.Check(f.Theme)
	}
}

package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"bricktop/ui/theme"
)

// complete says what a shell may offer for the flags and the arguments that name something of this machine.
func (t *tree) complete(root *cobra.Command) {
	profiles := func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		names, _ := t.Names(cmd.Context(), t.flags)
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	_ = root.RegisterFlagCompletionFunc("profile", profiles)
	_ = root.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(theme.Names(), cobra.ShellCompDirectiveNoFileComp))
	for _, cmd := range root.Commands() {
		if !strings.Contains(cmd.Use, "TARGET") {
			cmd.ValidArgsFunction = cobra.NoFileCompletions
			continue
		}
		many := strings.HasSuffix(cmd.Use, "..]")
		cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(given) > 0 && !many {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			_, targets := t.Names(cmd.Context(), t.flags)
			return slices.DeleteFunc(targets, func(name string) bool { return slices.Contains(given, name) }), cobra.ShellCompDirectiveNoFileComp
		}
	}
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" { // which by itself takes a shell that it does not know for a call for help
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// help is the help about a command. Cobra's own takes one that there is not for a success.
func help() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range cmd.Root().Commands() {
				if c.IsAvailableCommand() {
					names = append(names, c.Name())
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return fmt.Errorf("There is no command %q. `bricktop --help` lists them.", strings.Join(args, " "))
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}

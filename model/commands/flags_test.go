package commands_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"bricktop/model/commands"
	"bricktop/model/settings"
)

// A flag wins over the settings, what is not said leaves them as they are, and the terminal has its say.
func TestFlagsWinOverSettings(t *testing.T) {
	own := settings.Settings{Theme: "light", ASCII: true, Mouse: settings.On, FullRepaint: true}.Complete()
	for name, c := range map[string]struct {
		flags  commands.Flags
		env    map[string]string
		from   settings.Settings
		change func(*settings.Settings) // of from, to what is wanted
	}{
		"nothing":             {from: settings.Default()},
		"no mouse":            {flags: commands.Flags{NoMouse: true}, from: settings.Default(), change: func(s *settings.Settings) { s.Mouse = settings.Off }},
		"no mouse over on":    {flags: commands.Flags{NoMouse: true}, from: own, change: func(s *settings.Settings) { s.Mouse = settings.Off }},
		"plain over ASCII":    {flags: commands.Flags{Plain: true}, from: own, change: func(s *settings.Settings) { s.Plain, s.ASCII = true, false }},
		"ASCII":               {flags: commands.Flags{ASCII: true}, from: settings.Default(), change: func(s *settings.Settings) { s.ASCII = true }},
		"theme":               {flags: commands.Flags{Theme: "fjord"}, from: settings.Settings{Theme: "light"}.Complete(), change: func(s *settings.Settings) { s.Theme = "fjord" }},
		"theme of the file":   {from: settings.Settings{Theme: "light"}.Complete()},
		"plain":               {flags: commands.Flags{Plain: true}, from: settings.Default(), change: func(s *settings.Settings) { s.Plain = true }},
		"plain has no signs":  {flags: commands.Flags{Plain: true, ASCII: true}, from: settings.Default(), change: func(s *settings.Settings) { s.Plain = true }},
		"a dumb terminal":     {env: map[string]string{"TERM": "dumb"}, from: settings.Default(), change: func(s *settings.Settings) { s.Plain = true }},
		"another terminal":    {env: map[string]string{"TERM": "dumber"}, from: settings.Default()},
		"full repaint":        {env: map[string]string{"BRICKTOP_FULL_REPAINT": "1"}, from: settings.Default(), change: func(s *settings.Settings) { s.FullRepaint = true }},
		"full repaint, 0":     {env: map[string]string{"BRICKTOP_FULL_REPAINT": "0"}, from: settings.Default()},
		"full repaint, empty": {env: map[string]string{"BRICKTOP_FULL_REPAINT": ""}, from: settings.Default()},
		"0 undoes no setting": {env: map[string]string{"BRICKTOP_FULL_REPAINT": "0"}, from: settings.Settings{FullRepaint: true}.Complete()},
	} {
		want := c.from
		if c.change != nil {
			c.change(&want)
		}
		lookup := func(name string) (string, bool) { value, ok := c.env[name]; return value, ok }
		if got := c.flags.Over(c.from, lookup); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// The command line fills in the flags, before a command's name and after it.
func TestFlagsOfTheCommandLine(t *testing.T) {
	for line, want := range map[string]commands.Flags{
		"":                                      {},
		"--no-mouse":                            {NoMouse: true},
		"--ascii --theme fjord":                 {ASCII: true, Theme: "fjord"},
		"--plain --read-only":                   {Plain: true, ReadOnly: true},
		"--demo -p x --dry-run":                 {Demo: true, Profile: "x", DryRun: true},
		"--host h --config-file f --log-file l": {Host: "h", ConfigFile: "f", LogFile: "l"},
		"keep --no-mouse":                       {NoMouse: true},
		"--no-mouse keep":                       {NoMouse: true},
	} {
		var got *commands.Flags
		root := commands.New(commands.Actions{
			Root: func(_ context.Context, f commands.Flags) (int, error) { got = &f; return 0, nil },
			Keep: func(_ context.Context, f commands.Flags, _ []string) (int, error) { got = &f; return 0, nil },
		}, func(int, error) {})
		root.SetArgs(strings.Fields(line))
		if err := root.Execute(); err != nil || got == nil || *got != want {
			t.Errorf("%q: got %+v, %v", line, got, err)
		}
	}
}

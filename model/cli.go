package model

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// databricks is a command of the Databricks CLI, by a profile where one is used.
func databricks(command, profile string) string {
	if profile != "" {
		command += " -p " + quoted(profile)
	}
	return "databricks " + command
}

// createCommand makes a token. Without a lifetime it gets the longest that the workspace allows.
func createCommand(comment string, lifetime time.Duration, profile string) string {
	command := "tokens create"
	if comment != "" {
		command += " --comment " + quoted(comment)
	}
	if seconds := int64(lifetime.Round(time.Second) / time.Second); seconds > 0 {
		command += fmt.Sprintf(" --lifetime-seconds %d", seconds)
	}
	return databricks(command, profile)
}

func deleteCommand(id, profile string) string {
	return databricks("tokens delete "+quoted(id), profile)
}

// quoted is a text as one word of a POSIX shell. It is cleaned first: what is pasted into a shell is what is read
// on screen.
func quoted(s string) string {
	s = text.Clean(s)
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,@%+", r)
	}
	if s != "" && s[0] != '-' && strings.TrimFunc(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// shellCommand is a command with what it does.
type shellCommand struct{ does, line string }

// cliDialog shows commands of the Databricks CLI that do what bricktop does.
type cliDialog struct {
	commands []shellCommand
	choice   int
}

// openCLI shows how the tokens that a key acts on are revoked, made and listed without bricktop.
func (m *Model) openCLI() tea.Cmd {
	profile := m.profileAt(m.conn.login.Host)
	var commands []shellCommand
	meant := m.meant()
	for _, t := range meant {
		commands = append(commands, shellCommand{"Revoke " + called(t), deleteCommand(string(t.ID), profile)})
	}
	if len(meant) > 1 {
		lines := make([]string, len(commands))
		for i, c := range commands {
			lines[i] = c.line
		}
		all := shellCommand{"Revoke all of these", strings.Join(lines, "; ")}
		commands = append([]shellCommand{all}, commands...)
	}
	if len(meant) == 1 {
		commands = append(commands, shellCommand{"Make another one like it", createCommand(meant[0].Comment, lifetimeOf(meant[0]), profile)})
	}
	m.open(&cliDialog{commands: append(commands, shellCommand{"List all tokens", databricks("tokens list", profile)})})
	return nil
}

// lifetimeOf is the whole life of a token; 0: it never ends, or is not known to.
func lifetimeOf(t token.Token) time.Duration {
	if !t.Expiry.Known() || t.Created.IsZero() {
		return 0
	}
	return t.Expiry.At().Sub(t.Created)
}

func (m *Model) noWorkspace() string {
	if m.conn.ws == nil {
		return "There is no workspace: bricktop is not signed in."
	}
	return ""
}

func (d *cliDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch name := key.String(); name {
	case "esc", "q", "e":
		m.shut(d)
	case "enter", "y":
		m.shut(d)
		m.say(theme.Good, "Sent the command to the clipboard.")
		return tea.SetClipboard(d.commands[d.choice].line)
	default:
		d.choice = chosen(d.choice, len(d.commands), name)
	}
	return nil
}

func (d *cliDialog) draw(*Model) *uidialog.Props {
	p := &uidialog.Props{Title: "As a command of the Databricks CLI", Tone: theme.Accent, Wide: true, Choice: d.choice,
		Body: []theme.Line{theme.Words(theme.Strong, d.commands[d.choice].line)},
		Hint: "y sends it to the clipboard · esc goes back"}
	for _, c := range d.commands {
		p.Choices = append(p.Choices, theme.Words(theme.Plain, c.does))
	}
	return p
}

package model

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	"bricktop/ui"
)

// The groups of the help, in order.
var groups = []string{"Tokens", "Files and workspace", "Moving", lifetimesGroup, "Program"}

// The footer of each panel, by action, the most useful first. The last two never give way.
var footers = [3][]string{
	ui.ContextPanel: {"details", "refresh", "profile", "next-panel", "create", "palette", "help", "quit"},
	ui.TokensPanel:  {"create", "revoke", "rotate", "filter", "mark", "details", "lifetimes", "fix", "refresh", "profile", "sort", "palette", "help", "quit"},
	ui.FilesPanel:   {"fix", "rotate", "details", "refresh", "next-panel", "create", "profile", "palette", "help", "quit"},
}

func actions() []action {
	return slices.Concat(tokenActions(), placeActions(), movingActions(), lifetimesActions(), programActions())
}

// on binds an action to keys, the first of which is the one shown, and gives it its word for the footer.
func on(word string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(keyName(keys[0]), word))
}

func tokenActions() []action {
	const group = "Tokens"
	return []action{
		{id: "create", keys: on("new", "n"), help: "Create a token.", group: group, danger: true,
			off: (*Model).signedOut, run: (*Model).openCreate},
		{id: "revoke", keys: on("revoke", "x"), help: "Revoke the marked tokens, or the selected one, after a question.", group: group, danger: true,
			off: (*Model).noneMeant, run: (*Model).openRevoke},
		{id: "rotate", keys: on("rotate", "r"), help: "Put new tokens where the marked ones are held, or the selected one, step by step.", group: group,
			danger: true, off: (*Model).noRotation, run: (*Model).openRotate},
		{id: "keep", keys: on("keep", "a"), help: "Keep the files that hold the marked tokens, or the selected one, rotated while bricktop runs, or no longer.",
			group: group, danger: true, off: (*Model).noKeeping, run: (*Model).toggleKeep},
		{id: "restart-router", keys: on("restart ccr", "c"), help: "Restart a claude-code-router that runs with an old token, after a question.",
			group: group, danger: true, off: (*Model).noRestart, run: (*Model).openRestart},
		{id: "details", keys: on("details", "enter"), help: "Everything about the selected row.", group: group,
			run: (*Model).openDetail},
		{id: "mark", keys: on("mark", "space"), help: "Mark the selected token, or no longer, and go on to the next.", group: group,
			off: (*Model).noRow, run: (*Model).markRow},
		{id: "mark-range", keys: on("mark range", "V"), help: "Mark all from the one marked last to the selected one.", group: group,
			off: (*Model).noAnchor, run: (*Model).markRange},
		{id: "mark-all", keys: on("mark all", "*"), help: "Mark all tokens that are shown, or none of them.", group: group,
			off: (*Model).noRow, run: (*Model).markAll},
		{id: "filter", keys: on("filter", "/"), help: "Show only tokens whose comment, ID or scopes hold a text.",
			group: group, run: (*Model).openFilter},
		{id: "sort", keys: on("sort", "s"), help: "Sort by the next column: time left, life, use, created, ID, comment.", group: group,
			run: func(m *Model) tea.Cmd { return m.sortBy(token.Order{Column: m.tokens.order.Column.Next()}) }},
		{id: "reverse", keys: on("reverse", "S"), help: "Sort the other way round.", group: group,
			run: func(m *Model) tea.Cmd {
				return m.sortBy(token.Order{Column: m.tokens.order.Column, Desc: !m.tokens.order.Desc})
			}},
		{id: "write", keys: on("write", "w"), help: "Write a token into a file: in the dialog of one just made.", group: group,
			danger: true, off: (*Model).noValue, run: func(*Model) tea.Cmd { return nil }},
		{id: "copy-id", keys: on("copy ID", "y"), help: "Send the selected token's ID to the clipboard.", group: group,
			off: (*Model).noToken, run: (*Model).copyID},
		{id: "cli", keys: on("CLI", "e"), help: "The same as a command of the Databricks CLI.", group: group,
			off: (*Model).noWorkspace, run: (*Model).openCLI},
	}
}

func placeActions() []action {
	const group = "Files and workspace"
	look := func(p ui.Panel) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { m.closeLifetimes(); m.focus = p; return nil }
	}
	step := func(by int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { m.closeLifetimes(); m.focus = (m.focus + ui.Panel(by)) % 3; return nil }
	}
	return []action{
		{id: "fix", keys: on("fix", "f"), help: "Mend the selected finding, after showing how.", group: group, danger: true,
			off: (*Model).nothingToFix, run: (*Model).planFix},
		{id: "refresh", keys: on("refresh", "R"), help: "Ask the workspace and read the files again.", group: group,
			run: (*Model).refreshAll},
		{id: "profile", keys: on("profile", "p"), help: "Sign in by another profile.", group: group,
			off: (*Model).noSwitch, run: (*Model).openProfiles},
		{id: "link", keys: on("link", "o"), help: "Links to the workspace and to its page of tokens.", group: group,
			off: (*Model).noLink, run: (*Model).openLink},
		{id: "workspace-panel", keys: on("workspace", "1"), help: "Go to the workspace panel.", group: group, run: look(ui.ContextPanel)},
		{id: "tokens-panel", keys: on("tokens", "2"), help: "Go to the tokens.", group: group, run: look(ui.TokensPanel)},
		{id: "files-panel", keys: on("files", "3"), help: "Go to the credential files.", group: group, run: look(ui.FilesPanel)},
		{id: "next-panel", keys: on("panel", "tab"), help: "Go to the next panel.", group: group, run: step(1)},
		{id: "previous-panel", keys: on("panel", "shift+tab"), help: "Go to the panel before.", group: group, run: step(2)},
	}
}

func movingActions() []action {
	move := func(id string, keys key.Binding, help string, by func(page, last, at int) int) action {
		return action{id: id, keys: keys, help: help, group: "Moving", run: func(m *Model) tea.Cmd {
			m.moveBy(by)
			return nil
		}}
	}
	return []action{
		move("up", on("up", "up", "k"), "One row up.", func(_, _, at int) int { return at - 1 }),
		move("down", on("down", "down", "j"), "One row down.", func(_, _, at int) int { return at + 1 }),
		move("page-up", on("page up", "pgup", "b"), "One page up.", func(page, _, at int) int { return at - page }),
		move("page-down", on("page down", "pgdown"), "One page down.", func(page, _, at int) int { return at + page }),
		move("first", on("first", "g", "home"), "To the first row.", func(_, _, _ int) int { return 0 }),
		move("last", on("last", "G", "end"), "To the last row.", func(_, last, _ int) int { return last }),
	}
}

func programActions() []action {
	const group = "Program"
	return []action{
		{id: "help", keys: on("help", "?"), help: "All keys.", group: group, run: (*Model).openHelp},
		{id: "palette", keys: on("all actions", ":"), help: "Find an action by its words, and do it.", group: group,
			run: (*Model).openPalette},
		{id: "messages", keys: on("messages", "!"), help: "What was said and done, and every request; u there undoes.", group: group,
			off: (*Model).noMessages, run: (*Model).openMessages},
		{id: "theme", keys: on("theme", "t"), help: "Choose a theme, and see it at once.", group: group, run: (*Model).openThemes},
		{id: "mouse", keys: on("mouse", "m"), help: "The mouse for bricktop, or for selecting text.", group: group, run: (*Model).toggleMouse},
		{id: "back", keys: on("back", "esc"), help: "Back: out of a dialog, the chart, the filter, the marks.", group: group, run: (*Model).back},
		{id: "quit", keys: on("quit", "q"), help: "Quit; asks only while something is being written.", group: group,
			run: (*Model).askQuit},
		{id: "quit-now", keys: on("quit now", "ctrl+c"), help: "Quit at once, whatever is going on.", group: group,
			run: (*Model).quit},
		{id: "suspend", keys: on("suspend", "ctrl+z"), help: "Back to the shell; fg returns.", group: group,
			off: (*Model).notNow, run: (*Model).suspend},
		{id: "redraw", keys: on("redraw", "ctrl+l"), help: "Draw the screen anew.", group: group,
			run: func(*Model) tea.Cmd { return tea.ClearScreen }},
	}
}

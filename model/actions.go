package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/table"
	"bricktop/ui/theme"
)

// action is something that a key does. The one table of them drives dispatch, footer, help and README.
type action struct {
	id     string
	keys   []string // in Bubble Tea's spelling; the first is the one shown
	word   string   // for the footer
	help   string   // a sentence for the help
	group  string
	hint   int                 // place in the footer, the lowest first; 0: not in it
	danger bool                // changes something outside this program: read-only switches it off
	off    func(*Model) string // why it can do nothing now; empty: it can
	run    func(*Model) tea.Cmd
}

// The groups of the help, in order.
var groups = []string{"Tokens", "Files and workspace", "Moving", "Program"}

func actions() []action {
	return slices.Concat(tokenActions(), placeActions(), movingActions(), programActions())
}

func tokenActions() []action {
	return []action{
		{id: "create", keys: []string{"n"}, word: "new", help: "Create a token.", group: "Tokens", hint: 1, danger: true,
			off: (*Model).signedOut, run: (*Model).openCreate},
		{id: "revoke", keys: []string{"x"}, word: "revoke", help: "Revoke the selected token, after a question.",
			group: "Tokens", hint: 2, danger: true, off: (*Model).noToken, run: (*Model).openRevoke},
		{id: "details", keys: []string{"enter"}, word: "details", help: "Everything about the selected row.",
			group: "Tokens", hint: 4, run: (*Model).openDetail},
		{id: "filter", keys: []string{"/"}, word: "filter", help: "Show only tokens whose comment, ID or scopes hold a text.",
			group: "Tokens", hint: 3, run: (*Model).openFilter},
		{id: "sort", keys: []string{"s"}, word: "sort", help: "Sort by the next column: time left, comment, created, ID.",
			group: "Tokens", hint: 8, run: func(m *Model) tea.Cmd {
				return m.sortBy(token.Order{Column: m.tokens.order.Column.Next()})
			}},
		{id: "reverse", keys: []string{"S"}, word: "reverse", help: "Sort the other way round.", group: "Tokens",
			run: func(m *Model) tea.Cmd {
				return m.sortBy(token.Order{Column: m.tokens.order.Column, Desc: !m.tokens.order.Desc})
			}},
		{id: "copy-id", keys: []string{"y"}, word: "copy ID", help: "Send the selected token's ID to the clipboard.",
			group: "Tokens", off: (*Model).noToken, run: (*Model).copyID},
	}
}

func placeActions() []action {
	const group = "Files and workspace"
	return []action{
		{id: "fix", keys: []string{"f"}, word: "fix", help: "Mend the selected finding, after showing how.", group: group,
			hint: 5, danger: true, off: (*Model).nothingToFix, run: (*Model).planFix},
		{id: "refresh", keys: []string{"R"}, word: "refresh", help: "Ask the workspace and read the files again.",
			group: group, hint: 6, run: (*Model).refreshAll},
		{id: "profile", keys: []string{"p"}, word: "profile", help: "Sign in by another profile.", group: group, hint: 7,
			off: (*Model).noSwitch, run: (*Model).openProfiles},
		{id: "workspace-panel", keys: []string{"1"}, word: "workspace", help: "Go to the workspace panel.", group: group,
			run: func(m *Model) tea.Cmd { m.focus = ui.ContextPanel; return nil }},
		{id: "tokens-panel", keys: []string{"2"}, word: "tokens", help: "Go to the tokens.", group: group,
			run: func(m *Model) tea.Cmd { m.focus = ui.TokensPanel; return nil }},
		{id: "files-panel", keys: []string{"3"}, word: "files", help: "Go to the credential files.", group: group,
			run: func(m *Model) tea.Cmd { m.focus = ui.FilesPanel; return nil }},
		{id: "next-panel", keys: []string{"tab"}, word: "panel", help: "Go to the next panel.", group: group,
			run: func(m *Model) tea.Cmd { m.focus = (m.focus + 1) % 3; return nil }},
		{id: "previous-panel", keys: []string{"shift+tab"}, word: "panel", help: "Go to the panel before.", group: group,
			run: func(m *Model) tea.Cmd { m.focus = (m.focus + 2) % 3; return nil }},
	}
}

func movingActions() []action {
	move := func(id string, keys []string, help string, by func(page, last, at int) int) action {
		return action{id: id, keys: keys, word: id, help: help, group: "Moving", run: func(m *Model) tea.Cmd {
			m.moveBy(by)
			return nil
		}}
	}
	return []action{
		move("up", []string{"up", "k"}, "One row up.", func(_, _, at int) int { return at - 1 }),
		move("down", []string{"down", "j"}, "One row down.", func(_, _, at int) int { return at + 1 }),
		move("page up", []string{"pgup", "b"}, "One page up.", func(page, _, at int) int { return at - page }),
		move("page down", []string{"pgdown"}, "One page down.", func(page, _, at int) int { return at + page }),
		move("first", []string{"g", "home"}, "To the first row.", func(_, _, _ int) int { return 0 }),
		move("last", []string{"G", "end"}, "To the last row.", func(_, last, _ int) int { return last }),
	}
}

func programActions() []action {
	const group = "Program"
	return []action{
		{id: "help", keys: []string{"?"}, word: "help", help: "All keys.", group: group, hint: 9, run: (*Model).openHelp},
		{id: "theme", keys: []string{"t"}, word: "theme", help: "Dark or light.", group: group, run: (*Model).toggleTheme},
		{id: "back", keys: []string{"esc"}, word: "back", help: "Back: out of a dialog, a filter.", group: group,
			run: (*Model).back},
		{id: "quit", keys: []string{"q"}, word: "quit", help: "Quit; asks only while something is being written.",
			group: group, hint: 10, run: (*Model).askQuit},
		{id: "quit-now", keys: []string{"ctrl+c"}, word: "quit now", help: "Quit at once, whatever is going on.",
			group: group, run: (*Model).quit},
		{id: "suspend", keys: []string{"ctrl+z"}, word: "suspend", help: "Back to the shell; fg returns.", group: group,
			run: func(*Model) tea.Cmd { return tea.Suspend }},
		{id: "redraw", keys: []string{"ctrl+l"}, word: "redraw", help: "Draw the screen anew.", group: group,
			run: func(*Model) tea.Cmd { return tea.ClearScreen }},
	}
}

// disabled says why an action can do nothing now; empty: it can.
func (m *Model) disabled(a action) string {
	if a.danger && m.opts.ReadOnly {
		return "bricktop runs read-only: start it without --read-only to change anything."
	}
	if a.off == nil {
		return ""
	}
	return a.off(m)
}

// act does what a key is for; a key that can do nothing says why.
func (m *Model) act(key string) tea.Cmd {
	if m.unconfigured() && key == "enter" {
		return m.leaveForDemo()
	}
	for _, a := range m.actions {
		if !slices.Contains(a.keys, key) {
			continue
		}
		if why := m.disabled(a); why != "" {
			m.say(theme.Warn, why)
			return nil
		}
		return a.run(m)
	}
	return nil
}

// hints are the footer: the most useful first.
func (m *Model) hints() []ui.Hint {
	var hints []ui.Hint
	lost := m.unconfigured()
	if lost {
		hints = append(hints, ui.Hint{ID: "demo", Key: "enter", Word: "demo"})
	}
	for _, a := range m.footer {
		if lost && (a.group == "Tokens" || m.disabled(a) != "") {
			continue // there is nothing yet that they could be for
		}
		hints = append(hints, ui.Hint{ID: a.id, Key: a.keys[0], Word: a.word, Disabled: m.disabled(a) != ""})
	}
	return hints
}

// footerOf picks the actions that the footer shows.
func footerOf(all []action) []action {
	var shown []action
	for _, a := range all {
		if a.hint > 0 {
			shown = append(shown, a)
		}
	}
	slices.SortFunc(shown, func(a, b action) int { return a.hint - b.hint })
	return shown
}

func (m *Model) signedOut() string {
	if m.conn.ws == nil {
		return "There is no workspace: bricktop is not signed in."
	}
	return ""
}

func (m *Model) noToken() string {
	if why := m.signedOut(); why != "" {
		return why
	}
	if _, ok := m.tokens.current(); !ok {
		return "There is no token here."
	}
	return ""
}

func (m *Model) nothingToFix() string {
	if m.fixable() == "" {
		return "There is nothing here that bricktop can mend."
	}
	return ""
}

func (m *Model) noSwitch() string {
	if busy := m.ops.busy(); busy != "" {
		return "Not now: " + busy + "."
	}
	return ""
}

func (m *Model) sortBy(o token.Order) tea.Cmd {
	m.tokens.sort(o, m.clock())
	return nil
}

func (m *Model) refreshAll() tea.Cmd {
	m.stored.forget() // the user asked: what was tried is tried again
	return tea.Batch(m.look(), m.refresh())
}

func (m *Model) back() tea.Cmd {
	if m.tokens.filter.text() != "" {
		m.clearFilter()
	}
	return nil
}

func (m *Model) askQuit() tea.Cmd {
	busy := m.ops.busy()
	if busy == "" {
		return m.quit()
	}
	m.open(ask("Quit?", theme.Warn, []theme.Line{theme.Words(theme.Plain, strings.ToUpper(busy[:1])+busy[1:]+".")},
		"Wait", "Quit", (*Model).quit))
	return nil
}

func (m *Model) copyID() tea.Cmd {
	t, _ := m.tokens.current()
	m.say(theme.Good, "Sent the ID to the clipboard.")
	return tea.SetClipboard(string(t.ID))
}

// moveBy moves within the focused panel.
func (m *Model) moveBy(by func(page, last, at int) int) {
	plan := ui.Plan(m.term.w, m.term.h, m.focus)
	switch m.focus {
	case ui.TokensPanel:
		m.tokens.moveTo(by(max(plan.TokenRows, 1), len(m.tokens.shown)-1, m.tokens.cursor))
	case ui.FilesPanel:
		m.files.moveTo(by(max(plan.FileRows, 1), len(m.files.items)-1, m.files.cursor))
	case ui.ContextPanel:
		lines := ui.FieldLines(m.contextFields(), plan.Panels[ui.ContextPanel].W)
		last := max(0, lines-plan.ContextRows)
		m.scroll = max(0, min(by(max(plan.ContextRows, 1), last, m.scroll), last))
	}
}

// visibleTokens is the range of shown that is on screen.
func (m *Model) visibleTokens() (from, to int) {
	plan := ui.Plan(m.term.w, m.term.h, m.focus)
	return table.Page(len(m.tokens.shown), m.tokens.cursor, plan.TokenRows)
}

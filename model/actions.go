package model

import (
	"cmp"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/table"
	"bricktop/ui/theme"
)

// action is something that a key does. The one table of them drives dispatch, footer, help and README.
type action struct {
	id     string
	keys   key.Binding
	help   string // a sentence for the help
	group  string
	danger bool                // changes something outside this program: read-only switches it off
	off    func(*Model) string // why it can do nothing now; empty: it can; nil: always
	run    func(*Model) tea.Cmd
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
func (m *Model) act(pressed tea.KeyPressMsg) tea.Cmd {
	if m.unconfigured() && pressed.String() == "enter" {
		return m.leaveForDemo()
	}
	for _, a := range m.actions {
		if !key.Matches(pressed, a.keys) {
			continue
		}
		return m.do(a)
	}
	return nil
}

// do does what an action is for, or says why it can do nothing.
func (m *Model) do(a action) tea.Cmd {
	if why := m.disabled(a); why != "" {
		m.say(theme.Warn, why)
		return nil
	}
	return a.run(m)
}

// hintKeys are the keys of hints that stand for no action.
var hintKeys = map[string]string{"filter-keep": "enter", "filter-clear": "esc", "filter-move": "down", "demo": "enter"}

// hints are the footer: what the keys do where the keyboard is. A dialog says that itself.
func (m *Model) hints() []ui.Hint {
	switch {
	case m.top() != nil:
		return nil
	case m.tokens.filter.typing:
		return []ui.Hint{{ID: "filter-keep", Key: "enter", Word: "keep"}, {ID: "filter-clear", Key: "esc", Word: "clear"},
			{ID: "filter-move", Key: "↑↓", Word: "move"}}
	case m.charting():
		return m.lifetimesHints()
	case m.unconfigured():
		return append([]ui.Hint{{ID: "demo", Key: "enter", Word: "demo"}}, m.hintsOf("profile", "refresh", "help", "quit")...)
	}
	return m.hintsOf(footers[m.focus]...)
}

func (m *Model) hintsOf(ids ...string) []ui.Hint {
	hints := make([]ui.Hint, 0, len(ids))
	for _, id := range ids {
		for _, a := range m.actions {
			if a.id == id {
				hints = append(hints, ui.Hint{ID: id, Key: a.keys.Help().Key, Word: a.keys.Help().Desc,
					Disabled: m.disabled(a) != "", Pin: id == "help" || id == "quit"})
			}
		}
	}
	return hints
}

func (m *Model) signedOut() string {
	if m.opts.DryRun {
		return "In a dry run nothing is created or revoked."
	}
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

// pointed is the token of the selected secret in the files panel.
func (m *Model) pointed() (token.Token, bool) {
	it, ok := m.files.current()
	if !ok || m.focus != ui.FilesPanel || it.secret < 0 {
		return token.Token{}, false
	}
	return m.tokens.find(token.ID(m.judged.report.Files[it.file].Secrets[it.secret].TokenID))
}

// chosen is the token that a key means: that of the selected secret in the files panel, else the selected one.
// The tokens come to the front, so that one sees what a key acts on.
func (m *Model) chosen() (token.Token, bool) {
	if t, ok := m.pointed(); ok {
		m.tokens.selected = t.ID
		m.tokens.sift()
		return t, true
	}
	m.focus = ui.TokensPanel
	return m.tokens.current()
}

// noValue is why a token of the list cannot be written: its value was told once, when it was made.
func (m *Model) noValue() string {
	return "A token's value is known only when it is made: press " + m.key("create") + ", and then w."
}

func (m *Model) nothingToFix() string {
	if m.fixable() == (report.Mend{}) {
		if it, ok := m.files.current(); ok && it.finding >= 0 && m.judged.report.Files[it.file].Findings[it.finding].Code == report.TokenEndsSoon {
			return "A new token mends this: press " + m.key("rotate") + " on the row of the secret."
		}
		return "There is nothing here that bricktop can mend."
	}
	return ""
}

func (m *Model) noSwitch() string {
	if why := m.notNow(); why != "" {
		return why
	}
	for _, file := range m.machine.inv.Files {
		if len(file.Profiles) > 0 {
			return ""
		}
	}
	return "There is no profile to sign in by."
}

func (m *Model) refreshAll() tea.Cmd {
	m.stored.forget() // the user asked: what was tried is tried again
	m.keep.schedule.Release()
	if m.conn.ws == nil {
		return tea.Batch(m.look(), m.tryStored())
	}
	return tea.Batch(m.look(), m.refresh())
}

func (m *Model) back() tea.Cmd {
	if m.charting() {
		m.closeLifetimes()
		return nil
	}
	if m.tokens.filter.text() != "" {
		m.clearFilter()
		return nil
	}
	m.tokens.marked = nil
	return nil
}

// quitTitle is that of the question before something under way is left.
const quitTitle = "Quit?"

func (m *Model) askQuit() tea.Cmd {
	if m.charting() {
		return m.back()
	}
	busy := m.ops.busy()
	if busy == "" {
		return m.quit()
	}
	c := ask(quitTitle, theme.Warn, nil, "Wait", "Quit", (*Model).quit)
	c.live = func(m *Model) []theme.Line {
		now := cmp.Or(m.ops.busy(), busy) // one thing may follow another
		return []theme.Line{theme.Words(theme.Plain, strings.ToUpper(now[:1])+now[1:]+".")}
	}
	c.over = func(m *Model) bool { return m.ops.busy() == "" }
	m.open(c)
	return nil
}

func (m *Model) copyID() tea.Cmd {
	t, _ := m.chosen()
	return m.send("ID", string(t.ID), "Sent the ID to the clipboard.")
}

// moveBy moves within the focused panel.
func (m *Model) moveBy(by func(page, last, at int) int) { m.moveIn(m.focus, by) }

func (m *Model) moveIn(panel ui.Panel, by func(page, last, at int) int) {
	if w := m.welcome(); w != nil {
		m.scroll = max(0, min(by(3, len(w.Lines)-1, m.scroll), len(w.Lines)-1))
		return
	}
	if m.charting() {
		rows := ui.PlanLifetimes(m.term.w, m.term.h).Rows
		m.tokens.moveTo(by(max(rows, 1), len(m.tokens.shown)-1, m.tokens.cursor))
		return
	}
	shape := m.shape()
	plan := ui.PlanFor(m.term.w, m.term.h, m.focus, shape)
	switch panel {
	case ui.TokensPanel:
		m.tokens.moveTo(by(max(plan.TokenRows, 1), len(m.tokens.shown)-1, m.tokens.cursor))
	case ui.FilesPanel:
		m.files.moveTo(by(max(plan.FileRows, 1), len(m.files.items)-1, m.files.cursor))
	case ui.ContextPanel:
		lines := ui.FieldLines(shape.Context, plan.Panels[ui.ContextPanel].W)
		last := max(0, lines-plan.ContextRows)
		m.scroll = max(0, min(by(max(plan.ContextRows, 1), last, m.scroll), last))
	}
}

// shape is what the panels at the left hold.
func (m *Model) shape() ui.Shape {
	return ui.Shape{Context: m.contextFields(), FileRows: len(m.files.items)}
}

// visibleTokens is the range of shown that is on screen.
func (m *Model) visibleTokens() (from, to int) {
	if m.charting() {
		return m.chartPage()
	}
	plan := ui.Plan(m.term.w, m.term.h, m.focus)
	return table.Page(len(m.tokens.shown), m.tokens.cursor, plan.TokenRows)
}

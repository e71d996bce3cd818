// Package plain shows the dashboard line by line, for screen readers and for terminals that can do nothing else. It
// drives the same model: a line that was typed becomes an action or the keys of a dialog, and what changed is
// printed as sentences. Nothing that was printed is ever written over.
package plain

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model"
	"bricktop/ui"
	"bricktop/ui/text"
)

// Line is a line that was typed; End is that no more will come.
type (
	Line string
	End  struct{}
)

// Session is the dashboard in lines. It is a Bubble Tea model that draws nothing.
type Session struct {
	m   *model.Model
	out io.Writer

	numbers map[ui.Panel][]string // the IDs of the rows as they were numbered last
	states  map[string]model.Row  // tokens as they were told last; nil: never
	said    int
	state   string // of the connection
	depth   int    // of the dialogs
	title   string
	body    map[string]bool // lines of the dialog that were told
	hint    string          // of the dialog
	choices []string        // of the dialog as they were numbered last
	ready   bool            // a form is filled in, and waits for a yes
	printed bool            // something was, since the line that was typed
	closed  bool            // a dialog was, by that line
	leaving bool            // the line was the last one
}

// New is a session on a dashboard, printing to out.
func New(m *model.Model, out io.Writer) *Session {
	return &Session{m: m, out: out, numbers: make(map[ui.Panel][]string)}
}

// Shown is the dashboard as it is shown: in lines that are printed to out, or as it is.
func Shown(m *model.Model, out io.Writer, inLines bool) tea.Model {
	if inLines {
		return New(m, out)
	}
	return m
}

// Init starts the dashboard.
func (s *Session) Init() tea.Cmd {
	s.say("bricktop, line by line. Type a letter and press enter: ? lists all of them, q quits.")
	cmd := s.m.Init()
	_, size := s.m.Update(tea.WindowSizeMsg{Width: 120, Height: 50})
	return tea.Batch(cmd, size)
}

// View draws nothing.
func (s *Session) View() tea.View { return tea.View{} }

// Update gives a message to the dashboard, and prints what changed.
func (s *Session) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case Line:
		s.printed, s.closed = false, false
		before := s.view()
		cmd = s.line(strings.TrimSpace(string(msg)))
		s.tell(true)
		s.moved(before, cmd != nil)
		return s, cmd
	case tea.WindowSizeMsg:
		return s, nil // of a terminal that is only written to: the dashboard keeps the room that it was given
	case End:
		cmd = s.press("ctrl+c")
	default:
		_, cmd = s.m.Update(msg)
	}
	s.tell(false)
	return s, cmd
}

// view is what a line may change of the panels.
type view struct {
	focus        ui.Panel
	title, order string
	token, file  int
}

func (s *Session) view() view {
	p := s.m.Props()
	return view{p.Focus, p.Tokens.Title, p.Tokens.Order, p.Tokens.Table.Cursor, p.Files.Cursor}
}

// moved prints where a line has led, where nothing else told it.
func (s *Session) moved(before view, underWay bool) {
	now := s.view()
	switch {
	case s.depth > 0 || s.printed || s.leaving:
	case s.closed:
		s.say("Closed.")
	case now.focus != before.focus || now.title != before.title || now.order != before.order:
		s.list(now.focus)
	case now.token != before.token || now.file != before.file:
		s.selected(now.focus)
	case underWay:
		s.say("One moment...")
	default:
		s.say("Nothing changed here.")
	}
}

// tell prints what is new: sentences, the connection, tokens, the dialog on top. After a line of ours the tokens are
// as we left them.
func (s *Session) tell(ours bool) {
	sentences, total := s.m.Said(s.said)
	s.said = total
	for _, sentence := range sentences {
		s.say(sentence)
		if s.body != nil { // a dialog that says the same says it to nobody else
			s.body[withoutNumbers(words(sentence))] = true
		}
	}
	p := s.m.Props()
	state := withoutNumbers(words(p.Header.State.Text))
	if state != s.state && !strings.HasSuffix(state, "...") { // what is on its way is told when it is there
		s.state = state
		s.say(strings.TrimSpace(p.Header.Host + " " + words(p.Header.State.Text) + "."))
	}
	s.tellTokens(p, ours)
	s.tellDialog(p, ours)
}

func (s *Session) tellTokens(p ui.Props, ours bool) {
	rows := s.m.Rows(ui.TokensPanel)
	now := make(map[string]model.Row, len(rows))
	for _, r := range rows {
		now[r.ID] = r
	}
	before := s.states
	if p.Tokens.Title == "Tokens" { // not listed, or no longer: the next list is another one
		s.states = nil
		return
	}
	s.states = now
	switch {
	case before == nil:
		s.overview()
		return
	case ours || p.Tokens.Filter != nil:
		return
	}
	for _, r := range rows {
		was, known := before[r.ID]
		switch {
		case !known:
			s.say("New: " + spoken(r.Line) + ".")
		case was.State != r.State:
			s.say(fmt.Sprintf("%s is %s now: %s.", name(r), r.State, spoken(r.Line)))
		}
	}
	for id, r := range maps.All(before) {
		if _, there := now[id]; !there {
			s.say("Gone: " + name(r) + ".")
		}
	}
}

func name(r model.Row) string {
	if r.Name != "" {
		return "The token " + r.Name
	}
	return "The token " + r.ID[:min(8, len(r.ID))]
}

// overview prints everything.
func (s *Session) overview() {
	s.list(ui.ContextPanel)
	s.list(ui.FilesPanel)
	s.list(ui.TokensPanel)
}

// list prints a panel, its rows with numbers to name them by.
func (s *Session) list(panel ui.Panel) {
	p := s.m.Props()
	if p.Welcome != nil {
		s.say(p.Welcome.Title + ".")
		s.lines(p.Welcome.Lines)
		return
	}
	switch panel {
	case ui.ContextPanel:
		s.say("Workspace:")
		for _, f := range p.Context.Fields {
			if f.Value != nil {
				s.say("  " + f.Label + ": " + spoken(f.Value))
			} else if f.Label != "" {
				s.say(f.Label + ":")
			}
		}
		return
	case ui.TokensPanel:
		s.say(p.Tokens.Title + ", " + p.Tokens.Order + ":")
		if p.Tokens.Notice != nil {
			s.say(spoken(p.Tokens.Notice))
		}
	case ui.FilesPanel:
		s.say(p.Files.Title + ":")
	}
	rows := s.m.Rows(panel)
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		s.say(fmt.Sprintf("  %d. %s", i+1, spoken(r.Line)))
	}
	s.numbers[panel] = ids
	if len(rows) == 0 {
		s.lines(p.Tokens.Empty)
	}
}

// selected prints the selected row.
func (s *Session) selected(panel ui.Panel) {
	p := s.m.Props()
	at, rows := p.Tokens.Table.Cursor, s.m.Rows(panel)
	if panel == ui.FilesPanel {
		at = p.Files.Cursor
	}
	if at >= 0 && at < len(rows) {
		s.say("Selected: " + spoken(rows[at].Line) + ".")
	}
}

// say prints a line. What is foreign in it was cleaned by the dashboard; whatever was not is cleaned here.
func (s *Session) say(line string) {
	s.printed = true
	fmt.Fprintln(s.out, strings.TrimRight(text.Clean(words(line)), " "))
}

var number = regexp.MustCompile(`\d+`)

// withoutNumbers is a text in which what only counts is the same at all times.
func withoutNumbers(s string) string { return number.ReplaceAllString(s, "0") }

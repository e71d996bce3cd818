package model

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	uidialog "bricktop/ui/dialog"
	"bricktop/ui/form"
	"bricktop/ui/theme"
)

// commands is the one table of actions, and which of them the palette did last, the newest first.
type commands struct {
	actions []action
	recent  []string
}

// paletteDialog finds an action by its words and does it.
type paletteDialog struct {
	form   *form.Form
	choice int
}

func (m *Model) openPalette() tea.Cmd {
	m.open(&paletteDialog{form: form.New(form.Field{Limit: 60})})
	return nil
}

// found is the actions that fit what was typed, the best first.
func (d *paletteDialog) found(m *Model) []action {
	query := strings.ToLower(strings.TrimSpace(d.form.Value(0)))
	type ranked struct {
		action
		rank int
	}
	var fits []ranked
	for _, a := range m.actions {
		if a.id == "palette" {
			continue
		}
		if rank := m.rank(a, query); rank >= 0 {
			fits = append(fits, ranked{a, rank})
		}
	}
	slices.SortStableFunc(fits, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	found := make([]action, len(fits))
	for i, f := range fits {
		found[i] = f.action
	}
	return found
}

// rank says how well an action fits: 0 is best, -1 not at all. With nothing typed what was done last is best. A
// text that holds the query goes before one that only holds its letters in order, and the few words of an action
// before its sentence.
func (m *Model) rank(a action, query string) int {
	if query == "" {
		if at := slices.Index(m.recent, a.id); at >= 0 {
			return at
		}
		return len(m.actions)
	}
	words := strings.ToLower(a.keys.Help().Desc + " " + a.id)
	sentence := strings.ToLower(a.help)
	switch {
	case strings.HasPrefix(words, query):
		return 0
	case strings.Contains(words, query):
		return 1
	case strings.Contains(sentence, query):
		return 2
	case inOrder(words, query):
		return 3
	case inOrder(sentence, query):
		return 4
	}
	return -1
}

// inOrder reports whether a text holds the letters of a query in their order.
func inOrder(s, query string) bool {
	for _, r := range query {
		at := strings.IndexRune(s, r)
		if at < 0 && !unicode.IsSpace(r) {
			return false
		}
		if at >= 0 {
			s = s[at+len(string(r)):]
		}
	}
	return true
}

func (d *paletteDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch name := key.String(); name {
	case "esc":
		m.shut(d)
	case "up", "down", "pgup", "pgdown":
		d.choice = chosen(d.choice, len(d.found(m)), name)
	case "enter":
		return d.act(m)
	default:
		d.edit(key)
	}
	return nil
}

func (d *paletteDialog) paste(_ *Model, msg tea.PasteMsg) { d.edit(msg) }

func (d *paletteDialog) edit(msg tea.Msg) {
	if d.form.Handle(msg) {
		d.choice = 0
	}
}

// act does the chosen action; one that can do nothing says why, and the palette stays.
func (d *paletteDialog) act(m *Model) tea.Cmd {
	found := d.found(m)
	if len(found) == 0 {
		return nil
	}
	a := found[min(d.choice, len(found)-1)]
	if why := m.disabled(a); why != "" {
		m.say(theme.Warn, why)
		return nil
	}
	m.shut(d)
	m.recent = append([]string{a.id}, slices.DeleteFunc(m.recent, func(id string) bool { return id == a.id })...)
	return a.run(m)
}

func (d *paletteDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Title: "All actions", Tone: theme.Accent, Wide: true, Form: d.form, Columns: true, Choice: d.choice,
		Hint: "enter does it · ↑↓ choose · esc goes back"}
	for i, a := range d.found(m) {
		line := theme.Line{{Text: keyNames(a.keys.Keys()), Tone: theme.Accent}, {Text: a.id, Tone: theme.Strong}, {Text: a.help}}
		if why := m.disabled(a); why != "" {
			line = theme.Line{{Text: keyNames(a.keys.Keys()), Tone: theme.Muted}, {Text: a.id, Tone: theme.Muted}, {Text: a.help, Tone: theme.Muted}, {Text: "off", Tone: theme.Dim}}
			if i == d.choice { // a row has no room for the reason
				p.Hint = why + " · esc goes back"
			}
		}
		p.Choices = append(p.Choices, line)
	}
	if len(p.Choices) == 0 {
		p.Body = []theme.Line{theme.Words(theme.Dim, "No action has these words.")}
		p.Hint = "esc goes back"
	}
	return p
}

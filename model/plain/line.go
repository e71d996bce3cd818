package plain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model"
	"bricktop/ui"
	"bricktop/ui/text"
)

// line does what a line asks for.
func (s *Session) line(typed string) tea.Cmd {
	if d := s.m.Props().Dialog; d != nil {
		return s.answer(d, typed)
	}
	if typed == "" {
		s.overview()
		return nil
	}
	command, rest, _ := strings.Cut(typed, " ")
	if command != "/" && strings.HasPrefix(typed, "/") {
		command, rest = "/", typed[1:]
	}
	rest = strings.TrimSpace(rest)
	c, ok := s.find(command)
	switch {
	case !ok && command == "demo" && s.m.Props().Welcome != nil:
		return s.press("enter")
	case !ok:
		s.say(s.unknown(command))
		return nil
	case c.ID == "filter":
		return s.filter(rest)
	case c.ID == "redraw":
		s.overview()
		return nil
	case c.ID == "help" || c.ID == "palette":
		s.help(rest)
		return nil
	case c.ID == "lifetimes":
		s.lifetimes()
		return nil
	case slices.Contains(forTheScreen, c.ID):
		s.say(c.ID + " is for the screen, and does nothing line by line.")
		return nil
	case rest != "" && !s.choose(c, rest):
		return nil
	}
	if strings.HasSuffix(c.ID, "-panel") {
		cmd := s.send(model.Do{ID: c.ID})
		s.list(s.m.Props().Focus)
		return cmd
	}
	s.leaving = c.ID == "quit" || c.ID == "quit-now"
	named := rest != "" && !strings.HasPrefix(c.ID, "mark")
	return s.send(model.Do{ID: c.ID, Alone: named})
}

// find is the command that goes by a key or a name.
func (s *Session) find(word string) (model.Command, bool) {
	all := s.m.Commands()
	at := slices.IndexFunc(all, func(c model.Command) bool { return slices.Contains(c.Keys, word) })
	if at < 0 {
		at = slices.IndexFunc(all, func(c model.Command) bool { return c.ID == word })
	}
	if at < 0 {
		return model.Command{}, false
	}
	return all[at], true
}

func (s *Session) unknown(word string) string {
	var names []string
	for _, c := range s.m.Commands() {
		names = append(names, c.ID)
	}
	sentence := fmt.Sprintf("%q is no command: ? lists all of them.", word)
	if near := text.Nearest(word, names); near != "" {
		sentence = fmt.Sprintf("%q is no command; did you mean %s? Type ? for all of them.", word, near)
	}
	return sentence
}

// choose selects the row that a command names by the number it was printed with.
func (s *Session) choose(c model.Command, named string) bool {
	panel := s.m.Props().Focus
	switch {
	case c.ID == "fix":
		panel = ui.FilesPanel
	case c.Group == "Tokens" && c.ID != "details" || panel == ui.ContextPanel:
		panel = ui.TokensPanel
	}
	n, err := strconv.Atoi(named)
	if ids := s.numbers[panel]; err != nil || n < 1 || n > len(ids) {
		s.say(fmt.Sprintf("%q is no number of a row in the list. Press enter to hear the lists.", named))
		return false
	} else if !s.m.Select(panel, ids[n-1]) {
		s.say(fmt.Sprintf("Row %d is no longer there. Press enter to hear the lists.", n))
		return false
	}
	return true
}

// filter shows only what holds a text; an empty text shows all.
func (s *Session) filter(query string) tea.Cmd {
	cmds := []tea.Cmd{s.send(model.Do{ID: "filter"}), s.press("esc")}
	if query != "" {
		cmds = append(cmds, s.send(model.Do{ID: "filter"}), s.send(tea.PasteMsg{Content: query}), s.press("enter"))
	}
	s.list(ui.TokensPanel)
	return tea.Batch(cmds...)
}

// forTheScreen are the actions that change only what a screen shows.
var forTheScreen = []string{"zoom-in", "zoom-out", "earlier", "later", "now", "theme", "mouse", "suspend"}

// lifetimes prints when each token ends and what comes then.
func (s *Session) lifetimes() {
	var ids []string
	s.say("Lifetimes:")
	for i, r := range s.m.Lifetimes() {
		ids = append(ids, r.ID)
		s.say(fmt.Sprintf("  %d. %s", i+1, spoken(r.Line)))
	}
	if s.numbers[ui.TokensPanel] = ids; len(ids) == 0 {
		s.lines(s.m.Props().Tokens.Empty)
	}
}

// help prints every command that has a word in it, and why one can do nothing now.
func (s *Session) help(word string) {
	word = strings.ToLower(word)
	if word == "" {
		s.say("Type a command and enter. A number after it names a row of the last list, and means that row whatever is marked: x 2. Enter alone repeats the lists.")
	}
	group := ""
	for _, c := range s.m.Commands() {
		if slices.Contains(forTheScreen, c.ID) || !strings.Contains(strings.ToLower(c.ID+" "+c.Help), word) {
			continue
		}
		if c.Group != group {
			group = c.Group
			s.say(group + ":")
		}
		names := c.ID
		if key := c.Keys[0]; len([]rune(key)) == 1 {
			names = key + ", or " + c.ID
		}
		s.say("  " + names + ": " + strings.TrimSpace(c.Help+" "+c.Off))
	}
	if group == "" {
		s.say(fmt.Sprintf("No command has %q in it. ? alone lists all of them.", word))
	}
}

// send gives the dashboard a message.
func (s *Session) send(msg tea.Msg) tea.Cmd {
	_, cmd := s.m.Update(msg)
	return cmd
}

var codes = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp},
	"down": {Code: tea.KeyDown}, "end": {Code: tea.KeyEnd}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "space": {Code: tea.KeySpace, Text: " "},
}

// press presses keys.
func (s *Session) press(keys ...string) tea.Cmd {
	var cmds []tea.Cmd
	for _, name := range keys {
		key, ok := codes[name]
		if !ok {
			key = tea.Key{Code: []rune(name)[0], Text: name}
		}
		cmds = append(cmds, s.send(tea.KeyPressMsg(key)))
	}
	return tea.Batch(cmds...)
}

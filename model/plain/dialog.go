package plain

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"bricktop/model"
	"bricktop/ui"
	"bricktop/ui/dialog"
	"bricktop/ui/theme"
)

// tellDialog prints a dialog that came up, or that a line of ours may have changed; of one that changes by itself
// only what is new. What is only to be read is closed once it is printed.
func (s *Session) tellDialog(p ui.Props, ours bool) {
	depth, toRead := s.m.Dialogs()
	d := p.Dialog
	came := d != nil && (depth != s.depth || d.Title != s.title)
	s.depth = depth
	if d == nil {
		s.closed = s.closed || s.title != ""
		s.title, s.body, s.ready, s.hint = "", nil, false, ""
		return
	}
	over := !came && d.Hint == model.OnlyCloses && s.hint != d.Hint
	s.hint = d.Hint
	if came {
		s.title, s.body, s.ready = d.Title, make(map[string]bool), false
		s.say("")
		s.say(d.Title + ":")
	}
	s.news(d.Body)
	switch {
	case toRead:
		s.press("esc")
		s.depth, s.title = depth-1, ""
		if next := s.m.Props(); next.Dialog != nil {
			s.tellDialog(next, ours)
		}
	case came || over || ours && (!s.printed || d.Form != nil):
		s.question(d)
	}
}

// news prints those lines that were not printed yet. A line in which only a number changed was.
func (s *Session) news(lines []theme.Line) {
	for _, line := range lines {
		said := spoken(line)
		if key := withoutNumbers(said); said != "" && !s.body[key] {
			s.body[key] = true
			s.say("  " + said)
		}
	}
}

// question prints what an answer is waited for.
func (s *Session) question(d *dialog.Props) {
	s.choices = nil
	for i, choice := range d.Choices {
		s.choices = append(s.choices, columns(choice))
		s.say(fmt.Sprintf("  %d. %s", i+1, columns(choice)))
	}
	s.prompt(d)
}

// prompt prints what can be typed.
func (s *Session) prompt(d *dialog.Props) {
	switch {
	case strings.Contains(d.Hint, "…"): // it is at work
		s.say(hint(d.Hint))
	case d.Hint == model.OnlyCloses:
		s.say("Enter alone closes this.")
	case waitsForText(d):
		s.ask(d)
	case len(d.Buttons) > 0:
		var words []string
		for i, b := range d.Buttons {
			word := b.Key + " for " + b.Label
			if i == 0 {
				word += ", as enter alone"
			}
			words = append(words, word)
		}
		s.say("Type " + strings.Join(words, "; ") + ".")
	case len(d.Choices) > 0:
		prompt := "Type the number of one"
		for part := range strings.SplitSeq(d.Hint, " · ") {
			if key, does, _ := strings.Cut(part, " "); len(key) == 1 {
				prompt += "; " + key + " and a number: " + does
			}
		}
		s.say(prompt + ". Enter alone goes back.")
	default:
		s.say("Type one of: " + hint(d.Hint) + ".")
	}
}

// waitsForText reports whether a line is for a field: of a form, or of a question that is guarded by one. Where a form
// only finds choices a line names one of them.
func waitsForText(d *dialog.Props) bool {
	return d.Form != nil && (len(d.Buttons) > 0 || len(d.Choices) == 0)
}

// ask prints the field that waits for a text.
func (s *Session) ask(d *dialog.Props) {
	f := d.Form
	i := f.Focused()
	if s.ready {
		for n := range f.Len() {
			s.say("  " + f.Label(n) + ": " + f.Value(n))
		}
		s.say("Type y to go ahead. Anything else goes back.")
		return
	}
	switch value := f.Value(i); {
	case f.Error(i) != "":
		s.say(f.Error(i))
		fallthrough
	case value == "":
		s.say(f.Label(i) + "? Type it, or esc to go back.")
	default:
		s.say(fmt.Sprintf("%s? Enter alone takes %s, esc goes back. %s", f.Label(i), value, f.Help(i)))
	}
}

// hint is a dialog's hint without what moves on a screen.
func hint(hint string) string {
	var kept []string
	for _, part := range strings.Split(hint, " · ") {
		if !strings.HasPrefix(part, "↑↓") {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "; ")
}

func columns(line theme.Line) string {
	var parts []string
	for _, span := range line {
		if said := spoken(theme.Line{span}); said != "" {
			parts = append(parts, said)
		}
	}
	return strings.Join(parts, ", ")
}

// answer gives a line to the dialog on top. What it does not know does nothing.
func (s *Session) answer(d *dialog.Props, typed string) tea.Cmd {
	command, rest, _ := strings.Cut(typed, " ")
	n, isNumber := s.row(typed, d)
	switch {
	case d.Hint == model.OnlyCloses:
		closed := s.press("esc")
		if typed == "" || typed == "esc" {
			return closed
		}
		return tea.Batch(closed, s.line(typed)) // nobody is kept by what has nothing to ask
	case typed == "esc":
		s.ready = false
		return s.press("esc")
	case waitsForText(d):
		return s.fill(d, typed)
	case len(d.Buttons) > 0:
		return s.button(d, typed)
	case len(d.Choices) > 0 && d.Form == nil && typed == "":
		return s.press("esc")
	case len(d.Choices) > 0 && isNumber && n < 0:
		s.say(typed + " is no longer there, or never was.")
		s.prompt(d)
		return nil
	case len(d.Choices) > 0 && isNumber:
		return tea.Batch(s.goTo(d, n), s.press("enter"))
	case len(d.Choices) > 0 && len([]rune(command)) == 1 && rest != "":
		if n, ok := s.row(rest, d); ok && n >= 0 {
			return tea.Batch(s.goTo(d, n), s.press(command))
		}
	case d.Form != nil && typed != "":
		return s.put(typed)
	case len([]rune(typed)) == 1 || typed == "enter":
		return s.press(typed)
	}
	s.notUnderstood(d, typed)
	return nil
}

func (s *Session) notUnderstood(d *dialog.Props, typed string) {
	if typed != "" {
		s.say(fmt.Sprintf("%q is no answer here.", typed))
	}
	s.prompt(d)
}

// row is the choice that was printed with a number, from 0; -1 where it is no longer there. Choices may have come in
// before or after it meanwhile, and others may read the same.
func (s *Session) row(typed string, d *dialog.Props) (at int, isNumber bool) {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1, false
	}
	if n < 1 || n > len(s.choices) {
		return -1, true
	}
	at = -1
	fromEnd := len(s.choices) - n
	for i, choice := range d.Choices {
		if columns(choice) == s.choices[n-1] && (at < 0 || i == n-1 || len(d.Choices)-1-i == fromEnd) {
			at = i
		}
	}
	return at, true
}

func (s *Session) goTo(d *dialog.Props, n int) tea.Cmd {
	var keys []string
	for range d.Choice - n {
		keys = append(keys, "up")
	}
	for range n - d.Choice {
		keys = append(keys, "down")
	}
	return s.press(keys...)
}

// button presses the button of a letter or a label; enter alone is the safe one.
func (s *Session) button(d *dialog.Props, typed string) tea.Cmd {
	if typed == "" {
		return s.press("esc")
	}
	for _, b := range d.Buttons {
		if b.Key != "" && (typed == b.Key || strings.EqualFold(typed, b.Label)) {
			return s.press(b.Key)
		}
	}
	s.notUnderstood(d, typed)
	return nil
}

// fill puts a text into the field that waits for one; after the last of a form of ours a yes is asked for.
func (s *Session) fill(d *dialog.Props, typed string) tea.Cmd {
	f := d.Form
	switch guarded := len(d.Buttons) > 0; {
	case guarded && typed == "":
		return s.press("esc")
	case guarded:
		return tea.Batch(s.put(typed), s.press("enter"))
	case s.ready && (typed == "y" || typed == "yes"):
		s.ready = false
		return s.press("enter")
	case s.ready:
		s.ready = false
		return s.press("esc")
	}
	var cmds []tea.Cmd
	i := f.Focused()
	if typed != "" {
		cmds = append(cmds, s.put(typed))
	}
	if f.Error(i) != "" {
		return tea.Batch(cmds...)
	}
	if s.ready = i == f.Len()-1; !s.ready {
		cmds = append(cmds, s.press("tab"))
	}
	return tea.Batch(cmds...)
}

// put replaces what stands in the field that has the keyboard.
func (s *Session) put(typed string) tea.Cmd {
	return tea.Batch(s.press("end", "ctrl+u"), s.send(tea.PasteMsg{Content: typed}))
}

func (s *Session) lines(lines []theme.Line) {
	for _, line := range lines {
		if said := spoken(line); said != "" {
			s.say("  " + said)
		}
	}
}

package form

import (
	"unicode"

	"bricktop/ui/text"

	tea "charm.land/bubbletea/v2"
)

// line is one line of text being edited.
type line struct {
	value []rune
	at    int // the cursor, before value[at]
	limit int // in characters; 0: none
}

func newLine(value string, limit int) line {
	l := line{limit: limit}
	l.insert(value)
	return l
}

// press edits by the keys that shells and browsers share, and reports whether the key was one of them.
func (l *line) press(key tea.KeyPressMsg) bool {
	switch key.String() {
	case "left", "ctrl+b":
		l.at = max(l.at-1, 0)
	case "right", "ctrl+f":
		l.at = min(l.at+1, len(l.value))
	case "ctrl+left", "alt+left", "alt+b":
		l.at = l.wordLeft()
	case "ctrl+right", "alt+right", "alt+f":
		l.at = l.wordRight()
	case "home", "ctrl+a":
		l.at = 0
	case "end", "ctrl+e":
		l.at = len(l.value)
	case "backspace", "ctrl+h":
		l.remove(max(l.at-1, 0), l.at)
	case "delete", "ctrl+d":
		l.remove(l.at, min(l.at+1, len(l.value)))
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		l.remove(l.wordLeft(), l.at)
	case "ctrl+u":
		l.remove(0, l.at)
	case "ctrl+k":
		l.remove(l.at, len(l.value))
	default:
		l.insert(key.Text)
		return key.Text != ""
	}
	return true
}

func (l *line) insert(s string) {
	typed := []rune(text.Strip(s))
	if l.limit > 0 {
		typed = typed[:min(len(typed), max(0, l.limit-len(l.value)))]
	}
	rest := append(typed, l.value[l.at:]...)
	l.value = append(l.value[:l.at:l.at], rest...)
	l.at += len(typed)
}

func (l *line) remove(from, to int) {
	l.value = append(l.value[:from:from], l.value[to:]...)
	l.at = from
}

func (l *line) wordLeft() int {
	i := l.at
	for i > 0 && unicode.IsSpace(l.value[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(l.value[i-1]) {
		i--
	}
	return i
}

func (l *line) wordRight() int {
	i := l.at
	for i < len(l.value) && unicode.IsSpace(l.value[i]) {
		i++
	}
	for i < len(l.value) && !unicode.IsSpace(l.value[i]) {
		i++
	}
	return i
}

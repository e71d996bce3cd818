package main

import (
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/modeltest"
	"bricktop/ui/theme"
)

// underway are dialogs that wait for an answer, which no picture shows.
var underway = []Scene{
	demo("rotating", 0, 0, true, sending("y", "down", "r")),
	demo("revoking-many", 0, 0, true, sending("y", "*", "down", "space", "x")),
	demo("clipboard", 0, 0, true, func(w *modeltest.World) {
		wait(w)
		w.Press("n", "enter", "y", "esc", "esc")
		w.Advance(time.Minute)
	}),
	demo("messages-said", 0, 0, true, nil, "R", "!", "tab"), // there are none
	demo("messages-requests", 0, 0, true, nil, "R", "!", "tab", "tab"),
	demo("leaving", 0, 0, true, wait, "n", "enter", "esc"),
}

// sending presses keys, and a last one that nobody answers yet.
func sending(last string, keys ...string) func(*modeltest.World) {
	return func(w *modeltest.World) {
		w.Press(keys...)
		w.Send(modeltest.Key(last))
	}
}

// said are keys that only say once more what is on screen.
var said = map[string]string{"create-error": "enter"}

// Every key that a dialog names does something there: it changes the screen, or asks for something. A key that nobody
// names does nothing.
func TestEveryKeyOfEveryHintDoesSomething(t *testing.T) {
	t.Parallel()
	dialogs := 0
	for _, sc := range append(goldens(), underway...) {
		named := hinted(t, sc)
		if len(named) > 0 {
			dialogs++
		}
		for _, key := range named {
			if said[sc.Name] != key && !does(sc, key) {
				t.Errorf("%s: %q does nothing", sc.Name, key)
			}
		}
	}
	if dialogs < 25 {
		t.Errorf("only %d dialogs were seen", dialogs)
	}
}

// does reports whether a key of a hint does something, on a screen where hardly anything fits or on a large one.
func does(sc Scene, named string) bool {
	for _, size := range [][2]int{{40, 10}, {100, 40}} {
		for _, key := range meant(named) {
			w := set(sc, size)
			acts := acts(w, modeltest.Key(key))
			w.Close()
			if acts {
				return true
			}
		}
	}
	return false
}

// meant is the keys that a hint means, of which one may be at its end.
func meant(named string) []string {
	switch named {
	case "↑↓":
		return []string{"down", "up"}
	case "type":
		return []string{"7"}
	}
	return []string{named}
}

func acts(w *modeltest.World, key tea.KeyPressMsg) bool {
	before, pending := w.Frame(), len(w.Replies)
	w.Send(key)
	return w.Frame() != before || len(w.Replies) > pending || w.Quit
}

// set is a scene that takes keys, on a clock that stands still.
func set(sc Scene, size [2]int) *modeltest.World {
	w := sc.Play(modeltest.Options{W: size[0], H: size[1], Theme: theme.Options{Dark: true, Colors: theme.TrueColor}})
	w.Every = nil
	w.Clock.Move(2 * time.Second) // what opened by itself has been seen
	w.Send(nil)
	return w
}

// hinted is the keys that the dialog of a scene names.
func hinted(t *testing.T, sc Scene) (keys []string) {
	w := set(sc, [2]int{100, 40})
	defer w.Close()
	d := w.Model.Props().Dialog
	if d == nil {
		return nil
	}
	for _, hint := range strings.Split(d.Hint, " · ") {
		first, _, _ := strings.Cut(hint, " ")
		switch {
		case strings.HasSuffix(hint, "…"): // what is under way
		case !unicode.IsUpper([]rune(first + " ")[0]):
			keys = append(keys, first)
		case strings.Contains(hint, " esc "): // a sentence
			keys = append(keys, "esc")
		}
	}
	if len(keys) == 0 {
		t.Errorf("%s: the dialog names no key: %q", sc.Name, d.Hint)
	}
	nothing := tea.KeyPressMsg{Code: tea.KeyF12}
	w.Send(nothing) // any key takes an old complaint away
	if acts(w, nothing) {
		t.Errorf("%s: a key that is on nothing does something, so this test shows nothing", sc.Name)
	}
	return keys
}

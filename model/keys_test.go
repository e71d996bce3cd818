package model_test

import (
	tea "charm.land/bubbletea/v2"
	"slices"
	"strings"
	"testing"

	"bricktop/model"
	"bricktop/model/modeltest"
)

// Every advertised key does something in some panel, or says why it does not.
func TestEveryAdvertisedKeyDoesSomething(t *testing.T) {
	for id, keys := range model.ActionKeys() {
		for _, key := range keys {
			if !doesSomething(t, key) {
				t.Errorf("%s: %q does nothing", id, key)
			}
		}
	}
}

func doesSomething(t *testing.T, key string) bool {
	for _, panel := range []string{"1", "2", "3"} {
		s := newStage(t)
		// Back has something to go back from, and rows have neighbours on both sides.
		s.Press("/")
		s.Type("o")
		s.Press("enter", panel)
		if panel == key {
			s.Press("tab")
		}
		s.Press("down")
		before, calls, asked := s.Frame(), len(s.ws.calls), len(s.files.asked)
		s.Send(modeltest.Key(key))
		replies := len(s.Replies)
		s.Settle()
		if s.Frame() != before || len(s.ws.calls) != calls || len(s.files.asked) != asked || replies > 0 || s.Quit {
			return true
		}
	}
	return false
}

// No two actions share a key, and every action has its words.
func TestTheActionTableIsSound(t *testing.T) {
	seen := map[string]string{}
	for id, keys := range model.ActionKeys() {
		for _, key := range keys {
			if other, ok := seen[key]; ok {
				t.Errorf("%q is the key of %s and of %s", key, id, other)
			}
			seen[key] = id
			if strings.Contains(key, "alt+") || strings.HasPrefix(key, "ctrl+shift") {
				t.Errorf("%q does not reach a program in a browser", key)
			}
		}
	}
	for _, dead := range []string{"d", "u", "ctrl+w", "ctrl+t", "ctrl+n"} {
		if id, ok := seen[dead]; ok {
			t.Errorf("%s is on %q", id, dead)
		}
	}
}

// The help lists every key, and the footer's come from the same table.
func TestHelpListsEveryKey(t *testing.T) {
	s := newStage(t)
	s.Resize(120, 100)
	s.Press("?")
	screen := s.screen()
	for id, keys := range model.ActionKeys() {
		for _, key := range keys {
			name := key
			if shown, ok := map[string]string{"pgdown": "pgdn", "up": "↑", "down": "↓", "left": "←", "right": "→"}[key]; ok {
				name = shown
			}
			if !strings.Contains(screen, name) {
				t.Errorf("%s: %q is not in the help", id, name)
			}
		}
	}
	s.sees("◇ next rotation", "╱╱ no living token")
	if !strings.Contains(model.KeyTable(), "| `n` | `create` | Create a token. |") {
		t.Error(model.KeyTable())
	}
}

func TestGlobalKeysWorkFromEveryPanel(t *testing.T) {
	for _, panel := range []string{"1", "2", "3"} {
		for key, want := range map[string]string{"n": "New token", "x": "Revoke this token?", "/": "Tokens 3 of 3"} {
			s := newStage(t)
			s.Press(panel, key)
			s.sees(want)
		}
		s := newStage(t)
		lists := s.called("list")
		s.Press(panel, "R")
		s.calledTimes("list", lists+1)
	}
}

// Whatever the order in which four replies come, the screen ends the same.
func TestRepliesInAnyOrder(t *testing.T) {
	var want string
	for _, order := range permutations([]int{0, 1, 2, 3}) {
		s := newStage(t, signedInByPAT(false))
		s.Send(modeltest.Key("R"))
		s.Press("S")
		s.Send(modeltest.Key("x"))
		for _, r := range "bbbb2222" {
			s.Send(modeltest.Key(string(r)))
		}
		s.Send(modeltest.Key("enter"))
		if len(s.Replies) == 0 {
			t.Fatal("nothing is in flight")
		}
		deliver(s, order)
		s.Settle()
		s.Press("R")
		if got := s.screen(); want == "" {
			want = got
		} else if got != want {
			t.Fatalf("order %v ends otherwise:\n%s\nnot\n%s", order, got, want)
		}
	}
}

// deliver gives the first waiting replies in an order.
func deliver(s *stage, order []int) {
	waiting := slices.Clone(s.Replies)
	for _, i := range order {
		if i < len(waiting) {
			if at := slices.IndexFunc(s.Replies, func(r tea.Msg) bool { return same(r, waiting[i]) }); at >= 0 {
				s.Deliver(at)
			}
		}
	}
}

func same(a, b any) bool {
	defer func() { _ = recover() }() // messages that hold slices do not compare
	return a == b
}

func permutations(of []int) [][]int {
	if len(of) < 2 {
		return [][]int{slices.Clone(of)}
	}
	var all [][]int
	for i, first := range of {
		rest := slices.Concat(of[:i], of[i+1:])
		for _, p := range permutations(rest) {
			all = append(all, append([]int{first}, p...))
		}
	}
	return all
}

// At every size the panels are where the plan says, and the frame is as large as the screen.
func TestEverySize(t *testing.T) {
	s := newStage(t)
	for _, keys := range [][]string{nil, {"?"}, {"esc", "n"}, {"esc", "x"}, {"esc", "p"}} {
		s.Press(keys...)
		for w := 0; w <= 130; w += 7 {
			for h := 0; h <= 45; h += 5 {
				s.Resize(w, h)
				if frame := s.Frame(); w > 0 && h > 0 && strings.Count(frame, "\n") != h-1 {
					t.Fatalf("%d lines at %dx%d", strings.Count(frame, "\n")+1, w, h)
				}
			}
		}
	}
}

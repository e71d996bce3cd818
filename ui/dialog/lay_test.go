package dialog

import (
	"fmt"
	"strings"
	"testing"

	"bricktop/ui/form"
	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

// TestTheFocusedFieldIsInView: with label and cursor at any size that the screen has, and everything else in
// the order of its worth.
func TestTheFocusedFieldIsInView(t *testing.T) {
	for _, label := range []string{"Field", "Name of a field"} {
		p := question()
		p.Hint = "enter creates · tab next field · esc goes back and keeps nothing of it"
		p.Body = append(p.Body, theme.Words(theme.Plain, strings.Repeat("words ", 40)))
		var fields []form.Field
		for i := range 5 {
			fields = append(fields, form.Field{Label: fmt.Sprint(label, i), Value: fmt.Sprint("value-", i), Help: fmt.Sprint("help ", i)})
		}
		p.Form = form.New(fields...)
		for _, size := range [][2]int{{32, 8}, {40, 10}, {60, 16}, {80, 24}, {200, 60}} {
			for i := range fields {
				p.Form.Focus(i)
				box := Draw(p, plain, size[0], size[1])
				all := ansi.Strip(strings.Join(box.Lines, "\n"))
				for _, want := range []string{fmt.Sprint(label, i), fmt.Sprint("value-", i), "It never comes back.", "Keep it", "enter creates"} {
					if !strings.Contains(all, want) {
						t.Errorf("%v, field %d: no %q in\n%s", size, i, want, all)
					}
				}
				if box.CursorY < 0 || !strings.Contains(ansi.Strip(box.Lines[box.CursorY]), fmt.Sprint("value-", i)) {
					t.Errorf("%v, field %d: cursor on line %d of\n%s", size, i, box.CursorY, all)
				}
			}
		}
	}
}

func TestScrollReachesEveryLine(t *testing.T) {
	for _, size := range [][2]int{{32, 8}, {36, 9}, {40, 10}, {60, 16}, {80, 24}, {120, 40}} {
		for _, withForm := range []bool{false, true} {
			p := question()
			p.Hint = strings.Repeat("key does this · ", 8)
			p.Buttons = append(p.Buttons, Button{Label: "Something else altogether"}, Button{Label: "And yet another thing"})
			p.Body = nil
			for i := range 50 {
				p.Body = append(p.Body, theme.Words(theme.Plain, fmt.Sprintf("<%d>", i)))
			}
			if withForm {
				p.Form = form.New(form.Field{Label: "One", Help: "Help."}, form.Field{Label: "Two", Help: "Help."})
			}
			seen := ""
			most := MaxScroll(p, plain, size[0], size[1])
			for p.Scroll = range most + 1 {
				seen += ansi.Strip(strings.Join(Draw(p, plain, size[0], size[1]).Lines, "\n"))
			}
			for i := range 50 {
				if !strings.Contains(seen, fmt.Sprintf("<%d>", i)) {
					t.Errorf("%v, form %v: line %d is out of reach", size, withForm, i)
				}
			}
		}
	}
}

func TestButtonsAndHintKeepALineEachWhereThereIsNoRoom(t *testing.T) {
	p := question()
	p.Hint = strings.Repeat("key does this · ", 8)
	p.Body = nil
	for range 50 {
		p.Body = append(p.Body, theme.Words(theme.Plain, "body"))
	}
	for i := range 5 {
		p.Buttons = append(p.Buttons, Button{Label: fmt.Sprintf("No. %d has a long label", i)})
	}
	p.Form = form.New(form.Field{Label: "A label too long for one line", Help: "Help."})
	for i := range p.Buttons {
		for j := range p.Buttons {
			p.Buttons[j].Focused = i == j
		}
		box := Draw(p, plain, 32, 8)
		all := ansi.Strip(strings.Join(box.Lines, "\n"))
		if box.H != 8 || strings.Count(all, "body") < 1 || !strings.Contains(all, p.Buttons[i].Label[:7]) || strings.Count(all, "key") != 2 || !strings.Contains(all, "…") {
			t.Errorf("button %d:\n%s", i, all)
		}
	}
}

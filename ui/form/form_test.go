package form

import (
	"strings"
	"testing"

	"bricktop/ui/text"
	"bricktop/ui/theme"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func press(code rune, mod tea.KeyMod) tea.KeyPressMsg {
	k := tea.Key{Code: code, Mod: mod}
	if mod == 0 && code >= ' ' && code < tea.KeyExtended && code != tea.KeyBackspace {
		k.Text = string(code)
	}
	return tea.KeyPressMsg(k)
}

func two() *Form {
	return New(Field{Label: "Comment", Value: "sdk-1", Help: "Shown in every list.", Limit: 20}, Field{Label: "Lifetime", Value: "3600"})
}

func TestKeysEditAndMove(t *testing.T) {
	f := two()
	for _, k := range []struct {
		key  tea.KeyPressMsg
		mine bool
	}{
		{press('2', 0), true}, {press(tea.KeyLeft, 0), true}, {press(tea.KeyBackspace, 0), true}, {press(tea.KeyTab, 0), true},
		{press('x', 0), true}, {press(tea.KeyEnd, 0), true}, {press(tea.KeyDown, 0), true}, {press(tea.KeyUp, 0), true}, {press(tea.KeyTab, tea.ModShift), true},
		{press(tea.KeyEnter, 0), false}, {press(tea.KeyEscape, 0), false}, {press('c', tea.ModCtrl), false}, {press(tea.KeyF5, 0), false},
	} {
		if got := f.Handle(k.key); got != k.mine {
			t.Errorf("Handle(%s) = %v", k.key, got)
		}
	}
	if f.Value(0) != "sdk-2" || f.Value(1) != "3600x" || f.Focused() != 0 {
		t.Errorf("%q %q, field %d", f.Value(0), f.Value(1), f.Focused())
	}
}

func TestPasteIsOneCleanLine(t *testing.T) {
	f := two()
	f.SetValue(0, "")
	if !f.Handle(tea.PasteMsg{Content: "a\x1b]52;c;x\x07\r\nb\u202e\n"}) || f.Value(0) != "a]52;c;x b" {
		t.Errorf("got %q", f.Value(0))
	}
	for _, lines := range []string{"a\nb\nc", "a\rb\rc", "a\r\nb\r\nc\r\n"} {
		f.SetValue(0, "")
		if f.Handle(tea.PasteMsg{Content: lines}); f.Value(0) != "a b c" {
			t.Errorf("%q became %q", lines, f.Value(0))
		}
	}
	f.Handle(tea.PasteMsg{Content: strings.Repeat("y", 50)})
	if len(f.Value(0)) != 20 {
		t.Errorf("the limit of 20 let %d through", len(f.Value(0)))
	}
}

func TestErrorStandsInForHelp(t *testing.T) {
	f := two()
	f.SetError(0, "Too long.")
	if rows := f.Rows(60); rows[1].Note != "Too long." || !rows[1].Bad || f.Error(0) != "Too long." {
		t.Errorf("got %+v", rows[1])
	}
	f.SetError(0, "")
	f.SetHelp(0, "Other help.")
	if rows := f.Rows(60); rows[1].Note != "Other help." || rows[1].Bad {
		t.Errorf("got %+v", rows[1])
	}
}

func TestCursorStaysInView(t *testing.T) {
	f := New(Field{Label: "Comment", Value: "0123456789abcdefghijklmnopqrstuvwxyz"})
	for _, c := range []struct {
		keys int // to the left of the end
		want string
		at   int
	}{
		{0, " rstuvwxyz  ", 10}, {3, " rstuvwxyz  ", 7}, {10, " lmnopqrstu ", 6}, {36, " 0123456789 ", 1},
	} {
		f.SetValue(0, f.Value(0))
		for range c.keys {
			f.Handle(press(tea.KeyLeft, 0))
		}
		pen := theme.New(theme.Options{}).Pen()
		at := f.Draw(pen, Row{Input: true}, 2+12) // too narrow for the label beside it
		pen.End()
		got := strings.TrimPrefix(ansi.Strip(pen.String()), "❯ ")
		if got != c.want || at != 2+c.at {
			t.Errorf("%d left of the end: %q, cursor %d", c.keys, got, at)
		}
	}
}

func TestLongLabelsStandAbove(t *testing.T) {
	f := New(Field{Label: "To go on, type the first 8 characters", Value: "0123"})
	rows := f.Rows(60)
	if len(rows) != 2 || !rows[0].Label || !rows[1].Input || f.CursorX() != 4 {
		t.Errorf("got %+v, cursor %d", rows, f.CursorX())
	}
}

func TestAnyFormInAnyWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := New(Field{Label: text.Clean(rapid.String().Draw(t, "label")), Value: rapid.String().Draw(t, "value"), Help: "Some help."}, Field{Label: "Two"})
		for range rapid.IntRange(0, 10).Draw(t, "keys") {
			f.Handle(press(rapid.SampledFrom([]rune{tea.KeyLeft, tea.KeyHome, tea.KeyTab, tea.KeyBackspace, 'x', '日'}).Draw(t, "key"), 0))
		}
		w := rapid.IntRange(0, 90).Draw(t, "w")
		cursors := 0
		for _, row := range f.Rows(w) {
			pen := theme.New(theme.Options{}).Pen()
			at := f.Draw(pen, row, w)
			if at >= w {
				t.Fatalf("cursor %d of %d", at, w)
			}
			if at >= 0 {
				cursors++
			}
			pen.End()
			if got := text.Width(ansi.Strip(pen.String())); got != w {
				t.Fatalf("row %+v takes %d cells, not %d", row, got, w)
			}
		}
		if cursors > 1 || cursors == 0 && w > 40 {
			t.Fatalf("%d cursors", cursors)
		}
	})
}

func TestEditingKeys(t *testing.T) {
	for _, c := range []struct {
		keys []tea.KeyPressMsg
		want string
		at   int
	}{
		{[]tea.KeyPressMsg{press(tea.KeyBackspace, 0)}, "one two thre", 12},
		{[]tea.KeyPressMsg{press('w', tea.ModCtrl), press('w', tea.ModCtrl)}, "one ", 4},
		{[]tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyDelete, 0), press(tea.KeyRight, 0)}, "ne two three", 1},
		{[]tea.KeyPressMsg{press(tea.KeyLeft, tea.ModCtrl), press('u', tea.ModCtrl)}, "three", 0},
		{[]tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyRight, tea.ModCtrl), press('k', tea.ModCtrl)}, "one", 3},
		{[]tea.KeyPressMsg{press('a', tea.ModCtrl), press(tea.KeyBackspace, 0), press(tea.KeyLeft, 0)}, "one two three", 0},
		{[]tea.KeyPressMsg{press('e', tea.ModCtrl), press(tea.KeyDelete, 0), press(tea.KeyRight, 0), press('日', 0)}, "one two three日", 14},
	} {
		l := newLine("one two three", 0)
		for _, k := range c.keys {
			if !l.press(k) {
				t.Errorf("%s is not an editing key", k)
			}
		}
		if string(l.value) != c.want || l.at != c.at {
			t.Errorf("%v: %q, cursor %d", c.keys, string(l.value), l.at)
		}
	}
}

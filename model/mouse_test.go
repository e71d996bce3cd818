package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bricktop/model/modeltest"
	"bricktop/model/settings"
	"bricktop/model/token"
)

// withMouse is a dashboard in a terminal where the mouse is on.
func withMouse(t testing.TB, edit ...func(*stage)) *stage {
	s := newStage(t, edit...)
	s.Send(tea.EnvMsg{"TERM=xterm-256color"})
	return s
}

// at is where a text stands on screen first, in cells.
func (s *stage) at(text string) (x, y int) {
	s.t.Helper()
	for y, line := range strings.Split(s.screen(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			return ansi.StringWidth(before), y
		}
	}
	s.t.Fatalf("%q is not on screen:\n%s", text, s.screen())
	return 0, 0
}

func click(x, y int) tea.MouseClickMsg { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }

// Click clicks where a text stands, a second after whatever was before.
func (s *stage) Click(text string) *stage {
	s.t.Helper()
	s.Clock.Move(time.Second)
	x, y := s.at(text)
	s.Send(click(x+1, y))
	s.Settle()
	return s
}

// lastLine is the footer.
func (s *stage) lastLine() string {
	lines := strings.Split(s.screen(), "\n")
	return lines[len(lines)-1]
}

// Wheel turns the wheel where a text stands.
func (s *stage) Wheel(text string, button tea.MouseButton) *stage {
	x, y := s.at(text)
	s.Send(tea.MouseWheelMsg{X: x, Y: y, Button: button})
	s.Settle()
	return s
}

func TestAClickSelectsARowAndASecondOpensIt(t *testing.T) {
	s := withMouse(t)
	s.Click("notebook export").sees("Token cccc3333").misses("esc closes")
	s.Click("notebook export").sees(strings.Repeat("cccc3333", 8), "esc closes")
	s.Click("esc closes").misses("esc closes")
	s.Click("open to others").misses("esc closes")
	s.Click("open to others").sees("Finding", "esc closes")
	s.Click("esc closes").Click("Workspace").Press("enter")
	s.sees("1234567890123456")
}

// A click on a title sorts by its column, and one more the other way round; the state's is that of the time left.
func TestAClickOnATitleSorts(t *testing.T) {
	s := withMouse(t)
	s.Resize(200, 44)
	s.Click("COMMENT").sees("COMMENT ▲", "by comment").Click("COMMENT ▲").sees("COMMENT ▼", "by comment, Z first")
	s.Click("STATE").sees("LEFT ▲", "soonest first").Click("STATE").sees("LEFT ▼", "longest first")
	s.Click("USED BY").sees("USED BY ▲").Click("LIFE").sees("LIFE ▲", "least used up first").Click("CREATED").sees("CREATED ▲")
	s.Click(" ID ").sees("ID ▲").Click("LEFT").sees("LEFT ▲")
}

// Every hint of every footer does by a click what its key does.
func TestAClickOnAHintIsItsKey(t *testing.T) {
	for _, panel := range []string{"1", "2", "3"} {
		for _, hint := range []string{"n new", "R refresh", "p profile", "? help", "enter details", "tab panel", "/ filter", "s sort", "f fix", "q quit", "x revoke", "r rotate"} {
			for _, w := range []int{80, 160} {
				clicked, pressed := withMouse(t), withMouse(t)
				for _, s := range []*stage{clicked, pressed} {
					s.Resize(w, 44)
					s.Press(panel)
				}
				if !strings.Contains(clicked.lastLine(), hint) {
					continue
				}
				x, _, _ := strings.Cut(clicked.lastLine(), hint)
				clicked.Clock.Move(time.Second)
				clicked.Send(click(ansi.StringWidth(x), 43))
				clicked.Settle()
				pressed.Clock.Move(time.Second)
				pressed.Press(strings.Fields(hint)[0])
				if clicked.screen() != pressed.screen() || clicked.Quit != pressed.Quit {
					t.Errorf("panel %s, %q: the click shows\n%s\nthe key\n%s", panel, hint, clicked.screen(), pressed.screen())
				}
			}
		}
	}
	s := withMouse(t, func(s *stage) { s.opts.ReadOnly = true })
	s.Click("n new").sees("bricktop runs read-only").misses("New token")
}

func TestTheFiltersHintsAnswer(t *testing.T) {
	s := withMouse(t)
	s.Press("/")
	s.Type("lap")
	s.Click("enter keep").sees("Tokens 1 of 3", "n new")
	s.Press("/")
	s.Click("esc clear").sees("Tokens 3", "n new").misses("of 3")
	s.Press("/")
	s.Type("laptop")
	s.Click("open to others").Press("f") // no letter for the filter: the click took the keyboard to the files
	s.sees("Protect")
}

func TestADialogTakesClicksAlone(t *testing.T) {
	s := withMouse(t)
	s.Click("x revoke").sees("Revoke this token?")
	for y := range 44 {
		for x := 0; x < 160; x += 3 {
			if x < 36 || x > 124 { // beside the box
				s.Clock.Move(time.Second)
				s.Send(click(x, y))
			}
		}
	}
	s.sees("Revoke this token?", "Token bbbb2222", "❯ n Keep")
	s.Click("n Keep").misses("Revoke this token?")
	s.calledTimes("revoke", 0)
	s.Click("x revoke").Click("y Revoke")
	s.calledTimes("revoke "+strings.Repeat("bbbb2222", 8), 1)
}

func TestAClickDoesNotArmAGuardedQuestion(t *testing.T) {
	s := withMouse(t, signedInByPAT(false))
	s.Press("x")
	s.Click("Revoke").sees("Revoke this token?") // the title
	x, y := s.at("❯ Keep")
	s.Clock.Move(time.Second)
	s.Send(click(x+14, y))
	s.Settle()
	s.sees("That is not it.")
	s.calledTimes("revoke", 0)
}

// A row of a question is looked at by a click, also where it has the cursor and the dangerous button the focus.
func TestAClickOnARowAnswersNoQuestion(t *testing.T) {
	s := withMouse(t)
	s.Press("*", "x", "tab")
	s.sees("❯ y Revoke 3 tokens")
	for _, row := range []string{"❯ ◆ urgent", "aaaa1111  19d", "aaaa1111  19d", "bbbb2222  58m"} {
		s.Click(row).sees("Revoke 3 tokens?", "❯ y Revoke 3 tokens")
	}
	s.calledTimes("revoke", 0)
	s.Click("y Revoke 3 tokens")
	s.calledTimes("revoke", 3)
}

// The second half of a double click is not an answer to what the first half brought.
func TestADoubleClickAnswersNothing(t *testing.T) {
	s := withMouse(t)
	s.Press("x")
	x, y := s.at("n Keep")
	s.Press("esc")
	s.Clock.Move(time.Second)
	s.Click("x revoke")
	s.Send(click(x+1, y))
	s.sees("Revoke this token?")
	s.Clock.Move(500 * time.Millisecond)
	s.Send(click(x+1, y))
	s.misses("Revoke this token?")
}

// A dialog that opened by itself waits for clicks as it does for keys.
func TestAClickWaitsForGrace(t *testing.T) {
	s := withMouse(t)
	s.Press("n")
	s.Send(modeltest.Key("enter"))
	s.Settle()
	s.sees("Token created")
	x, y := s.at("v shows it")
	s.Send(click(x, y))
	s.sees("v shows it")
	s.Clock.Move(time.Second)
	s.Send(click(x, y))
	s.sees("v hides it")
}

func TestChoicesAndInputsTakeClicks(t *testing.T) {
	s := withMouse(t)
	s.Press("p")
	s.Click("staging").sees("Sign in by")
	if got := len(s.files.asked); s.files.asked[got-1] == "staging" {
		t.Fatal("one click signed in")
	}
	s.Click("staging").misses("Sign in by")
	if got := s.files.asked; got[len(got)-1] != "staging" {
		t.Errorf("looked by %q", got)
	}
	s = withMouse(t)
	s.Press("n")
	s.Click("1h")
	s.Type("2")
	s.sees("12h") // the click was on the h
}

func TestTheWheelMovesWhereThePointerIs(t *testing.T) {
	s := withMouse(t, func(s *stage) {
		for i := range 100 {
			tok := tokenOf("", "row", time.Hour, time.Duration(100+i)*time.Hour)
			tok.ID = token.ID(strings.Repeat("e", 40) + string(rune('a'+i/26)) + string(rune('a'+i%26)))
			s.ws.tokens = append(s.ws.tokens, tok)
		}
	})
	s.Press("3")
	s.Wheel("notebook export", tea.MouseWheelDown)
	s.Press("2")
	s.sees("Token eeeeeeee")
	s.Wheel("notebook export", tea.MouseWheelUp)
	s.sees("Token bbbb2222")
	s.Press("?")
	s.Resize(80, 24)
	first := s.Frame()
	s.Wheel("Create a token.", tea.MouseWheelDown)
	if s.Frame() == first {
		t.Error("the wheel does not scroll the help")
	}
	s.Wheel("esc closes", tea.MouseWheelUp)
	if s.Frame() != first {
		t.Error("the wheel does not scroll back")
	}
}

// The mouse is the terminal's where selecting text is how one copies, until m asks for it.
func TestTheMouseIsOffWhereTextIsSelected(t *testing.T) {
	for env, on := range map[string]bool{"TERM=xterm": true, "SSH_TTY=/dev/pts/1": false, "SSH_CONNECTION=a": false,
		"TMUX=/tmp/tmux": false, "DATABRICKS_APP_NAME=devbox": false} {
		s := newStage(t)
		s.Send(tea.EnvMsg{env})
		mode := func() bool { return s.Model.View().MouseMode == tea.MouseModeCellMotion }
		if mode() != on {
			t.Errorf("%s: mouse %v", env, mode())
		}
		if !on {
			x, y := s.at("notebook export")
			before := s.screen()
			s.Send(click(x, y))
			if s.screen() != before {
				t.Errorf("%s: a click does something where the mouse is off", env)
			}
		}
		s.Press("m")
		if mode() == on {
			t.Errorf("%s: m does not toggle", env)
		}
		s.sees(map[bool]string{true: "Mouse off", false: "Shift and drag selects text"}[on])
	}
}

// What the user settled about the mouse holds whatever the terminal.
func TestTheMouseSettingHolds(t *testing.T) {
	for set, want := range map[settings.Mouse]tea.MouseMode{settings.On: tea.MouseModeCellMotion, settings.Off: tea.MouseModeNone} {
		for _, env := range []string{"TERM=xterm", "TMUX=/tmp/tmux"} {
			s := newStage(t, func(s *stage) { s.opts.Settings.Mouse = set })
			s.Send(tea.EnvMsg{env})
			if got := s.Model.View().MouseMode; got != want {
				t.Errorf("mouse %s with %s: %v", set, env, got)
			}
		}
	}
}

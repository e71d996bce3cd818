package model_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"bricktop/model/modeltest"
	"bricktop/model/token"
)

// scrolling are the sequences that move lines on the terminal, which some browser terminals get wrong: the
// scroll region, insert and delete line, scroll up and down, index.
var scrolling = []string{"CSI r", "CSI L", "CSI M", "CSI S", "CSI T", "\x1bD"}

func scrolled(raw string) (found []string) {
	kinds := sequences(raw)
	for _, kind := range scrolling {
		if kinds[kind] {
			found = append(found, kind)
		}
	}
	// Anywhere but in the first line a reverse index is one line up.
	if strings.Contains(raw, "\x1b[H\x1bM") {
		found = append(found, "reverse index")
	}
	return found
}

// manyTokens is a workspace with three hundred of them.
func manyTokens(s *stage) {
	s.ws.tokens = nil
	for i := range 300 {
		tok := tokenOf("", fmt.Sprintf("job %d of team %d", i, i%7), time.Hour, time.Duration(i+1)*26*time.Hour)
		tok.ID = token.ID(fmt.Sprintf("%064x", i*7919+1))
		s.ws.tokens = append(s.ws.tokens, tok)
	}
}

// No frame of paging, filtering, sorting, resizing or reading scrolls the terminal.
func TestNoFrameScrollsTheTerminal(t *testing.T) {
	for i, size := range [][2]int{{80, 24}, {120, 40}, {60, 16}, {109, 45}, {200, 50}} {
		if i > 0 && testing.Short() {
			break
		}
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			runProgram(t, manyTokens, func(p *tea.Program, term *terminal) {
				frames := 0
				do := func(what string, msgs ...tea.Msg) {
					for _, msg := range msgs {
						if size, ok := msg.(tea.WindowSizeMsg); ok {
							term.resize(size.Width, size.Height)
						}
						p.Send(msg)
						time.Sleep(50 * time.Millisecond) // one frame
						raw, writes := term.since()
						frames += writes
						if found := scrolled(raw); len(found) > 0 {
							t.Errorf("%s %v scrolls the terminal: %q", what, msg, found)
						}
					}
				}
				do("the size", tea.WindowSizeMsg{Width: size[0], Height: size[1]}, tea.EnvMsg{})
				for _, panel := range []string{"2", "3", "1", "2"} {
					do("panel "+panel, modeltest.Key(panel))
					do("down", keys(strings.Repeat("down ", 45))...)
					do("page down", keys(strings.Repeat("pgdown ", 12))...)
					do("page up", keys("pgup pgup pgup G up up g G")...)
					do("up", keys(strings.Repeat("up ", 45))...)
				}
				do("filter", keys("/ j o b space 1 1 down down backspace backspace pgdown esc")...)
				do("sort", keys("s s S s S")...)
				do("details", keys("enter down down esc")...)
				do("help", keys("? "+strings.Repeat("down ", 20)+strings.Repeat("up ", 9)+"pgdown pgup G g esc")...)
				do("a question", keys("x down down up esc n esc p down down up esc ! down up esc")...)
				for i := range 20 {
					do("the wheel", tea.MouseWheelMsg{X: size[0] - 3, Y: size[1] / 2, Button: tea.MouseWheelUp + tea.MouseButton(i/12)})
				}
				for _, d := range [][2]int{{-1, 0}, {0, -1}, {0, -3}, {5, 5}, {0, 0}} {
					do("a resize", tea.WindowSizeMsg{Width: size[0] + d[0], Height: size[1] + d[1]})
				}
				do("a revoke", keys("g x y g x y G x y esc")...)
				chance := rand.New(rand.NewPCG(uint64(size[0]), uint64(size[1])))
				names := append(keyNames(), strings.Fields(strings.Repeat("up down pgup pgdown tab enter esc ", 4))...)
				names = slices.DeleteFunc(names, func(k string) bool { return k == "q" || k == "ctrl+c" || k == "ctrl+l" })
				for range 150 {
					name := names[chance.IntN(len(names))]
					do("a key", modeltest.Key(name))
				}
				if frames < 300 {
					t.Errorf("only %d frames were written", frames)
				}
			})
		})
	}
}

func keys(names string) (msgs []tea.Msg) {
	for name := range strings.FieldsSeq(names) {
		msgs = append(msgs, modeltest.Key(name))
	}
	return msgs
}

// rolling is a list that goes up by one line a key: what the dashboard never does.
type rolling int

func (r rolling) Init() tea.Cmd { return nil }

func (r rolling) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		r++
	}
	return r, nil
}

func (r rolling) View() tea.View {
	var b strings.Builder
	for i := range 39 {
		fmt.Fprintf(&b, "line %d of a list that goes up, and that is long enough to be worth scrolling\n", int(r)+i)
	}
	v := tea.NewView(b.String() + "the footer")
	v.AltScreen = true
	return v
}

// The renderer does scroll where lines move, and the test above would see it.
func TestTheRendererScrollsWhereLinesMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := newTerminal(120, 40)
		p := tea.NewProgram(rolling(0), tea.WithContext(context.Background()), tea.WithInput(nil), tea.WithOutput(term),
			tea.WithFPS(30), tea.WithoutSignalHandler(), tea.WithWindowSize(120, 40), tea.WithColorProfile(colorprofile.TrueColor),
			tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()
		time.Sleep(time.Second)
		term.since()
		for range 5 {
			p.Send(modeltest.Key("down"))
			time.Sleep(50 * time.Millisecond)
		}
		raw, _ := term.since()
		p.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		term.close()
		time.Sleep(2 * time.Second)
		if len(scrolled(raw)) == 0 {
			t.Errorf("no scrolling in %q", raw)
		}
	})
}

// Where the user settled it the whole screen is drawn anew when the window moves, and only then.
func TestFullRepaint(t *testing.T) {
	runProgram(t, func(s *stage) { manyTokens(s); s.opts.Settings.FullRepaint = true }, func(p *tea.Program, term *terminal) {
		for _, c := range []struct {
			key  string
			anew bool
		}{{"down", false}, {"pgdown", true}, {"?", true}, {"esc", true}, {"up", false}, {"up", true}, {"S", true}} {
			time.Sleep(500 * time.Millisecond)
			term.since()
			p.Send(modeltest.Key(c.key))
			time.Sleep(100 * time.Millisecond)
			raw, _ := term.since()
			if anew := strings.Contains(raw, "\x1b[2J") || len(raw) > 4000; anew != c.anew {
				t.Errorf("%s: drawn anew %v, want %v (%d bytes)", c.key, anew, c.anew, len(raw))
			}
		}
	})
}

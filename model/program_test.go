package model_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"bricktop/model"
	"bricktop/model/program"
	"bricktop/model/token"
)

// terminal is a virtual terminal that keeps what was written to it, and counts the writes.
type terminal struct {
	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
	writes int
}

func newTerminal(w, h int) *terminal {
	t := &terminal{screen: vt.NewEmulator(w, h)}
	// Without a tty Bubble Tea leaves it to the terminal to return at a line feed.
	_, _ = t.screen.Write([]byte("\x1b[20h"))
	go func() { _, _ = io.Copy(io.Discard, t.screen) }() // the terminal's answers
	return t
}

func (t *terminal) resize(w, h int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.screen.Resize(w, h)
}

// close ends the terminal's answers; its own Close races with its Read.
func (t *terminal) close() {
	if pipe, ok := t.screen.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
}

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.raw.Write(p)
	t.writes++
	return t.screen.Write(p)
}

func (t *terminal) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.ReplaceAll(ansi.Strip(t.screen.Render()), "\u00a0", " ")
}

// since returns what was written since the last call, and in how many writes.
func (t *terminal) since() (raw string, writes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	raw, writes = t.raw.String(), t.writes
	t.raw.Reset()
	t.writes = 0
	return raw, writes
}

// runProgram runs the dashboard of a stage as a real Program on a virtual terminal in virtual time.
func runProgram(t *testing.T, edit func(*stage), story func(p *tea.Program, term *terminal)) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, edit)
		o := s.opts
		start := time.Now()
		o.Now = func() time.Time { return s.Clock.Now().Add(time.Since(start)) }
		term := newTerminal(120, 40)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		p := tea.NewProgram(program.Steady(model.New(o)), tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(term), tea.WithFPS(30),
			tea.WithoutSignalHandler(), tea.WithWindowSize(120, 40), tea.WithColorProfile(colorprofile.TrueColor),
			tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()
		time.Sleep(2500 * time.Millisecond)
		story(p, term)
		p.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		term.close()
		time.Sleep(2 * time.Hour) // ticks that nobody waits for any more run out
	})
}

func TestProgram(t *testing.T) {
	runProgram(t, func(*stage) {}, func(p *tea.Program, term *terminal) {
		for _, want := range []string{"dbc-1.cloud.databricks.com", "laptop", "1m 58s", "~/.databrickscfg"} {
			if !strings.Contains(term.text(), want) {
				t.Errorf("%q is not on screen:\n%s", want, term.text())
			}
		}
		time.Sleep(10 * time.Second)
		if !strings.Contains(term.text(), "1m 48s") {
			t.Errorf("the countdown stands:\n%s", term.text())
		}
		p.Send(tea.KeyPressMsg{Code: 'x', Text: "x"})
		time.Sleep(time.Second)
		if !strings.Contains(term.text(), "Revoke this token?") {
			t.Errorf("no question:\n%s", term.text())
		}
	})
}

// Counting costs one small write a second, and a key a few hundred bytes.
func TestOutputIsSmall(t *testing.T) {
	runProgram(t, func(s *stage) {
		s.ws.tokens = nil
		for i := range 60 {
			tok := tokenOf("", "job "+strings.Repeat("x", i%9), time.Hour, time.Duration(40*60+i*7)*time.Second)
			tok.ID = token.ID(strings.Repeat(string(rune('a'+i%26)), 62) + string(rune('a'+i/26)) + "0")
			s.ws.tokens = append(s.ws.tokens, tok)
		}
	}, func(p *tea.Program, term *terminal) {
		term.since()
		const seconds = 20
		time.Sleep(seconds * time.Second)
		raw, writes := term.since()
		if writes > seconds+1 {
			t.Errorf("%d writes in %d s", writes, seconds)
		}
		t.Logf("ticking: %d B/s, %.2f writes/s with 20 rows that count", len(raw)/seconds, float64(writes)/seconds)

		worst := 0
		for range 4 { // before the next tick
			p.Send(tea.KeyPressMsg{Code: tea.KeyDown})
			time.Sleep(100 * time.Millisecond)
			raw, _ := term.since()
			worst = max(worst, len(raw))
		}
		t.Logf("a cursor move: at most %d B", worst)
		if worst > 600 {
			t.Errorf("a cursor move wrote %d bytes", worst)
		}
	})
}

// With nothing to count nothing is written at all.
func TestIdleIsSilent(t *testing.T) {
	runProgram(t, func(s *stage) {
		s.ws.tokens = []token.Token{{ID: "1", Comment: "for ever", Expiry: token.NeverExpires()}}
		s.ws.context.OAuthExpiry = time.Time{}
	}, func(_ *tea.Program, term *terminal) {
		time.Sleep(30 * time.Second)
		term.since()
		time.Sleep(20 * time.Second)
		if raw, writes := term.since(); writes > 1 {
			t.Errorf("%d writes in 20 s without a change: %q", writes, raw)
		}
	})
}

// What a comment says never reaches the terminal as anything but text.
func TestHostileCommentsLeaveTheRawFrameClean(t *testing.T) {
	frames := func(comment string) string {
		var raw string
		runProgram(t, func(s *stage) { s.ws.tokens[1].Comment = comment }, func(p *tea.Program, term *terminal) {
			p.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
			time.Sleep(time.Second)
			p.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
			p.Send(tea.KeyPressMsg{Code: 'x', Text: "x"})
			time.Sleep(time.Second)
			raw, _ = term.since()
		})
		return raw
	}
	inert := sequences(frames("inert"))
	for _, h := range hostile {
		for seq := range sequences(frames("a" + h + "z")) {
			if !inert[seq] {
				t.Errorf("%q wrote the sequence %q", h, seq)
			}
		}
	}
}

// sequences is the set of kinds of control sequences in what was written: CSI by its final byte and private
// marks, any other by its start, and every other control character.
func sequences(raw string) map[string]bool {
	found := map[string]bool{}
	var state byte
	for len(raw) > 0 {
		seq, width, n, next := ansi.DecodeSequence(raw, state, nil)
		if width == 0 && n > 0 {
			kind := seq
			if strings.HasPrefix(seq, "\x1b[") {
				kind = "CSI " + strings.Trim(seq[2:], "0123456789;:")
			} else if strings.HasPrefix(seq, "\x1b]2;") || strings.HasPrefix(seq, "\x1b]0;") {
				kind = "title"
			}
			found[kind] = true
		}
		raw, state = raw[max(n, 1):], next
	}
	return found
}

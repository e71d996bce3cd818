package model_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/model/token"
)

// hostile are the terminal sequences that whoever shares a principal can write into a token's comment.
var hostile = []string{
	"\x1b]52;c;ZXZpbA==\a", "\x1b]0;evil\a", "\x1b]2;evil\x1b\\", "\x1b]8;;http://evil.example.com\x1b\\link\x1b]8;;\x1b\\",
	"\x1b[2J", "\x1b[H", "\x1b[6n", "\x1b[31mred", "\x1bP+q544e\x1b\\", "\x1bPq#0~\x1b\\", "\x1bPtmux;\x1b\x1b]52;c;eA==\a\x1b\\",
	"\x1b_Gt=f;L2V0Yy9wYXNzd2Q=\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\u009b31m", "\u009d0;evil\u009c", "\x9b31m", "bell\a",
	"back\b\b\bspace", "nul\x00", "del\x7f", "\x0e\x0f", "\x1bc", "\x1b#8", "carriage\rreturn", "line\nfeed", "tab\tbed",
	"\u202eright to left", "zero\u200bwidth", "\x1b]0;unterminated", "\u2028\u2029", "\U000e0041tag", "e\u0301\u0301\u0301\u0301\u0301\u0301zalgo",
}

// keyNames is every key that an action has, and some that none has.
func keyNames() []string {
	keys := []string{"a", "d", "u", "w", "v", "Z", "0", "-", "left", "right", "backspace", "delete", "space", "ctrl+u", "ctrl+a", "é", "漢"}
	for _, a := range model.Advertised() {
		if a != "ctrl+z" {
			keys = append(keys, a)
		}
	}
	return keys
}

// FuzzUpdate plays any story of keys, sizes, pastes, times and replies in any order, and holds after every
// step what must always hold.
func FuzzUpdate(f *testing.F) {
	f.Add([]byte("nnnnnnnnnnnnnnnnnnnnn"), byte(0))
	f.Add([]byte{1, 2, 3, 200, 4, 90, 5, 6, 7, 130, 140, 150, 160, 170, 180, 190, 210, 220, 230, 240, 250, 255}, byte(1))
	f.Add([]byte(strings.Repeat("x\x80y\x90\xa0", 20)), byte(2))
	keys := keyNames()
	f.Fuzz(func(t *testing.T, story []byte, start byte) {
		if len(story) > 200 {
			return
		}
		s := newStage(t, func(s *stage) { startingFrom(s, start) })
		s.Send(tea.EnvMsg{})
		guard := newGuard(t, s)
		s.Every = guard.watch
		for i := 0; i < len(story) && !s.Quit; i++ {
			guard.before()
			guard.step(keys, story, &i)
		}
	})
}

// startingFrom is one of several worlds to start in.
func startingFrom(s *stage, start byte) {
	if start&1 != 0 {
		signedInByPAT(start&2 != 0)(s)
	}
	if start&4 != 0 {
		for i, h := range hostile {
			tok := tokenOf("", h, time.Hour, time.Duration(i)*time.Minute)
			tok.ID = token.ID(strings.Repeat(string(rune('a'+i%6)), 60) + string(rune('a'+i/6)) + h)
			s.ws.tokens = append(s.ws.tokens, tok)
		}
	}
	if start&8 != 0 {
		s.ws.contextErr = &session.Error{Fault: session.Unauthorized, Sentence: "No. \x1b[2J Check."}
	}
	if start&16 != 0 {
		s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "Lost."}
		s.ws.createAnyway = start&32 != 0
	}
	s.opts.ReadOnly = start&64 != 0
	s.files.slots = []report.Slot{{Path: "/home/dev/.databrickscfg", Where: "[DEFAULT] token"}}
}

// guard holds the invariants.
type guard struct {
	t        *testing.T
	s        *stage
	revokes  int
	creates  int
	question bool
	many     bool // many tokens were being revoked
	form     bool
	revealed bool
	asked    map[any]bool // questions that were seen
	applied  int
	played   time.Duration
	look     string // the last frame, title and dialog that were looked at
	routines int
	w, h     int

	seen   int    // calls looked at
	screen string // the screen before the last message
	roomy  bool   // it had room for a whole dialog
}

func newGuard(t *testing.T, s *stage) *guard {
	return &guard{t: t, s: s, w: 160, h: 44, asked: map[any]bool{}, routines: runtime.NumGoroutine()}
}

// before notes what was on screen before a step: a revoke needs a question, a create needs a form.
func (g *guard) before() {
	g.revokes, g.creates = g.s.called("revoke"), g.s.called("create")
}

func (g *guard) step(keys []string, story []byte, i *int) {
	next := func() int {
		*i++
		if *i < len(story) {
			return int(story[*i])
		}
		return 0
	}
	switch b := int(story[*i]); {
	case b < 130:
		g.s.Send(modeltest.Key(keys[b%len(keys)]))
	case b < 150:
		g.mouse(b, next)
	case b < 170:
		g.w, g.h = next()*300/255, next()*300/255
		g.s.Send(tea.WindowSizeMsg{Width: g.w, Height: g.h})
	case b < 180:
		g.s.Send(tea.PasteMsg{Content: hostile[next()%len(hostile)] + "x y"})
	case b < 200:
		if n := len(g.s.Replies); n > 0 {
			g.s.Deliver(b % n)
		}
	case b < 215:
		// A second is a frame and more to look at: a story has a minute of them, jumps of the clock apart.
		by := min(time.Duration(next()/4)*time.Second, time.Minute-g.played)
		g.played += by
		g.s.Advance(by)
	case b < 219:
		g.s.files.inv.Login = []report.Login{{}, {Host: "https://dbc-2.cloud.databricks.com", AuthType: "pat", Token: canary(3)},
			{Host: workspaceHost, AuthType: "pat", Token: canary(2)}}[next()%3]
	case b < 225:
		g.s.Clock.Move(time.Duration(next()-128) * time.Minute)
	case b < 235:
		g.s.Send(tea.BlurMsg{})
	case b < 245:
		g.s.Send(tea.FocusMsg{})
	default:
		g.s.Settle()
	}
}

// mouse clicks, on a part that answers or anywhere, off the screen too, or turns the wheel.
func (g *guard) mouse(b int, next func() int) {
	x, y := next()*320/255-10, next()*320/255-10
	if hits := g.s.Model.Hits(); b%2 == 0 && len(hits) > 0 {
		hit := hits[next()%len(hits)]
		x, y = hit.X+hit.W/2, hit.Y
	}
	if b%5 == 0 {
		g.s.Send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelUp + tea.MouseButton(next()%4)})
		return
	}
	g.s.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
}

// bounded holds that nothing piles up, and that a question opens with its safe button focused.
func (g *guard) bounded() {
	if g.s.Timers() > 400 {
		g.t.Fatalf("%d timers are running", g.s.Timers())
	}
	if n := runtime.NumGoroutine(); n > g.routines+16 {
		g.t.Fatalf("%d goroutines, %d at the start", n, g.routines)
	}
	if n := g.s.Model.InFlight(); n > len(g.s.Replies)+1 {
		g.t.Fatalf("%d operations are under way, and %d replies to come", n, len(g.s.Replies))
	}
	question, focus := g.s.Model.Question()
	if question != nil && !g.asked[question] && focus != 0 {
		g.t.Fatalf("a question opened with button %d focused:\n%s", focus, g.s.screen())
	}
	g.asked[question] = true
}

// watch is called after every message with what is on screen then.
func (g *guard) watch(msg tea.Msg, view tea.View) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		g.w, g.h = size.Width, size.Height
	}
	if again := g.s.Model.View().Content; again != view.Content {
		g.t.Fatal("two views of one state differ")
	}
	if look := view.Content + view.WindowTitle + g.s.Model.Dialog(); look != g.look {
		g.look = look
		g.drawn(view)
	}
	if n := g.s.called("revoke"); n > g.revokes && !g.question && !g.many {
		g.t.Fatalf("revoked without a question: %q", g.s.ws.calls)
	}
	g.shown(view)
	if n := g.s.called("create"); n > g.creates && !g.form {
		g.t.Fatalf("created without a form: %q", g.s.ws.calls)
	}
	g.revokes, g.creates = g.s.called("revoke"), g.s.called("create")
	if n := len(g.s.files.applied); n > g.applied && !g.question {
		g.t.Fatal("a file was written without a question")
	}
	g.bounded()
	kind := g.s.Model.Dialog()
	g.many = g.s.Model.RevokesMany()
	g.question, g.form, g.revealed = kind == "question", kind == "create", kind == "created"
	g.applied = len(g.s.files.applied)
}

// drawn holds what is true of every frame, once for each that differs from the one before.
func (g *guard) drawn(view tea.View) {
	plain := ansi.Strip(view.Content)
	lines := strings.Split(plain, "\n")
	if g.w > 0 && g.h > 0 && view.Content != "" && len(lines) != g.h {
		g.t.Fatalf("%d lines at height %d", len(lines), g.h)
	}
	for _, l := range lines {
		if w := ansi.StringWidth(l); w > g.w {
			g.t.Fatalf("a line of %d cells at width %d: %q", w, g.w, l)
		}
	}
	if r := strings.IndexFunc(plain, unsafeRune); r >= 0 {
		g.t.Fatalf("%q is on screen", plain[r:min(r+8, len(plain))])
	}
	g.secrets(view)
}

// shown holds that a revoke named on screen, just before, the ID that it acts on.
func (g *guard) shown(view tea.View) {
	for _, call := range g.s.ws.calls[g.seen:] {
		id, ok := strings.CutPrefix(call, "revoke ")
		if ok && g.many && !g.s.Model.Marked(token.ID(id)) {
			g.t.Fatalf("revoked %s with others, and it was not marked", id)
		}
		if ok && g.roomy && !g.many && len(id) >= 8 && !strings.ContainsFunc(id, unsafeRune) && !strings.Contains(ansi.Strip(g.screen), id[:8]) {
			g.t.Fatalf("revoked %s, which was not shown:\n%s", id, ansi.Strip(g.screen))
		}
	}
	g.seen, g.screen, g.roomy = len(g.s.ws.calls), view.Content, g.w >= 80 && g.h >= 24
}

// unsafeRune is what must never reach a terminal inside text.
func unsafeRune(r rune) bool {
	return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
		r >= 0x200b && r <= 0x200f || r == 0x2028 || r == 0x2029 || r >= 0xe0000
}

// secrets holds that no secret is on screen, save the value of a token just made, in its own dialog.
func (g *guard) secrets(view tea.View) {
	joined := strings.NewReplacer("\n", "", " ", "", "│", "").Replace(ansi.Strip(view.Content)) + view.WindowTitle
	for n := range 4 {
		if strings.Contains(joined, canary(n).Reveal()[8:24]) {
			g.t.Fatal("a stored secret is on screen")
		}
	}
	for n := range g.s.ws.made {
		if v := canary(101 + n).Reveal(); strings.Contains(joined, v[8:24]) && !g.revealed && g.s.Model.Dialog() != "created" {
			g.t.Fatal("the value of a new token is on screen outside its dialog")
		}
	}
}

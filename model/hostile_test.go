package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bricktop/model/token"
)

// 600 tokens, whose comments are sequences for the terminal, ten thousand characters long, written from right to left,
// emoji, joined, or nothing at all: every line of every frame is as wide as the screen, and holds no control character
// but those that give it its colours. What reaches a real terminal is TestHostileCommentsLeaveTheRawFrameClean.
func TestFault39HostileComments(t *testing.T) {
	comments := append([]string{
		strings.Repeat("x", 10_000), strings.Repeat("界", 10_000), "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05d0\u05d1\u05d2", "\u202eevil\u202c",
		"👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈", "a\x00b", "e" + strings.Repeat("\u0301", 500), "", "\xff\xfe", "one\ntwo\rthree\tfour",
	}, hostile...)
	if len(hostile) < 30 {
		t.Errorf("only %d sequences", len(hostile))
	}
	s := newStage(t, func(s *stage) {
		s.ws.tokens = nil
		for i := range 600 {
			s.ws.tokens = append(s.ws.tokens, tokenOf(fmt.Sprintf("%064x", i), comments[i%len(comments)], time.Hour, time.Duration(i+2)*time.Hour))
		}
		s.ws.tokens = append(s.ws.tokens, token.Token{ID: "last", Comment: "the last one", Expiry: token.NeverExpires()})
	})
	check := func(where string, w, h int) {
		t.Helper()
		lines := strings.Split(s.Frame(), "\n")
		if len(lines) != h {
			t.Fatalf("%s at %dx%d: %d lines", where, w, h, len(lines))
		}
		for _, line := range lines {
			plain := ansi.Strip(line)
			if ansi.StringWidth(line) != w || strings.ContainsFunc(plain, func(r rune) bool {
				return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
			}) {
				t.Fatalf("%s at %dx%d, %d cells: %q", where, w, h, ansi.StringWidth(line), plain)
			}
		}
	}
	for i, size := range [][2]int{{60, 16}, {120, 40}, {80, 24}} {
		if i > 0 && testing.Short() {
			break
		}
		s.Resize(size[0], size[1])
		s.Press("g")
		for page := range 25 {
			check(fmt.Sprint("page ", page), size[0], size[1])
			s.Press("pgdown")
		}
		s.Press("g")
		for i := range comments {
			s.Press("enter")
			check(fmt.Sprint("details of ", i), size[0], size[1])
			s.Press("esc", "x")
			check(fmt.Sprint("question about ", i), size[0], size[1])
			s.Press("esc", "down")
		}
		s.Press("G")
		s.sees("the last one")
	}
}

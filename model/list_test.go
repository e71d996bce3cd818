package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/rotate"
	"bricktop/model/token"
)

func TestSoonestFirst(t *testing.T) {
	s := newStage(t)
	screen := s.screen()
	laptop, notebook, ci := strings.Index(screen, "laptop"), strings.Index(screen, "notebook export"), strings.Index(screen, "ci-nightly")
	if laptop > notebook || notebook > ci {
		t.Errorf("not soonest first:\n%s", screen)
	}
	s.sees("soonest first", "◆ urgent", "▲ soon", "● ok")
}

func TestTheKindsOfExpiryAreToldApart(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.ws.tokens = []token.Token{
			{ID: "1", Comment: "a", Expiry: token.NeverExpires()}, {ID: "2", Comment: "b"},
			tokenOf("3", "c", 2*time.Hour, -time.Hour),
		}
	})
	s.sees("∞ never", "? unknown", "✗ expired").misses("1969", "1970")
}

// What a rotation writes into a comment is for machines: a row says it in words, and a filter finds those words.
func TestARotationsCommentInWords(t *testing.T) {
	comment := rotate.Tag{Install: "0a1b2c3d", Rotation: "4e5f6071", Target: "claude-code-router:databricks"}.String()
	s := newStage(t, func(s *stage) {
		s.ws.tokens = []token.Token{tokenOf("aaaa1111", comment, time.Minute, time.Hour), tokenOf("bbbb2222", "smoke test", 0, time.Hour)}
	})
	s.sees("bricktop: databricks", "Comment  "+comment)
	s.Press("/")
	s.Type("bricktop: databricks")
	s.sees("Tokens 1 of 2").misses("smoke test")
}

func TestATokenExpiresWhileOneWatches(t *testing.T) {
	s := newStage(t)
	s.sees("2m 00s")
	s.Advance(time.Second)
	s.sees("1m 59s")
	s.Advance(119 * time.Second)
	s.sees("✗ expired")
}

func TestTheSelectionFollowsTheToken(t *testing.T) {
	s := newStage(t)
	s.Press("j") // notebook export
	s.sees("Token cccc3333")
	s.Press("S", "s", "s")
	s.sees("Token cccc3333")
	s.ws.tokens = append(s.ws.tokens, tokenOf("dddd4444", "newer", 0, time.Minute))
	s.Press("R")
	s.sees("Token cccc3333", "Tokens 4")
	s.ws.tokens = s.ws.tokens[:2]
	s.Press("R")
	s.misses("Token cccc3333")
}

func TestFilter(t *testing.T) {
	s := newStage(t)
	s.Press("/")
	s.Type("NOTE")
	s.sees("Tokens 1 of 3", "notebook export").misses("laptop ")
	s.Press("enter", "x")
	s.sees("Revoke this token?", "notebook export")
	s.Press("esc", "esc")
	s.sees("Tokens 3", "laptop")
	s.Press("/")
	s.Type("zzz")
	s.sees("No token matches.")
	s.Press("esc")
	s.sees("laptop")
}

// Letters typed into the filter are letters, not keys.
func TestTheFilterTakesEveryLetter(t *testing.T) {
	s := newStage(t)
	s.Press("/")
	s.Type("nxqRf?123")
	s.sees("Tokens 0 of 3").misses("New token", "Revoke this token?")
	if s.Quit {
		t.Error("q in the filter quit")
	}
	s.Send(tea.PasteMsg{Content: "qq\x1b[2Jnn\nx"})
	s.misses("New token")
}

func TestAFilterThatHidesTheSelectionGivesItBack(t *testing.T) {
	s := newStage(t)
	s.Press("down", "down")
	s.sees("Token aaaa1111")
	s.Press("/")
	s.Type("laptop")
	s.sees("Token bbbb2222")
	s.Press("esc")
	s.sees("Token aaaa1111")
}

// A slow line can put esc and the next key into one read, which a terminal's parser takes for alt.
func TestEscAndAKeyInOneReadAreTwoKeys(t *testing.T) {
	s := newStage(t)
	s.Press("/")
	s.Type("laptop")
	s.Send(tea.KeyPressMsg{Code: 'x', Mod: tea.ModAlt})
	s.sees("Revoke this token?", "Tokens 3")
}

func TestDetails(t *testing.T) {
	s := newStage(t, func(s *stage) { s.ws.tokens[1].Scopes = []string{"sql", "authentication"} })
	s.Press("enter")
	s.sees(strings.Repeat("bbbb2222", 8), "sql, authentication", "2026-11-23 12:06:31 UTC")
	s.Press("esc")
	s.Press("1", "enter")
	s.sees("Workspace", "1234567890123456")
	s.Press("esc", "3", "enter")
	s.sees("~/.databrickscfg", "0644")
}

func TestMovingByPages(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.ws.tokens = nil
		for i := range 300 {
			s.ws.tokens = append(s.ws.tokens, tokenOf(strings.Repeat("0", 5)+string(rune('a'+i%26))+"00", "row", time.Hour, time.Duration(i+1)*time.Hour))
			s.ws.tokens[i].ID = token.ID(strings.Repeat("f", 40) + string(rune('a'+i/26)) + string(rune('a'+i%26)))
		}
	})
	first := s.Frame()
	s.Press("pgdown")
	if s.Frame() == first {
		t.Error("a page down shows the same")
	}
	s.Press("pgup")
	s.Press("G")
	s.sees("Token ffffffff")
	s.Press("g", "up", "k")
	if s.Frame() != first {
		t.Error("back at the top it looks otherwise")
	}
}

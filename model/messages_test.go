package model_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/session"
)

// request gives the dashboard a request that was made.
func (s *stage) request(e session.Exchange) {
	e.At, e.Host = s.Clock.Now(), "dbc-1.cloud.databricks.com"
	s.Send(model.RequestMade{Exchange: e})
}

func TestEveryRequestStandsInTheMessages(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("n", "enter")
	w.Advance(2 * time.Second)
	w.Press("esc", "esc", "!")
	shows(t, w, true, "GET /api/2.0/token/list", "POST /api/2.0/token/create", "/oidc/v1/token", "200", "41 ms")
	w.Press("esc", "down", "down", "x", "y", "!")
	shows(t, w, true, "POST /api/2.0/token/delete", "Revoked ")
}

func TestARequestWithoutAnAnswer(t *testing.T) {
	s := newStage(t)
	s.request(session.Exchange{Method: "GET", Path: "/api/2.0/token/list", Took: 7 * time.Second, Err: "No answer within 7 s."})
	s.Press("!")
	s.sees("none  7000 ms  GET /api/2.0/token/list")
	s.Press("enter")
	s.sees("none, after 7000 ms", "No answer within 7 s.", "databricks tokens list")
}

func TestMessagesShowAllOrOneKind(t *testing.T) {
	s := newStage(t)
	s.request(session.Exchange{Method: "GET", Path: "/api/2.0/token/list", Status: 200})
	s.Press("x", "y", "!")
	s.sees("Messages", "token/list", "Revoked laptop.")
	s.Press("tab")
	s.sees("Messages · said", "Revoked laptop.").misses("token/list")
	s.Press("tab")
	s.sees("Messages · requests", "token/list").misses("12:04:31  Revoked laptop.")
	s.Press("tab")
	s.sees("token/list", "Revoked laptop.")
}

// The selection stays with its message when others come, and neither kind can push the other out.
func TestTheSelectedMessageStays(t *testing.T) {
	s := newStage(t)
	s.request(session.Exchange{Method: "GET", Path: "/api/2.0/first", Status: 200})
	s.Press("x", "y", "!")
	s.sees("❯ 12:04:31  Revoked laptop.")
	for i := range 300 {
		s.request(session.Exchange{Method: "GET", Path: fmt.Sprintf("/api/2.0/number/%d", i), Status: 200})
	}
	s.sees("❯ 12:04:31  Revoked laptop.")
	s.Press("g")
	s.sees("number/299")
	s.Press("G")
	s.misses("/api/2.0/first").sees("❯ 12:04:31  Revoked laptop.")
}

// To be drawn changes nothing: a list too short for the selection does not move it.
func TestDrawingMessagesMovesNoSelection(t *testing.T) {
	s := newStage(t)
	for i := range 5 {
		s.request(session.Exchange{Method: "GET", Path: fmt.Sprintf("/api/2.0/number/%d", i), Status: 200})
	}
	s.Press("x", "y", "!", "G")
	selected := s.row("❯ 12:04:31")
	s.Press("tab")
	s.sees("❯ 12:04:31  Revoked laptop.")
	s.Press("tab", "tab")
	if now := s.row("❯ 12:04:31"); now != selected {
		t.Errorf("the selection went from %q to %q", selected, now)
	}
}

func TestARevokeCannotBeUndoneAndSaysSo(t *testing.T) {
	s := newStage(t)
	s.Press("x", "y", "!", "u")
	s.sees("A revoked token never comes back.")
}

func TestRequestsAsCommands(t *testing.T) {
	s := newStage(t, func(s *stage) { s.files.inv.Login.Profile = "work space" })
	for _, c := range []struct {
		e    session.Exchange
		want string
	}{
		{session.Exchange{Method: "GET", Path: "/api/2.0/token/list", Status: 200}, "databricks tokens list -p 'work space'"},
		{session.Exchange{Method: "GET", Path: "/api/2.0/preview/scim/v2/Me", Status: 200}, "databricks current-user me"},
		{session.Exchange{Method: "POST", Path: "/api/2.0/token/delete", Status: 200, About: session.About{TokenID: "abc123"}}, "databricks tokens delete abc123"},
		{session.Exchange{Method: "POST", Path: "/api/2.0/token/create", Status: 200, About: session.About{Comment: "it's mine", Lifetime: time.Hour}},
			`databricks tokens create --comment 'it'\''s mine' --lifetime-seconds 3600`},
		{session.Exchange{Method: "GET", Path: "/api/2.0/other/x", Status: 200}, "databricks api get /api/2.0/other/x"},
	} {
		s.request(c.e)
		s.Press("!", "e")
		s.sees(c.want)
		s.Press("y")
		s.sees("Sent the command to the clipboard.")
		s.Press("esc")
	}
	s.request(session.Exchange{Method: "POST", Path: "/oidc/v1/token", Status: 200})
	s.Press("!", "e")
	s.sees("it signs in by itself")
	s.Press("esc")
	elsewhere := session.Exchange{At: s.Clock.Now(), Host: "dbc-9.cloud.databricks.com", Method: "GET", Path: "/api/2.0/preview/scim/v2/Me", Status: 200}
	s.Send(model.RequestMade{Exchange: elsewhere})
	s.Press("!", "e")
	s.sees("another workspace")
}

func TestTheSelectedTokenAsCommands(t *testing.T) {
	s := newStage(t)
	s.Press("e")
	s.sees("databricks tokens delete "+strings.Repeat("bbbb2222", 8), "Revoke laptop", "List all tokens")
	s.Press("down")
	s.sees("databricks tokens create --comment laptop --lifetime-seconds 3600")
	s.Press("down")
	s.sees("databricks tokens list")
	s.Press("esc", "*", "e")
	s.sees("Revoke all of these", "bbbb2222; ", "Revoke ci-nightly")
}

// What goes to the clipboard is one command, whatever a comment holds, and holds no secret.
func TestACommandIsSafeToPaste(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here")
	}
	for _, comment := range append([]string{"$(reboot)", "`id`", "a'b\"c", "-p other", "x; y", "", "$HOME", "~", "back\\slash"}, hostile...) {
		s := newStage(t, func(s *stage) { s.ws.tokens[1].Comment = comment })
		s.Press("e", "down")
		s.Send(modeltest.Key("y"))
		sent := fmt.Sprint(s.Replies[len(s.Replies)-1])
		words, err := exec.Command(shell, "-c", "databricks() { printf '%s\\n' \"$@\"; }; "+sent).Output()
		if err != nil || strings.ContainsFunc(sent, unsafeRune) {
			t.Fatalf("%q becomes %q: %v", comment, sent, err)
		}
		if want := 6; comment != "" && strings.Count(string(words), "\n") != want {
			t.Errorf("%q becomes %d words: %q", comment, strings.Count(string(words), "\n"), words)
		}
	}
	s := newStage(t, func(s *stage) { s.ws.tokens[1].Comment = "holds " + canary(2).Reveal() })
	s.Press("e", "down")
	s.misses(canary(2).Reveal()[8:24])
	s.request(session.Exchange{Method: "GET", Path: "/api/" + canary(2).Reveal(), Status: 200, Err: canary(2).Reveal()})
	s.Press("esc", "!")
	s.misses(canary(2).Reveal()[8:24])
	s.Press("enter")
	s.misses(canary(2).Reveal()[8:24])
}

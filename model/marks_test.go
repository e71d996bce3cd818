package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/modeltest"
	"bricktop/model/session"
	"bricktop/model/token"
)

func TestMarks(t *testing.T) {
	s := newStage(t)
	s.Press("space")
	s.sees("Tokens 3 · 1 marked", "❯ ▲ soon", "•◆ urgent").misses("2 marked")
	s.Press("k", "space")
	s.misses("marked")
}

// A range goes from the token marked last to the selected one, either way, wherever sorting has put them.
func TestMarkRange(t *testing.T) {
	s := newStage(t)
	s.Press("V")
	s.sees("Mark one of those that are shown first, with space.").misses("marked")
	s.Press("g", "space", "G", "V")
	s.sees("Tokens 3 · 3 marked")
	s.Press("esc")
	s.misses("3 marked")
	s.Press("G", "space", "up", "V")
	s.sees("2 marked")
	s.Advance(11 * time.Second)
	s.Press("esc", "g", "space", "/", "l", "enter", "g", "V", "V") // what is selected may be hidden
	s.sees("1 marked").misses("Mark one of those")
	s.Press("esc", "esc")
	s.Press("*", "*", "V") // what was marked last is marked no more
	s.sees("Mark one of those").misses(" marked")
}

// Marks are on tokens, not on rows: sorting, filtering and refreshing move the rows.
func TestMarksStayWithTheirTokens(t *testing.T) {
	s := newStage(t)
	s.Press("space") // laptop, the soonest
	for _, keys := range [][]string{{"S"}, {"s"}, {"R"}, {"/", "c", "i", "enter"}, {"esc"}} {
		s.Press(keys...)
		s.sees("1 marked")
	}
	s.Press("x")
	s.sees("Revoke this token?", "laptop")
	s.Press("esc")

	s.ws.tokens = append(s.ws.tokens[:1:1], s.ws.tokens[2:]...) // somebody else revokes it
	s.Press("R")
	s.misses("marked")
	s.ws.tokens = append(s.ws.tokens, tokenOf("bbbb2222", "laptop", time.Hour, time.Minute))
	s.Press("R")
	s.misses("marked")
}

func TestMarkAllIsAboutWhatIsShown(t *testing.T) {
	s := newStage(t)
	s.Press("/", "o", "enter", "*") // laptop and notebook export
	s.sees("Tokens 2 of 3 · 2 marked")
	s.Press("esc")
	s.sees("Tokens 3 · 2 marked") // the filter goes first
	s.Press("/", "c", "i", "-", "enter")
	s.sees("Tokens 1 of 3 · 2 marked, 2 of them not shown")
	s.Press("esc")
	s.misses("not shown")
	s.Press("*")
	s.sees("3 marked")
	s.Press("*")
	s.misses("marked")
	s.Press("*", "esc")
	s.misses("marked")
}

func TestMarksDoNotOutliveTheSession(t *testing.T) {
	s := newStage(t)
	s.Press("*")
	s.files.inv.Login.Host = "https://dbc-2.cloud.databricks.com"
	s.Press("R")
	s.misses("marked")
}

func TestRevokeManyAsksOnceAndListsAll(t *testing.T) {
	s := newStage(t)
	s.Press("*", "x")
	s.sees("Revoke 3 tokens?", "ci-nightly", "laptop", "notebook export", "aaaa1111", "bbbb2222", "cccc3333", "58m old", "never comes back")
	s.Press("enter") // the safe button has the focus
	s.calledTimes("revoke", 0).sees("3 marked")
	s.Press("x", "y")
	s.calledTimes("revoke", 3).sees("Revoked 3 tokens.", "3 of 3")
	s.Press("esc")
	s.sees("No tokens.").misses("marked")
	s.Press("!")
	s.sees("Revoked laptop.", "Revoked ci-nightly.")
}

func TestRevokeManyLeavesOurOwnSignInOut(t *testing.T) {
	s := newStage(t, signedInByPAT(true))
	s.Press("*", "x")
	s.sees("Revoke 2 tokens?", "is left out")
	s.Press("y")
	s.calledTimes("revoke", 2).calledTimes("revoke "+canary(2).TokenID(), 0)
	s.Press("esc")
	s.sees("1 marked")
}

func TestRevokeManyAsksForTheIDOfWhatIsHeld(t *testing.T) {
	s := newStage(t, func(s *stage) { s.ws.tokens[1].ID = token.ID(canary(2).TokenID()) })
	s.Press("*", "x")
	s.sees("1 is held by files here", "Type the first 8 characters of the first ID", "Held by ~/.databrickscfg · DEFAULT")
	s.Press("y", "enter")
	s.calledTimes("revoke", 0)
	s.Press("backspace")
	s.Type(canary(2).TokenID()[:8])
	s.Press("enter")
	s.calledTimes("revoke", 3)
}

// What is pasted counts as what is typed.
func TestAPastedIDRevokes(t *testing.T) {
	for _, keys := range [][]string{{"G", "x"}, {"*", "x"}} {
		s := newStage(t, heldToken(100*24*time.Hour))
		s.Press(keys...)
		s.sees("Type the first 8 characters")
		s.Send(tea.PasteMsg{Content: "something"})
		s.Press("enter")
		s.sees("That is not it.", "❯ Keep").calledTimes("revoke", 0)
		s.Press("ctrl+u")
		s.Send(tea.PasteMsg{Content: canary(2).TokenID()[:8] + "\n"})
		s.sees("❯ Revoke").misses("That is not it.").calledTimes("revoke", 0)
		s.Press("enter")
		s.calledTimes("revoke "+canary(2).TokenID(), 1)
	}
}

func TestRevokeManyAsksWhereAnyMayBeOurs(t *testing.T) {
	s := newStage(t, signedInByPAT(false))
	s.Press("*", "x")
	s.sees("it may be among these", "Type the first 8 characters")
	s.Press("enter")
	s.calledTimes("revoke", 0)
}

// many opens the question about all three, and says yes: the first request is out, its answer waits.
func many(t *testing.T) (*stage, func() int) {
	s := newStage(t)
	s.Press("*", "x")
	s.Send(modeltest.Key("y"))
	s.sees("Revoking 3 tokens", "revoking…", "waits", "0 of 3")
	return s, func() int { return s.called("revoke") }
}

func TestStoppingHalfWay(t *testing.T) {
	s, sent := many(t)
	s.Deliver(0)
	s.sees("1 of 3")
	s.Send(modeltest.Key("esc"))
	s.sees("stopping…")
	s.Settle()
	if sent() != 2 {
		t.Fatalf("%d were sent", sent())
	}
	s.sees("Revoked 2 of 3 tokens.", "1 is left as before", "You stopped it.")
	s.Press("esc")
	s.sees("Tokens 1 · 1 marked")
	s.Press("x", "y") // what was left can be gone on with
	s.sees("No tokens.")
}

func TestARefusalInTheMiddleDoesNotStopTheRest(t *testing.T) {
	s, sent := many(t)
	s.ws.revokeErr = &session.Error{Fault: session.Forbidden, Sentence: "The workspace does not allow this."}
	s.Deliver(0) // the second request goes out and is refused
	s.ws.revokeErr = nil
	s.Settle()
	if sent() != 3 {
		t.Fatalf("%d were sent", sent())
	}
	s.sees("Revoked 2 of 3 tokens. 1 was refused.", "The workspace does not allow this.", "✗ refused")
}

func TestADeadHostStopsTheRest(t *testing.T) {
	s, sent := many(t)
	s.ws.revokeErr = &session.Error{Fault: session.TimedOut, Sentence: "No answer within 7 s."}
	s.Deliver(0)
	s.Settle()
	if sent() != 2 {
		t.Fatalf("%d were sent", sent())
	}
	s.sees("Revoked 1 of 3 tokens.", "Whether 1 is revoked is not known", "1 is left as", "No answer within 7 s.")
}

// What no answer told the next list tells, but only that of the workspace that was asked.
func TestOnlyTheSameWorkspacesListTells(t *testing.T) {
	for _, elsewhere := range []bool{false, true} {
		s, _ := many(t)
		s.ws.revokeErr = &session.Error{Fault: session.TimedOut, Sentence: "No answer within 7 s."}
		s.Deliver(0)
		s.Settle()
		s.sees("▲ not known", "• left")
		s.ws.tokens = s.ws.tokens[:1]
		if elsewhere {
			s.files.inv.Login.Host = "https://dbc-2.cloud.databricks.com"
			s.Send(tea.FocusMsg{})
			s.Settle()
			s.sees("▲ not known", "dbc-2")
			continue
		}
		s.Send(tea.FocusMsg{})
		s.Advance(61 * time.Second)
		s.misses("▲ not known")
	}
}

func TestTooManyRequestsWaitsAndGoesOn(t *testing.T) {
	s, sent := many(t)
	s.ws.revokeErr = &session.Error{Fault: session.Limited, Sentence: "Too many.", RetryAfter: 20 * time.Second}
	s.Deliver(0)
	s.Settle()
	s.sees("Going on in 20s", "1 of 3")
	s.ws.revokeErr = nil
	s.Advance(19 * time.Second)
	if sent() != 2 {
		t.Fatalf("%d were sent while waiting", sent())
	}
	s.sees("Going on in 1s")
	s.Advance(2 * time.Second)
	s.sees("Revoked 3 tokens.")
	if sent() != 4 {
		t.Fatalf("%d were sent", sent())
	}
}

func TestStoppingWhileItWaits(t *testing.T) {
	s, sent := many(t)
	s.ws.revokeErr = &session.Error{Fault: session.Limited, Sentence: "Too many.", RetryAfter: 20 * time.Second}
	s.Deliver(0)
	s.Settle()
	s.Press("esc")
	s.sees("Revoked 1 of 3 tokens.", "2 are left as before")
	s.Advance(time.Minute)
	if sent() != 2 {
		t.Fatalf("%d were sent", sent())
	}
}

// What the list no longer has when its turn comes is not asked for again, and a late list brings nothing back.
func TestNothingIsRevokedTwice(t *testing.T) {
	s, sent := many(t)
	s.ws.tokens = s.ws.tokens[:1]
	s.Send(tea.FocusMsg{})
	s.Advance(61 * time.Second) // a refresh comes meanwhile
	s.Settle()
	s.sees("Revoked 3 tokens.")
	if n := sent(); n > 3 {
		t.Fatalf("%d were sent", n)
	}
	seen := map[string]bool{}
	for _, call := range s.ws.calls {
		if strings.HasPrefix(call, "revoke ") && seen[call] {
			t.Fatalf("twice: %s", call)
		}
		seen[call] = true
	}
}

func TestALateListBringsNothingBack(t *testing.T) {
	s := newStage(t)
	s.Press("*", "x")
	s.Send(modeltest.Key("y"))
	first := s.Replies[0]
	s.Replies = nil
	s.Clock.Move(2 * time.Minute)
	s.Send(tea.FocusMsg{})
	s.Advance(0)
	late := s.Replies
	s.Replies = nil
	s.Send(first)
	for _, r := range late {
		s.Send(r)
	}
	s.Settle()
	s.sees("Revoked 3 tokens.")
	s.Press("esc")
	s.sees("No tokens.")
}

func TestQuittingWhileRevokingManyAsks(t *testing.T) {
	s, _ := many(t)
	s.Send(modeltest.Key("q"))
	s.sees("Quit?", "Tokens are being revoked")
	s.Send(modeltest.Key("n"))
	s.Settle()
	s.sees("Revoked 3 tokens.")

	s, sent := many(t)
	s.Send(modeltest.Key("q"))
	s.Send(modeltest.Key("y"))
	s.Settle()
	if !s.Quit || sent() != 1 {
		t.Fatalf("quit %v, %d sent", s.Quit, sent())
	}
}

func TestASignInThatChangesStopsTheRest(t *testing.T) {
	s, sent := many(t)
	s.files.inv.Login.Host = "https://dbc-2.cloud.databricks.com"
	first := s.Replies[0]
	s.Replies = nil
	s.Send(tea.FocusMsg{}) // the files are read again
	s.Settle()
	s.Send(first)
	s.Settle()
	if sent() != 1 {
		t.Fatalf("%d were sent", sent())
	}
	s.sees("The sign-in changed.", "2 are left as before")
}

func TestReadOnlyMarksAndRevokesNothing(t *testing.T) {
	s := newStage(t, func(s *stage) { s.opts.ReadOnly = true })
	s.Press("*", "x")
	s.sees("3 marked", "read-only")
	s.calledTimes("revoke", 0)
	s = newStage(t, func(s *stage) { s.opts.DryRun = true })
	s.Press("*", "x")
	s.sees("3 marked", "In a dry run nothing is created or revoked.")
}

package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds"
	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/model/token"
)

func TestRevokeAsksWithASafeDefault(t *testing.T) {
	s := newStage(t)
	s.sees("laptop")
	s.Press("x")
	s.sees("Revoke this token?", "laptop", strings.Repeat("bbbb2222", 5), "Keep", "Revoke", "58m ago")
	s.Press("enter") // the safe button has the focus
	s.misses("Revoke this token?").calledTimes("revoke", 0)

	s.Press("x", "n")
	s.Press("x", "esc")
	s.calledTimes("revoke", 0)
	s.Press("x", "y")
	s.calledTimes("revoke "+strings.Repeat("bbbb2222", 8), 1)
	s.sees("Revoked laptop.").sees("Tokens 2")
}

func TestRevokeByTheButton(t *testing.T) {
	s := newStage(t)
	s.Press("x", "tab", "enter")
	s.calledTimes("revoke "+strings.Repeat("bbbb2222", 8), 1)
}

// The dialog acts on the ID that it shows, whatever becomes of the list beneath it.
func TestRevokeKeepsItsIDWhenTheListChanges(t *testing.T) {
	s := newStage(t)
	s.Press("x")
	s.ws.tokens = append([]token.Token{tokenOf("00000000", "sooner", time.Hour, time.Minute)}, s.ws.tokens...)
	s.Advance(2 * time.Minute) // a refresh comes in
	s.Press("y")
	s.calledTimes("revoke "+strings.Repeat("bbbb2222", 8), 1).calledTimes("revoke", 1)
}

func TestRevokeNamesWhatStopsWorking(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.ws.tokens[1].ID = token.ID(canary(2).TokenID())
	})
	s.Press("x")
	s.sees("These stop working at once", "~/.databrickscfg · DEFAULT", "Type the first 8 characters")
	s.Press("y", "enter")
	s.calledTimes("revoke", 0)
}

// signedInByPAT signs the dashboard in with the PAT that is the second token of the list.
func signedInByPAT(listed bool) func(*stage) {
	return func(s *stage) {
		s.files.inv.Login = report.Login{Host: workspaceHost, AuthType: "pat", Token: canary(2), Profile: "DEFAULT"}
		if listed {
			s.ws.tokens[1].ID = token.ID(canary(2).TokenID())
		}
	}
}

func TestRevokingOurOwnTokenAsksForItsID(t *testing.T) {
	id := canary(2).TokenID()
	s := newStage(t, signedInByPAT(true))
	s.Press("x")
	s.sees("signed in with this token", "Type the first 8 characters")
	s.Press("y", "enter") // y is a letter here
	s.calledTimes("revoke", 0).sees("That is not it.")
	s.Press("backspace")
	s.Type(id[:8])
	s.Press("enter")
	s.calledTimes("revoke "+id, 1)
	if !s.Quit {
		s.sees("Revoked")
	}
}

// With the ID typed, the focus moves to the button for all to see; whoever moves it back means the safe one.
func TestTheSafeButtonIsSafeAlsoWithTheIDTyped(t *testing.T) {
	s := newStage(t, signedInByPAT(true))
	s.Press("x")
	s.Type(canary(2).TokenID()[:8])
	s.sees("❯ Revoke")
	s.Press("tab")
	s.sees("❯ Keep")
	s.Press("enter")
	s.calledTimes("revoke", 0).misses("Revoke this token?")
}

// At any size everything that would stop working can be read, the worst first.
func TestAGuardedQuestionScrolls(t *testing.T) {
	s := newStage(t, signedInByPAT(true), func(s *stage) {
		for _, name := range []string{"one", "two", "three", "four", "five", "six"} {
			held := s.files.inv.Files[0].Secrets[0]
			held.Profile, held.Where = name, "["+name+"] token"
			s.files.inv.Files[0].Secrets = append(s.files.inv.Files[0].Secrets, held)
		}
	})
	s.Resize(60, 16)
	s.Press("x")
	s.sees("signed in with this token")
	for range 30 {
		s.Press("down")
	}
	s.sees("six")
}

func TestARevokeWithoutAnAnswerIsNotToldAsUndone(t *testing.T) {
	s := newStage(t)
	s.ws.revokeErr = &session.Error{Fault: session.TimedOut, Sentence: "No answer within 7 s."}
	s.Press("x", "y")
	s.sees("Whether laptop was revoked is not known").misses("Not revoked")
}

func TestRevokingAnotherTokenDoesNotAsk(t *testing.T) {
	s := newStage(t, signedInByPAT(true))
	s.Press("j", "x", "y")
	s.calledTimes("revoke "+strings.Repeat("cccc3333", 8), 1)
}

// The hash that the ID is said to be may not be that of the whole token: then any token may be ours.
func TestRevokingWhatMayBeOursAsksToo(t *testing.T) {
	s := newStage(t, signedInByPAT(false))
	s.Press("x")
	s.sees("it may be this one", "Type the first 8 characters")
	s.Press("enter")
	s.calledTimes("revoke", 0)
}

func TestAFailedRevokeIsToldAndTheTokenStays(t *testing.T) {
	s := newStage(t)
	s.ws.revokeErr = &session.Error{Fault: session.Forbidden, Sentence: "The workspace refused."}
	s.Press("x", "y")
	s.sees("Not revoked: The workspace refused.", "laptop", "Tokens 3")
}

func TestNoTokenIsRevokedTwice(t *testing.T) {
	s := newStage(t)
	s.Send(modeltest.Key("x"))
	s.Send(modeltest.Key("y"))
	s.misses("revoking") // a fast answer makes nothing flicker
	s.Clock.Move(200 * time.Millisecond)
	s.Send(tea.FocusMsg{})
	s.sees("revoking")
	s.Send(modeltest.Key("x"))
	s.Send(modeltest.Key("y"))
	s.Settle()
	s.calledTimes("revoke", 1)
}

// A list that was asked for before the revoke and comes after it must not bring the token back.
func TestALateListDoesNotBringARevokedTokenBack(t *testing.T) {
	s := newStage(t)
	s.Send(modeltest.Key("R"))
	late := len(s.Replies)
	s.Send(modeltest.Key("x"))
	s.Send(modeltest.Key("y"))
	for i := late; i < len(s.Replies); i++ {
		s.Deliver(i)
	}
	s.Settle()
	s.misses("laptop  ").sees("Tokens 2")
}

// What a file has come to hold while the question was open is not revoked by a y: its ID is asked for now.
func TestRevokeAsksAgainWhereAFileCameToHoldTheToken(t *testing.T) {
	holds := func(s *stage) {
		held := s.files.inv.Files[0].Secrets[0]
		held.Value = canary(3)
		s.files.inv.Files[0].Secrets = []creds.Held{held}
		s.Send(model.FilesChanged{})
		for len(s.Replies) > 0 { // the look goes before older answers
			s.Deliver(len(s.Replies) - 1)
		}
	}
	s := newStage(t, func(s *stage) { s.ws.tokens[1].ID = token.ID(canary(3).TokenID()) })
	s.Press("x")
	s.misses("Type the first 8")
	holds(s)
	s.Press("y")
	s.calledTimes("revoke", 0).sees("~/.databrickscfg · DEFAULT", "Type the first 8 characters")
	s.Type(canary(3).TokenID()[:8])
	s.Press("enter")
	s.calledTimes("revoke", 1)

	// The same for many: before the first request, and between two of them.
	s = newStage(t, func(s *stage) { s.ws.tokens[1].ID = token.ID(canary(3).TokenID()) })
	s.Press("*", "x")
	s.misses("Type the first 8")
	holds(s)
	s.Press("y")
	s.calledTimes("revoke", 0).sees("Type the first 8 characters")
	s = newStage(t, func(s *stage) { s.ws.tokens[2].ID = token.ID(canary(3).TokenID()) })
	s.Press("*", "x")
	s.Send(modeltest.Key("y"))
	holds(s)
	s.calledTimes("revoke "+canary(3).TokenID(), 0).sees("a file has come to hold it", "Revoked 2 of 3 tokens.")
}

// The token that a rotation has just made is not revoked before it is written.
func TestRevokeLeavesWhatARotationMakes(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	made := func() (n int) {
		for _, tok := range w.Fake.Workspace.Tokens() {
			if strings.HasPrefix(tok.Comment, "bricktop:") {
				n++
			}
		}
		return n
	}
	w.Press("down", "r")
	w.Send(modeltest.Key("y"))
	for made() == 0 {
		w.Deliver(0)
	}
	stepped := w.Replies
	w.Replies = nil
	w.Press("enter", "R")
	w.Press("/")
	w.Type("bricktop:")
	w.Press("enter", "x")
	shows(t, w, true, "The rotation under way has just made this token")
	shows(t, w, false, "Revoke this token?")
	w.Press("space", "esc", "g", "space", "x")
	shows(t, w, true, "has just made is left out", "Revoke 1 token")
	w.Press("esc")
	w.Replies = append(stepped, w.Replies...)
	w.Settle()
	shows(t, w, true, "1 target holds the new token")
}

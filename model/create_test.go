package model_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/modeltest"
	"bricktop/model/report"
	"bricktop/model/session"
)

func TestCreate(t *testing.T) {
	s := newStage(t)
	s.Press("n")
	s.sees("New token", "Comment", "sdk-1795435471000000000", "Lifetime", "1h", "everyone who can use")
	s.Press("enter")
	s.calledTimes("create sdk-1795435471000000000 1h0m0s", 1)
	s.sees("Token created", "dapi••••#", "the only time")
	s.misses(canary(101).Reveal())
}

// The default comment is the time at which enter is pressed, and no two agree, even where the clock stands.
func TestDefaultCommentsNeverAgree(t *testing.T) {
	s := newStage(t)
	for range 3 {
		s.Press("n")
		s.Press("enter")
		s.Clock.Move(2 * time.Second) // past the grace of the dialog that opened by itself
		s.Press("esc", "esc")
		s.Clock.Move(-2 * time.Second)
	}
	seen := map[string]bool{}
	for _, c := range s.ws.calls {
		if strings.HasPrefix(c, "create") {
			seen[c] = true
		}
	}
	if len(seen) != 3 {
		t.Errorf("three creates, comments %v", seen)
	}
}

// A fast answer makes nothing flicker; a slow one is told.
func TestASlowCreateIsTold(t *testing.T) {
	s := newStage(t)
	s.Press("n")
	s.Send(modeltest.Key("enter"))
	s.misses("creating…")
	s.Advance(200 * time.Millisecond)
	s.sees("Token created")
	s = newStage(t)
	s.Press("n")
	s.Send(modeltest.Key("enter"))
	s.Clock.Move(200 * time.Millisecond)
	s.Send(tea.FocusMsg{}) // any message brings the time
	s.sees("creating… · esc gives up waiting")
}

func TestCreateTakesCommentAndLifetimeAsTyped(t *testing.T) {
	s := newStage(t)
	s.Press("n", "ctrl+u")
	s.Type("release 7")
	s.Press("tab", "ctrl+u")
	s.Type("30d")
	s.Press("enter")
	s.calledTimes("create release 7 720h0m0s", 1)
}

// A paste takes the place of the comment that nobody wrote, as typing does, and is added to one that somebody wrote.
func TestAPasteIsTheComment(t *testing.T) {
	s := newStage(t)
	s.Press("n")
	s.Send(tea.PasteMsg{Content: "\r"}) // nothing
	s.sees("sdk-1795435471000000000")
	s.Send(tea.PasteMsg{Content: "release\r7"})
	s.Send(tea.PasteMsg{Content: "\n.1"})
	s.Press("enter")
	s.calledTimes("create release 7.1 1h0m0s", 1)
}

func TestCreateTellsBadLifetimesBeforeAnythingIsSent(t *testing.T) {
	for text, want := range map[string]string{
		"0": "at least one second", "-5": "at least one second", "731d": "at most 730 days", "soon": "90m, 12h, 30d", "": "90m, 12h, 30d",
	} {
		s := newStage(t)
		s.Press("n", "tab", "ctrl+u")
		s.Type(text)
		s.Press("enter")
		s.sees("New token", want).calledTimes("create", 0)
	}
}

func TestLifetimeComesFromTheEnvironment(t *testing.T) {
	s := newStage(t, func(s *stage) { s.files.inv.TokenLifetime = 15 * time.Minute })
	s.Press("n")
	s.sees("15m")
	s.Press("enter")
	s.calledTimes("create sdk-", 1)
	if !strings.HasSuffix(s.ws.calls[len(s.ws.calls)-2], "15m0s") && s.called("create sdk-1795435471000000000 15m0s") != 1 {
		t.Errorf("calls: %q", s.ws.calls)
	}
}

func TestARefusedCreateStaysInTheForm(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.Quota, Sentence: "The principal has 600 tokens already. Revoke some."}
	s.Press("n", "enter")
	s.sees("New token", "The principal has 600 tokens already.")
	s.ws.createErr = nil
	s.Press("enter")
	s.sees("Token created").calledTimes("create", 2)
}

func TestALostAnswerIsLookedForAndOfferedForRevoking(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.ws.createAnyway = true
	s.Press("n", "enter")
	s.sees("A token was lost", "Revoke it", "Leave it")
	s.Press("y") // meant for what was there before: a dialog that opened by itself waits for quiet
	s.calledTimes("revoke", 0)
	s.Clock.Move(time.Second)
	s.Press("y")
	s.calledTimes("revoke "+canary(101).TokenID(), 1)
}

// The token may be listed only later: every list is searched, until it is found.
func TestALostTokenIsFoundLater(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.Press("n", "enter")
	s.sees("lists no new token", "keeps looking")
	s.Press("esc")
	late := tokenOf("9999aaaa", "sdk-1795435471000000000", 0, time.Hour)
	late.Created = modeltest.Start.Add(-10 * time.Minute) // their clock is not ours
	s.ws.tokens = append(s.ws.tokens, late)
	s.Advance(61 * time.Second)
	s.sees("A token was lost", "9999aaaa")
}

// While the list is on its way that tells what became of it, nobody has to wait for it.
func TestLookingForALostTokenHoldsNobody(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.ws.createAnyway = true
	s.Press("n")
	s.Send(modeltest.Key("enter"))
	s.Deliver(0)
	s.sees("looking for it…", "esc closes")
	s.Send(modeltest.Key("esc"))
	s.sees("goes on looking").misses("New token")
	s.Settle()
	s.sees("A token was lost")
}

// A refresh that comes between the create and its lost answer lists the token: it is not taken for an old one.
func TestARefreshDoesNotHideALostToken(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.ws.createAnyway = true
	s.Press("n")
	s.Send(modeltest.Key("enter")) // the answer is on its way
	s.Send(tea.FocusMsg{})
	s.Send(tea.ResumeMsg{}) // which refreshes
	for i := len(s.Replies) - 1; i > 0; i-- {
		s.Deliver(i)
	}
	s.Settle()
	s.sees("A token was lost")
}

// Nothing is sent while a lost token is looked for, and no comment is sent twice.
func TestNoCommentIsSentTwice(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.Press("n")
	s.Type("mine")
	s.Send(modeltest.Key("enter"))
	s.Deliver(0)
	s.Send(modeltest.Key("enter"))
	s.calledTimes("create", 1)
	s.Settle()
	s.ws.createErr = nil
	s.Press("enter")
	s.calledTimes("create mine 1h", 1).calledTimes("create mine (2) 1h", 1)
	s.sees("Token created").misses("A token was lost")
}

func TestTypingReplacesThePreset(t *testing.T) {
	s := newStage(t)
	s.Press("n")
	s.Type("ci")
	s.Press("enter")
	s.calledTimes("create ci 1h", 1)
}

// A form belongs to the workspace that it was opened in.
func TestAFormClosesWithItsSession(t *testing.T) {
	for _, key := range []string{"n", "x"} {
		s := newStage(t)
		s.Press(key)
		s.files.inv.Login = report.Login{Host: "https://dbc-2.cloud.databricks.com", AuthType: "pat", Token: canary(3)}
		s.Advance(4 * time.Second)
		s.misses("New token", "Revoke this token?").sees("The sign-in changed")
		s.Press("enter", "y")
		s.calledTimes("create", 0).calledTimes("revoke", 0)

		s = newStage(t)
		s.Press(key)
		s.files.inv.Login = report.Login{}
		s.Advance(4 * time.Second)
		s.Press("enter", "y")
		s.calledTimes("create", 0).calledTimes("revoke", 0)
	}
}

func TestALostAnswerWithoutATokenSaysSo(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.Press("n", "enter")
	s.sees("lists no new token").misses("A token was lost")
}

// Another token with the same comment that was there before is not the lost one.
func TestALostAnswerDoesNotAccuseOtherTokens(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = &session.Error{Fault: session.LostAnswer, Sentence: "The answer was lost."}
	s.Press("n", "ctrl+u")
	s.Type("laptop")
	s.Press("enter")
	s.misses("A token was lost")
	s.Advance(5 * time.Minute)
	s.misses("A token was lost")
}

func TestTheValueIsShownOnRequestAndBlanked(t *testing.T) {
	value := canary(101).Reveal()
	s := newStage(t)
	s.Press("n", "enter")
	s.misses(value)
	s.Clock.Move(time.Second)
	s.Press("v")
	s.sees(value)
	s.Press("v")
	s.misses(value)
	s.Press("v")
	s.sees(value)
	s.Advance(59 * time.Second)
	s.sees(value)
	s.Advance(2 * time.Second)
	s.misses(value)

	s.Press("v")
	s.sees(value)
	s.Send(tea.BlurMsg{})
	s.misses(value)
}

func TestTheValueIsNotLostByOneKey(t *testing.T) {
	s := newStage(t)
	s.Press("n", "enter", "enter")
	s.sees("Token created") // the second enter was meant for the form
	s.Clock.Move(time.Second)
	s.Press("esc")
	s.sees("Token created", "cannot be shown again")
	s.Press("esc")
	s.misses("Token created")
	s.Press("v")
	s.misses(canary(101).Reveal())
}

func TestTheValueGoesToTheClipboardAndSaysSent(t *testing.T) {
	s := newStage(t)
	s.Press("n", "enter")
	s.Clock.Move(time.Second)
	s.Send(modeltest.Key("y"))
	if len(s.Replies) == 0 {
		t.Fatal("nothing was sent to the clipboard")
	}
	s.Settle()
	s.sees("Sent to the clipboard")
}

func TestEscGivesUpACreate(t *testing.T) {
	s := newStage(t)
	s.Press("n")
	s.Send(modeltest.Key("enter"))
	s.Send(modeltest.Key("esc"))
	s.sees("New token") // its reply still has to tell what became of it
	s.Settle()
	s.sees("Token created")
}

func TestAClosedFormHasMadeNothing(t *testing.T) {
	s := newStage(t)
	s.Press("n", "esc")
	s.misses("New token").calledTimes("create", 0)
}

func TestReadOnlySaysWhy(t *testing.T) {
	s := newStage(t, func(s *stage) { s.opts.ReadOnly = true })
	s.sees("READ-ONLY")
	for _, key := range []string{"n", "x", "f"} {
		s.Press(key)
		s.sees("read-only").misses("New token", "Revoke this token?")
	}
	s.calledTimes("create", 0).calledTimes("revoke", 0)
}

func TestAnUnknownErrorIsShown(t *testing.T) {
	s := newStage(t)
	s.ws.createErr = errors.New("The disk of the workspace is full.")
	s.Press("n", "enter")
	s.sees("The disk of the workspace is full.")
}

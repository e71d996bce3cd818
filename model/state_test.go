package model_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds"
	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/report"
	"bricktop/model/session"
)

func TestFirstFrameWaitsForNothing(t *testing.T) {
	s := newStage(t)
	d := modeltest.New(s.opts, s.Clock, 80, 24)
	if got := d.Frame(); !strings.Contains(got, "Looking") {
		t.Errorf("before anything was read:\n%s", got)
	}
	d.Deliver(0) // the machine
	if got := d.Frame(); !strings.Contains(got, "Asking dbc-1.cloud.databricks.com") {
		t.Errorf("before the workspace answered:\n%s", got)
	}
}

func TestWorkspacePanel(t *testing.T) {
	s := newStage(t)
	s.sees("dbc-1.cloud.databricks.com", "app-x devbox", "service principal", "aws", "metastore_aws_us_east_1", "us-east-1", "52m 10s", "41 ms",
		"DATABRICKS_CLIENT_SECRET")
	s.Advance(time.Second)
	s.sees("52m 09s")
}

func TestWithoutAMetastore(t *testing.T) {
	s := newStage(t, func(s *stage) { s.ws.context.Metastore = session.Metastore{} })
	s.sees("none")
}

func TestNothingConfigured(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.files.inv.Login = report.Login{}
		s.files.inv.Files[0].Exists = false
		s.files.inv.Files[0].Profiles = nil
		s.files.inv.Files[0].Secrets = nil
	})
	s.sees("Welcome to bricktop", "DATABRICKS_HOST", "~/.databrickscfg", "not there", "demo")
	s.calledTimes("context", 0)
	s.Press("enter")
	if !s.Quit || !s.Model.WantsDemo() {
		t.Error("enter does not lead to the demo")
	}
}

func TestALoginThatCannotBe(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.files.inv.Login = report.Login{}
		s.files.inv.LoginErr = errors.New("There is no profile nope in ~/.databrickscfg. Choose another one.")
	})
	s.sees("There is no profile nope", "not signed in", "p signs in by another profile")
	s.calledTimes("context", 0)
	s.Press("n")
	s.sees("not signed in")
}

func TestOfflineKeepsWhatWasKnownWithItsAge(t *testing.T) {
	s := newStage(t)
	down := &session.Error{Fault: session.Unreachable, Sentence: "dbc-1.cloud.databricks.com does not answer. Check the network."}
	s.ws.contextErr, s.ws.listErr = down, down
	s.Press("R")
	s.sees("offline", "laptop", "does not answer", "Cannot reach the workspace, <1m old", "R now")
	s.Advance(3 * time.Minute)
	s.sees("3m old", "next try", "offline, 3m old")
	s.ws.contextErr, s.ws.listErr = nil, nil
	s.Press("R")
	s.sees("online").misses("offline", "Cannot reach")
}

func TestOfflineFromTheStart(t *testing.T) {
	s := newStage(t, func(s *stage) {
		down := &session.Error{Fault: session.TimedOut, Sentence: "dbc-1 took longer than 10 s. Check the network."}
		s.ws.contextErr, s.ws.listErr = down, down
	})
	s.sees("No answer", "took longer than 10 s", "R tries again")
	before := s.called("list")
	s.Advance(6 * time.Second)
	if s.called("list") == before {
		t.Error("nothing was tried again")
	}
}

// Asking again backs off: an hour without a network is no storm.
func TestRetriesBackOff(t *testing.T) {
	s := newStage(t)
	down := &session.Error{Fault: session.Unreachable, Sentence: "No network."}
	s.ws.contextErr, s.ws.listErr = down, down
	s.ws.calls = nil
	s.Advance(time.Hour)
	if n := s.called("list"); n < 30 || n > 70 {
		t.Errorf("%d lists in an hour", n)
	}
}

func TestUnauthorised(t *testing.T) {
	s := newStage(t, func(s *stage) {
		no := &session.Error{Fault: session.Unauthorized, Sentence: "dbc-1 refused the client secret: invalid_client. Check DATABRICKS_CLIENT_SECRET."}
		s.ws.contextErr, s.ws.listErr = no, no
	})
	s.sees("Not signed in", "invalid_client", "not signed in")
}

// A wrong secret is not tried for ever: each try is a failed sign-in in somebody's audit log.
func TestAWrongSecretIsNotTriedForEver(t *testing.T) {
	s := newStage(t, func(s *stage) {
		no := &session.Error{Fault: session.Unauthorized, Sentence: "No."}
		s.ws.contextErr, s.ws.listErr = no, no
	})
	s.Advance(time.Hour)
	s.calledTimes("context", 1)
	s.Press("R")
	s.calledTimes("context", 2)
}

// A look that takes long does not gather others behind it, and still counts.
func TestSlowLooks(t *testing.T) {
	s := newStage(t)
	d := modeltest.New(s.opts, s.Clock, 80, 24)
	first := len(d.Replies)
	for range 20 {
		d.Clock.Move(4 * time.Second)
		d.Send(tea.FocusMsg{})
	}
	if more := len(d.Replies) - first; more != 0 {
		t.Fatalf("%d more looks are in flight", more)
	}
	d.Settle()
	if got := d.Frame(); strings.Contains(got, "Looking") {
		t.Errorf("what the look found is not shown:\n%s", got)
	}
}

// An hour of sleep stops the monotonic clock and not the wall's: what is old is told as old.
func TestTimesAreTheWallClocks(t *testing.T) {
	s := newStage(t)
	down := &session.Error{Fault: session.Unreachable, Sentence: "No network."}
	s.ws.contextErr, s.ws.listErr = down, down
	s.Clock.Move(8 * time.Hour)
	s.Press("R")
	s.sees("8h old", "✗ expired")
}

func TestTheOAuthCountdownIsByOurClock(t *testing.T) {
	s := newStage(t, func(s *stage) { s.ws.context.Skew = 10 * time.Minute })
	s.sees("52m 10s")
}

// Tokens may be forbidden while all else works: the other panels go on.
func TestForbiddenTokensLeaveTheRest(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.ws.listErr = &session.Error{Fault: session.Forbidden, Sentence: "app-x may not use tokens. An admin grants CAN USE."}
	})
	s.sees("Not allowed", "CAN USE", "online", "metastore_aws_us_east_1")
}

func TestNoTokens(t *testing.T) {
	s := newStage(t, func(s *stage) { s.ws.tokens = nil })
	s.sees("No tokens.", "n creates one")
	s.Press("x")
	s.sees("There is no token here.")
}

func TestStoredSecretsAreTriedOnce(t *testing.T) {
	s := newStage(t)
	if len(s.tried) != 1 {
		t.Fatalf("tried %d times", len(s.tried))
	}
	s.sees("revoked")
	s.Advance(10 * time.Minute)
	if len(s.tried) != 1 {
		t.Errorf("tried %d times after ten minutes", len(s.tried))
	}
	s.Press("R")
	if len(s.tried) != 2 {
		t.Errorf("tried %d times after being asked to", len(s.tried))
	}
}

// A secret that could not be tried is tried again, but not at once.
func TestAnUntriedSecretIsTriedAgain(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.opts.Try = func(_ context.Context, l session.Login) (session.State, error) {
			s.tried = append(s.tried, l)
			return session.Undecided, &session.Error{Fault: session.Unreachable, Sentence: "No network."}
		}
	})
	s.Advance(2 * time.Minute)
	if len(s.tried) != 1 {
		t.Errorf("tried %d times within two minutes", len(s.tried))
	}
	s.Advance(5 * time.Minute)
	if len(s.tried) != 2 {
		t.Errorf("tried %d times within seven minutes", len(s.tried))
	}
}

// Many stored secrets are tried a few at a time.
func TestStoredSecretsAreTriedAFewAtATime(t *testing.T) {
	s := newStage(t, func(s *stage) {
		for n := 10; n < 60; n++ {
			held := s.files.inv.Files[0].Secrets[0]
			held.Value, held.Profile = canary(n), string(rune('a'+n))
			s.files.inv.Files[0].Secrets = append(s.files.inv.Files[0].Secrets, held)
		}
	})
	d := modeltest.New(s.opts, s.Clock, 80, 24)
	s.tried = nil
	for len(s.tried) == 0 {
		d.Deliver(0)
	}
	if len(d.Replies) > 8 || len(s.tried) > 8 {
		t.Errorf("%d tried at once", len(s.tried))
	}
	d.Settle()
	if len(s.tried) != 51 {
		t.Errorf("%d were tried", len(s.tried))
	}
}

func TestFixAMode(t *testing.T) {
	s := newStage(t)
	s.Press("f")
	s.sees("Protect ~/.databrickscfg", "- mode 0644", "+ mode 0600", "can be undone")
	s.Press("enter")
	if len(s.files.applied) != 0 {
		t.Fatal("the safe button changed the mode")
	}
	s.Press("f", "y")
	if len(s.files.applied) != 1 {
		t.Fatal("the mode was not changed")
	}
	s.sees("Done: Protect", "0600")
	s.Press("f")
	s.sees("nothing here that bricktop can mend")
}

// What was done is kept in the messages, and u there takes it back, once.
func TestMessagesAndUndo(t *testing.T) {
	s := newStage(t)
	s.Press("!")
	s.sees("There are no messages yet.")
	s.Press("f", "y", "!")
	s.sees("Messages", "Done: Protect", "u undoes")
	s.Press("u")
	if len(s.files.undone) != 1 {
		t.Fatalf("undone %d times", len(s.files.undone))
	}
	s.sees("as they were")
	s.Press("u", "G", "u", "g", "u")
	if len(s.files.undone) != 1 {
		t.Errorf("undone %d times", len(s.files.undone))
	}
	s.Press("esc")
	s.sees("0644")
}

// Undoing the only message there is, which is the first thing that most people do.
func TestUndoOfTheFirstMessage(t *testing.T) {
	s := newStage(t)
	s.Press("f", "y", "!", "u")
	s.sees("as they were")
	s.Press("k", "j", "G", "g", "esc")
	s.sees("0644")
}

func TestAFailedChangeIsTold(t *testing.T) {
	s := newStage(t)
	s.files.applyErr = errors.New("~/.databrickscfg changed meanwhile. Nothing was written; look again.")
	s.Press("f", "y")
	s.sees("changed meanwhile")
	s.Press("!")
	s.sees("changed meanwhile").misses("u undoes")
	s.files.planErr = errors.New("It belongs to somebody else.")
	s.Press("esc", "f")
	s.sees("It belongs to somebody else.")
}

// A token just made can be written into a file, after its diff was shown.
func TestWriteATokenIntoAFile(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.files.slots = []report.Slot{
			{ID: "databrickscfg:DEFAULT", Path: "/home/dev/.databrickscfg", Where: "[DEFAULT] token", Held: canary(2), Reader: "Each new process reads it."},
			{ID: "claude-code-router:x", Path: "/home/dev/.claude-code-router/config.json", Where: "Providers[0].api_key (x)", Refused: errors.New("It names a variable.")},
		}
	})
	s.Press("w")
	s.sees("known only when it is made")
	s.Press("n", "enter")
	s.Clock.Move(time.Second)
	s.Press("w")
	s.sees("Write the token into", "[DEFAULT] token", "Each new process reads it.")
	s.Press("down", "enter")
	s.sees("It names a variable.")
	s.Press("up", "enter")
	s.sees("- token = dapi••••#0001", "+ token = dapi••••#0002")
	s.Press("n")
	if len(s.files.applied) != 0 {
		t.Fatal("written without a yes")
	}
	s.Press("w", "enter", "y")
	if len(s.files.applied) != 1 || s.files.applied[0].Slot.ID != "databrickscfg:DEFAULT" {
		t.Fatalf("applied %+v", s.files.applied)
	}
	s.sees("Token created", "Done: Write the token")
}

func TestAnEditByAnyoneShows(t *testing.T) {
	s := newStage(t)
	s.misses("0600")
	s.files.inv.Files = []creds.File{s.files.inv.Files[0]}
	s.files.inv.Files[0].Mode = 0o600
	s.Advance(4 * time.Second)
	s.sees("0600")
	s.files.setMode("/home/dev/.databrickscfg", 0o640)
	s.Send(model.FilesChanged{})
	s.Settle()
	s.sees("0640")
}

func TestSwitchingProfiles(t *testing.T) {
	s := newStage(t)
	s.Press("p")
	s.sees("Sign in by", "flags, environment", "staging", "dbc-2.cloud.databricks.com")
	s.Press("j", "j")
	s.files.inv.Login = report.Login{Host: "https://dbc-2.cloud.databricks.com", AuthType: "pat", Token: canary(3), Profile: "staging"}
	s.Press("enter")
	if got := s.files.asked[len(s.files.asked)-1]; got != "staging" {
		t.Errorf("looked for profile %q", got)
	}
	s.sees("dbc-2.cloud.databricks.com")
}

// What the old workspace still answers changes nothing in the new one.
func TestLateRepliesOfAnotherSessionChangeNothing(t *testing.T) {
	s := newStage(t)
	s.Send(modeltest.Key("R"))
	late := len(s.Replies)
	s.files.inv.Login = report.Login{Host: "https://dbc-2.cloud.databricks.com", AuthType: "pat", Token: canary(3)}
	s.ws = &fakeWorkspace{clock: s.Clock}
	s.Send(modeltest.Key("p"))
	s.Send(modeltest.Key("enter"))
	for i := late; i < len(s.Replies); i++ {
		s.Deliver(i)
	}
	s.Settle()
	s.misses("laptop", "metastore_aws_us_east_1")
}

func TestTooSmall(t *testing.T) {
	s := newStage(t)
	for _, size := range [][2]int{{0, 0}, {1, 1}, {31, 8}, {32, 7}, {300, 1}} {
		s.Resize(size[0], size[1])
		s.Press("j", "?", "esc")
	}
	s.Resize(60, 16)
	s.sees("laptop", "2m 00s")
}

func TestQuitAsksOnlyWhileSomethingIsWritten(t *testing.T) {
	s := newStage(t)
	s.Send(modeltest.Key("R"))
	s.Press("q")
	if !s.Quit {
		t.Error("a refresh kept q from quitting")
	}
	s = newStage(t)
	s.Send(modeltest.Key("x"))
	s.Send(modeltest.Key("y"))
	s.Send(modeltest.Key("q"))
	if s.Quit {
		t.Error("q quit while a token was being revoked")
	}
	s.sees("Quit?", "A token is being revoked")
	s.Send(modeltest.Key("ctrl+c"))
	if s.Quit = s.Quit || len(s.Replies) > 0 && s.Model.View().Content == ""; !s.Quit {
		t.Error("ctrl+c asked")
	}
}

// The question closes when what it warns of is over, and its answer, too late, is no other key's.
func TestQuitIsNoLongerAskedWhenAllIsDone(t *testing.T) {
	s := newStage(t)
	s.Send(modeltest.Key("x"))
	s.Send(modeltest.Key("y"))
	s.Send(modeltest.Key("q"))
	s.sees("Quit?", "A token is being revoked")
	s.Settle()
	s.misses("Quit?").sees("Revoked ")
	s.Press("n")
	s.misses("New token")
	s.Advance(time.Second)
	if s.Press("q"); !s.Quit {
		t.Error("q asked again")
	}
}

func TestWindowTitleIsPlainASCII(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.files.inv.Login.Host = "https://\x1b]52;c;ZXZpbA==\a\u202eevil.example.com"
	})
	for _, r := range s.Model.View().WindowTitle {
		if r < 0x20 || r > 0x7e {
			t.Fatalf("the title has %U in it", r)
		}
	}
}

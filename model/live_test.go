package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bricktop/model/modeltest"
	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

// A regained focus asks everybody again, but who changes windows to and fro asks the workspace once.
func TestFocusRefreshes(t *testing.T) {
	s := newStage(t)
	s.Clock.Move(30 * time.Second)
	lists, looks := s.called("list"), len(s.files.asked)
	for range 5 {
		s.Send(tea.BlurMsg{})
		s.Send(tea.FocusMsg{})
		s.Settle()
	}
	s.calledTimes("list", lists+1)
	if got := len(s.files.asked); got <= looks {
		t.Error("the files were not read again")
	}
	s.Clock.Move(11 * time.Second)
	s.Send(tea.FocusMsg{})
	s.Settle()
	s.calledTimes("list", lists+2)
}

// A wrong secret is not tried by changing windows: each try is a failed sign-in in somebody's audit log.
func TestFocusTriesNoWrongSecret(t *testing.T) {
	s := newStage(t, func(s *stage) {
		no := &session.Error{Fault: session.Unauthorized, Sentence: "No."}
		s.ws.contextErr, s.ws.listErr = no, no
	})
	s.Clock.Move(time.Minute)
	s.Send(tea.FocusMsg{})
	s.Settle()
	s.calledTimes("context", 1)
}

// While nobody looks, labels and files are left alone for half a minute at a time; the workspace is still asked.
func TestNobodyLooks(t *testing.T) {
	count := func(away bool) (ticks, looks, lists int) {
		s := newStage(t)
		if away {
			s.Send(tea.BlurMsg{})
		}
		s.Every = func(tea.Msg, tea.View) { ticks++ }
		looks, lists = len(s.files.asked), s.called("list")
		s.Advance(100 * time.Second)
		return ticks, len(s.files.asked) - looks, s.called("list") - lists
	}
	ticks, looks, lists := count(false)
	fewTicks, fewLooks, same := count(true)
	if fewTicks > ticks/4 || fewLooks > 4 || looks < 25 || same != lists {
		t.Errorf("looked at: %d messages, %d looks, %d lists; away: %d, %d, %d", ticks, looks, lists, fewTicks, fewLooks, same)
	}
	s := newStage(t)
	s.Send(tea.BlurMsg{})
	s.Advance(20 * time.Second)
	s.Send(tea.FocusMsg{})
	s.sees("1m 40s") // at once, not with the next tick
}

func TestResumeReadsEverythingAgain(t *testing.T) {
	s := newStage(t)
	lists, contexts, looks := s.called("list"), s.called("context"), len(s.files.asked)
	s.Clock.Move(time.Hour)
	s.Send(tea.ResumeMsg{})
	s.Settle()
	s.calledTimes("list", lists+1).calledTimes("context", contexts+1)
	if len(s.files.asked) == looks {
		t.Error("the files were not read again")
	}
	s.sees("✗ expired")
}

// The terminal shows how far a rotation is, beside its title, and no longer than it takes.
func TestARotationShowsItsProgress(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	var seen []int
	w.Every = func(_ tea.Msg, v tea.View) {
		if b := v.ProgressBar; b != nil && b.State == tea.ProgressBarDefault {
			seen = append(seen, b.Value)
		}
	}
	w.Press("down", "r")
	if s := w.Model.View().ProgramStatus; s == nil || s.State != tea.ProgramStateBlocked || s.Kind != tea.ProgramStatusKindQuestion {
		t.Errorf("a question is told as %+v", s)
	}
	w.Press("y")
	if len(seen) < 5 || seen[0] != 0 || seen[len(seen)-1] < 70 {
		t.Errorf("progress %v", seen)
	}
	for i := 1; i < len(seen); i++ {
		if seen[i] < seen[i-1] {
			t.Errorf("progress goes back: %v", seen)
		}
	}
	if v := w.Model.View(); v.ProgressBar != nil || v.ProgramStatus != nil {
		t.Errorf("after it there is still %+v, %+v", v.ProgressBar, v.ProgramStatus)
	}
}

// What failed is told to the terminal for as long as it is told to the user.
func TestAFailureIsTheProgramsStatus(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	failed := func() bool {
		s := w.Model.View().ProgramStatus
		return s != nil && s.State == tea.ProgramStateError
	}
	if failed() {
		t.Error("before")
	}
	w.Fake.Workspace.Fail("/api/2.0/token/create", fake.APIError(400, "QUOTA_EXCEEDED", "Too many tokens."))
	w.Press("down", "r", "y")
	if !failed() {
		t.Errorf("a rotation that failed is told as %+v:\n%s", w.Model.View().ProgramStatus, w.Frame())
	}
	w.Press("esc")
	w.Advance(11 * time.Second)
	if failed() {
		t.Error("after")
	}
	w.Press("n", "enter")
	if !failed() {
		t.Error("a create that was refused")
	}
	w.Press("esc")
	w.Advance(11 * time.Second)
	w.Fake.Workspace.Fail("/api/2.0/token/delete", fake.APIError(403, "PERMISSION_DENIED", "No."))
	w.Press("g", "space", "G", "up", "space", "x", "y")
	if !failed() {
		t.Errorf("many that were refused:\n%s", w.Frame())
	}
	w.Press("esc")
	w.Advance(11 * time.Second)
	w.Fake.Workspace.Fail("/api/2.0/token/create", fake.APIError(400, "QUOTA_EXCEEDED", "Too many tokens."))
	if failed() {
		t.Error("after all")
	}
}

// Half a minute after a secret was sent to the clipboard bricktop offers to empty it.
func TestTheClipboardIsOfferedToBeEmptied(t *testing.T) {
	s := newStage(t)
	s.Press("n", "enter")
	s.Clock.Move(time.Second)
	s.Press("y")
	s.Clock.Move(time.Second)
	s.Press("esc", "esc")
	s.Advance(27 * time.Second)
	s.misses("Empty the clipboard?")
	s.Advance(2 * time.Second)
	s.sees("Empty the clipboard?", "❯ n Leave it")
	s.Send(modeltest.Key("y"))
	s.sees("Empty the clipboard?") // a key meant for what was there before
	s.Clock.Move(time.Second)
	s.Send(modeltest.Key("y"))
	if !slices.Contains(s.Replies, tea.SetClipboard("")()) {
		t.Errorf("the clipboard was not emptied: %s", formatted(s.Replies))
	}
	s.sees("Asked the terminal to empty the clipboard.")
	s.Advance(2 * time.Minute)
	s.misses("Empty the clipboard?")
}

// What was done is told in the end, without a secret, and nothing where nothing was done.
func TestSummary(t *testing.T) {
	s := newStage(t, func(s *stage) { s.ws.tokens[1].Comment = "lap\x1b[2Jtop " + canary(2).Reveal() })
	s.Press("R", "?", "esc")
	if got := s.Model.Summary(); len(got) != 0 {
		t.Errorf("nothing was done, and yet %q", got)
	}
	s.Press("x", "y")
	s.Press("n", "ctrl+u")
	s.Type("made here")
	s.Press("enter")
	s.Clock.Move(time.Second)
	s.Press("esc", "esc", "3", "f", "y")
	got := strings.Join(s.Model.Summary(), "\n")
	for _, want := range []string{"Revoked lap", "Created made here, ID ", "Protect ~/.databrickscfg."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not told:\n%s", want, got)
		}
	}
	if len(s.Model.Summary()) != 3 || strings.ContainsFunc(got, unsafeRune) || strings.Contains(got, canary(2).Reveal()) ||
		strings.Contains(got, canary(101).Reveal()) {
		t.Errorf("got %q", got)
	}
}

// Links lead to our own host and nowhere else, and only where the terminal takes them for what they are.
func TestLinks(t *testing.T) {
	s := newStage(t)
	s.Send(tea.EnvMsg{"TERM=xterm-256color"})
	link := func(to string) bool { return strings.Contains(s.Frame(), "\x1b]8;;"+to+"\x1b\\") }
	if !link(workspaceHost) {
		t.Error("the host is no link")
	}
	s.Press("o")
	s.sees("https://dbc-1.cloud.databricks.com/settings/user", "❯ Its tokens")
	if !link(workspaceHost + "/settings/user/developer/access-tokens") {
		t.Error("the page of tokens is no link")
	}
	s.Send(modeltest.Key("y"))
	if !strings.Contains(formatted(s.Replies), "access-tokens") {
		t.Error("y sends no link")
	}
	for _, env := range []tea.EnvMsg{{"TERM=linux"}, {"TERM=screen"}, {}} {
		s.Send(env)
		if strings.Contains(s.Frame(), "\x1b]8;") {
			t.Errorf("%q: there is a link", env)
		}
	}
	for _, evil := range []string{"http://dbc-1.cloud.databricks.com", "https://a\x1b]0;b\a.example.com", "https://a b", "https://", "javascript:x"} {
		s := newStage(t, func(s *stage) { s.files.inv.Login.Host = evil })
		s.Send(tea.EnvMsg{"TERM=xterm"})
		s.Press("o")
		if strings.Contains(s.Frame(), "\x1b]8;") {
			t.Errorf("%q became a link", evil)
		}
	}
	if got := ansi.Strip(s.Frame()); strings.Contains(got, "8;;") {
		t.Error("a link is drawn")
	}
}

package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/session"
	"bricktop/ui"
)

// A sentence goes by itself: after five seconds, bad news after ten. Nothing has to be pressed.
func TestAToastEndsByItself(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*stage)
		says    string
		stays   time.Duration
	}{
		"good news": {func(s *stage) { s.Press("y") }, "Sent the ID to the clipboard.", 5 * time.Second},
		"a reason":  {func(s *stage) { s.Press("w") }, "known only when it is made", 10 * time.Second},
		"a failure": {func(s *stage) {
			s.ws.revokeErr = &session.Error{Fault: session.Forbidden, Sentence: "It may not be revoked."}
			s.Press("x", "y")
		}, "It may not be revoked.", 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			c.prepare(s)
			s.Advance(c.stays - time.Second)
			s.sees(c.says)
			s.Advance(2 * time.Second)
			s.misses(c.says)
			s.Press("!")
			s.sees(c.says) // it is kept
		})
	}
}

// An end that was meant for one sentence does not take the next one away.
func TestAToastHasItsOwnTime(t *testing.T) {
	s := newStage(t)
	s.Press("w")
	s.Advance(8 * time.Second)
	s.Press("y")
	s.Advance(4 * time.Second)
	s.sees("Sent the ID")
	s.Advance(2 * time.Second)
	s.misses("Sent the ID")
}

// The window is named after the host, with what needs the user.
func TestTheWindowTitle(t *testing.T) {
	s := newStage(t)
	title := func(want string) {
		t.Helper()
		if got := s.Model.View().WindowTitle; got != want {
			t.Errorf("the title is %q, not %q", got, want)
		}
	}
	title("bricktop - dbc-1.cloud.databricks.com (1 expiring)")
	s.Press("x", "y")
	title("bricktop - dbc-1.cloud.databricks.com")
	s.Advance(9*time.Hour + 56*time.Minute)
	title("bricktop - dbc-1.cloud.databricks.com (1 expiring)")
	if d := modeltest.New(s.opts, s.Clock, 80, 24); d.Model.View().WindowTitle != "bricktop" {
		t.Errorf("before anything is known it is %q", d.Model.View().WindowTitle)
	}
}

// y sends the ID of the selected token, and says that it was sent: whether the terminal took it nobody knows.
func TestTheIDGoesToTheClipboard(t *testing.T) {
	s := newStage(t)
	s.Press("down")
	s.Send(modeltest.Key("y"))
	if want := tea.SetClipboard(strings.Repeat("cccc3333", 8))(); !slices.Contains(s.Replies, want) {
		t.Errorf("sent %s", formatted(s.Replies))
	}
	s.sees("Sent the ID to the clipboard.").misses("Copied", "copied")
}

func TestRedraw(t *testing.T) {
	for _, keys := range [][]string{nil, {"?"}, {"x"}, {"n"}, {"/"}, {"L"}} {
		s := newStage(t)
		s.Press(keys...)
		s.Send(modeltest.Key("ctrl+l"))
		if !slices.Contains(s.Replies, tea.ClearScreen()) {
			t.Errorf("after %q: ctrl+l gives %s", keys, formatted(s.Replies))
		}
	}
}

// The column that the rows are sorted by carries the direction, and the rows follow.
func TestTheDirectionIsAtItsColumn(t *testing.T) {
	s := newStage(t)
	s.Resize(200, 44) // each column has room
	head := func() string {
		for line := range strings.Lines(s.screen()) {
			if strings.Contains(line, "COMMENT") {
				return line
			}
		}
		return ""
	}
	for _, c := range []struct{ key, sign, column string }{
		{"", "▲", "LEFT"}, {"S", "▼", "LEFT"}, {"s", "▲", "LIFE"}, {"S", "▼", "LIFE"}, {"s", "▲", "USED BY"}, {"S", "▼", "USED BY"},
		{"s", "▲", "CREATED"}, {"S", "▼", "CREATED"}, {"s", "▲", "ID"}, {"S", "▼", "ID"}, {"s", "▲", "COMMENT"},
		{"S", "▼", "COMMENT"}, {"S", "▲", "COMMENT"}, {"s", "▲", "LEFT"},
	} {
		if c.key != "" {
			s.Press(c.key)
		}
		line := head()
		if !strings.Contains(line, c.column+" "+c.sign) || strings.Count(line, "▲")+strings.Count(line, "▼") != 1 {
			t.Errorf("after %q, where %s %s is wanted: %s", c.key, c.column, c.sign, line)
		}
		up := strings.Index(s.screen(), "ci-nightly") < strings.Index(s.screen(), "laptop")
		if c.column == "COMMENT" && up != (c.sign == "▲") {
			t.Errorf("the rows do not go %s", c.sign)
		}
	}
}

// A workspace that asks for a minute and a half of rest gets it, and the dashboard says so.
func TestALimitedListWaits(t *testing.T) {
	s := newStage(t)
	limited := &session.Error{Fault: session.Limited, Sentence: "dbc-1 asks to wait.", RetryAfter: 90 * time.Second}
	s.ws.listErr = limited
	s.Press("R")
	s.sees("Too many requests", "next try 1m 30s", "R now", "laptop")
	lists, contexts := s.called("list"), s.called("context")
	s.Advance(89 * time.Second)
	s.sees("next try")
	s.calledTimes("list", lists).calledTimes("context", contexts)
	s.ws.listErr = nil
	s.Advance(2 * time.Second)
	s.calledTimes("list", lists+1)
	s.misses("Too many requests", "next try")
}

// With reduced motion no bar goes to and fro beside the title; how far a rotation is still shows.
func TestReducedMotionMovesNoBar(t *testing.T) {
	for _, reduced := range []bool{false, true} {
		w := inDemo(t, modeltest.Options{Edit: reducing(reduced)})
		var moving, steps int
		w.Every = func(_ tea.Msg, v tea.View) {
			switch b := v.ProgressBar; {
			case b == nil:
			case b.State == tea.ProgressBarIndeterminate:
				moving++
			default:
				steps++
			}
		}
		w.Press("down", "r", "y")
		if (moving > 0) == reduced || steps < 5 {
			t.Errorf("reduced motion %v: %d bars that move, %d that tell how far it is", reduced, moving, steps)
		}
	}
}

func reducing(on bool) func(*model.Options) {
	return func(o *model.Options) { o.Settings.ReducedMotion = on }
}

// The column that the rows are sorted by is in view at any width, and so is its direction.
func TestTheSortedColumnIsInView(t *testing.T) {
	s := newStage(t)
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}} {
		s.Resize(size[0], size[1])
		for _, title := range []string{"LIFE", "USED BY", "CREATED", "ID", "COMMENT", "LEFT"} {
			s.Press("s")
			s.sees(title + " ▲")
		}
	}
}

// Sorted by use, the selection of a token that is gone goes to its neighbour, as in any order.
func TestTheSelectionStaysSortedByUse(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("s", "s")
	shows(t, w, true, "by use", "databricks")
	rows := w.Model.Rows(ui.TokensPanel)
	if !strings.Contains(rows[0].Line.Text(), "databricks") {
		t.Fatalf("the first is not in use: %s", rows[0].Line.Text())
	}
	w.Press("g", "down")
	w.Fake.Workspace.Revoke(rows[1].ID)
	w.Press("R")
	shows(t, w, true, "Token "+rows[2].ID[:8])
}

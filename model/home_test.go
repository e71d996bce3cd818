package model_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/disk"
	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/vault"
)

// atHome starts a dashboard on the demo that shares a home with others.
func atHome(t *testing.T, j vault.Journal) (*modeltest.World, *vault.Home) {
	t.Helper()
	home := vault.Enter(t.Context(), j)
	t.Cleanup(home.Close)
	return inDemo(t, modeltest.Options{Edit: func(o *model.Options) { o.Home = home }}), home
}

func sharedHome() vault.Journal {
	j := vault.InMemory()
	j.Locks.(*disk.MemoryLocks).Self = disk.Holder{PID: 4711, Terminal: "/dev/pts/3", Start: modeltest.Start}
	return j
}

// Two dashboards of one home never keep targets both. The second one shows who does, watches, and takes over.
func TestTwoDashboardsTakeTurns(t *testing.T) {
	j := sharedHome()
	first, home := atHome(t, j)
	shows(t, first, false, "BRICKTOPS")
	first.Press("down", "a", "y", "esc")
	second, _ := atHome(t, j)
	shows(t, second, true, "2 BRICKTOPS", "another bricktop keeps it", "Another bricktop (process 4711 on", "/dev/pts/3, started")
	second.Press("!")
	shows(t, second, true, "1 target is kept rotated, as before.", "This one watches, and takes over when it ends.")
	second.Press("esc")
	before := read(t, second, routerConfig)
	second.Advance(2 * time.Minute)
	if read(t, second, routerConfig) != before {
		t.Fatal("the second one rotated out of turn")
	}
	second.Press("!")
	shows(t, second, true, "The token of claude-code-router:databricks ends in")
	second.Press("esc")
	first.Advance(10 * time.Second)
	shows(t, first, true, "2 BRICKTOPS", "1 target rotated")
	home.Close()
	second.Advance(10 * time.Second)
	shows(t, second, false, "BRICKTOPS", "another bricktop keeps it")
	worksIn(t, second, routerConfig)
	if read(t, second, routerConfig) == before {
		t.Error("nobody took over")
	}
	second.Press("!")
	shows(t, second, true, "started 12:04) has ended.")
}

// What was kept is kept again at the next start, without a key, and no longer once it is turned off.
func TestKeptTargetsAreRemembered(t *testing.T) {
	j := sharedHome()
	w, home := atHome(t, j)
	w.Press("down", "a", "y", "esc")
	home.Close()
	w, home = atHome(t, j)
	w.Advance(time.Minute)
	before := read(t, w, routerConfig)
	if strings.Contains(before, w.Fake.RouterPAT) {
		t.Fatal("it was not kept rotated after a new start")
	}
	shows(t, w, true, "↻ 3")
	w.Press("3", "g")
	for range 12 {
		if w.Press("down"); strings.Contains(w.Frame(), "Providers[0].api_key") {
			break
		}
	}
	w.Press("a")
	shows(t, w, true, "No longer kept rotated.")
	home.Close()
	w, _ = atHome(t, j)
	w.Advance(3 * time.Minute)
	if !strings.Contains(read(t, w, routerConfig), w.Fake.RouterPAT) {
		t.Error("what was turned off was kept rotated after a new start")
	}
}

// What one dashboard turns on or off counts for the other, which has the turn.
func TestKeepingIsTheHomes(t *testing.T) {
	j := sharedHome()
	first, _ := atHome(t, j)
	second, _ := atHome(t, j)
	second.Press("down", "a", "y", "esc") // it takes the turn
	second.Advance(time.Minute)
	first.Advance(6 * time.Second)
	shows(t, first, true, "another bricktop keeps it")
	first.Press("down", "a")
	shows(t, first, true, "No longer kept rotated.")
	before := read(t, second, routerConfig)
	second.Press("!")
	second.Advance(10 * time.Second)
	shows(t, second, true, "Another bricktop changed what is kept rotated.")
	second.Press("esc")
	second.Advance(45 * time.Minute)
	if read(t, second, routerConfig) != before {
		t.Error("it was rotated after the other one had turned it off")
	}
}

// homely is a home that fails or waits as it is told.
type homely struct {
	kept    map[string]bool
	keptErr error
	turnErr error
	other   string
	yielded int
}

func (h *homely) Kept(_ context.Context, change map[string]bool) (kept []string, err error) {
	if h.keptErr != nil {
		return nil, h.keptErr
	}
	for t, on := range change {
		h.kept[t] = on
	}
	for t, on := range h.kept {
		if on {
			kept = append(kept, t)
		}
	}
	return kept, nil
}

func (h *homely) Turn(context.Context) (string, error) { return h.other, h.turnErr }

func (h *homely) Yield(context.Context) string { h.yielded++; return h.other }

func (h *homely) Running(context.Context) int { return 1 }

func inHomely(t *testing.T, h *homely) *modeltest.World {
	t.Helper()
	h.kept = map[string]bool{}
	return inDemo(t, modeltest.Options{Edit: func(o *model.Options) { o.Home = h }})
}

// Where the list cannot be written the target is kept all the same, that is said once, and it is tried again.
func TestAListThatCannotBeWritten(t *testing.T) {
	h := &homely{}
	w := inHomely(t, h)
	h.keptErr = errors.New("Which targets are kept rotated cannot be written down for the next start: the disk is full.")
	before := read(t, w, routerConfig)
	w.Press("down", "a", "y", "esc")
	w.Advance(time.Minute)
	if read(t, w, routerConfig) == before {
		t.Error("it was not kept rotated")
	}
	w.Press("!", "tab")
	if n := strings.Count(w.Frame(), "the disk is full"); n != 1 {
		t.Errorf("it was said %d times", n)
	}
	h.keptErr = nil
	w.Advance(6 * time.Second)
	if !h.kept["claude-code-router:databricks"] {
		t.Errorf("it was not tried again: %v", h.kept)
	}
}

// Nobody knows whose turn it is: then nobody rotates, and the rows say so.
func TestWithoutATurnNothingIsKept(t *testing.T) {
	h := &homely{}
	w := inHomely(t, h)
	h.turnErr = errors.New("bricktop keeps its locks in /state, which cannot be made.")
	selectFresh(w)
	before := read(t, w, routerConfig)
	w.Send(modeltest.Key("a"))
	if read(t, w, routerConfig) != before {
		t.Error("rotated before it was known whose turn it is")
	}
	w.Settle()
	w.Advance(50 * time.Minute)
	if read(t, w, routerConfig) != before {
		t.Error("rotated out of turn")
	}
	shows(t, w, true, "not rotated: bricktop keeps its locks")
}

// A bricktop that is stopped by ctrl+z leaves the turn to others, and takes it again when it is back.
func TestSuspendLeavesTheTurn(t *testing.T) {
	h := &homely{}
	w := inHomely(t, h)
	w.Press("down", "a", "y", "esc")
	yielded := h.yielded
	w.Send(modeltest.Key("ctrl+z"))
	if w.Deliver(len(w.Replies) - 1); h.yielded != yielded+1 {
		t.Fatal("the turn was not given away")
	}
	suspended := false
	for _, r := range w.Replies {
		_, ok := r.(tea.SuspendMsg)
		suspended = suspended || ok
	}
	if !suspended {
		t.Error("it does not stop")
	}
	h.other = "Another bricktop"
	w.Send(tea.ResumeMsg{})
	w.Settle()
	shows(t, w, true, "another bricktop keeps it")
}

// In the middle of a rotation bricktop is not stopped: it would hold the lock for as long.
func TestSuspendWaitsForWhatIsUnderWay(t *testing.T) {
	h := &homely{}
	w := inHomely(t, h)
	w.Press("down", "r")
	w.Send(modeltest.Key("y"))
	w.Send(modeltest.Key("enter")) // hides the steps
	yielded := h.yielded
	w.Send(modeltest.Key("ctrl+z"))
	shows(t, w, true, "Not now: a token is being rotated.")
	if w.Settle(); h.yielded != yielded {
		t.Error("the turn was given away in the middle")
	}
}

// A visit that is under way may take the turn yet: it is given away after that.
func TestSuspendGivesAwayWhatAVisitTakes(t *testing.T) {
	h := &homely{}
	w := inHomely(t, h)
	selectFresh(w)
	w.Send(modeltest.Key("a")) // a visit is out
	yielded := h.yielded
	w.Send(modeltest.Key("ctrl+z"))
	if h.yielded != yielded {
		t.Fatal("the turn was given away before the visit took it")
	}
	suspended := false
	w.Every = func(msg tea.Msg, _ tea.View) {
		_, ok := msg.(tea.SuspendMsg)
		suspended = suspended || ok
	}
	w.Settle()
	if h.yielded != yielded+1 || !suspended {
		t.Errorf("yielded %d times, suspended: %v", h.yielded-yielded, suspended)
	}
}

// ctrl+z stops bricktop whatever is open: fg, typed for the shell, must not come to stand in a form. Where it cannot
// stop, it says why there too.
func TestSuspendFromWhateverIsOpen(t *testing.T) {
	for _, open := range []string{"n", "x", "?", ":", "!", "/"} {
		s := newStage(t)
		s.Press(open)
		before := s.screen()
		s.Send(modeltest.Key("ctrl+z"))
		stopped := slices.ContainsFunc(s.Replies, func(msg tea.Msg) bool { _, ok := msg.(tea.SuspendMsg); return ok })
		if !stopped || s.screen() != before {
			t.Errorf("after %q: stopped %v, on screen:\n%s", open, stopped, s.screen())
		}
	}
	s := newStage(t)
	s.Press("n")
	s.Send(modeltest.Key("enter")) // and nothing answers yet
	s.Send(modeltest.Key("ctrl+z"))
	s.sees("Not now: a token is being created.")
}

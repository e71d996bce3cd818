package model

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"bricktop/ui"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// Home is what the bricktops of one home share.
type Home interface {
	// Kept are the targets that are to be kept rotated, after a change: true is kept, false is no longer. They
	// outlast every bricktop.
	Kept(ctx context.Context, change map[string]bool) ([]string, error)
	// Turn makes this bricktop the one that keeps them, until Yield. Other names the one that does already, as the
	// start of a sentence; empty: the turn is ours.
	Turn(ctx context.Context) (other string, err error)
	// Yield leaves the turn to others, and names who has it; empty: nobody.
	Yield(ctx context.Context) (other string)
	// Running is how many bricktops run, this one too.
	Running(ctx context.Context) int
}

// visitEvery is how soon it is seen that another bricktop began or ended.
const visitEvery = 5 * time.Second

// neighbours is what is known of the other bricktops of this home.
type neighbours struct {
	known   bool
	mine    bool   // it is our turn
	other   string // whose turn it is, if not ours; empty: nobody's
	running int

	visiting, again bool
	leaving         bool // for the shell, once the visit has ended
	next            time.Time
	change          map[string]bool // of what is kept, to be told at the next visit
	err             error           // why the last visit brought nothing
}

type homeVisitedMsg struct {
	op      int
	change  map[string]bool // that was told
	kept    []string
	mine    bool
	other   string
	running int
	err     error
}

type turnYieldedMsg struct{ op int }

// visitHome tells what changed of what we keep, and looks what others do. Where anything is kept it takes the
// turn if that is free. One visit is under way at a time.
func (m *Model) visitHome() tea.Cmd {
	n := &m.keep.home
	if m.opts.Home == nil {
		return nil
	}
	if n.visiting {
		n.again = true
		return nil
	}
	ctx, op := m.ops.begin("")
	n.visiting, n.again = true, false
	home, change, wanted := m.opts.Home, n.change, len(m.keep.kept) > 0
	n.change = nil
	return func() tea.Msg {
		msg := homeVisitedMsg{op: op, change: change}
		var turnErr error
		msg.kept, msg.err = home.Kept(ctx, change)
		if len(msg.kept) > 0 || msg.err != nil && wanted {
			msg.other, turnErr = home.Turn(ctx)
			msg.mine = msg.other == "" && turnErr == nil
		} else {
			msg.other = home.Yield(ctx)
		}
		msg.err = errors.Join(msg.err, turnErr)
		msg.running = home.Running(ctx)
		return msg
	}
}

func (m *Model) onHomeVisited(msg homeVisitedMsg) tea.Cmd {
	m.ops.end(msg.op)
	n := &m.keep.home
	if n.leaving {
		n.visiting, n.change = false, merged(msg.change, n.change)
		return m.suspend()
	}
	first := !n.known
	n.known, n.visiting, n.next = true, false, m.now.Add(visitEvery)
	n.mine, n.other, n.running = msg.mine, msg.other, msg.running
	if msg.err != nil && (n.err == nil || n.err.Error() != msg.err.Error()) {
		m.say(theme.Warn, msg.err.Error())
	}
	n.err = msg.err
	if msg.err != nil {
		n.change = merged(msg.change, n.change) // to be told again
	}
	m.keep.schedule.HeldBy(n.other)
	if msg.err == nil {
		m.adopt(msg.kept, first)
	}
	cmd := m.askSchedule()
	if n.again {
		return tea.Batch(cmd, m.visitHome())
	}
	return cmd
}

// merged is both changes, the newer one where they differ.
func merged(older, newer map[string]bool) map[string]bool {
	all := maps.Clone(older)
	if all == nil {
		return newer
	}
	maps.Copy(all, newer)
	return all
}

// adopt keeps what the home keeps. What the user changed since the visit began is newer.
func (m *Model) adopt(kept []string, first bool) {
	for t, on := range m.keep.home.change {
		kept = slices.DeleteFunc(kept, func(k string) bool { return k == t })
		if on {
			kept = append(kept, t)
		}
	}
	slices.Sort(kept)
	if slices.Equal(kept, m.keep.kept) {
		return
	}
	switch {
	case first && len(kept) > 0:
		m.say(theme.Plain, text.Plural(len(kept), "target is", "targets are")+" kept rotated, as before.")
	case !first:
		m.say(theme.Dim, "Another bricktop changed what is kept rotated.")
	}
	m.keepThese(kept)
}

// keepThese makes the schedule keep just these targets.
func (m *Model) keepThese(kept []string) {
	s := m.keep.schedule
	for _, t := range m.keep.kept {
		if !slices.Contains(kept, t) {
			s.Drop(t)
		}
	}
	for _, t := range kept {
		if !s.Keeps(t) {
			s.Keep(t)
		}
	}
	m.keep.kept, m.keep.next = kept, time.Time{}
	m.tellHoldings()
}

// change keeps targets, or no longer, and begins what that asks for.
func (m *Model) change(targets []string, on bool) tea.Cmd {
	m.wants(targets, on)
	return tea.Batch(m.visitHome(), m.askSchedule())
}

// wants notes that the user wants targets kept, or no longer, and keeps them.
func (m *Model) wants(targets []string, on bool) {
	n := &m.keep.home
	if n.change == nil {
		n.change = map[string]bool{}
	}
	kept := map[string]bool{}
	for _, t := range m.keep.kept {
		kept[t] = true
	}
	for _, t := range targets {
		n.change[t], kept[t] = on, on
	}
	maps.DeleteFunc(kept, func(_ string, on bool) bool { return !on })
	m.keepThese(slices.Sorted(maps.Keys(kept)))
}

// ours reports whether the schedule may be asked: nobody keeps the targets before it is known whose turn it is.
func (n *neighbours) ours(alone bool) bool {
	return alone || n.known && (n.mine || n.other != "")
}

// notNow is why bricktop neither stops nor signs in anew: what is half done would stay so, with its lock.
func (m *Model) notNow() string {
	if busy := m.ops.busy(); busy != "" {
		return "Not now: " + busy + "."
	}
	return ""
}

// stops reports whether a key stops bricktop, whatever is open: what is typed next is meant for the shell. A key that
// writes a letter does not where letters are taken.
func (m *Model) stops(pressed tea.KeyPressMsg) bool {
	return pressed.Text == "" && key.Matches(pressed, m.suspending().keys)
}

func (m *Model) suspending() action {
	return m.actions[slices.IndexFunc(m.actions, func(a action) bool { return a.id == "suspend" })]
}

// suspend gives the turn away first: a bricktop that is stopped rotates nothing.
func (m *Model) suspend() tea.Cmd {
	home := m.opts.Home
	if home == nil {
		return tea.Suspend
	}
	n := &m.keep.home
	n.known, n.mine = false, false
	if n.visiting { // it may take the turn yet
		n.leaving = true
		return nil
	}
	n.leaving = false
	ctx, op := m.ops.begin("")
	return func() tea.Msg {
		home.Yield(ctx)
		return turnYieldedMsg{op: op}
	}
}

// onTurnYielded stops at last. Back from it, everything is looked at anew.
func (m *Model) onTurnYielded(msg turnYieldedMsg) tea.Cmd {
	m.ops.end(msg.op)
	return tea.Suspend
}

// watching says who keeps the targets of this home in our place; empty: nobody.
func (m *Model) watching() string {
	if m.keep.home.other == "" {
		return ""
	}
	return text.Clean(m.keep.home.other) + " keeps tokens rotated; this one watches, and takes over when it ends"
}

// homeFields is panel 1's part about this home.
func (m *Model) homeFields() []ui.Field {
	switch n := &m.keep.home; {
	case n.other != "":
		return []ui.Field{toned("Keeping", m.watching(), theme.Accent)}
	case n.err != nil:
		return []ui.Field{toned("Keeping", n.err.Error(), theme.Warn)}
	case n.mine:
		return []ui.Field{plain("Keeping", text.Plural(len(m.keep.kept), "target", "targets")+" rotated")}
	}
	return nil
}

// crowd tells in the header that other bricktops run on this home; empty: none does.
func (m *Model) crowd() string {
	if m.keep.home.running < 2 {
		return ""
	}
	return fmt.Sprintf("%d BRICKTOPS", m.keep.home.running)
}

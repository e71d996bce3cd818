package model

import (
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/session"
)

// lookEvery is how often the files are read again, so that an edit by anyone shows.
const lookEvery = 3 * time.Second

// machine is what is known of this machine.
type machine struct {
	profile string // the profile asked for; empty: what flags and environment say
	inv     report.Inventory
	known   bool
	asked   int // counts the looks: a late one changes nothing
	looking bool
	again   bool // somebody asked while it was looking
	next    time.Time
	router  outdated
}

// FilesChanged tells the dashboard that a credential file changed. Whoever watches the files sends it.
type FilesChanged struct{}

type machineReadMsg struct {
	asked int
	op    int
	inv   report.Inventory
}

// look reads environment and files again. One look runs at a time: a file system that hangs must not gather
// looks behind it.
func (m *Model) look() tea.Cmd {
	if m.machine.looking {
		m.machine.again = true
		return nil
	}
	return m.lookNow()
}

func (m *Model) lookNow() tea.Cmd {
	ctx, op := m.ops.begin("")
	m.machine.asked++
	m.machine.looking, m.machine.again = true, false
	asked, files, profile := m.machine.asked, m.opts.Files, m.machine.profile
	return func() tea.Msg {
		return machineReadMsg{asked: asked, op: op, inv: files.Look(ctx, profile)}
	}
}

func (m *Model) onMachineRead(msg machineReadMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.asked != m.machine.asked {
		return nil
	}
	m.machine.looking = false
	m.machine.next = m.now.Add(lookEvery)
	return tea.Batch(m.takeStock(msg.inv), m.lookAgain())
}

func (m *Model) lookAgain() tea.Cmd {
	if !m.machine.again {
		return nil
	}
	return m.look()
}

// takeStock takes what a look found, and signs in anew where that changed.
func (m *Model) takeStock(inv report.Inventory) tea.Cmd {
	first := !m.machine.known
	if !first && reflect.DeepEqual(inv, m.machine.inv) {
		return nil
	}
	m.machine.inv, m.machine.known = inv, true
	login := report.SignIn(inv.Login)
	if first || !sameLogin(login, m.conn.login) {
		return m.connect(login)
	}
	m.judge()
	return m.tryStored()
}

func sameLogin(a, b session.Login) bool {
	return a.Host == b.Host && a.AuthType == b.AuthType && a.ClientID == b.ClientID && a.WorkspaceID == b.WorkspaceID &&
		a.ClientSecret.Equal(b.ClientSecret) && a.Token.Equal(b.Token)
}

// unconfigured reports that there is nothing to sign in with, and nothing wrong either.
func (m *Model) unconfigured() bool {
	return m.machine.known && m.machine.inv.LoginErr == nil && m.machine.inv.Login.Host == ""
}

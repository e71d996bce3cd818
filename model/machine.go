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
	next    time.Time
}

type machineReadMsg struct {
	asked int
	op    int
	inv   report.Inventory
}

// look reads environment and files again.
func (m *Model) look() tea.Cmd {
	ctx, op := m.ops.begin("")
	m.machine.asked++
	m.machine.next = m.now.Add(lookEvery)
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
	first := !m.machine.known
	if !first && reflect.DeepEqual(msg.inv, m.machine.inv) {
		return nil
	}
	m.machine.inv, m.machine.known = msg.inv, true
	login := report.SignIn(msg.inv.Login)
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

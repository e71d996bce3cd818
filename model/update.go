package model

import (
	tea "charm.land/bubbletea/v2"
)

// Update routes one message, and asks for the next tick.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.setNow(m.opts.Now().Round(0))
	m.touched(msg)
	before := m.top()
	cmd := m.repainting(msg)
	m.settleDialogs(msg, before)
	return m, tea.Batch(cmd, m.wake())
}

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tickMsg:
		return m.onTick(msg)
	case RequestMade:
		return m.onRequest(msg)
	case FilesChanged:
		return m.look()
	case tea.KeyPressMsg:
		return m.onKey(msg)
	case Do:
		return m.onDo(msg)
	case tea.PasteMsg:
		return m.onPaste(msg)
	case tea.MouseClickMsg:
		return m.onClick(msg)
	case tea.MouseWheelMsg:
		return m.onWheel(msg)
	case machineReadMsg:
		return m.onMachineRead(msg)
	case contextToldMsg:
		return m.onContextTold(msg)
	case tokensListedMsg:
		return m.onTokensListed(msg)
	case storedTriedMsg:
		return m.onStoredTried(msg)
	case tokenCreatedMsg:
		return m.onTokenCreated(msg)
	case tokenRevokedMsg:
		return m.onTokenRevoked(msg)
	case manyRevokedMsg:
		return m.onManyRevoked(msg)
	case manyGoOnMsg:
		return m.onManyGoOn(msg)
	case recoveredMsg:
		return m.onRecovered(msg)
	case homeVisitedMsg:
		return m.onHomeVisited(msg)
	case turnYieldedMsg:
		return m.onTurnYielded(msg)
	case pullPlannedMsg:
		return m.onPullPlanned(msg)
	case routerMsg:
		return msg.told(m)
	case rotationBegunMsg:
		return m.onRotationBegun(msg)
	case rotationSteppedMsg:
		return m.onRotationStepped(msg)
	case slotsFoundMsg:
		return m.onSlotsFound(msg)
	case changePlannedMsg:
		return m.onChangePlanned(msg)
	case changeMadeMsg:
		return m.onChangeMade(msg)
	case changeUndoneMsg:
		return m.onChangeUndone(msg)
	}
	return m.onTerminal(msg)
}

// onKey gives a key to whoever is first in line for it.
func (m *Model) onKey(key tea.KeyPressMsg) tea.Cmd {
	if key.Mod == tea.ModAlt && key.Code >= ' ' && key.Code < 0x7f {
		// Nothing is on alt. A slow line puts esc and the key behind it into one read, which looks like alt.
		key.Mod, key.Text = 0, string(key.Code)
		return tea.Batch(m.onKey(tea.KeyPressMsg{Code: tea.KeyEscape}), m.onKey(key))
	}
	switch {
	case key.String() == "ctrl+c":
		return m.quit()
	case m.tooSmall():
		return m.onUnseenKey(key)
	case key.String() == "ctrl+l" && (m.top() != nil || m.tokens.filter.typing):
		return tea.ClearScreen // what another program wrote over a question has to go too
	case m.stops(key):
		return m.do(m.suspending())
	case m.graceful(m.now):
		return nil
	case m.top() != nil:
		return m.top().press(m, key)
	case m.tokens.filter.typing:
		return m.onFilterKey(key)
	}
	return m.act(key)
}

// onPaste gives pasted text to the widget that takes text; anywhere else a paste would be a row of keys.
func (m *Model) onPaste(msg tea.PasteMsg) tea.Cmd {
	if m.tooSmall() {
		return nil
	}
	if d, ok := m.top().(pasted); ok {
		d.paste(m, msg)
	} else if m.top() == nil && m.tokens.filter.typing {
		m.pasteFilter(msg)
	}
	return nil
}

// pasted is a dialog that takes text.
type pasted interface {
	paste(*Model, tea.PasteMsg)
}

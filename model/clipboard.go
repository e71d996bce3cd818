package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/ui/theme"
)

// clearAfter is how long a secret may lie in the clipboard before bricktop offers to empty it.
const clearAfter = 30 * time.Second

// clipboard is the secret that was sent to the clipboard, as far as there is something to do about it.
type clipboard struct{ asks time.Time } // when to offer to empty it; zero: nothing was sent

// send sends what is no secret to the clipboard, or tells it where nothing goes there.
func (m *Model) send(what, value, sentence string) tea.Cmd {
	if m.opts.Settings.Plain {
		m.say(theme.Good, "The "+what+" is "+value+".")
		return nil
	}
	m.say(theme.Good, sentence)
	return tea.SetClipboard(value)
}

// sendSecret sends a secret to the clipboard, and notes that it is there.
func (m *Model) sendSecret(value secret.Secret) tea.Cmd {
	if m.opts.Settings.Plain {
		m.say(theme.Warn, "Line by line nothing goes to the clipboard: v shows the value.")
		return nil
	}
	m.clipboard.asks = m.now.Add(clearAfter)
	m.say(theme.Good, "Sent to the clipboard. A terminal may ignore that: check before you close this.")
	return tea.SetClipboard(value.Reveal())
}

// askToClear offers to empty the clipboard once its time has come. Only the user knows what is in there by then.
func (m *Model) askToClear() {
	if m.clipboard.asks.IsZero() || m.now.Before(m.clipboard.asks) {
		return
	}
	m.clipboard.asks = time.Time{}
	m.openByItself(ask("Empty the clipboard?", theme.Warn, []theme.Line{
		theme.Words(theme.Plain, "The new token was sent to the clipboard half a minute ago, where other programs can read it."), nil,
		theme.Words(theme.Dim, "bricktop never reads the clipboard: whatever is in it now goes. A terminal may ignore the wish without a word."),
	}, "Leave it", "Empty it", (*Model).clearClipboard))
}

func (m *Model) clearClipboard() tea.Cmd {
	m.say(theme.Good, "Asked the terminal to empty the clipboard.")
	return tea.SetClipboard("")
}

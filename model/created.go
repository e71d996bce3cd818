package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// shownFor is how long a revealed value stays on screen.
const shownFor = time.Minute

// createdDialog holds the value of a token just made: the only place where bricktop ever shows one. The value
// is drawn only while revealed, and is gone when the dialog is closed.
type createdDialog struct {
	id      token.ID
	value   secret.Secret
	spec    token.Spec
	blank   time.Time // when the revealed value goes; zero: it is not shown
	seen    bool      // it was on screen: closing needs no second thought
	leaving bool      // esc was pressed once
	scroll  int
}

func newCreatedDialog(c session.Created, spec token.Spec) *createdDialog {
	return &createdDialog{id: token.ID(c.ID), value: c.Value, spec: spec}
}

func (d *createdDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "v":
		if d.blank.IsZero() {
			d.blank, d.seen = m.now.Add(shownFor), true
		} else {
			d.hide()
		}
	case "y":
		return m.sendSecret(d.value)
	case "w":
		return m.findSlots(d.value)
	case "esc", "enter", "q":
		// That it was sent to the clipboard proves nothing: many terminals ignore that without a word.
		if d.leaving || d.seen {
			m.shut(d)
			return nil
		}
		d.leaving = true
		return nil
	default:
		d.scroll = m.scrollWithin(d.draw(m), scrolled(d.scroll, key.String(), 3))
	}
	d.leaving = false
	return nil
}

func (d *createdDialog) hide() { d.blank = time.Time{} }

// blankAt hides a value that has been on screen for long enough.
func (d *createdDialog) blankAt(now time.Time) {
	if !d.blank.IsZero() && !now.Before(d.blank) {
		d.hide()
	}
}

func (d *createdDialog) draw(m *Model) *uidialog.Props {
	value, hint := theme.Words(theme.Plain, d.value.Mask()), "w writes it into a file · v shows it · y sends it to the clipboard · esc closes"
	if !d.blank.IsZero() {
		value = theme.Words(theme.Strong, d.value.Reveal())
		hint = "v hides it, or " + text.Countdown(d.blank.Sub(m.now)) + " · w writes it into a file · y clipboard · esc closes"
	}
	if d.leaving {
		hint = "The value cannot be shown again. esc once more closes."
	}
	return &uidialog.Props{
		Title: "Token created", Tone: theme.Good, Hint: hint, Scroll: d.scroll,
		Body: []theme.Line{
			value,
			nil,
			theme.Words(theme.Dim, "This is the only time that Databricks tells the value."),
			nil,
			field("Comment", d.spec.Comment),
			field("ID", string(d.id)),
			field("Lives", token.FormatLifetime(d.spec.Lifetime)),
		},
	}
}

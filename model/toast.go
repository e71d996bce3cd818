package model

import (
	"time"

	"bricktop/ui/theme"
)

// toast is a sentence that goes by itself. Its end is a time, not a timer, so that an old one can never take
// a newer sentence away.
type toast struct {
	text string
	tone theme.Tone
	ends time.Time
}

// said is what the user was told: the sentence on screen, and all of them, the newest last.
type said struct {
	toast     toast
	clipboard clipboard
	deeds     []string // what was done, for the user's shell
	log       []entry
	forgotten int // entries that are no longer in the log

	requests []entry // sent to workspaces, the newest last
	entries  int     // of both, ever
}

// tell says how something ended, unless the dialog on top shows it.
func (m *Model) tell(shown bool, tone theme.Tone, text string) {
	if shown {
		m.remember(tone, text)
		return
	}
	m.say(tone, text)
}

// say shows a sentence: bad news stays twice as long.
func (m *Model) say(tone theme.Tone, text string) {
	stay := 5 * time.Second
	if tone == theme.Bad || tone == theme.Warn {
		stay *= 2
	}
	m.remember(tone, text)
	m.toast = toast{text: text, tone: tone, ends: m.opts.Now().Add(stay)}
}

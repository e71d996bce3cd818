package model

import (
	"strings"

	"bricktop/creds/secret"
	"bricktop/ui/text"
)

// Summary is what this bricktop did, a line each, in order: what the user's shell shows when the dashboard is gone.
func (m *Model) Summary() []string { return m.deeds }

// did notes what was done.
func (m *Model) did(sentence string) {
	m.deeds = append(m.deeds, strings.Join(text.CleanLines(secret.Redact(m.homely(sentence))), " "))
}

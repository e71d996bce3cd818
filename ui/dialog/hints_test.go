package dialog

import (
	"strings"
	"testing"

	"bricktop/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

// Every hint that names a key answers to the mouse where its words stand, also where they go on in the next
// line. A sentence names none.
func TestHintsAnswerWhereTheyStand(t *testing.T) {
	for _, c := range []struct {
		hint string
		want map[string]string
	}{
		{"esc goes back", map[string]string{"esc": "esc goes back"}},
		{"w writes it into a file · v shows it · y sends it to the clipboard · esc closes", map[string]string{
			"w": "w writes it into a file", "v": "v shows it", "y": "y sends it to the clipboard", "esc": "esc closes"}},
		{"creating… · esc gives up waiting", map[string]string{"esc": "esc gives up waiting"}},
		{"The value cannot be shown again. esc once more closes.", nil},
		{"↑↓ scroll · esc closes", map[string]string{"esc": "esc closes"}},
	} {
		for w := 24; w <= 120; w += 4 {
			box := Draw(Props{Title: "T", Body: []theme.Line{theme.Words(theme.Plain, "Body.")}, Hint: c.hint}, plain, w, 24)
			got := map[string]string{}
			for _, hit := range box.Hits {
				words := ansi.Strip(ansi.Cut(box.Lines[hit.Y], hit.X, hit.X+hit.W))
				got[hit.Key] = strings.TrimSpace(got[hit.Key] + " " + words)
			}
			for key, words := range c.want {
				if got[key] != words {
					t.Errorf("%d cells: %s is %q, want %q", w, key, got[key], words)
				}
			}
			if len(got) != len(c.want) {
				t.Errorf("%d cells: %q", w, got)
			}
		}
	}
}

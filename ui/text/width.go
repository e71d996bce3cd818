package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells a clean text takes. It counts as Bubble Tea does until a terminal says that it
// measures grapheme clusters (mode 2027), which xterm.js never does: rune by rune.
func Width(s string) int {
	_, w := Prefix(s, 1<<30)
	return w
}

// Prefix is the longest start of s that takes at most w cells, and how many it takes. It never breaks a
// grapheme cluster.
func Prefix(s string, w int) (string, int) {
	used := 0
	for i := 0; i < len(s); {
		// An ASCII byte is one cell unless a mark follows it.
		if s[i] < 0x80 && (i+1 == len(s) || s[i+1] < 0x80) {
			if used >= w {
				return s[:i], used
			}
			used++
			i++
			continue
		}
		cluster, cells := ansi.FirstGraphemeCluster(s[i:], ansi.WcWidth)
		if used+cells > w {
			return s[:i], used
		}
		used += cells
		i += len(cluster)
	}
	return s, used
}

// Truncate cuts s to at most w cells, with … at the end where something went.
func Truncate(s string, w int) string {
	if w <= 0 {
		return ""
	}
	head, _ := Prefix(s, w)
	if len(head) == len(s) {
		return s
	}
	head, _ = Prefix(s, w-1)
	return head + "…"
}

// Pad is s cut or filled up with spaces to exactly w cells; empty when w is negative.
func Pad(s string, w int) string {
	s = Truncate(s, w)
	return s + strings.Repeat(" ", max(0, w-Width(s)))
}

package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks s into lines of at most w cells, at spaces where it can. Lines after the first are indented as
// the first is. w below one counts as one.
func Wrap(s string, w int) []string {
	indent, breaks := Breaks(s, w)
	lines := make([]string, len(breaks))
	for i, b := range breaks {
		lines[i] = s[b.From:b.To]
		if i > 0 {
			lines[i] = s[:indent] + lines[i]
		}
	}
	return lines
}

// Break is the bytes of one line of a wrapped text.
type Break struct{ From, To int }

// Breaks is where Wrap breaks a text: the bytes of each line, and how many spaces go before every line
// but the first. There is always at least one line.
func Breaks(s string, w int) (indent int, lines []Break) {
	w = max(w, 1)
	indent = len(s) - len(strings.TrimLeft(s, " "))
	if indent > w/2 {
		indent = 0
	}
	room := w
	for from := 0; ; {
		rest := s[from:]
		head, _ := Prefix(rest, room)
		if len(head) == len(rest) {
			return indent, append(lines, Break{from, from + len(strings.TrimRight(rest, " "))})
		}
		skip := 0
		if head == "" { // one character wider than the line: it is left out
			cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.WcWidth)
			skip = len(cluster)
		} else if cut := strings.LastIndexByte(head, ' '); rest[len(head)] != ' ' && strings.TrimLeft(head[:cut+1], " ") != "" {
			head = head[:cut]
		}
		lines = append(lines, Break{from, from + len(strings.TrimRight(head, " "))})
		from += len(head) + skip
		from += len(s[from:]) - len(strings.TrimLeft(s[from:], " "))
		room = w - indent
	}
}

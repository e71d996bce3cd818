package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks s into lines of at most w cells, at spaces where it can, else after punctuation. Lines after the
// first are indented as the first is, or, where that is a sign or a word with its meaning behind one space or
// behind two and more, as its meaning. w below one counts as one.
func Wrap(s string, w int) []string {
	indent, breaks := Breaks(s, w)
	lines := make([]string, len(breaks))
	for i, b := range breaks {
		lines[i] = s[b.From:b.To]
		if i > 0 {
			lines[i] = strings.Repeat(" ", indent) + lines[i]
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
	indent, hang := hanging(s, w)
	from, room := 0, w
	for {
		rest := s[from:]
		head, _ := Prefix(rest, room)
		if len(head) == len(rest) {
			return indent, append(lines, Break{from, from + len(strings.TrimRight(rest, " "))})
		}
		end := len(head)
		if head == "" { // one character wider than the line: it is left out
			cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.WcWidth)
			end = len(cluster)
			lines = append(lines, Break{from, from})
		} else {
			end = cut(rest, end, max(0, hang-from))
			lines = append(lines, Break{from, from + len(strings.TrimRight(rest[:end], " "))})
		}
		from += end
		from += len(s[from:]) - len(strings.TrimLeft(s[from:], " "))
		room = w - indent
	}
}

// hanging is the cells before the lines that follow, and how many bytes of the first stand there. It takes at
// most half the room.
func hanging(s string, w int) (cells, bytes int) {
	lead := len(s) - len(strings.TrimLeft(s, " "))
	if sign, size := utf8.DecodeRuneInString(s[lead:]); isSign(sign) && strings.HasPrefix(s[lead+size:], " ") {
		at := lead + size + 1
		if cells = Width(s[:at]); cells <= w/2 && s[at:] != "" && s[at] != ' ' {
			return cells, at
		}
	}
	if gap := strings.Index(s[lead:], "  "); gap > 0 {
		after := s[lead+gap:]
		bytes = len(s) - len(strings.TrimLeft(after, " "))
		if cells = Width(s[:bytes]); cells <= w/2 && bytes < len(s) {
			return cells, bytes
		}
	}
	if lead > w/2 {
		return 0, 0
	}
	return lead, lead
}

// isSign tells a sign from the first letter of a text. In ASCII two of them are letters.
func isSign(r rune) bool {
	return r == 'o' || r == 'x' || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// cut is where a line that may hold the first end bytes of s is best broken, after the first least: at a
// space, else after punctuation in its second half, else at the end.
func cut(s string, end, least int) int {
	if s[end] == ' ' {
		return end
	}
	if at := strings.LastIndexByte(s[:end], ' '); at > least && strings.TrimLeft(s[:at], " ") != "" {
		return at
	}
	if at := strings.LastIndexAny(s[:end], "-./,:;=_"); at >= end/2 && at+1 > least {
		return at + 1
	}
	return end
}

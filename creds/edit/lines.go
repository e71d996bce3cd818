package edit

import (
	"bytes"
	"strings"
)

// habit is how a file writes the line of one value: what comes before the name, between name and delimiter,
// the delimiter itself, and between it and the value.
type habit struct {
	lead, before, delimiter, after string
	width                          int // of name and what is behind it, where delimiters are lined up; else 0
}

// habitOf learns from a line, up to where its value starts. lead is what comes before the name, and above is
// the habit of the line above: under lined up delimiters the longest name has one blank like any other.
func habitOf(above habit, lead, line, delimiters string) habit {
	i := strings.LastIndexAny(line, delimiters)
	name := strings.TrimRight(line[len(lead):i], " \t")
	h := habit{lead: lead, before: line[len(lead)+len(name) : i], delimiter: line[i : i+1], after: line[i+1:]}
	width := len(line[len(lead):i])
	if strings.Trim(h.before, " ") == "" && (len(h.before) > 1 || h.before != "" && width == above.width) {
		h.before, h.width = " ", width
	}
	return h
}

func (h habit) line(name, value string) string {
	return h.lead + name + h.before + strings.Repeat(" ", max(0, h.width-len(name)-len(h.before))) + h.delimiter + h.after + value
}

// newline is how the first line ends, for the others to come.
func newline(data []byte) string {
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// newLines puts whole lines at the start of a line, or at the end of the file, which then ends as it did:
// with a newline, or without one.
func newLines(data []byte, at int, lines ...string) (Span, string) {
	nl := newline(data)
	text := strings.Join(lines, nl)
	if at == len(data) && at > len(bom(data)) && data[at-1] != '\n' {
		return Span{at, at}, nl + text
	}
	return Span{at, at}, text + nl
}

// bom is the byte order mark that a document starts with.
func bom(data []byte) []byte {
	if mark := []byte("\ufeff"); bytes.HasPrefix(data, mark) {
		return mark
	}
	return nil
}

// gap is an empty line, where lines at the end of the file are to stand apart from those above.
func gap(data []byte) []string {
	nl := []byte(newline(data))
	switch {
	case len(data) == len(bom(data)), bytes.HasSuffix(data, append(nl, nl...)), bytes.Equal(data, nl):
		return nil
	}
	return []string{""}
}

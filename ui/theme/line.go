package theme

import (
	"strings"

	"bricktop/ui/text"
)

// Text is the text of a line, without its tones.
func (l Line) Text() string {
	if len(l) == 1 {
		return l[0].Text
	}
	var b strings.Builder
	for _, span := range l {
		b.WriteString(span.Text)
	}
	return b.String()
}

// Width is how many cells a line takes.
func (l Line) Width() int {
	w := 0
	for _, span := range l {
		w += text.Width(span.Text)
	}
	return w
}

// Wrap appends the line to lines, broken into lines of at most w cells at spaces where it can be, those after
// the first indented as the first is.
func (l Line) Wrap(lines []Line, w int) []Line {
	if l.Width() <= w {
		return append(lines, l)
	}
	indent, breaks := text.Breaks(l.Text(), w)
	for i, b := range breaks {
		part := l.slice(b)
		if i > 0 && indent > 0 {
			part = append(Words(Plain, strings.Repeat(" ", indent)), part...)
		}
		lines = append(lines, part)
	}
	return lines
}

// slice is the spans of some bytes of the line's text.
func (l Line) slice(b text.Break) Line {
	var part Line
	at := 0
	for _, span := range l {
		from, to := max(b.From-at, 0), min(b.To-at, len(span.Text))
		if from < to {
			part = append(part, Span{Text: span.Text[from:to], Tone: span.Tone, Link: span.Link})
		}
		at += len(span.Text)
	}
	return part
}

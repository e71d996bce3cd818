package creds

import (
	"slices"
	"strings"
)

// How many lines around a change are shown, how many of a diff at all, and how much of one line.
const (
	contextLines = 2
	mostLines    = 60
	mostRunes    = 160
)

// maskedDiff is what changes, with a few lines around it and every secret masked.
func maskedDiff(d draft) []DiffLine {
	return shorten(crop(masked(around(diffLines(string(d.before), string(d.after))), d.known)))
}

// gone is the lines that a change takes away, as they are.
func gone(before, after string) string {
	var lines []string
	for _, l := range diffLines(before, after) {
		if l.Kind == Removed {
			lines = append(lines, l.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// diffLines is the shortest way from one text to the other, line by line. Beyond a thousand lines in dispute
// it is only a short one.
func diffLines(before, after string) []DiffLine {
	a, b := splitLines(before), splitLines(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []DiffLine
	add := func(kind DiffKind, lines []string) {
		for _, l := range lines {
			out = append(out, DiffLine{kind, l})
		}
	}
	add(Same, a[:head])
	out = append(out, middle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	add(Same, a[len(a)-tail:])
	return out
}

// middle compares by the longest common subsequence.
func middle(a, b []string) []DiffLine {
	var out []DiffLine
	const most = 1000
	if len(a) > most || len(b) > most {
		for _, l := range a {
			out = append(out, DiffLine{Removed, l})
		}
		for _, l := range b {
			out = append(out, DiffLine{Added, l})
		}
		return out
	}
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{Same, a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, DiffLine{Removed, a[i]})
			i++
		default:
			out = append(out, DiffLine{Added, b[j]})
			j++
		}
	}
	return out
}

func splitLines(text string) []string {
	var lines []string
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		lines = append(lines, strings.TrimRight(line, "\r\n"))
	}
	return lines
}

// around leaves out what is far from any change.
func around(lines []DiffLine) []DiffLine {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if l.Kind != Same {
			for k := max(0, i-contextLines); k <= min(len(lines)-1, i+contextLines); k++ {
				near[k] = true
			}
		}
	}
	var out []DiffLine
	for i, l := range lines {
		switch {
		case near[i]:
			out = append(out, l)
		case i > 0 && near[i-1] && slices.Contains(near[i:], true):
			out = append(out, DiffLine{Skipped, "…"})
		}
	}
	return out
}

// crop shortens long lines, as of JSON without line breaks, to where the one that goes and the one that comes
// differ. They are masked by then.
func crop(lines []DiffLine) []DiffLine {
	const lead = 40
	from := make([]int, len(lines))
	for i := range lines {
		if i > 0 && lines[i-1].Kind == Removed && lines[i].Kind == Added {
			from[i-1] = differAt(lines[i-1].Text, lines[i].Text) - lead
			from[i] = from[i-1]
		}
	}
	for i := range lines {
		lines[i].Text = window(lines[i].Text, from[i])
	}
	return lines
}

func differAt(a, b string) int {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

func window(text string, from int) string {
	runes := []rune(text)
	if len(runes) <= mostRunes {
		return text
	}
	from = max(0, min(from, len(runes)-mostRunes))
	out := string(runes[from:min(len(runes), from+mostRunes)])
	if from > 0 {
		out = "…" + out
	}
	if from+mostRunes < len(runes) {
		out += "…"
	}
	return out
}

func shorten(lines []DiffLine) []DiffLine {
	if len(lines) <= mostLines {
		return lines
	}
	return append(slices.Clip(lines[:mostLines]), DiffLine{Skipped, "…"})
}

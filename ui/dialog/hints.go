package dialog

import (
	"strings"
	"unicode/utf8"

	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// hintRows is the hint on at most so many lines, or on as many as it takes.
func (b *builder) hintRows(most int) []row {
	if b.props.Hint == "" || most == 0 {
		return nil
	}
	lines := text.Wrap(b.props.Hint, b.inner)
	if most > 0 && len(lines) > most {
		lines = append(lines[:most-1:most-1], strings.Join(lines[most-1:], " ")) // the pen cuts it
	}
	rows, key, first := make([]row, len(lines)), "", true
	for i, line := range lines {
		rows[i] = b.line(theme.Words(theme.Dim, line))
		rows[i].hits, key, first = b.hintHits(line, key, first)
	}
	return rows
}

// hintHits are the hints of a line, "key words · key words": one for each key, as far as its words are in view.
// A hint that goes on in the next line is told to it by its key; first: the next word begins a hint.
func (b *builder) hintHits(line, key string, first bool) ([]Hit, string, bool) {
	var hits []Hit
	x, open := 0, false
	for i, word := range strings.Split(line, " ") {
		if i > 0 {
			x++
		}
		w := text.Width(word)
		switch {
		case word == "·":
			first, open = true, false
		case word != "":
			if first {
				key, first = pressable(word), false
			}
			if to := min(x+w, b.inner); key != "" && to > x {
				if !open {
					hits = append(hits, Hit{Kind: HintHit, Key: key, X: x})
				}
				open = true
				hits[len(hits)-1].W = to - hits[len(hits)-1].X
			}
		}
		x += w
	}
	return hits, key, first
}

// pressable is the key that a word names, empty: it is a word.
func pressable(word string) string {
	switch word {
	case "enter", "esc", "tab", "space":
		return word
	}
	if r, n := utf8.DecodeRuneInString(word); n == len(word) && r > ' ' && r < 0x7f && (r < 'A' || r > 'Z') {
		return word
	}
	return ""
}

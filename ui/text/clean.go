// Package text makes foreign text safe for one cell of the screen, cuts and pads text by cells, and words
// times, sizes and counts. It is pure: the time is always an argument.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks a character keeps: enough for every living script, too few to
// paint over the lines above and below.
const maxMarks = 2

// shown is what may pass as it is. An allow-list: a category that Unicode adds later is escaped.
var shown = []*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.P, unicode.S}

// invisible are letters and marks that draw nothing, and so could tell two equal-looking texts apart.
var invisible = []*unicode.RangeTable{unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector}

// Clean makes any string safe to draw on one line: no control character, escape sequence, bidirectional
// override, invisible or private character gets through. What may not pass becomes visible, as ^X for
// control characters, \xNN for a byte that is no UTF-8, ‹U+XXXX› for the rest. The result is in Unicode
// normal form C. Clean(Clean(s)) == Clean(s).
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	s = norm.NFC.String(s)
	var b strings.Builder
	b.Grow(len(s) + 16)
	marks := maxMarks + 1 // nothing yet that a mark could sit on
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		marks = cleanRune(&b, r, s[i:i+size], marks)
		i += size
	}
	// A selector that went may have stood between a letter and its accent.
	return norm.NFC.String(b.String())
}

// cleanRune writes one rune, and returns how many marks the character before the next rune has; more than
// maxMarks: it is none of the text's own.
func cleanRune(b *strings.Builder, r rune, raw string, marks int) int {
	const noBase = maxMarks + 1
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		fmt.Fprintf(b, `\x%02x`, raw[0])
		return noBase
	case r < 0x20 || r == 0x7f:
		b.WriteByte('^')
		b.WriteByte(byte(r) ^ 0x40)
		return noBase
	case unicode.Is(unicode.Zs, r):
		b.WriteByte(' ')
		return 0
	case r == 0xfe0e || r == 0xfe0f:
		// They choose between two looks of one character, and terminals disagree about the width of the second.
		return marks
	case !unicode.In(r, shown...) || unicode.In(r, invisible...):
		fmt.Fprintf(b, "‹U+%04X›", r)
		return noBase
	case unicode.In(r, unicode.Mn, unicode.Me):
		return cleanMark(b, r, marks)
	}
	b.WriteRune(r)
	return 0
}

func cleanMark(b *strings.Builder, r rune, marks int) int {
	switch {
	case marks > maxMarks:
		fmt.Fprintf(b, "‹U+%04X›", r)
		return marks
	case marks == maxMarks:
		return marks
	}
	b.WriteRune(r)
	return marks + 1
}

// CleanLines is Clean for a text of several lines, such as an answer of a server: it breaks at line feeds,
// with or without a carriage return, and makes four spaces of a tab.
func CleanLines(s string) []string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = Clean(strings.ReplaceAll(line, "\t", "    "))
	}
	return lines
}

// Strip is what of a typed or pasted text goes into a single-line input: what Clean would have to escape is
// left out, and line breaks become spaces.
func Strip(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case r == utf8.RuneError || !unicode.In(r, shown...) || unicode.In(r, invisible...):
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

// isPlain reports whether s is printable ASCII: nothing to clean, one cell a byte.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i]-0x20 > 0x7e-0x20 {
			return false
		}
	}
	return true
}

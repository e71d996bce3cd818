package plain

import (
	"strings"

	"bricktop/ui/theme"
)

// signs are the marks that say something by themselves, in words.
var signs = map[string]string{
	"●": "fine:", "▲": "warning:", "◆": "urgent:", "✗": "wrong:", "∞": "never ends:", "?": "unknown:", "✓": "done:", "•": "", "↻": "",
	"·": "",
}

// plainly are the marks that stand in sentences.
var plainly = strings.NewReplacer("? unknown", "unknown", "? no workspace", "no workspace", "● ", "", "▲ ", "", "◆ ", "", "✗ ", "", "∞ ", "", "✓ ", "", "❯ ", "", "↻", "kept ", "•", "*", "…", "...", " · ", ", ", "·", ",",
	"–", "-", "—", "-", "→", "to", "↑↓", "up and down", "↑", "up", "↓", "down", "‹", "<", "›", ">", "“", `"`, "”", `"`, "’", "'", "×", "x", "━", "", "╾", "", "─", "", "│", "")

// words is a text without marks: those before a word go, since the word says it too.
func words(s string) string { return plainly.Replace(s) }

// spoken is a line in words: a mark that stands alone becomes one.
func spoken(line theme.Line) string {
	var b strings.Builder
	for _, span := range line {
		if word, ok := signs[strings.TrimSpace(span.Text)]; ok {
			b.WriteString(word)
			continue
		}
		b.WriteString(words(span.Text))
	}
	return strings.TrimSpace(b.String())
}

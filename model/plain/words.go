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
	going := strings.HasSuffix(line.Text(), "…") // what goes on is not unknown
	for _, span := range line {
		said := words(span.Text)
		if word, ok := signs[strings.TrimSpace(span.Text)]; ok && span.Text != " · " { // which stands between words
			said = word
			if going {
				said = ""
			}
		}
		if last := b.String(); strings.HasSuffix(last, ":") && !strings.HasPrefix(said, " ") {
			b.WriteByte(' ')
		}
		b.WriteString(said)
	}
	return strings.TrimSpace(b.String())
}

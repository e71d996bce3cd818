package secret

import (
	"io"
	"regexp"
	"strings"
)

// What secrets look like in foreign text: Databricks tokens and OAuth secrets (the patterns that public
// scanners such as gitleaks and trufflehog use), JSON web tokens, and whatever follows a bearer or basic
// scheme. A secret may be glued to the word before it.
var (
	tokenPattern  = regexp.MustCompile(`(dapi|dose|dkea|dosa)[0-9a-fA-F]{16,}(-\d+)?`)
	jwtPattern    = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*`)
	schemePattern = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}`)
)

// Redact replaces everything in text that looks like a secret, and every value of known, by dots. Errors,
// log lines and anything else that a server or another program wrote pass through it before they are kept.
func Redact(text string, known ...Secret) string {
	for _, k := range known {
		if !k.IsZero() {
			text = strings.ReplaceAll(text, k.Reveal(), k.Mask())
		}
	}
	text = tokenPattern.ReplaceAllString(text, "${1}••••")
	text = jwtPattern.ReplaceAllString(text, "eyJ••••")
	return schemePattern.ReplaceAllString(text, "${1} ••••")
}

// Writer passes on what is written to it, redacted. Each Write is one whole line, as slog's handlers write them.
type Writer struct{ io.Writer }

// Write redacts and passes on.
func (w Writer) Write(line []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, Redact(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}

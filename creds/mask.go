package creds

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"bricktop/creds/secret"
)

// What in a line of a configuration file is a secret although nobody knows its value: what stands behind a name
// that says so, what comes between colon and @ in an address, and long words of letters and digits.
var (
	namedSecret = regexp.MustCompile(`(?i)([a-z0-9_.-]*(?:token|secret|passw|api_?-?key|apikey|credential|authorization|private_?key)[a-z0-9_.-]*["'` + "`" + `]?[ \t]*[=:][ \t]*)("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|` + "`[^`]*`?" + `|[^\s"'` + "`" + `,;}\]{\[][^\s,;}\]]*)`)
	userInfo    = regexp.MustCompile(`(://[^/\s:@"']*):[^/\s@"']+@`)
	longWord    = regexp.MustCompile(`[A-Za-z0-9+_=]{20,}`)
)

const dots = "••••"

// masked hides every secret in lines: the known ones behind their own masks, so that the old one and the new
// one can be told apart, and all that looks like one behind dots.
func masked(lines []DiffLine, known []secret.Secret) []DiffLine {
	known = slices.Clone(known)
	slices.SortFunc(known, func(a, b secret.Secret) int { return cmp.Compare(len(b.Reveal()), len(a.Reveal())) })
	for i := range lines {
		lines[i].Text = maskLine(lines[i].Text, known)
	}
	return lines
}

func maskLine(line string, known []secret.Secret) string {
	line = secret.Redact(line, known...)
	line = namedSecret.ReplaceAllStringFunc(line, func(m string) string {
		parts := namedSecret.FindStringSubmatch(m)
		return parts[1] + maskValue(parts[2])
	})
	line = userInfo.ReplaceAllString(line, "$1:"+dots+"@")
	return longWord.ReplaceAllStringFunc(line, func(word string) string {
		if strings.ContainsAny(word, "0123456789") && strings.ContainsFunc(word, isLetter) {
			return dots
		}
		return word
	})
}

// maskedAlready is a value of which the secrets are hidden, with a scheme before it at most, or that holds none:
// the name of a variable, or nothing.
var maskedAlready = regexp.MustCompile(`^(?i:bearer |basic )?(?:dapi|dose|dkea|dosa|eyJ)?` + dots + `(?:#[0-9a-f]{4})?$|^\$[A-Za-z_]\w*$|^\$\{\w+\}$|^\{env:\w+\}$|^$|^(?:true|false|null|\d{1,9})$`)

func maskValue(value string) string {
	quote, inner := "", value
	if c := value[:1]; strings.Contains("\"'`", c) {
		quote = c
		inner = strings.TrimSuffix(value[1:], c)
	}
	if maskedAlready.MatchString(strings.TrimSpace(inner)) {
		return value
	}
	return quote + dots + quote
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

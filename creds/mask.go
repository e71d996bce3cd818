package creds

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bricktop/creds/secret"
)

// What in a line of a configuration file is a secret although nobody knows its value: what stands behind a name
// that says so, what comes between colon and @ in an address, and long words of letters and digits.
var (
	secretName = regexp.MustCompile(`(?i)(?:token|secret|passw|api_?-?key|credential|authorization|private_?key)[a-z0-9_.-]*["'` + "`" + `]?[ \t]*[=:][ \t]*`)
	quoted     = regexp.MustCompile(`^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|` + "`[^`]*`" + `)`)
	userInfo   = regexp.MustCompile(`(://[^/\s:@"']*):[^/\s@"']+@`)
	longWord   = regexp.MustCompile(`[A-Za-z0-9+_=]{20,}`)
	// harmless is what may stand behind such a name: a mask, the name of a variable, nothing. A number may stand
	// behind an amount of tokens.
	harmless = regexp.MustCompile(`^(?:(?i:bearer |basic )?(?:dapi|dose|dkea|dosa|eyJ)?` + dots + `(?:#[0-9a-f]{4})?|\$[A-Za-z_]\w*|\$\{\w+\}|\{env:\w+\}|true|false|null|)$`)
	amount   = regexp.MustCompile(`(?i)tokens["'` + "`" + `]?[ \t]*[=:][ \t]*$`)
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
	line = maskNamed(line)
	line = userInfo.ReplaceAllString(line, "$1:"+dots+"@")
	return longWord.ReplaceAllStringFunc(line, func(word string) string {
		if strings.ContainsAny(word, "0123456789") && strings.ContainsFunc(word, isLetter) {
			return dots
		}
		return word
	})
}

// maskNamed hides what stands behind the names of secrets: what is in quotes, or else the rest of the line, as
// in INI.
func maskNamed(line string) string {
	at := secretName.FindStringIndex(line)
	if at == nil {
		return line
	}
	name, rest := line[:at[1]], line[at[1]:]
	if rest == "" {
		return line
	}
	if strings.HasPrefix(rest, `"""`) || strings.HasPrefix(rest, "'''") {
		return name + rest[:3] + dots
	}
	if value := quoted.FindString(rest); value != "" {
		quote, inner := value[:1], value[1:len(value)-1]
		if !harmless.MatchString(strings.TrimSpace(inner)) {
			value = quote + dots + quote
		}
		return name + value + maskNamed(rest[len(quoted.FindString(rest)):])
	}
	end := strings.IndexAny(rest, " \t,;}])")
	if end < 0 {
		end = len(rest)
	}
	if _, err := strconv.Atoi(rest[:end]); harmless.MatchString(rest[:end]) || err == nil && amount.MatchString(name) {
		return name + rest[:end] + maskNamed(rest[end:])
	}
	if strings.ContainsAny(rest[:1], "{[") {
		return name + rest[:1] + maskNamed(rest[1:])
	}
	if strings.ContainsAny(rest[:1], "\"'`") {
		return name + rest[:1] + dots
	}
	return name + dots
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

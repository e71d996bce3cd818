package creds

import (
	"regexp"
	"strings"
)

// Reference is how the values of a file name what stands elsewhere.
type Reference byte

// The ways to name a variable.
const (
	NoReference Reference = iota
	Dollar                // $NAME in capitals, or ${anything}
	Braces                // {env:NAME}, and {file:path}
	Bang                  // !command
)

// How claude-code-router 1 and 2 find variables in every text of their config (v2.0.0, interpolateEnvVars), and
// opencode in its own (opencode.ai/docs/config, Variables).
var (
	dollarPattern = regexp.MustCompile(`\$\{([^}]+)\}|\$([A-Z_][A-Z0-9_]*)`)
	bracesPattern = regexp.MustCompile(`\{env:([^}]*)\}|(\{file:[^}]*\})`)
)

func (r Reference) pattern() *regexp.Regexp {
	if r == Braces {
		return bracesPattern
	}
	return dollarPattern
}

// whole reports whether a text is one reference and nothing else, and to which variable; a file has no name.
func (r Reference) whole(text string) (name string, ok bool) {
	if r == NoReference || r == Bang || !strings.ContainsAny(text, "${") {
		return "", false
	}
	m := r.pattern().FindStringSubmatch(text)
	if m == nil || m[0] != text {
		return "", false
	}
	if strings.HasPrefix(text, "{file:") {
		return "", true
	}
	return m[1] + m[2], true
}

// interpolate puts in the variables of this process. One that is unset or empty stays as it is written, as
// in claude-code-router. The reader may run with other variables; ours are the best guess there is.
func (c *Catalogue) interpolate(r Reference, text string) string {
	if r == NoReference || r == Bang || !strings.ContainsAny(text, "${") {
		return text
	}
	return r.pattern().ReplaceAllStringFunc(text, func(match string) string {
		m := r.pattern().FindStringSubmatch(match)
		if value := c.env(m[1] + m[2]); value != "" {
			return value
		}
		return match
	})
}

package creds

import "regexp"

// variablePattern is how claude-code-router 1 and 2 find variables in every text of their config (v2.0.0,
// interpolateEnvVars): $NAME in capitals, or ${anything}.
var variablePattern = regexp.MustCompile(`\$\{([^}]+)\}|\$([A-Z_][A-Z0-9_]*)`)

func variablesIn(text string) []string {
	var names []string
	for _, m := range variablePattern.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1]+m[2])
	}
	return names
}

// interpolate puts in the variables of this process. One that is unset or empty stays as it is written, as
// in claude-code-router. The router may run with other variables; ours are the best guess there is.
func (c *Catalogue) interpolate(text string) string {
	return variablePattern.ReplaceAllStringFunc(text, func(match string) string {
		m := variablePattern.FindStringSubmatch(match)
		if value := c.env(m[1] + m[2]); value != "" {
			return value
		}
		return match
	})
}

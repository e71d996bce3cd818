package creds

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"bricktop/creds/secret"
)

// environment is one look at the variables that matter. Values are cut of white space, for Databricks Apps
// put line ends behind some, and the SDK then fails with an invalid header.
type environment struct {
	names  []string
	values map[string]string
	cut    map[string]bool // the value had white space around it
	used   map[string]bool
	notes  map[string]string
}

const lifetimeVariable = "CLAUDE_CODE_TOKEN_EXPIRY_SECONDS"

// shownVariables are listed even when they are unset: the ones that a user may want to set, and those that
// every Databricks App has.
func shownVariables() []string {
	return []string{
		"DATABRICKS_HOST", "DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET", "DATABRICKS_TOKEN",
		"DATABRICKS_CONFIG_PROFILE", "DATABRICKS_CONFIG_FILE", "DATABRICKS_AUTH_TYPE", "DATABRICKS_WORKSPACE_ID",
		"DATABRICKS_APP_NAME", "DATABRICKS_APP_PORT", lifetimeVariable,
	}
}

// otherVariables are listed when they are set: they decide where other programs of this terminal sign in
// and how traffic leaves it.
func otherVariables() []string {
	return []string{
		"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "CLAUDE_CONFIG_DIR",
		"HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
	}
}

func secretVariable(name string) bool {
	for _, a := range attributes() {
		if a.env == name {
			return a.secret
		}
	}
	return name == "ANTHROPIC_AUTH_TOKEN"
}

func (c *Catalogue) environment() *environment {
	e := &environment{
		values: map[string]string{}, cut: map[string]bool{}, used: map[string]bool{}, notes: map[string]string{},
	}
	listed := map[string]bool{}
	add := func(name string, always bool) {
		raw, ok := c.lookup(name)
		if listed[name] || !always && (!ok || raw == "") {
			return
		}
		listed[name] = true
		e.names = append(e.names, name)
		if value := strings.TrimSpace(raw); value != "" {
			e.values[name] = value
			e.cut[name] = value != raw
		}
	}
	for _, name := range shownVariables() {
		add(name, true)
	}
	for _, a := range attributes() {
		add(a.env, false)
	}
	for _, name := range otherVariables() {
		add(name, false)
	}
	return e
}

func (e *environment) variables() []Variable {
	list := make([]Variable, 0, len(e.names))
	for _, name := range e.names {
		v := Variable{Name: name, Used: e.used[name], Note: e.notes[name]}
		if value, ok := e.values[name]; ok {
			v.Set, v.Source = true, "environment"
			if secretVariable(name) {
				v.Secret = secret.New(value)
			} else {
				v.Value = shown(value)
			}
		}
		if e.cut[name] {
			v.Note = strings.TrimSpace("White space around the value was cut. " + v.Note)
		}
		list = append(list, v)
	}
	return list
}

// lifetime reads the lifetime that new tokens get, in seconds; zero when it is unset or of no use.
func (e *environment) lifetime() time.Duration {
	text, ok := e.values[lifetimeVariable]
	if !ok {
		return 0
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		e.notes[lifetimeVariable] = "Not used: it has to be a whole number of seconds."
	case seconds <= 0 || seconds > math.MaxInt64/int64(time.Second):
		e.notes[lifetimeVariable] = "Not used: no token can live that long or short."
	default:
		e.used[lifetimeVariable] = true
		e.notes[lifetimeVariable] = fmt.Sprintf("New tokens live for %d s.", seconds)
		return time.Duration(seconds) * time.Second
	}
	return 0
}

// shown is a text from a variable or a file that is not meant to be secret, without what is secret all the
// same: a password in an address, a token in the wrong place.
func shown(text string) string {
	if before, after, ok := strings.Cut(text, "://"); ok {
		authority, rest := after, ""
		if i := strings.IndexAny(after, "/?#"); i >= 0 {
			authority, rest = after[:i], after[i:]
		}
		if i := strings.LastIndexByte(authority, '@'); i >= 0 {
			authority = "••••@" + authority[i+1:]
		}
		text = before + "://" + authority + rest
	} else if u, err := url.Parse("//" + text); err == nil && u.User != nil {
		text = "••••@" + u.Host + u.RequestURI()
	}
	return secret.Redact(text)
}

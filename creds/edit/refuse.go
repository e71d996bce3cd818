package edit

import (
	"errors"
	"regexp"
	"unicode"
	"unicode/utf8"
)

// Why a value is not changed, for errors.Is. The document is then as it was. A SyntaxError is an
// ErrNotUnderstood as well.
var (
	ErrNotUnderstood = errors.New("it is written in a way that cannot be changed safely")
	ErrNotFound      = errors.New("there is no such value")
	ErrExists        = errors.New("there is such a value already")
	ErrAmbiguous     = errors.New("it stands there more than once")
	ErrIndirect      = errors.New("it only names where the secret comes from")
	ErrUnsafeValue   = errors.New("the new value cannot be written there safely")
)

// Is makes every syntax error an ErrNotUnderstood.
func (e *SyntaxError) Is(target error) bool { return target == ErrNotUnderstood }

// indirection is a value that another place gives: $NAME alone, ${NAME} anywhere (claude-code-router 2.0.0,
// interpolateEnvVars), {env:NAME} and {file:path} (opencode's opencode.json), and !command (pi's models.json).
var indirection = regexp.MustCompile(`^\$[A-Za-z_][A-Za-z0-9_]*$|\$\{[^}]+\}|\{(env|file):[^}]*\}|^!`)

// Indirect reports whether a text only names where a secret comes from: to overwrite it would cut the line
// that somebody laid on purpose.
func Indirect(text string) bool { return indirection.MatchString(text) }

// checkNew refuses what no format should be given: control characters, broken UTF-8, and a text that its
// reader would take for an indirection.
func checkNew(v *Value) error {
	texts := []string{v.Text}
	for _, m := range v.Members {
		if err := checkNew(m.Value); err != nil {
			return err
		}
		texts = append(texts, m.Name)
	}
	for _, item := range v.Items {
		if err := checkNew(item); err != nil {
			return err
		}
	}
	for _, text := range texts {
		if !utf8.ValidString(text) || Indirect(text) {
			return ErrUnsafeValue
		}
		for _, r := range text {
			if unicode.IsControl(r) || r == '\ufeff' || r == utf8.RuneError {
				return ErrUnsafeValue
			}
		}
	}
	return nil
}

// plain reports whether a text is there and means the same to every reader of INI and dotenv without quotes. It
// leaves out % as well, which Python's configparser expands.
func plain(text string) bool {
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		case r == '.', r == '_', r == '~', r == '+', r == '/', r == '=', r == '-', r == ':', r == '@', r == ',', r == '?', r == '&':
		default:
			return false
		}
	}
	return text != ""
}

// isName reports whether a text can be a key everywhere without quotes.
func isName(text string) bool {
	for i, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
		case i > 0 && (r >= '0' && r <= '9' || r == '-' || r == '.'):
		default:
			return false
		}
	}
	return text != ""
}

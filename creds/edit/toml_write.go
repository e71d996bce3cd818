package edit

import (
	"fmt"
	"slices"
	"strings"
)

// tomlLanguage is TOML as go-toml reads it: its unstable half finds the places, its stable half is the oracle.
type tomlLanguage struct{}

func newTOML() language { return tomlLanguage{} }

func (tomlLanguage) read(data []byte) (*Value, error) { return ReadTOML(data) }

func (tomlLanguage) oracle(data []byte) *Value {
	decoded, err := decodeTOML(data)
	if err != nil {
		return nil
	}
	return treeOf(decoded)
}

func (tomlLanguage) encode(text string, quote byte) (string, error) {
	switch {
	case quote == '\'' && strings.Contains(text, "'"), quote == 0:
		return "", ErrUnsafeValue
	case quote == '\'':
		return text, nil
	}
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text), nil
}

// insert puts a key behind the last one of its table, and a table that is missing at the end of the file. A
// table made of dotted keys or in braces gets another dotted key or another one in its braces.
func (l tomlLanguage) insert(d document, c *Value, rest Path, v *Value) (Span, string, error) {
	scan, err := scanTOML(d.data)
	if err != nil {
		return Span{}, "", err
	}
	// d.root and c belong to another reading of the same bytes.
	way := d.at[:len(d.at)-len(rest)]
	place := scan.places[scan.root.At(way)]
	if c.Kind != Object || slices.Contains(rest, past) {
		return Span{}, "", fmt.Errorf("%w: a list in TOML is not made longer", ErrNotUnderstood)
	}
	last := d.at[len(d.at)-1]
	switch {
	case place != nil && place.inline:
		value, err := l.render(v, place.quote)
		if err != nil {
			return Span{}, "", err
		}
		// It does not start a line, so that it is neither indented nor lined up.
		h := habit{before: place.habit.before, delimiter: "=", after: place.habit.after}
		text := h.line(place.prefix+dotted(rest), value)
		if place.first {
			text = " " + text + " "
		} else {
			text = ", " + text
		}
		return Span{place.at, place.at}, text, nil
	case place != nil && (len(rest) == 1 || place.prefix != ""):
		value, err := l.render(v, place.quote)
		if err != nil {
			return Span{}, "", err
		}
		lines := []string{place.habit.line(place.prefix+dotted(rest), value)}
		if place.first && len(d.data) > place.at {
			lines = append(lines, "")
		}
		at, text := newLines(d.data, place.at, lines...)
		return at, text, nil
	}
	for i := range way {
		if scan.root.At(way[:i+1]).Kind == Array {
			return Span{}, "", ErrNotUnderstood
		}
	}
	value, err := l.render(v, '"')
	if err != nil {
		return Span{}, "", err
	}
	header := "[" + dotted(d.at[:len(d.at)-1]) + "]"
	at, text := newLines(d.data, len(d.data), append(gap(d.data), header, scan.habit.line(dotted(Path{last}), value))...)
	return at, text, nil
}

// dotted is a way as a dotted key.
func dotted(path Path) string {
	var parts []string
	for _, name := range path {
		if !isName(name) || strings.Contains(name, ".") {
			inner, _ := tomlLanguage{}.encode(name, '"')
			name = `"` + inner + `"`
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ".")
}

// render writes a value, or a list of them in one line.
func (l tomlLanguage) render(v *Value, quote byte) (string, error) {
	switch v.Kind {
	case String:
		text, err := l.encode(v.Text, quote)
		if err != nil {
			quote = '"'
			text, err = l.encode(v.Text, quote)
		}
		return string(quote) + text + string(quote), err
	case Bool, Number:
		return v.Text, nil
	case Array:
		var items []string
		for _, item := range v.Items {
			text, err := l.render(item, quote)
			if err != nil {
				return "", err
			}
			items = append(items, text)
		}
		return "[" + strings.Join(items, ", ") + "]", nil
	}
	return "", ErrUnsafeValue
}

package edit

import "strings"

// dotenvLanguage is a file of NAME=value lines. No reader of it is at hand in Go that reads as gemini-cli and
// codex do, so that it has no oracle: a value that they might read in two ways has no place.
type dotenvLanguage struct{}

func (dotenvLanguage) read(data []byte) (*Value, error) {
	keys, err := ReadDotenv(data)
	if err != nil {
		return nil, err
	}
	root := &Value{Kind: Object}
	for _, k := range keys {
		root.Members = append(root.Members, Member{Name: k.Name, Value: &Value{Kind: String, Text: k.Value, Line: k.Line, Span: k.Span}})
	}
	return root, nil
}

func (dotenvLanguage) oracle([]byte) *Value { return nil }

func (dotenvLanguage) encode(text string, quote byte) (string, error) {
	switch {
	case quote == 0 && !plain(text), quote == '\'' && strings.ContainsAny(text, `'\`), quote == '"' && strings.ContainsAny(text, "\"\\$`"):
		return "", ErrUnsafeValue
	}
	return text, nil
}

// insert puts a line at the end of the file, quoted as the one before if that is possible.
func (l dotenvLanguage) insert(d document, _ *Value, _ Path, v *Value) (Span, string, error) {
	if len(d.at) != 1 || v.Kind != String || strings.ContainsAny(d.at[0], ".-") || !isName(d.at[0]) {
		return Span{}, "", ErrUnsafeValue
	}
	scan, err := scanDotenv(d.data)
	if err != nil {
		return Span{}, "", err
	}
	for _, quote := range []byte{scan.quote, 0, '\'', '"'} {
		if value, err := l.encode(v.Text, quote); err == nil {
			around := strings.Trim(string(quote), "\x00")
			at, text := newLines(d.data, len(d.data), scan.habit.line(d.at[0], around+value+around))
			return at, text, nil
		}
	}
	return Span{}, "", ErrUnsafeValue
}

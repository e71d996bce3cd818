package edit

import "strings"

// iniLanguage is INI as databricks-sdk-go reads it. ReadINI takes every value from ini.v1, so that the reader
// is its own oracle.
type iniLanguage struct{}

func (iniLanguage) read(data []byte) (*Value, error) {
	file, err := ReadINI(data)
	if err != nil {
		return nil, err
	}
	root := &Value{Kind: Object}
	for _, section := range file.Sections {
		object := &Value{Kind: Object, Line: section.Line}
		for _, k := range section.Keys {
			object.Members = append(object.Members, Member{Name: k.Name, Value: &Value{Kind: String, Text: k.Value, Line: k.Line, Span: k.Span}})
		}
		root.Members = append(root.Members, Member{Name: section.Name, Value: object})
	}
	return root, nil
}

func (iniLanguage) oracle([]byte) *Value { return nil }

// encode takes only what needs no quotes: Python's configparser, which reads the same file, keeps quotes as a
// part of the value.
func (iniLanguage) encode(text string, _ byte) (string, error) {
	if !plain(text) {
		return "", ErrUnsafeValue
	}
	return text, nil
}

// insert puts a key behind the section's last one, and a section at the end of the file.
func (l iniLanguage) insert(d document, _ *Value, _ Path, v *Value) (Span, string, error) {
	if len(d.at) != 2 || v.Kind != String || !isName(d.at[1]) || !isSection(d.at[0]) {
		return Span{}, "", ErrUnsafeValue
	}
	value, err := l.encode(v.Text, 0)
	if err != nil {
		return Span{}, "", err
	}
	scan := scanINI(d.data)
	if end, ok := scan.ends[d.at[0]]; ok {
		at, text := newLines(d.data, end.at, end.habit.line(d.at[1], value))
		return at, text, nil
	}
	at, text := newLines(d.data, len(d.data), append(gap(d.data), "["+d.at[0]+"]", scan.habit.line(d.at[1], value))...)
	return at, text, nil
}

// isSection reports whether a text can be the name of a new section for every reader.
func isSection(name string) bool {
	return name != "" && strings.TrimSpace(name) == name && !strings.ContainsAny(name, "[]#;\"'`\\\r\n")
}

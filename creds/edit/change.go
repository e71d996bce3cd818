package edit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Format is a language that values are read from and written in.
type Format int

// The formats. FormatJSON is JSON, JSON with comments and JSON5: what was plain JSON stays plain JSON.
const (
	FormatINI Format = iota
	FormatJSON
	FormatTOML
	FormatDotenv
)

// Edit is a document with one change. The bytes before and behind the two spans are the same.
type Edit struct {
	Data    []byte
	Old     Span   // in the document before: the value, or the place where there was none
	New     Span   // in Data: what stands there now
	Was     string // the value before, decoded, which may be a secret; empty after Add
	Changed bool   // false when the value was there already: then there is nothing to write
}

// language is what must be known of a format to change a document in it.
type language interface {
	// read gives the document as one tree, with the places of its values.
	read(data []byte) (*Value, error)
	// oracle reads the document with a parser that is not ours, names sorted; nil when that refuses it.
	oracle(data []byte) *Value
	// encode gives a text as it is to stand between quotes of one kind; 0 is no quotes.
	encode(text string, quote byte) (string, error)
	// insert says what to put where, so that a value is there that was missing. The container is the
	// innermost list, object or section on the way that exists, and rest the way from it.
	insert(d document, container *Value, rest Path, v *Value) (Span, string, error)
}

// document is what an insert starts from.
type document struct {
	data []byte
	root *Value
	at   Path
}

func languageOf(f Format) (language, error) {
	switch f {
	case FormatINI:
		return iniLanguage{}, nil
	case FormatJSON:
		return jsonLanguage{}, nil
	case FormatTOML:
		if toml := newTOML(); toml != nil {
			return toml, nil
		}
	case FormatDotenv:
		return dotenvLanguage{}, nil
	}
	return nil, fmt.Errorf("%w: the format is unknown", ErrNotUnderstood)
}

// Read gives a document of any format as one tree: in INI an object of sections, in dotenv an object of texts.
func Read(f Format, data []byte) (*Value, error) {
	lang, err := languageOf(f)
	if err != nil {
		return nil, err
	}
	return lang.read(data)
}

// Replace puts another text in the place of the one that a path names. Its errors are the Err values of this
// package, and then there is nothing to write.
func Replace(f Format, data []byte, at Path, value string) (Edit, error) {
	return replace(f, data, at, func(v *Value, _ string) (cut, error) { return cut{v.Span, value, value}, nil })
}

// ReplacePart puts another text in the place of a part of the one that a path names, as of the token in
// "Bearer <token>". The part must stand there once and without escapes; else the error is ErrNotFound,
// ErrAmbiguous or ErrNotUnderstood.
func ReplacePart(f Format, data []byte, at Path, part, value string) (Edit, error) {
	return replace(f, data, at, func(v *Value, raw string) (cut, error) {
		switch {
		case part == "" || !strings.Contains(v.Text, part):
			return cut{}, ErrNotFound
		case strings.Index(v.Text, part) != strings.LastIndex(v.Text, part):
			return cut{}, ErrAmbiguous
		case strings.Count(raw, part) != 1:
			return cut{}, fmt.Errorf("%w: it is written with escapes", ErrNotUnderstood)
		}
		start := v.Span.Start + strings.Index(raw, part)
		return cut{Span{start, start + len(part)}, value, strings.Replace(v.Text, part, value, 1)}, nil
	})
}

// cut is which bytes give way to which text, and what the value reads as then.
type cut struct {
	span       Span
	piece, all string
}

func replace(f Format, data []byte, at Path, choose func(v *Value, raw string) (cut, error)) (Edit, error) {
	lang, err := languageOf(f)
	if err != nil {
		return Edit{}, err
	}
	root, err := lang.read(data)
	if err != nil {
		return Edit{}, err
	}
	v := root.At(at)
	switch {
	case v == nil:
		return Edit{}, ErrNotFound
	case v.Kind != String:
		return Edit{}, fmt.Errorf("%w: it is %s, where text is needed", ErrNotUnderstood, v.Kind)
	case Indirect(v.Text):
		return Edit{}, ErrIndirect
	}
	c, err := choose(v, string(data[v.Span.Start:v.Span.End]))
	if err != nil {
		return Edit{}, err
	}
	if c.all == v.Text {
		return Edit{Data: data, Old: c.span, New: c.span, Was: v.Text}, nil
	}
	if v.Span.IsZero() {
		return Edit{}, fmt.Errorf("%w: its readers do not agree on it, or it goes over several lines", ErrNotUnderstood)
	}
	if err := checkNew(Text(c.all)); err != nil {
		return Edit{}, err
	}
	encoded, err := lang.encode(c.piece, quoteAround(data, v.Span))
	if err != nil {
		return Edit{}, err
	}
	return finish(lang, document{data, root, at}, c.span, encoded, Text(c.all), v.Text)
}

// quoteAround is the kind of quote that a text stands in, 0 when in none. In TOML a newline may stand between
// the quotes and the text.
func quoteAround(data []byte, s Span) byte {
	if s.Start == 0 || s.End >= len(data) || data[s.End] != '"' && data[s.End] != '\'' {
		return 0
	}
	if before := data[s.Start-1]; before != data[s.End] && before != '\n' {
		return 0
	}
	return data[s.End]
}

// Add puts a value where there is none, with the lists, objects, sections or tables that are missing on the
// way, in the document's own habits of newline, indentation, quotes and commas. An empty document becomes one
// of its format. ErrExists is for a value that is there, unless it is the same.
func Add(f Format, data []byte, at Path, v *Value) (Edit, error) {
	lang, err := languageOf(f)
	if err != nil {
		return Edit{}, err
	}
	root, err := lang.read(data)
	if len(data) == 0 && err != nil {
		// No JSON at all is the start of an object.
		root, err = &Value{Kind: Object}, nil
	}
	if err != nil {
		return Edit{}, err
	}
	if err := checkNew(v); err != nil {
		return Edit{}, err
	}
	if there := root.At(at); there.equal(v) {
		return Edit{Data: data, Old: there.Span, New: there.Span}, nil
	}
	container, rest := root, at
	for len(rest) > 0 && container.At(rest[:1]) != nil {
		container, rest = container.At(rest[:1]), rest[1:]
	}
	switch {
	case len(rest) == 0:
		return Edit{}, ErrExists
	case container.Kind == Array && rest[0] != past && rest[0] != strconv.Itoa(len(container.Items)):
		return Edit{}, ErrNotFound
	case container.Kind != Array && container.Kind != Object, container.Kind == Object && rest[0] == past:
		return Edit{}, fmt.Errorf("%w: %s stands in the way", ErrNotUnderstood, container.Kind)
	}
	d := document{data, root, at}
	old, text, err := lang.insert(d, container, rest, v)
	if err != nil {
		return Edit{}, err
	}
	return finish(lang, d, old, text, v, "")
}

// finish puts the text in, and proves that the value at the path is the one wanted and that every other is as
// it was, first with the reader that found the place, then with the oracle.
func finish(lang language, d document, old Span, text string, want *Value, was string) (Edit, error) {
	after := make([]byte, 0, len(d.data)+len(text))
	after = append(append(append(after, d.data[:old.Start]...), text...), d.data[old.End:]...)
	got, err := lang.read(after)
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrTooDeep) || errors.Is(err, ErrTooMany) {
		return Edit{}, err
	}
	if err != nil || !onlyAt(d.root, got, d.at, want) {
		return Edit{}, fmt.Errorf("%w: the change would reach further than the value", ErrNotUnderstood)
	}
	before, seen := lang.oracle(d.data), lang.oracle(after)
	if len(d.data) == 0 && seen != nil {
		before = &Value{Kind: Object}
	}
	if before != nil && !onlyAt(before, seen, d.at, want.sorted()) {
		return Edit{}, fmt.Errorf("%w: another reader would not see the change as it is meant", ErrNotUnderstood)
	}
	return Edit{Data: after, Old: old, New: Span{old.Start, old.Start + len(text)}, Was: was, Changed: true}, nil
}

package edit

import (
	"errors"

	"gopkg.in/ini.v1"
)

// INI is a parsed INI file, as databricks-sdk-go reads ~/.databrickscfg.
type INI struct {
	Sections []Section // in the order of their first line; sections of one name are merged
}

// DefaultSection is the name of the section that keys before any header belong to.
const DefaultSection = "DEFAULT"

// Section is one section with its own keys: what ini.v1 inherits from [a] to [a.b] is left out, because the
// SDK does not look there either.
type Section struct {
	Name string
	Line int // of its first header; 0 for keys before any header
	Keys []Key
}

// Key is one key with its value.
type Key struct {
	Name  string
	Value string
	Line  int  // of the line that counts: the last one, when a key is repeated
	Span  Span // of the value; zero when it is not one piece of the file, as after a continued line
}

// Section finds a section by its name, which is case-sensitive.
func (f *INI) Section(name string) (Section, bool) {
	for _, s := range f.Sections {
		if s.Name == name {
			return s, true
		}
	}
	return Section{}, false
}

// Key finds a key by its name, which is case-sensitive.
func (s Section) Key(name string) (Key, bool) {
	for _, k := range s.Keys {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}

// Get is a key's value, empty when there is none.
func (s Section) Get(name string) string {
	k, _ := s.Key(name)
	return k.Value
}

// errDiffers is for a file on which the scanner and ini.v1 do not agree. The tests know of none.
var errDiffers = errors.New("it is no INI file that databricks-sdk-go can read")

// ReadINI parses a file with the SDK's options (databricks-sdk-go, config/config_file.go). ini.v1 decides
// what the values are; our own scanner only finds where they stand, and a place that does not hold exactly
// ini.v1's value is dropped. Errors are ErrTooLarge, ErrTooMany, ErrNotUTF8, ErrNUL or
// a SyntaxError.
func ReadINI(data []byte) (*INI, error) {
	if err := checkText(data); err != nil {
		return nil, err
	}
	scan := scanINI(data)
	if len(scan.order)+len(scan.headers) > MaxKeys {
		return nil, ErrTooMany
	}
	truth, err := ini.LoadSources(ini.LoadOptions{SpaceBeforeInlineComment: true}, data)
	if err != nil {
		if scan.err == nil {
			return nil, &SyntaxError{Line: 1, Err: errDiffers}
		}
		return nil, scan.err
	}
	file := &INI{}
	for _, section := range truth.Sections() {
		s := Section{Name: section.Name(), Line: scan.headers[section.Name()]}
		values := section.KeysHash()
		for _, name := range section.KeyStrings() {
			k := Key{Name: name, Value: values[name]}
			found := scan.entries[entryName{s.Name, name}]
			k.Line = found.line
			if !found.span.IsZero() && string(data[found.span.Start:found.span.End]) == k.Value {
				k.Span = found.span
			}
			s.Keys = append(s.Keys, k)
		}
		file.Sections = append(file.Sections, s)
	}
	return file, nil
}

package edit

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode"
)

// What makes ini.v1 give up on the whole file.
var (
	errNoDelimiter     = errors.New("there is no = or : on it")
	errEmptyKey        = errors.New("there is nothing before its = or :")
	errUnclosedSection = errors.New("the [ of a section has no ]")
	errEmptySection    = errors.New("the section has no name")
	errUnclosedKey     = errors.New("a quoted key does not end")
	errUnclosedValue   = errors.New("a quoted value does not end")
)

type entryName struct{ section, key string }

type entry struct {
	line  int
	value string
	span  Span
}

// ending is where a section's last header or key ends, so that another key can go there, and how that key is
// written; of a section without keys it is the habit of the key read last.
type ending struct {
	at    int
	habit habit
}

// iniScan walks an INI file line by line under ini.v1's rules.
type iniScan struct {
	data []byte
	pos  int // of the next line
	line int // number of the line read last

	section string
	auto    int            // keys named "-" are counted per section header
	headers map[string]int // section to line
	ends    map[string]ending
	order   []entryName
	entries map[entryName]entry
	habit   habit
	err     error
}

func scanINI(data []byte) *iniScan {
	s := &iniScan{
		data: data, section: DefaultSection, auto: 1, headers: map[string]int{}, ends: map[string]ending{}, entries: map[entryName]entry{},
		habit: habit{before: " ", delimiter: "=", after: " "},
	}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		s.pos = 3
	}
	for s.pos < len(data) {
		start, line := s.next()
		trimmed := bytes.TrimLeftFunc(line, unicode.IsSpace)
		if err := s.scanLine(start+len(line)-len(trimmed), string(line[:len(line)-len(trimmed)]), string(trimmed)); err != nil {
			s.err = err
			return s
		}
	}
	return s
}

// next returns the next line with its line end and where it starts; at the end of the file it is empty.
func (s *iniScan) next() (start int, line []byte) {
	start = s.pos
	if i := bytes.IndexByte(s.data[start:], '\n'); i >= 0 {
		s.pos = start + i + 1
	} else {
		s.pos = len(s.data)
	}
	s.line++
	return start, s.data[start:s.pos]
}

func (s *iniScan) scanLine(at int, indent, line string) error {
	number := s.line
	fail := func(err error) error { return &SyntaxError{Line: number, Err: err} }
	switch {
	case line == "" || line[0] == '#' || line[0] == ';':
		return nil
	case line[0] == '[':
		end := strings.LastIndexByte(line, ']')
		switch end {
		case -1:
			return fail(errUnclosedSection)
		case 1:
			return fail(errEmptySection)
		}
		s.section, s.auto = line[1:end], 1
		if _, seen := s.headers[s.section]; !seen {
			s.headers[s.section] = number
		}
		s.ends[s.section] = ending{s.pos, s.habit}
		return nil
	}
	name, offset, err := scanKey(line)
	if err != nil {
		return fail(err)
	}
	if name == "-" {
		name = "#" + strconv.Itoa(s.auto)
		s.auto++
	}
	value, span, err := s.scanValue(at+offset, line[offset:])
	switch {
	case err != nil:
		return fail(err)
	case name == "":
		return fail(errEmptyKey)
	}
	key := entryName{s.section, name}
	if _, seen := s.entries[key]; !seen {
		s.order = append(s.order, key)
	}
	s.entries[key] = entry{number, value, span}
	rest := line[offset:]
	if value := strings.TrimLeft(rest, " \t"); strings.TrimSpace(value) != "" {
		s.habit = habitOf(s.habit, indent, indent+line[:len(line)-len(value)], "=:")
	}
	s.ends[s.section] = ending{s.pos, s.habit}
	return nil
}

// scanKey returns the key and where its value begins.
func scanKey(line string) (name string, offset int, err error) {
	quote := ""
	switch {
	case len(line) > 6 && strings.HasPrefix(line, `"""`):
		quote = `"""`
	case line[0] == '"' || line[0] == '`':
		quote = line[:1]
	}
	end := len(quote)
	if quote != "" {
		i := strings.Index(line[end:], quote)
		if i < 0 {
			return "", 0, errUnclosedKey
		}
		name = line[end : end+i]
		end += i + len(quote)
	}
	i := strings.IndexAny(line[end:], "=:")
	switch {
	case i < 0:
		return "", 0, errNoDelimiter
	case quote == "" && i == 0:
		return "", 0, errEmptyKey
	case quote == "":
		name = line[:i]
	}
	return strings.TrimSpace(name), end + i + 1, nil
}

// scanValue reads the value that begins at a place in the file, with further lines where it goes on there.
func (s *iniScan) scanValue(at int, rest string) (string, Span, error) {
	line := strings.TrimLeftFunc(rest, unicode.IsSpace)
	at += len(rest) - len(line)
	if line == "" {
		// Behind the delimiter and one blank, so that a value can be put there.
		at -= len(rest)
		if rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
			at++
		}
		return "", Span{at, at}, nil
	}
	quote := ""
	switch {
	case len(line) > 3 && strings.HasPrefix(line, `"""`):
		quote = `"""`
	case line[0] == '`':
		quote = "`"
	}
	if quote != "" {
		body := line[len(quote):]
		if end := strings.LastIndex(body, quote); end >= 0 {
			at += len(quote)
			return body[:end], Span{at, at + end}, nil
		}
		value, err := s.quotedLines(body, quote)
		return value, Span{}, err
	}
	line = strings.TrimSpace(line)
	if strings.HasSuffix(line, `\`) {
		return s.continuedLines(line[:len(line)-1]), Span{}, nil
	}
	comment := strings.Index(line, " #")
	if comment < 0 {
		comment = strings.Index(line, " ;")
	}
	if comment >= 0 {
		line = strings.TrimSpace(line[:comment])
	}
	if surrounded(line, '\'') || surrounded(line, '"') {
		line = line[1 : len(line)-1]
		at++
	}
	return line, Span{at, at + len(line)}, nil
}

// surrounded reports whether a value has one kind of quote at both ends and nowhere else.
func surrounded(line string, quote byte) bool {
	return len(line) >= 2 && line[0] == quote && strings.IndexByte(line[1:], quote) == len(line)-2
}

// quotedLines reads on to the line that closes the quote. A line whose quote is followed by a backslash
// does not close it.
func (s *iniScan) quotedLines(value, quote string) (string, error) {
	for {
		_, raw := s.next()
		line := string(raw)
		end := strings.LastIndex(line, quote)
		switch {
		case end >= 0 && !strings.HasSuffix(strings.TrimSpace(line[end+len(quote):]), `\`):
			return value + line[:end], nil
		case end < 0 && s.pos == len(s.data) && !strings.HasSuffix(line, "\n"):
			return "", errUnclosedValue
		}
		value += line
	}
}

// continuedLines joins lines that end in a backslash with the next one.
func (s *iniScan) continuedLines(value string) string {
	for {
		_, raw := s.next()
		line := strings.TrimSpace(string(raw))
		if line == "" {
			return value
		}
		value += line
		if !strings.HasSuffix(value, `\`) {
			return value
		}
		value = value[:len(value)-1]
	}
}

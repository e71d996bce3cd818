package edit

import (
	"bytes"
	"regexp"
	"strings"
)

// assignment is what a line of a dotenv file starts with: white space and export, the name, the = with what is
// around it.
var assignment = regexp.MustCompile(`^([ \t]*(?:export[ \t]+)?)([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*`)

// ReadDotenv reads a file of NAME=value lines, as motdotla/dotenv (gemini-cli) and dotenvy (codex) read it:
// with export, quotes and comments, each name once with its last value. Other lines are skipped, as they do.
// A key has no Span where the two read different values. Errors are ErrTooLarge, ErrNotUTF8, ErrNUL, or a
// SyntaxError for a quoted value that goes over several lines.
func ReadDotenv(data []byte) ([]Key, error) {
	scan, err := scanDotenv(data)
	if err != nil {
		return nil, err
	}
	return scan.keys, nil
}

type dotenvScan struct {
	keys  []Key
	index map[string]int
	habit habit
	quote byte // around the value read last
}

func scanDotenv(data []byte) (*dotenvScan, error) {
	if err := checkText(data); err != nil {
		return nil, err
	}
	s := &dotenvScan{index: map[string]int{}, habit: habit{delimiter: "="}}
	pos, number := len(bom(data)), 0
	for line := range bytes.Lines(data[pos:]) {
		number++
		text := strings.TrimRight(string(line), " \t\r\n")
		if m := assignment.FindStringSubmatch(text); m != nil {
			value, start, end, ok := dotenvValue(text[len(m[0]):])
			if !ok {
				return nil, &SyntaxError{Line: number, Err: errUnclosedValue}
			}
			k := Key{Name: m[2], Value: value, Line: number}
			if end >= 0 {
				at := pos + len(m[0])
				k.Span = Span{at + start, at + end}
				if len(text) == len(m[0]) || text[len(m[0])] == '#' {
					// An empty value stands right behind the =, and a comment must keep its distance from it.
					at = pos + strings.IndexByte(m[0], '=') + 1
					k.Span = Span{at, at}
					if at == pos+len(m[0]) && len(text) > len(m[0]) {
						k.Span = Span{}
					}
				}
			}
			s.put(k)
			s.habit = habitOf(s.habit, m[1], m[0], "=")
			s.quote = quoteAround(data, k.Span)
		}
		pos += len(line)
	}
	return s, nil
}

func (s *dotenvScan) put(k Key) {
	if i, seen := s.index[k.Name]; seen {
		s.keys[i] = k
		return
	}
	s.index[k.Name] = len(s.keys)
	s.keys = append(s.keys, k)
}

// dotenvValue reads what is behind the =, without white space at its end, and says where the value stands in
// it. An end of -1 is for a value that not all readers read alike; ok is false when a quote does not end.
func dotenvValue(rest string) (value string, start, end int, ok bool) {
	if rest == "" || rest[0] == '#' {
		return "", 0, 0, true
	}
	if quote := rest[0]; quote == '"' || quote == '\'' || quote == '`' {
		length := strings.IndexByte(rest[1:], quote)
		if length < 0 {
			return "", 0, 0, false
		}
		value, behind := rest[1:1+length], strings.TrimLeft(rest[2+length:], " \t")
		if quote == '`' || strings.Contains(value, `\`) || behind != "" && behind[0] != '#' {
			return value, 0, -1, true
		}
		return value, 1, 1 + length, true
	}
	value = rest
	for _, comment := range []string{" #", "\t#"} {
		value, _, _ = strings.Cut(value, comment)
	}
	value = strings.TrimRight(value, " \t")
	if strings.ContainsAny(value, "#\"'`\\") {
		return value, 0, -1, true
	}
	return value, 0, len(value), true
}

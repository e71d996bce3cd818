package settings

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxSize is the largest file that is read: many times as much as there is to settle.
const maxSize = 64 << 10

// place is an offset in the file.
type place int

// part is one name of a dotted key.
type part struct {
	name string
	at   place
}

// value is what a key holds: text is that of a string, or of anything else as it is written.
type value struct {
	kind  unstable.Kind
	text  string
	at    place
	items []value // of an array
}

// entry is a setting as it is written, with the names of the tables it stands in.
type entry struct {
	path []part
	value
}

// scan reads a file from its start to its end. Where it is no TOML it goes on with the next line.
type scan struct {
	data     []byte
	base     int // of the parser's offsets
	parser   unstable.Parser
	table    []part
	ignoring bool // the table that began is no table of ours
	entries  []entry
	checker
}

func (s *scan) run() {
	for s.base < len(s.data) {
		s.parser.Reset(s.data[s.base:])
		for s.parser.NextExpression() {
			switch e := s.parser.Expression(); e.Kind {
			case unstable.KeyValue:
				if !s.ignoring {
					s.keyValue(s.table, e)
				}
			case unstable.Table, unstable.ArrayTable:
				s.header(e)
			}
		}
		err := s.parser.Error()
		if err == nil {
			return
		}
		s.skip(err)
	}
}

// skip tells that a line is no TOML, and goes on behind it.
func (s *scan) skip(err error) {
	at := s.base
	if broken, ok := errors.AsType[*unstable.ParserError](err); ok {
		// The rest of the file from the highlight on is what its capacity says.
		at = max(at, min(len(s.data)-cap(broken.Highlight), len(s.data)))
	}
	start, end := bytes.LastIndexByte(s.data[:at], '\n')+1, len(s.data)
	if i := bytes.IndexByte(s.data[at:], '\n'); i >= 0 {
		end = at + i + 1
	}
	line := strings.TrimSpace(string(s.data[start:end]))
	why := "This line is no TOML, so it is ignored"
	key, held, isSetting := strings.Cut(line, "=")
	switch {
	case strings.HasPrefix(line, "["):
		s.ignoring = true
		why = "This line is no TOML, so it is ignored, with all settings up to the next table"
	case isSetting && barePattern.MatchString(held):
		why = fmt.Sprintf("%s. A text stands in quotes: %s = %q", why, strings.TrimSpace(key), strings.TrimSpace(held))
	}
	s.complain(place(at), "%s.", why)
	s.base = end
}

func (s *scan) header(e *unstable.Node) {
	s.table = s.names(e)
	s.ignoring = e.Kind == unstable.ArrayTable || len(s.table) != 1 || !slices.Contains(tables, s.table[0].name)
	switch {
	case !s.ignoring:
	case e.Kind == unstable.ArrayTable && slices.Contains(tables, s.table[0].name):
		s.complain(s.table[0].at, "There is one table %[1]s: write [%[1]s]. All below it is ignored.", s.table[0].name)
	default:
		name := dotted(s.table)
		s.ignore(s.table[0].at, "[%s], with all that stands below it, is no table of settings%s", name, meant(name, tables))
	}
}

func (s *scan) names(e *unstable.Node) (names []part) {
	for it := e.Key(); it.Next(); {
		names = append(names, part{string(it.Node().Data), s.place(it.Node().Raw)})
	}
	return names
}

// keyValue takes a setting; an inline table is as many as it holds.
func (s *scan) keyValue(table []part, e *unstable.Node) {
	path := slices.Concat(table, s.names(e))
	if e.Value().Kind == unstable.InlineTable {
		for it := e.Value().Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				s.keyValue(path, it.Node())
			}
		}
		return
	}
	s.entries = append(s.entries, entry{path, s.value(e.Value(), path[len(path)-1].at)})
}

func (s *scan) value(n *unstable.Node, otherwise place) value {
	v := value{kind: n.Kind, text: string(n.Data), at: otherwise}
	if n.Raw.Length > 0 {
		v.at = s.place(n.Raw)
	}
	if n.Kind == unstable.Array {
		for it := n.Children(); it.Next(); {
			v.items = append(v.items, s.value(it.Node(), v.at))
		}
	}
	return v
}

func (s *scan) place(r unstable.Range) place { return place(s.base + int(r.Offset)) }

// position is where a place is, in lines and characters, both from 1.
func position(data []byte, at place) (line, column int) {
	before := data[:min(int(at), len(data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

func dotted(path []part) string {
	names := make([]string, len(path))
	for i, p := range path {
		names[i] = p.name
	}
	return strings.Join(names, ".")
}

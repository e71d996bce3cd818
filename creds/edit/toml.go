package edit

import (
	"bytes"
	"errors"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

var errTOML = errors.New("it is no TOML from here on")

// ReadTOML parses TOML with go-toml, as one tree of tables and lists. Errors are ErrTooLarge, ErrTooDeep,
// ErrNotUTF8, ErrNUL or a SyntaxError.
func ReadTOML(data []byte) (*Value, error) {
	scan, err := scanTOML(data)
	if err != nil {
		return nil, err
	}
	return scan.root, nil
}

// decodeTOML reads with the stable half of go-toml, which also refuses what is defined twice. A byte order mark
// is left out, as codex's parser does.
func decodeTOML(data []byte) (map[string]any, error) {
	decoded := map[string]any{}
	err := toml.Unmarshal(data[len(bom(data)):], &decoded)
	if at, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := at.Position()
		return nil, &SyntaxError{Line: line, Column: column, Err: errTOML}
	}
	if err != nil {
		return nil, &SyntaxError{Line: 1, Err: errTOML}
	}
	return decoded, nil
}

// tomlPlace is where another key of a table can go.
type tomlPlace struct {
	ending
	prefix string // of the dotted keys that make the table, with the last dot
	inline bool   // within { }, where at is the end of the last key
	first  bool   // nothing stands there yet
	quote  byte   // of the text read last
}

type tomlScan struct {
	data   []byte
	base   int // of the parser's offsets
	parser unstable.Parser
	root   *Value
	places map[*Value]*tomlPlace
	at     int // up to where lines were counted
	line   int
	habit  habit
}

func scanTOML(data []byte) (*tomlScan, error) {
	if err := checkText(data); err != nil {
		return nil, err
	}
	if _, err := decodeTOML(data); err != nil {
		return nil, err
	}
	root := &Value{Kind: Object}
	s := &tomlScan{data: data, base: len(bom(data)), root: root, line: 1, habit: habit{before: " ", delimiter: "=", after: " "}}
	s.places = map[*Value]*tomlPlace{root: {ending: ending{s.base, s.habit}, first: true, quote: '"'}}
	s.parser.Reset(data[s.base:])
	table := root
	for s.parser.NextExpression() {
		switch e := s.parser.Expression(); e.Kind {
		case unstable.KeyValue:
			s.keyValue(table, e, false)
		default:
			table = s.header(e)
		}
	}
	if err := s.parser.Error(); err != nil {
		return nil, &SyntaxError{Line: s.line, Err: errTOML}
	}
	if tooDeep(root, 0) {
		return nil, ErrTooDeep
	}
	return s, nil
}

func tooDeep(v *Value, depth int) bool {
	if depth > MaxDepth {
		return true
	}
	for _, m := range v.Members {
		if tooDeep(m.Value, depth+1) {
			return true
		}
	}
	for _, item := range v.Items {
		if tooDeep(item, depth+1) {
			return true
		}
	}
	return false
}

// span is a range of the parser in the whole document.
func (s *tomlScan) span(r unstable.Range) Span {
	start := s.base + int(r.Offset)
	return Span{start, start + int(r.Length)}
}

// lineEnd is the start of the next line, or the end of the document.
func (s *tomlScan) lineEnd(pos int) int {
	if i := bytes.IndexByte(s.data[pos:], '\n'); i >= 0 {
		return pos + i + 1
	}
	return len(s.data)
}

// lineOf counts lines from 1. Places come in order, so each byte is counted once.
func (s *tomlScan) lineOf(pos int) int {
	if pos > s.at {
		s.line += bytes.Count(s.data[s.at:pos], []byte("\n"))
		s.at = pos
	}
	return s.line
}

// header finds or makes the table of [a.b], or the next one of [[a.b]].
func (s *tomlScan) header(e *unstable.Node) *Value {
	table := s.root
	var end int
	for it := e.Key(); it.Next(); {
		name := string(it.Node().Data)
		end = s.span(it.Node().Raw).End
		line := s.lineOf(end)
		if e.Kind == unstable.ArrayTable && it.IsLast() {
			list := member(table, name, Array, line)
			list.Items = append(list.Items, &Value{Kind: Object, Line: line})
			table = list.Items[len(list.Items)-1]
			break
		}
		table = member(table, name, Object, line)
		if n := len(table.Items); table.Kind == Array && n > 0 {
			table = table.Items[n-1]
		}
	}
	s.places[table] = &tomlPlace{ending: ending{s.lineEnd(end), s.habit}, quote: '"'}
	return table
}

// member is a table's member, made where it is missing.
func member(table *Value, name string, kind Kind, line int) *Value {
	if v := table.Get(name); v != nil {
		return v
	}
	v := &Value{Kind: kind, Line: line}
	table.Members = append(table.Members, Member{Name: name, Value: v})
	return v
}

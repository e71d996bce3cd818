package edit

import (
	"bytes"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// keyValue puts a key with its value into a table, and notes where the next one could go.
func (s *tomlScan) keyValue(table *Value, e *unstable.Node, inline bool) {
	whole := s.span(e.Raw)
	var name string
	var key Span
	tables := []*Value{table}
	prefixes := []string{""}
	for it := e.Key(); it.Next(); {
		key = s.span(it.Node().Raw)
		name = string(it.Node().Data)
		if !it.IsLast() {
			tables = append(tables, member(tables[len(tables)-1], name, Object, s.lineOf(key.Start)))
			prefixes = append(prefixes, string(s.data[whole.Start:key.End])+".")
		}
	}
	inner := tables[len(tables)-1]
	v := &Value{Line: s.lineOf(key.Start)}
	inner.Members = append(inner.Members, Member{Name: name, Value: v})
	s.value(v, e.Value())

	end := ending{whole.End, s.habit}
	quote := byte('"')
	if v.Kind == String {
		quote = s.data[v.Span.End]
	}
	if !inline {
		start := bytes.LastIndexByte(s.data[:whole.Start], '\n') + 1
		lead := string(s.data[max(start, s.base):whole.Start])
		equals := key.End + bytes.IndexByte(s.data[key.End:], '=') + 1
		value := equals + len(s.data[equals:]) - len(bytes.TrimLeft(s.data[equals:], " \t"))
		s.habit = habitOf(s.habit, lead, lead+string(s.data[whole.Start:value]), "=")
		end = ending{s.lineEnd(whole.End), s.habit}
	}
	for i, t := range tables {
		if place := s.places[t]; i == 0 && place != nil {
			prefixes[0] = place.prefix
		}
		s.places[t] = &tomlPlace{ending: end, prefix: prefixes[i], inline: inline, quote: quote}
	}
}

// value fills in what a node holds. A text's span leaves out its quotes, and the newline that a text over
// several lines may start with.
func (s *tomlScan) value(v *Value, n *unstable.Node) {
	v.Span = s.span(n.Raw)
	v.Text = string(n.Data)
	if n.Raw.Length > 0 {
		v.Line = s.lineOf(v.Span.Start)
		v.Column = 1 + utf8.RuneCount(s.data[max(s.base, bytes.LastIndexByte(s.data[:v.Span.Start], '\n')+1):v.Span.Start])
	}
	switch n.Kind {
	case unstable.String:
		v.Kind = String
		raw := s.data[v.Span.Start:v.Span.End]
		quotes := 1
		if len(raw) >= 6 && raw[0] == raw[1] && raw[1] == raw[2] {
			quotes = 3
		}
		v.Span = Span{v.Span.Start + quotes, v.Span.End - quotes}
		if quotes == 3 {
			body := s.data[v.Span.Start:v.Span.End]
			if bytes.HasPrefix(body, []byte("\r\n")) {
				v.Span.Start += 2
			} else if bytes.HasPrefix(body, []byte("\n")) {
				v.Span.Start++
			}
		}
	case unstable.Array:
		v.Kind, v.Text, v.Span = Array, "", Span{}
		for it := n.Children(); it.Next(); {
			item := &Value{Line: s.line}
			s.value(item, it.Node())
			v.Items = append(v.Items, item)
		}
	case unstable.InlineTable:
		v.Kind, v.Text, v.Span = Object, "", Span{}
		open := s.span(n.Raw).Start + 1
		s.places[v] = &tomlPlace{ending: ending{open, s.habit}, inline: true, first: true, quote: '"'}
		for it := n.Children(); it.Next(); {
			s.keyValue(v, it.Node(), true)
		}
	case unstable.Bool:
		v.Kind = Bool
	case unstable.Integer, unstable.Float:
		v.Kind = Number
	default:
		v.Kind = Time
	}
}

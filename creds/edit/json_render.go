package edit

import (
	"cmp"
	"strings"
)

// jsonWriter writes new values as the document writes the others.
type jsonWriter struct {
	text, nl, unit string
	lines          bool   // one item per line
	colon          string // with what is around it
	gap            string // behind a comma in one line
	quote          byte
	bare           bool // names without quotes, where JSON5 allows it
}

// newJSONWriter learns from the first text and the first member, where there are any.
func newJSONWriter(d document) *jsonWriter {
	w := &jsonWriter{text: string(d.data), nl: newline(d.data), unit: "  ", colon: ": ", gap: " ", quote: '"'}
	inner := d.root.Span
	w.lines = strings.Contains(w.text[inner.Start:inner.End], "\n") || strings.Trim(w.text[inner.Start:inner.End], "{}[] \t") == ""
	for _, v := range d.root.All() {
		if v.Kind == String {
			w.quote = w.text[v.Span.Start-1]
			break
		}
	}
	m, ok := firstMember(d.root)
	if !ok {
		return w
	}
	between := w.text[m.name.End:outer(m.Value).Start]
	if strings.Trim(between, " \t:") == "" {
		w.colon = between
		w.gap = between[strings.IndexByte(between, ':')+1:]
	}
	switch c := w.text[m.name.Start]; c {
	case '"', '\'':
		w.quote = c
	default:
		w.bare = true
	}
	line := strings.LastIndexByte(w.text[:m.name.Start], '\n') + 1
	if blanks := w.text[line:m.name.Start]; line > 0 && strings.Trim(blanks, " \t") == "" && d.root.Kind == Object {
		w.unit = cmp.Or(strings.TrimPrefix(blanks, w.indentAt(d.root.Span.Start)), w.unit)
	}
	return w
}

func firstMember(v *Value) (Member, bool) {
	if len(v.Members) > 0 {
		return v.Members[0], true
	}
	for _, item := range v.Items {
		if m, ok := firstMember(item); ok {
			return m, true
		}
	}
	return Member{}, false
}

// indentAt is the white space that the line of a place starts with.
func (w *jsonWriter) indentAt(pos int) string {
	line := w.text[strings.LastIndexByte(w.text[:pos], '\n')+1:]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// named is a new member's name with its colon; nothing in a list.
func (w *jsonWriter) named(name string, c *Value) string {
	if c.Kind == Array {
		return ""
	}
	if w.bare && isIdentifier(name) {
		return name + w.colon
	}
	return w.quoted(name) + w.colon
}

func (w *jsonWriter) quoted(text string) string {
	inner, _ := jsonLanguage{}.encode(text, w.quote)
	return string(w.quote) + inner + string(w.quote)
}

// render writes a value: in lines, as JSON.stringify and json.dump do with an indentation, or all in one.
func (w *jsonWriter) render(v *Value, indent string, lines bool) string {
	var items []string
	inner := indent + w.unit
	for _, m := range v.Members {
		items = append(items, w.named(m.Name, v)+w.render(m.Value, inner, lines))
	}
	for _, item := range v.Items {
		items = append(items, w.render(item, inner, lines))
	}
	open, end := "{", "}"
	switch {
	case v.Kind == String:
		return w.quoted(v.Text)
	case v.Kind < Array:
		return v.Text
	case v.Kind == Array:
		open, end = "[", "]"
	}
	switch {
	case len(items) == 0:
		return open + end
	case lines:
		return open + w.nl + inner + strings.Join(items, ","+w.nl+inner) + w.nl + indent + end
	}
	return open + strings.Join(items, ","+w.gap) + end
}

package edit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// jsonLanguage is JSON, JSON with comments and JSON5.
type jsonLanguage struct{}

func (jsonLanguage) read(data []byte) (*Value, error) { return ReadJSON5(data) }

// oracle is encoding/json, for the documents that are plain JSON.
func (jsonLanguage) oracle(data []byte) *Value {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var decoded any
	if !json.Valid(data) || decoder.Decode(&decoded) != nil {
		return nil
	}
	return treeOf(decoded)
}

// treeOf is a tree of what a decoder made, with the names in order.
func treeOf(decoded any) *Value {
	switch decoded := decoded.(type) {
	case map[string]any:
		v := &Value{Kind: Object}
		for _, name := range slices.Sorted(maps.Keys(decoded)) {
			v.Members = append(v.Members, Member{Name: name, Value: treeOf(decoded[name])})
		}
		return v
	case []any:
		v := &Value{Kind: Array}
		for _, item := range decoded {
			v.Items = append(v.Items, treeOf(item))
		}
		return v
	case string:
		return Text(decoded)
	case bool:
		return &Value{Kind: Bool, Text: fmt.Sprint(decoded)}
	case nil:
		return &Value{Kind: Null, Text: "null"}
	}
	return &Value{Kind: Number, Text: fmt.Sprint(decoded)}
}

// encode escapes what cannot stand in quotes, and the two line separators, which JavaScript took for line ends
// until 2019.
func (jsonLanguage) encode(text string, quote byte) (string, error) {
	q := string(quote)
	return strings.NewReplacer(`\`, `\\`, q, `\`+q, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(text), nil
}

func (jsonLanguage) insert(d document, c *Value, rest Path, v *Value) (Span, string, error) {
	w := newJSONWriter(d)
	if len(d.data) == 0 {
		return Span{}, w.render(nest(rest, v), "", true) + "\n", nil
	}
	name, inner := w.named(rest[0], c), nest(rest[1:], v)
	last, before := lastOf(c)
	if last == nil {
		at, text := w.intoEmpty(c, name, inner)
		return at, text, nil
	}
	at, text := w.behind(c, before, last, name, inner)
	return at, text, nil
}

// lastOf is the value of a list or object that is written last, and the one before it.
func lastOf(c *Value) (last, before *Value) {
	items := slices.Clone(c.Items)
	for _, m := range c.Members {
		items = append(items, m.Value)
	}
	slices.SortFunc(items, func(a, b *Value) int { return a.Span.Start - b.Span.Start })
	switch n := len(items); n {
	case 0:
		return nil, nil
	case 1:
		return items[0], nil
	default:
		return items[n-1], items[n-2]
	}
}

// intoEmpty writes the first item of a list or object, right behind its bracket: so a comment that is all
// that stands there now stays behind it.
func (w *jsonWriter) intoEmpty(c *Value, name string, v *Value) (Span, string) {
	at := Span{c.Span.Start + 1, c.Span.Start + 1}
	inner := w.text[at.Start : c.Span.End-1]
	outer := w.indentAt(c.Span.Start)
	indent := outer + w.unit
	switch {
	case strings.Contains(inner, "\n"):
		return at, w.nl + indent + name + w.render(v, indent, true)
	case w.lines:
		return at, w.nl + indent + name + w.render(v, indent, true) + w.nl + outer
	}
	return at, name + w.render(v, "", false)
}

// behind writes another item behind the last one, and takes over its comma. A comment in that item's line
// stays in it.
func (w *jsonWriter) behind(c, before, last *Value, name string, v *Value) (Span, string) {
	end := outer(last).End
	p := &jsonParser{text: w.text, pos: end}
	p.space()
	comma := p.peek() == ','
	start := w.startOf(c, last)
	line := strings.LastIndexByte(w.text[:start], '\n') + 1
	indent := w.text[line:start]
	if line <= c.Span.Start || strings.Trim(indent, " \t") != "" {
		sep := w.gapBefore(before, start)
		if comma {
			return Span{p.pos + 1, p.pos + 1}, sep + name + w.render(v, "", false) + ","
		}
		return Span{end, end}, "," + sep + name + w.render(v, "", false)
	}
	item := w.nl + indent + name + w.render(v, indent, true)
	if comma {
		at := w.afterComment(p.pos + 1)
		return Span{at, at}, item + ","
	}
	at := w.afterComment(end)
	return Span{end, at}, "," + w.text[end:at] + item
}

// startOf is where an item starts: with its name, in an object.
func (w *jsonWriter) startOf(c, item *Value) int {
	for _, m := range c.Members {
		if m.Value == item {
			return m.name.Start
		}
	}
	return outer(item).Start
}

// gapBefore is what stands between a comma and the item behind it, in one line.
func (w *jsonWriter) gapBefore(before *Value, start int) string {
	if before != nil {
		between := w.text[outer(before).End:start]
		if blanks := between[strings.LastIndexByte(between, ',')+1:]; strings.Trim(blanks, " \t") == "" {
			return blanks
		}
	}
	return w.gap
}

// afterComment is the end of the comments that a line ends in, if there are any.
func (w *jsonWriter) afterComment(pos int) int {
	for at := pos; ; {
		for at < len(w.text) && (w.text[at] == ' ' || w.text[at] == '\t') {
			at++
		}
		rest, _, _ := strings.Cut(w.text[at:], "\n")
		switch end := strings.Index(rest, "*/"); {
		case strings.HasPrefix(rest, "//"):
			return at + len(strings.TrimRight(rest, "\r"))
		case strings.HasPrefix(rest, "/*") && end > 1:
			at += end + 2
			pos = at
		default:
			return pos
		}
	}
}

// outer is the span of a value with its quotes.
func outer(v *Value) Span {
	if v.Kind == String {
		return Span{v.Span.Start - 1, v.Span.End + 1}
	}
	return v.Span
}

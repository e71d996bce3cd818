package edit

import (
	"fmt"
	"slices"
	"strings"
)

// Remove takes a text out that a path names, with its name: in JSON with its comma, in TOML and dotenv with its
// line. Every other value and every other byte stays. Its errors are those of Replace.
func Remove(f Format, data []byte, at Path) (Edit, error) {
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
	case v == nil || len(at) == 0:
		return Edit{}, ErrNotFound
	case v.Kind != String || v.Span.IsZero():
		return Edit{}, fmt.Errorf("%w: it is no text in one line", ErrNotUnderstood)
	}
	var cuts []Span
	switch f {
	case FormatJSON:
		cuts, err = cutMember(string(data), root.At(at[:len(at)-1]), at[len(at)-1])
	case FormatTOML, FormatDotenv:
		cuts = []Span{lineAround(data, v.Span)}
	default:
		err = ErrNotUnderstood
	}
	if err != nil {
		return Edit{}, err
	}
	after := slices.Clone(data)
	for _, c := range slices.Backward(cuts) {
		after = slices.Delete(after, c.Start, c.End)
	}
	if err := gone(lang, data, after, at); err != nil {
		return Edit{}, err
	}
	last := cuts[len(cuts)-1]
	return Edit{Data: after, Old: Span{cuts[0].Start, last.End}, New: Span{cuts[0].Start, cuts[0].Start}, Was: v.Text, Changed: true}, nil
}

// gone proves that one value is no more, and that every other is as it was, with both readers.
func gone(lang language, before, after []byte, at Path) error {
	was, err := lang.read(before)
	if err != nil {
		return err
	}
	now, err := lang.read(after)
	if err != nil || !without(was, at).equal(now) {
		return fmt.Errorf("%w: the change would reach further than the value", ErrNotUnderstood)
	}
	if seen := lang.oracle(before); seen != nil && !without(seen, at).equal(lang.oracle(after)) {
		return fmt.Errorf("%w: another reader would not see the change as it is meant", ErrNotUnderstood)
	}
	return nil
}

// without is a tree that lacks one value.
func without(v *Value, at Path) *Value {
	out := *v
	if len(at) == 1 {
		out.Members = slices.DeleteFunc(slices.Clone(v.Members), func(m Member) bool { return m.Name == at[0] })
		return &out
	}
	out.Members = slices.Clone(v.Members)
	for i, m := range out.Members {
		if m.Name == at[0] {
			out.Members[i].Value = without(m.Value, at[1:])
		}
	}
	return &out
}

// lineAround is the lines that a value stands in, with the last one's end. At the end of a file that has none it
// is the one before.
func lineAround(data []byte, s Span) Span {
	text := string(data)
	start := strings.LastIndexByte(text[:s.Start], '\n') + 1
	if start == 0 {
		start = len(bom(data))
	}
	end := strings.IndexByte(text[s.End:], '\n')
	if end >= 0 {
		return Span{start, s.End + end + 1}
	}
	if start > len(bom(data)) {
		start -= len("\n")
		if strings.HasSuffix(text[:start], "\r") {
			start--
		}
	}
	return Span{start, len(data)}
}

// cutMember is a member with the comma behind it, or the one before it where it is the last, and with its line
// where nothing else stands in that.
func cutMember(text string, object *Value, name string) ([]Span, error) {
	i := slices.IndexFunc(object.Members, func(m Member) bool { return m.Name == name })
	if object.Kind != Object || i < 0 {
		return nil, ErrNotFound
	}
	m := object.Members[i]
	cut := Span{m.name.Start, outer(m.Value).End}
	p := &jsonParser{text: text, pos: cut.End}
	p.space()
	comma := p.peek() == ','
	if comma {
		cut.End = p.pos + 1
	}
	cuts := []Span{wholeLine(text, cut)}
	if before := memberBefore(object, m); before != nil && !comma {
		q := &jsonParser{text: text, pos: outer(before.Value).End}
		q.space()
		if q.peek() != ',' {
			return nil, ErrNotUnderstood
		}
		cuts = slices.Insert(cuts, 0, Span{q.pos, q.pos + 1})
		if between := text[q.pos+1 : cuts[1].Start]; strings.Trim(between, " \t") == "" {
			cuts = []Span{{q.pos, cuts[1].End}} // in one line the blank goes along
		}
	}
	return cuts, nil
}

// memberBefore is the member that is written right before another, nil for the first.
func memberBefore(object *Value, m Member) (before *Member) {
	for i := range object.Members {
		other := &object.Members[i]
		if other.name.Start < m.name.Start && (before == nil || other.name.Start > before.name.Start) {
			before = other
		}
	}
	return before
}

// wholeLine makes a cut as large as its lines where nothing else stands in them; else it takes the blanks behind
// it along.
func wholeLine(text string, cut Span) Span {
	start, end := cut.Start, cut.End
	for start > 0 && (text[start-1] == ' ' || text[start-1] == '\t') {
		start--
	}
	for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	rest := text[end:]
	if start > 0 && text[start-1] == '\n' {
		switch {
		case strings.HasPrefix(rest, "\r\n"):
			return Span{start, end + 2}
		case strings.HasPrefix(rest, "\n"):
			return Span{start, end + 1}
		case strings.HasPrefix(rest, "/"):
			return Span{cut.Start, end} // a comment takes its place
		}
	}
	if strings.HasPrefix(rest, "}") || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*") {
		return cut
	}
	return Span{cut.Start, end}
}

package edit

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

// Kind is what a value is.
type Kind int

// The kinds of value.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
	Time // a date, a time or both, in TOML
)

func (k Kind) String() string {
	return [...]string{"null", "a boolean", "a number", "text", "a list", "an object", "a time"}[k]
}

// Value is one value of a document and where it stands: a tree of them is the document.
type Value struct {
	Kind         Kind
	Span         Span // of the whole value; for text, of what is between the quotes
	Line, Column int  // of its first character
	// Text is decoded text, or a number, true, false or null as it is written. Half of a surrogate pair
	// becomes U+FFFD.
	Text    string
	Members []Member // of an object: each name once, with its last value, which is the one that counts
	Items   []*Value // of a list
}

// Member is one name of an object.
type Member struct {
	Name  string
	Value *Value
	name  Span // with quotes
}

// Get is the value of an object's member, nil when v is no object or has none of that name.
func (v *Value) Get(name string) *Value {
	if v == nil {
		return nil
	}
	for _, m := range v.Members {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}

// Truthy reports whether JavaScript takes the value for true; a missing one is not.
func (v *Value) Truthy() bool {
	switch {
	case v == nil || v.Kind == Null:
		return false
	case v.Kind == Bool:
		return v.Text == "true"
	case v.Kind == String:
		return v.Text != ""
	case v.Kind == Number:
		return !isZeroNumber(v.Text)
	}
	return true
}

// Walk calls visit for every value that is neither list nor object, with its path in JavaScript's way of
// writing: Providers[0].api_key.
func (v *Value) Walk(visit func(path string, v *Value)) { v.walk("", visit) }

func (v *Value) walk(path string, visit func(string, *Value)) {
	if v == nil {
		return
	}
	switch v.Kind {
	case Array:
		for i, item := range v.Items {
			item.walk(path+"["+strconv.Itoa(i)+"]", visit)
		}
	case Object:
		for _, m := range v.Members {
			m.Value.walk(join(path, m.Name), visit)
		}
	default:
		visit(path, v)
	}
}

func join(path, name string) string {
	if !isIdentifier(name) {
		return path + "[" + strconv.Quote(name) + "]"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// What makes a JSON5 reader refuse a document.
var (
	errEnd        = errors.New("the document ends too early")
	errMore       = errors.New("there is more after the end of the value")
	errValue      = errors.New("a value is expected here")
	errName       = errors.New("a name is expected here")
	errColon      = errors.New("a : is missing after the name")
	errComma      = errors.New("a comma or the closing bracket is missing")
	errComment    = errors.New("a comment does not end")
	errNumber     = errors.New("a number is not finished")
	errNewline    = errors.New("a text runs over the end of its line")
	errTextEnd    = errors.New("a text does not end")
	errEscape     = errors.New("a text holds an escape that does not exist")
	errIdentifier = errors.New("a name holds a character that needs quotes")
)

// ReadJSON5 parses JSON, JSON with comments, or JSON5 (spec.json5.org), which holds the other two. Errors are
// ErrTooLarge, ErrTooDeep, ErrNotUTF8, ErrNUL or a SyntaxError.
func ReadJSON5(data []byte) (*Value, error) {
	if err := checkText(data); err != nil {
		return nil, err
	}
	p := &jsonParser{text: string(data)}
	v := p.value(0)
	p.space()
	if p.err == nil && p.pos < len(p.text) {
		p.fail(errMore)
	}
	if p.err != nil {
		return nil, p.err
	}
	return v, nil
}

// jsonParser is a recursive descent. After an error it stands at the end of the text, so that every loop
// ends by itself.
type jsonParser struct {
	text string
	pos  int
	err  error

	// The place up to which lines were counted: values come in order, so each byte is counted once.
	counted, line, column int
}

func (p *jsonParser) fail(err error) {
	if p.err != nil {
		return
	}
	if err == ErrTooDeep {
		p.err = err
	} else {
		line, column := p.place(p.pos)
		p.err = &SyntaxError{Line: line, Column: column, Err: err}
	}
	p.pos = len(p.text)
}

// place is the line and column of a position. Positions asked for may not go backwards.
func (p *jsonParser) place(pos int) (line, column int) {
	for p.counted < pos {
		r, size := utf8.DecodeRuneInString(p.text[p.counted:])
		p.counted += size
		if r == '\n' {
			p.line++
			p.column = 0
		} else if r != '\ufeff' || p.counted > size {
			p.column++
		}
	}
	return p.line + 1, p.column + 1
}

// peek is the next byte, 0 at the end: the document itself holds no NUL.
func (p *jsonParser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *jsonParser) rune() (r rune, size int) {
	if p.pos >= len(p.text) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(p.text[p.pos:])
}

func (p *jsonParser) value(depth int) *Value {
	p.space()
	if c := p.peek(); depth == MaxDepth && (c == '{' || c == '[') {
		p.fail(ErrTooDeep)
	}
	start := p.pos
	v := &Value{}
	v.Line, v.Column = p.place(start)
	switch c := p.peek(); {
	case c == 0:
		p.fail(errEnd)
	case c == '{':
		v.Kind = Object
		p.object(v, depth)
	case c == '[':
		v.Kind = Array
		p.array(v, depth)
	case c == '"' || c == '\'':
		v.Kind = String
		v.Text = p.quoted()
		v.Span = Span{start + 1, p.pos - 1}
		return v
	case p.literal("null"):
		v.Kind = Null
	case p.literal("true"), p.literal("false"):
		v.Kind = Bool
	default:
		v.Kind = Number
		p.number()
	}
	v.Span = Span{start, p.pos}
	if v.Kind < Array {
		v.Text = p.text[start:p.pos]
	}
	return v
}

func (p *jsonParser) object(v *Value, depth int) {
	p.pos++
	index := map[string]int{}
	for p.space(); p.peek() != '}' && p.err == nil; p.space() {
		start := p.pos
		name := p.name()
		written := Span{start, p.pos}
		p.space()
		if p.peek() != ':' {
			p.fail(errColon)
			return
		}
		p.pos++
		member := Member{name, p.value(depth + 1), written}
		if i, seen := index[name]; seen {
			v.Members[i] = member
		} else {
			index[name] = len(v.Members)
			v.Members = append(v.Members, member)
		}
		p.separator('}')
	}
	p.pos = min(p.pos+1, len(p.text))
}

func (p *jsonParser) array(v *Value, depth int) {
	p.pos++
	for p.space(); p.peek() != ']' && p.err == nil; p.space() {
		v.Items = append(v.Items, p.value(depth+1))
		p.separator(']')
	}
	p.pos = min(p.pos+1, len(p.text))
}

// separator takes a comma, and leaves the closing bracket; a comma before it is allowed.
func (p *jsonParser) separator(closing byte) {
	p.space()
	switch c := p.peek(); c {
	case ',':
		p.pos++
	case closing:
	case 0:
		p.fail(errEnd)
	default:
		p.fail(errComma)
	}
}

func (p *jsonParser) literal(word string) bool {
	if len(p.text)-p.pos < len(word) || p.text[p.pos:p.pos+len(word)] != word {
		return false
	}
	p.pos += len(word)
	return true
}

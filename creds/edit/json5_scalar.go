package edit

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// space skips white space and comments. JSON5's white space is JavaScript's: with the byte order mark, the
// line separators and every space of Unicode.
func (p *jsonParser) space() {
	for p.err == nil {
		r, size := p.rune()
		switch {
		case size == 0:
			return
		case r >= '\t' && r <= '\r', r == ' ', r == '\ufeff', r == '\u2028', r == '\u2029', unicode.Is(unicode.Zs, r):
			p.pos += size
		case strings.HasPrefix(p.text[p.pos:], "//"):
			if end := strings.IndexAny(p.text[p.pos:], "\n\r\u2028\u2029"); end >= 0 {
				p.pos += end
			} else {
				p.pos = len(p.text)
			}
		case strings.HasPrefix(p.text[p.pos:], "/*"):
			end := strings.Index(p.text[p.pos+2:], "*/")
			if end < 0 {
				p.fail(errComment)
				return
			}
			p.pos += 2 + end + 2
		default:
			return
		}
	}
}

// number takes a number of JSON5: with a sign, in hexadecimal, with a bare point at either end, or the words
// Infinity and NaN.
func (p *jsonParser) number() {
	if c := p.peek(); c == '+' || c == '-' {
		p.pos++
	}
	c := p.peek()
	switch {
	case p.literal("Infinity"), p.literal("NaN"):
		return
	case p.literal("0x"), p.literal("0X"):
		p.digits(isHex)
		return
	case c == '0':
		p.pos++
	case isDigit(c):
		p.digits(isDigit)
	case c == '.':
		p.pos++
		p.digits(isDigit)
		p.exponent()
		return
	case c == 0:
		p.fail(errEnd)
		return
	default:
		p.fail(errValue)
		return
	}
	if p.peek() == '.' {
		p.pos++
		if isDigit(p.peek()) {
			p.digits(isDigit)
		}
	}
	p.exponent()
}

func (p *jsonParser) exponent() {
	if c := p.peek(); c != 'e' && c != 'E' {
		return
	}
	p.pos++
	if c := p.peek(); c == '+' || c == '-' {
		p.pos++
	}
	p.digits(isDigit)
}

func (p *jsonParser) digits(is func(byte) bool) {
	if !is(p.peek()) {
		p.fail(errNumber)
	}
	for is(p.peek()) {
		p.pos++
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// isZeroNumber reports whether JavaScript reads a number as zero or NaN.
func isZeroNumber(text string) bool {
	text = strings.TrimLeft(text, "+-")
	if text == "NaN" {
		return true
	}
	if len(text) > 1 && (text[1] == 'x' || text[1] == 'X') {
		return strings.Trim(text[2:], "0") == ""
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	return text != "Infinity" && strings.Trim(mantissa, "0.") == ""
}

// quoted takes a text in single or double quotes and decodes it.
func (p *jsonParser) quoted() string {
	quote := p.text[p.pos]
	p.pos++
	var out strings.Builder
	for p.err == nil {
		r, size := p.rune()
		switch {
		case size == 0:
			p.fail(errTextEnd)
		case r == rune(quote):
			p.pos++
			return out.String()
		case r == '\n' || r == '\r':
			p.fail(errNewline)
		case r == '\\':
			p.escape(&out)
		default:
			out.WriteRune(r)
			p.pos += size
		}
	}
	return ""
}

// escape takes a backslash and what belongs to it.
func (p *jsonParser) escape(out *strings.Builder) {
	p.pos++
	r, size := p.rune()
	if size == 0 {
		p.fail(errTextEnd)
		return
	}
	p.pos += size
	switch {
	case r == 'x':
		out.WriteRune(p.hex(2))
	case r == 'u':
		out.WriteRune(p.unicode())
	case r == '0' && !isDigit(p.peek()):
		out.WriteByte(0)
	case isDigit(byte(r)) && r < utf8.RuneSelf:
		p.pos -= size
		p.fail(errEscape)
	case r == '\r':
		// A line end behind a backslash is no part of the text.
		if p.peek() == '\n' {
			p.pos++
		}
	case r == '\n' || r == '\u2028' || r == '\u2029':
	default:
		if i := strings.IndexRune("bfnrtv", r); i >= 0 {
			r = rune("\b\f\n\r\t\v"[i])
		}
		out.WriteRune(r)
	}
}

// hex takes exactly n hexadecimal digits.
func (p *jsonParser) hex(n int) rune {
	var r rune
	for range n {
		c := p.peek()
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case isHex(c):
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			p.fail(errEscape)
			return 0
		}
		p.pos++
	}
	return r
}

// unicode takes four digits, and four more when they are the second half of a character.
func (p *jsonParser) unicode() rune {
	r := p.hex(4)
	if utf16.IsSurrogate(r) && strings.HasPrefix(p.text[p.pos:], `\u`) {
		before := p.pos
		p.pos += 2
		if pair := utf16.DecodeRune(r, p.hex(4)); pair != utf8.RuneError {
			return pair
		}
		// Not a pair: the second escape stands for itself. If it is broken, the error stays.
		if p.err == nil {
			p.pos = before
		}
	}
	return r
}

// name takes the name of a member: quoted, or an identifier of JavaScript.
func (p *jsonParser) name() string {
	if c := p.peek(); c == '"' || c == '\'' {
		return p.quoted()
	}
	var out strings.Builder
	for p.err == nil {
		r, size := p.rune()
		start := p.pos
		p.pos += size
		if r == '\\' {
			if !p.literal("u") {
				p.pos = start
				p.fail(errIdentifier)
				break
			}
			if r = p.hex(4); p.err == nil && !isNamePart(r, out.Len() == 0) {
				p.pos = start
				p.fail(errIdentifier)
			}
		} else if size == 0 || !isNamePart(r, out.Len() == 0) {
			p.pos = start
			break
		}
		out.WriteRune(r)
	}
	switch {
	case p.err != nil:
	case out.Len() > 0:
		return out.String()
	case p.peek() == 0:
		p.fail(errEnd)
	default:
		p.fail(errName)
	}
	return ""
}

func isNamePart(r rune, first bool) bool {
	if r == '$' || r == '_' || unicode.In(r, unicode.L, unicode.Nl) {
		return true
	}
	return !first && (unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc) || r == '\u200c' || r == '\u200d')
}

func isIdentifier(name string) bool {
	for i, r := range name {
		if !isNamePart(r, i == 0) {
			return false
		}
	}
	return name != ""
}

// Package edit reads INI, JSON5, TOML and dotenv so that every value is known with the bytes it stands in, and
// changes one value and nothing else: Replace, ReplacePart and Add. Every other byte stays: comments, order,
// blank lines, byte order mark, line ends, quotes, a final newline or its absence. A change is handed out only
// when a second reading of the result shows that one value differs and no other.
//
// Errors name a line and say what is wrong, but never repeat what stands there, for it may be a secret.
package edit

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// MaxSize is the largest document, in bytes. MaxDepth is how deep lists and objects may nest. MaxKeys is
// how many keys and sections an INI file may have, since ini.v1 needs quadratic time for them.
const (
	MaxSize  = 1 << 20
	MaxDepth = 512
	MaxKeys  = 10_000
)

// Why a document is not read at all, for errors.Is.
var (
	ErrTooLarge = errors.New("it is larger than 1 MiB")
	ErrNotUTF8  = errors.New("it is not text in UTF-8")
	ErrNUL      = errors.New("it holds a NUL byte, so it is no text")
	ErrTooDeep  = errors.New("it nests deeper than 512 levels")
	ErrTooMany  = errors.New("it has more than 10,000 keys")
)

// Span is where a value stands: the bytes from Start up to End, without quotes. The zero Span is no place.
type Span struct{ Start, End int }

// IsZero reports whether there is no place.
func (s Span) IsZero() bool { return s == Span{} }

// SyntaxError is a document that its own readers would refuse. Line and Column count from 1, columns in
// characters; a Column of 0 means the whole line. Err says what is wrong.
type SyntaxError struct {
	Line, Column int
	Err          error
}

func (e *SyntaxError) Error() string {
	if e.Column == 0 {
		return fmt.Sprintf("line %d: %v", e.Line, e.Err)
	}
	return fmt.Sprintf("line %d, column %d: %v", e.Line, e.Column, e.Err)
}

func (e *SyntaxError) Unwrap() error { return e.Err }

// checkText refuses what is no text before any parser sees it.
func checkText(data []byte) error {
	switch {
	case len(data) > MaxSize:
		return ErrTooLarge
	case !utf8.Valid(data):
		return ErrNotUTF8
	case bytes.IndexByte(data, 0) >= 0:
		return ErrNUL
	}
	return nil
}

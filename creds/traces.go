package creds

import (
	"bytes"
	"fmt"
	"io"

	"bricktop/creds/secret"
)

// What is read of a log at most: bytes from its end. And how many files a pattern may find: the newest.
const (
	logTail  = 256 << 10
	mostOnes = 16
)

// tail reads the end of a file that is known to be a regular one.
func (c *Catalogue) tail(path string, size int64) ([]byte, error) {
	f, err := c.fs.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > logTail {
		if _, err := f.Seek(size-logTail, io.SeekStart); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(f, logTail))
}

// scan lists the Databricks tokens in a text of any kind, each once with how often it stands there.
func scan(data []byte) []Held {
	var held []Held
	at := map[string]int{}
	for _, value := range tokensIn(data) {
		i, ok := at[value]
		if !ok {
			i, at[value] = len(held), len(held)
			held = append(held, Held{Kind: HeldPAT, Value: secret.New(value), Databricks: true})
		}
		held[i].Count++
	}
	for i, h := range held {
		times := "once"
		if h.Count > 1 {
			times = fmt.Sprintf("%d times", h.Count)
		}
		// The mask tells two tokens apart, and nothing of what they are.
		held[i].Where = h.Value.Mask() + ", " + times
	}
	return held
}

// tokensIn finds what has the form of a token of Databricks: a personal one, or the JSON web token of an OAuth
// sign-in.
func tokensIn(data []byte) []string {
	values := findAll(data, "dapi", patLength)
	return append(values, findAll(data, "eyJ", jwtLength)...)
}

// findAll lists what begins with a prefix and is as long as the rule says; 0 is no token.
func findAll(data []byte, prefix string, length func([]byte) int) []string {
	var values []string
	for rest := data; ; {
		i := bytes.Index(rest, []byte(prefix))
		if i < 0 {
			return values
		}
		rest = rest[i:]
		n := length(rest)
		if n > 0 {
			values = append(values, string(rest[:n]))
		}
		rest = rest[max(n, len(prefix)):]
	}
}

// patLength knows dapi, at least 32 hexadecimal digits, and maybe a number behind a hyphen.
func patLength(data []byte) int {
	n := len("dapi") + span(data[len("dapi"):], isHex)
	if n < len("dapi")+32 {
		return 0
	}
	if rest := data[n:]; len(rest) > 1 && rest[0] == '-' && isDigit(rest[1]) {
		n += 1 + span(rest[1:], isDigit)
	}
	return n
}

// jwtLength knows three parts between dots.
func jwtLength(data []byte) int {
	n := span(data, isBase64URLOrDot)
	if n < 40 || bytes.Count(data[:n], []byte(".")) != 2 {
		return 0
	}
	return n
}

func span(data []byte, in func(byte) bool) int {
	for i, c := range data {
		if !in(c) {
			return i
		}
	}
	return len(data)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || c >= 'a' && c <= 'f' }

func isBase64URLOrDot(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '_' || c == '-'
}

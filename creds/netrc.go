package creds

import (
	"errors"
	"strings"

	"bricktop/creds/edit"
)

var errNetrc = errors.New("it is no netrc file")

// readNetrc gives a netrc file as an object of machines, each with its login, account and password. It is read as
// curl does (lib/netrc.c): words between white space, quotes around one that has some, a # at the start of a
// line for a comment, and a macro up to the next empty line. A name that stands twice is there twice.
func readNetrc(data []byte) (*edit.Value, error) {
	root := &edit.Value{Kind: edit.Object}
	var machine *edit.Value
	pending, macro := "", false
	for number, line := range strings.Split(string(data), "\n") {
		trimmed := strings.TrimSpace(line)
		if macro || strings.HasPrefix(trimmed, "#") {
			macro = macro && trimmed != ""
			continue
		}
		for trimmed != "" {
			var word string
			if word, trimmed = netrcWord(trimmed); pending != "" {
				value := &edit.Value{Kind: edit.String, Text: word, Line: number + 1}
				if pending == "machine" {
					machine = &edit.Value{Kind: edit.Object, Line: number + 1}
					root.Members = append(root.Members, edit.Member{Name: word, Value: machine})
				} else if machine != nil {
					machine.Members = append(machine.Members, edit.Member{Name: pending, Value: value})
				}
				pending = ""
				continue
			}
			switch word {
			case "machine", "login", "password", "account":
				pending = word
			case "default":
				machine = nil // for every other host, and so for none in particular
			case "macdef":
				macro, trimmed = true, ""
			default:
				return nil, &edit.SyntaxError{Line: number + 1, Err: errNetrc}
			}
		}
	}
	return root, nil
}

// netrcWord cuts the first word off a line that has one.
func netrcWord(line string) (word, rest string) {
	if line[0] != '"' {
		end := strings.IndexAny(line, " \t\r\v\f")
		if end < 0 {
			return line, ""
		}
		return line[:end], strings.TrimSpace(line[end:])
	}
	var text strings.Builder
	for i := 1; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			return text.String(), strings.TrimSpace(line[i+1:])
		case c == '\\' && i+1 < len(line):
			i++
			text.WriteByte(line[i])
		default:
			text.WriteByte(c)
		}
	}
	return text.String(), ""
}

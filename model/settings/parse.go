package settings

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bricktop/ui/text"
)

// Known is what a file may name: bricktop's themes, the roles of its colours, its actions.
type Known struct {
	Themes, Roles []string
	Actions       []Action
}

// Action is an action with the keys that it has unless the user settled others.
type Action struct {
	ID   string
	Keys []string
}

// Problem is something in a file that is ignored, and where it stands, counted from 1; 0 is the file as a whole.
type Problem struct {
	Line, Column int
	Text         string // a sentence
}

// In is the problem with its place in a file of that name, as compilers write it.
func (p Problem) In(name string) string {
	if p.Line == 0 {
		return name + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", name, p.Line, p.Column, p.Text)
}

// Most is how many problems of a file are told one by one. One more tells of the rest.
const Most = 50

// Parse reads a file. What it cannot use it leaves at its default, and tells, in the order of the file.
func Parse(data []byte, known Known) (Settings, []Problem) {
	if len(data) > maxSize {
		return Default(), []Problem{{1, 1, "The file is larger than 64 KiB, so it is ignored."}}
	}
	// Whatever a highlight of the parser leaves of its capacity is what is left of the file.
	s := &scan{data: slices.Clip(bytes.TrimPrefix(data, []byte("\ufeff"))), checker: checker{known: known, into: Default()}}
	s.run()
	seen := make(map[string]bool)
	var limit place // of the last of the two
	for _, e := range s.entries {
		name := dotted(e.path)
		if seen[name] {
			s.complain(e.path[0].at, "%s stands here a second time; the first one holds.", name)
			continue
		}
		seen[name] = true
		if name == "thresholds.soon" || name == "thresholds.urgent" {
			limit = e.path[len(e.path)-1].at
		}
		s.take(e)
	}
	if t := &s.into.Thresholds; t.Urgent > t.Soon { // nothing would ever be soon
		t.Soon, t.Urgent = Default().Thresholds.Soon, Default().Thresholds.Urgent
		s.complain(limit, "thresholds.urgent is longer than thresholds.soon. Both are ignored.")
	}
	s.bind()
	slices.SortStableFunc(s.wrong, func(a, b wrong) int { return cmp.Compare(a.at, b.at) })
	if rest := len(s.wrong) - Most; rest > 0 {
		s.wrong[Most].text = "From here on " + text.Plural(rest, "thing is", "things are") + " ignored, and not listed."
		s.wrong = s.wrong[:Most+1]
	}
	problems := make([]Problem, len(s.wrong))
	for i, w := range s.wrong {
		line, column := position(s.data, w.at)
		problems[i] = Problem{line, column, w.text}
	}
	return s.into, problems
}

// checker fills in settings, and gathers what is wrong.
type checker struct {
	known  Known
	into   Settings
	wrong  []wrong
	rebind []rebinding
}

type wrong struct {
	at   place
	text string
}

func (c *checker) complain(at place, format string, args ...any) {
	c.wrong = append(c.wrong, wrong{at, fmt.Sprintf(format, args...)})
}

// barePattern is a text that somebody forgot to put in quotes.
var barePattern = regexp.MustCompile(`^\s*[A-Za-z][\w-]*\s*$`)

// ignore tells of something that is ignored, and why: a sentence that lacks its end.
func (c *checker) ignore(at place, format string, args ...any) {
	why := fmt.Sprintf(format, args...)
	if !strings.HasSuffix(why, "?") {
		why += "."
	}
	c.complain(at, "%s It is ignored.", why)
}

// meant asks whether another word was meant; where none comes close it lists them all.
func meant(word string, words []string) string {
	if near := text.Nearest(word, words); near != "" {
		return "; did you mean " + near + "?"
	}
	return ": there are " + strings.Join(words, ", ")
}

package plain_test

import (
	"regexp"
	"strings"
	"testing"
)

// A command that names a row is about that row, whatever is marked, and leaves the marks.
func TestARowGoesBeforeTheMarks(t *testing.T) {
	k := newTalk(t)
	rows := k.line("2")
	id := func(row string) string {
		return regexp.MustCompile(row + `\. .*ID ([0-9a-f]{8})`).FindStringSubmatch(rows)[1]
	}
	k.line("mark 3")
	k.line("mark 4")
	said := k.line("x 5")
	if !strings.Contains(said, "Revoke this token?") || !strings.Contains(said, id("5")) || strings.Contains(said, id("3")) {
		t.Errorf("x 5 is about something else: %s", said)
	}
	k.line("esc")
	if said := k.line("e 5"); !strings.Contains(said, id("5")) || strings.Contains(said, id("3")) {
		t.Errorf("e 5 is about something else: %s", said)
	}
	k.line("esc")
	if said := k.line("x"); !strings.Contains(said, "Revoke 2 tokens?") || !strings.Contains(said, id("3")) || !strings.Contains(said, id("4")) {
		t.Errorf("the marks are gone: %s", said)
	}
	k.line("esc")
	k.line("mark 5")
	if said := k.line("x"); !strings.Contains(said, "Revoke 3 tokens?") {
		t.Errorf("a row is not marked beside others: %s", said)
	}
}

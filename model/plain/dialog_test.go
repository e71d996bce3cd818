package plain_test

import (
	"regexp"
	"strings"
	"testing"
)

// A token that a file holds is revoked once its ID is typed, by itself and among others.
func TestAGuardedRevoke(t *testing.T) {
	for _, many := range []bool{false, true} {
		k := newTalk(t)
		rows := k.line("2")
		held := regexp.MustCompile(`(\d+)\. .*used by.*ID ([0-9a-f]{8})`).FindStringSubmatch(rows)
		if held == nil {
			t.Fatal(rows)
		}
		k.line("mark " + held[1])
		if many {
			k.line("mark-all")
		}
		said := k.line("x")
		if !strings.Contains(said, "first 8 characters") || strings.Contains(said, " for Keep") {
			t.Errorf("many %v: what has to be typed is not asked for: %s", many, said)
		}
		if said := k.line("nonsense"); !strings.Contains(said, "That is not it.") {
			t.Errorf("many %v: %s", many, said)
		}
		first := held[2]
		if many {
			first = regexp.MustCompile(`(?m)^  1\. .*, ([0-9a-f]{8})`).FindStringSubmatch(said)[1]
		}
		before := len(k.Fake.Workspace.Tokens())
		if said := k.line(first); len(k.Fake.Workspace.Tokens()) >= before {
			t.Errorf("many %v: nothing was revoked: %s", many, said)
		}
	}
}

package program

import (
	"fmt"
	"strings"
	"testing"
)

// Two lines of the same look differ wherever they stand, by blanks alone, and no blank beside text changes but at
// the frame.
func TestStillNumbersTheLines(t *testing.T) {
	for _, line := range []string{
		"│ job 1 of team 2              3d 04h │", "╰─ tab next panel ──────╯", " ╰───────╯ ", "  ", "",
		"\x1b[0;96m│\x1b[m  \x1b[1mlaptop\x1b[m        \x1b[0;96m│\x1b[m", "│ \x1b]8;;https://a.example\x1b\\a.example\x1b]8;;\x1b\\     │",
	} {
		content := strings.Repeat("│"+line+"\n", 127) + "│" + line
		seen := map[string]int{}
		for y, got := range strings.Split(still(content), "\n") {
			if strings.ReplaceAll(got, noBreak, " ") != "│"+line {
				t.Fatalf("line %d is %q", y, got)
			}
			seen[got]++
			for _, text := range []string{"job 1 of team 2", "tab next panel", "laptop", "a.example"} {
				if strings.Contains(line, text) && !strings.Contains(got, text) {
					t.Fatalf("line %d: the text is %q", y, got)
				}
			}
		}
		want := min(128, 1<<len(blanks("│"+line)))
		if len(seen) != want {
			t.Errorf("%q: %d looks, want %d", line, len(seen), want)
		}
	}
	if ascii := "| a   |\n| b   |"; still(ascii) != ascii {
		t.Error("ASCII did not stay ASCII")
	}
	if got := fmt.Sprint(blanks("│ a b   c │")); got != "[8 11]" {
		t.Error("blanks at", got)
	}
}

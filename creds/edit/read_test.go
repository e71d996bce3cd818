package edit

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		format     Format
		text, want string
	}{
		{FormatINI, "a = 1\n[p]\nb: 'x' # c\n", `[DEFAULT a]="1"@1 [p b]="x"@3`},
		{FormatJSON, `{"a": ["x", {"b": null}]}`, `[a 0]="x"@1 [a 1 b]="null"@1`},
		{FormatDotenv, "A=x # c\nexport B = 'y#z'\n\nC=\nno\n#D=1\nE= # none\nF=\"g h\"\nA=last\n", `[A]="last"@9 [B]="y#z"@2 [C]=""@4 [E]=""@7 [F]="g h"@8`},
		{FormatDotenv, "A=b#c\nB=\"x\\ny\"\nC=`d`\nE='f'g\nH=it's\nI=#j\n", `[A]="b#c"@1! [B]="x\\ny"@2! [C]="d"@3! [E]="f"@4! [H]="it's"@5! [I]=""@6!`},
		{FormatTOML, "\ufeffa = \"x\\\"\"\n[b.\"c d\"]\ne.f = [ 'y',\n \"\"\"\nz\"\"\", 1, true, 1979-05-27 ]\n[[g]]\nh = {i = '''j'''}\n[[g]]\n",
			`[a]="x\""@1 [b c d e f 0]="y"@3 [b c d e f 1]="z"@4 [b c d e f 2]="1"@5 [b c d e f 3]="true"@5 [b c d e f 4]="1979-05-27"@5 [g 0 h i]="j"@7`},
	} {
		if c.format == FormatTOML && newTOML() == nil {
			continue
		}
		root, err := Read(c.format, []byte(c.text))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var got []string
		for path, v := range root.All() {
			line := fmt.Sprintf("%v=%q@%d", path, v.Text, v.Line)
			if v.Span.IsZero() {
				line += "!"
			}
			got = append(got, line)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q is\n%s, want\n%s", c.text, strings.Join(got, " "), c.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		format       Format
		text         string
		line, column int
	}{
		{FormatDotenv, "A=1\nB='hunter2\n'\n", 2, 0},
		{FormatTOML, "a = 1\nb = hunter2\n", 2, 5},
		{FormatTOML, "a = 1\na = 'hunter2'\n", 2, 1},
		{FormatTOML, "[a]\n[a]\n", 2, 2},
		{FormatJSON, "{\n  hunter2}", 2, 10},
		{FormatINI, "[p]\nhunter2\n", 2, 0},
	} {
		if c.format == FormatTOML && newTOML() == nil {
			continue
		}
		_, err := Read(c.format, []byte(c.text))
		at, ok := errors.AsType[*SyntaxError](err)
		if !ok || !errors.Is(err, ErrNotUnderstood) || at.Line != c.line || at.Column != c.column {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats what stands there: %v", err)
		}
	}
	if _, err := Read(Format(-1), nil); !errors.Is(err, ErrNotUnderstood) {
		t.Error(err)
	}
}

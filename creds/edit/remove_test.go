package edit

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// One value goes, and every other byte stays.
func TestRemove(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		format              Format
		at                  Path
	}{
		{"the first of an object", "{\n  \"a\": \"x\",\n  \"b\": 1\n}\n", "{\n  \"b\": 1\n}\n", FormatJSON, Path{"a"}},
		{"the last of an object", "{\r\n  \"b\": 1,\r\n  \"a\": \"x\"\r\n}", "{\r\n  \"b\": 1\r\n}", FormatJSON, Path{"a"}},
		{"one between", "{\"b\": 1, \"a\": \"x\", \"c\": 2}", "{\"b\": 1, \"c\": 2}", FormatJSON, Path{"a"}},
		{"the last in one line", "{\"b\": 1, \"a\": \"x\"}", "{\"b\": 1}", FormatJSON, Path{"a"}},
		{"the only one", "{\"env\": {\"a\": \"x\"}, \"c\": 2}", "{\"env\": {}, \"c\": 2}", FormatJSON, Path{"env", "a"}},
		{"the only one in lines", "{\n\t\"env\": {\n\t\t\"a\": \"x\"\n\t}\n}\n", "{\n\t\"env\": {\n\t}\n}\n", FormatJSON, Path{"env", "a"}},
		{"comments stay", "{\n  b: 1, // of b\n  // of a\n  a: 'x', // behind a\n}", "{\n  b: 1, // of b\n  // of a\n  // behind a\n}", FormatJSON, Path{"a"}},
		{"a comment before the last", "{\n  b: 1, // of b\n  a: 'x'\n}", "{\n  b: 1 // of b\n}", FormatJSON, Path{"a"}},
		{"a key of a table", "[p.x]\nurl = \"u\"\ntoken = 'x' # mine\n\n[q]\n", "[p.x]\nurl = \"u\"\n\n[q]\n", FormatTOML, Path{"p", "x", "token"}},
		{"the last line, without an end", "\ufeff[p]\r\nurl = \"u\"\r\ntoken = \"x\"", "\ufeff[p]\r\nurl = \"u\"", FormatTOML, Path{"p", "token"}},
		{"a line of dotenv", "# mine\nexport A=\"x\" # why\nB=1\n", "# mine\nB=1\n", FormatDotenv, Path{"A"}},
		{"all of dotenv", "A=x\n", "", FormatDotenv, Path{"A"}},
	} {
		got, err := Remove(c.format, []byte(c.before), c.at)
		if err != nil || string(got.Data) != c.after || got.Was != "x" || !got.Changed {
			t.Errorf("%s: %q, %v", c.name, got.Data, err)
		}
	}
	for _, c := range []struct {
		name, text string
		format     Format
		at         Path
		want       error
	}{
		{"nothing there", "{}", FormatJSON, Path{"a"}, ErrNotFound},
		{"no text", "{\"a\": 1}", FormatJSON, Path{"a"}, ErrNotUnderstood},
		{"a name that stands twice", "{\"a\": \"y\", \"a\": \"x\"}", FormatJSON, Path{"a"}, ErrNotUnderstood},
		{"braces in one line", "p = { url = \"u\", token = \"x\" }\n", FormatTOML, Path{"p", "token"}, ErrNotUnderstood},
		{"twice in dotenv", "A=y\nA=x\n", FormatDotenv, Path{"A"}, ErrNotUnderstood},
		{"INI", "[a]\nb = x\n", FormatINI, Path{"a", "b"}, ErrNotUnderstood},
	} {
		if got, err := Remove(c.format, []byte(c.text), c.at); !errors.Is(err, c.want) || got.Data != nil {
			t.Errorf("%s: %q, %v", c.name, got.Data, err)
		}
	}
}

// What Add puts in, Remove takes out, and what is left reads as before.
func TestRemoveTakesBackWhatAddPutIn(t *testing.T) {
	documents := map[Format][]string{
		FormatJSON:   {"{}", "{\"b\": 1}", "{\n  \"b\": 1\n}\n", "{\n  // mine\n  b: 1, // why\n  c: [1, 2],\n}\n", "{b:{c:'d'}}"},
		FormatTOML:   {"", "b = 1\n", "[t]\nb = 1\n", "# mine\nb = 1 # why", "b = 1\r\n[t]\r\nc = 2\r\n"},
		FormatDotenv: {"", "B=1\n", "# mine\nexport B='1'", "B=1\r\nC=2\r\n"},
	}
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom([]Format{FormatJSON, FormatTOML, FormatDotenv}).Draw(t, "format")
		before := []byte(rapid.SampledFrom(documents[format]).Draw(t, "document"))
		at := Path{"zz"}
		if format != FormatDotenv && rapid.Bool().Draw(t, "deep") {
			at = Path{"zz", "token"}
		}
		added, err := Add(format, before, at, Text("secret"))
		if err != nil {
			t.Skip(err)
		}
		removed, err := Remove(format, added.Data, at)
		if err != nil {
			t.Fatalf("%q: %v", added.Data, err)
		}
		root, err := Read(format, removed.Data)
		if err != nil || root.At(at) != nil {
			t.Fatalf("%q: %v", removed.Data, err)
		}
	})
}

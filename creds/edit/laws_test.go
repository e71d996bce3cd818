package edit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// dialect is what the laws need to make documents of a format: foul ones of pieces, and whole ones of lines.
type dialect struct {
	name    string
	format  Format
	seeds   []string
	pieces  []string
	missing []Path // ways to values that are probably not there
}

func dialects() []dialect {
	all := []dialect{
		{"INI", FormatINI, iniSeeds(), []string{
			"[p]\n", "[p.eu]\n", "[DEFAULT]\n", "[q]\r\n", "host = h\n", "token = x1\n", "token=x2\r\n", "token: 'x3'\n", "  token\t= x4 # c\n",
			"# note\n", "; token = no\n", "\n", "\r\n", "token = a\\\nb\n", "k = `b`\n", "long_name    = \"v\"\n", "x         = y\n", "[", "=", " ", "\\",
			"token =", "\ufeff", "token = $T\n", "e = \n", "é = ü\n",
		}, []Path{{"p", "token"}, {"p.eu", "token"}, {"DEFAULT", "client_id"}, {"new", "host"}, {"a b", "k"}}},
		{"JSON", FormatJSON, jsonSeeds(), []string{
			"{", "}", "[", "]", ",", "\n", "\r\n", "  ", "\t", `"a": `, `"b":`, "c: ", "'d' : ", `"x"`, "'y'", `"it\"s"`, "1", "null", "{}", "[]",
			"// c\n", "/* d */", "{\n  \"e\": \"f\"\n}", `["g", "h"]`, "{i: 'j',}", `"a":"k",`, `"\u0041"`, "\ufeff", `{"a":{"b":["c"]}}`, `"${V}"`,
		}, []Path{{"a", "b"}, {"n"}, {"a", "-"}, {"-"}, {"e", "m", "-", "o"}, {"a", "0"}, {"__proto__"}, {"it's"}}},
		{"TOML", FormatTOML, []string{
			"[model_providers.x]\nname = \"n\" # c\nexperimental_bearer_token = \"t\"\n\n[other]\na = 'b'\n", "a = 1\r\nb.c = 'd'\r\n\r\n[e]\r\n",
			"a = { b = \"c\", d = [\"e\", 'f'] }\ng = {}\n", "[[h]]\ni = \"\"\"\nj\"\"\"\n[[h]]\ni = '''k'''", "\ufeff\"l m\".n = 1979-05-27\n", "[a.b]\n[a]\nx = \"\\u0041\"\n", "# none\n",
		}, []string{
			"[p]\n", "[p.q]\n", "[[r]]\n", "a = \"x\"\n", "b='y'\n", "c.d = \"z\"\n", "  e   = 1 # c\n", "f = [\"g\", \"h\"]\r\n", "i = { j = 'k' }\n", "l = {}\n", "# c\n", "\n",
			"m = \"\"\"\nn\"\"\"\n", "\"o p\" = \"${V}\"\n", "t = 1979-05-27T07:32:00Z\n", "s = true", "{", "=", "\ufeff", "u.v.w = \"\\\"\"\n",
		}, []Path{{"p", "token"}, {"p", "q", "r"}, {"n"}, {"c", "n"}, {"l", "n"}, {"i", "n", "o"}, {"r", "0", "n"}, {"x y", "z"}, {"u", "v", "n"}, {"f", "-"}}},
		{"dotenv", FormatDotenv, []string{
			"OPENAI_API_KEY=x\n", "export A='b' # c\r\nB=\"d\"\r\n", "A=\nA = e\n\n# end", "A=b#c\nB=\"$C\"\nD=`e`\n", "A=\"b\nc\"\n", "A= # none\nB=#x\njunk\n", "\ufeffA=b", "A='b'c\n",
		}, []string{
			"A=", "B = ", "export C=", "x1", "'x2'", "\"x3\"", " # c", "#d", "\n", "\n", "\r\n", "junk\n", "\ufeff", "`", "\\", "${V}", "E=\n", "F=y # z\n", "G='it'\n", "H=a b\n", "é",
		}, []Path{{"A"}, {"NEW_KEY"}, {"a.b"}, {"A", "b"}}},
	}
	return slices.DeleteFunc(all, func(d dialect) bool { return d.format == FormatTOML && newTOML() == nil })
}

// document is a seed, a seed spoilt in one place, or a heap of pieces.
func (d dialect) document(t *rapid.T) []byte {
	heap := strings.Join(rapid.SliceOfN(rapid.SampledFrom(d.pieces), 0, 25).Draw(t, "heap"), "")
	seed := rapid.SampledFrom(d.seeds).Draw(t, "seed")
	switch rapid.IntRange(0, 3).Draw(t, "way") {
	case 0:
		return []byte(seed)
	case 1:
		at := rapid.IntRange(0, len(seed)).Draw(t, "at")
		return []byte(seed[:at] + rapid.SampledFrom(d.pieces).Draw(t, "piece") + seed[at:])
	}
	if d.format == FormatJSON && rapid.Bool().Draw(t, "whole") {
		return whole(t, 3)
	}
	return []byte(heap)
}

// whole is a JSON5 document without an error, in any style.
func whole(t *rapid.T, depth int) []byte {
	pick := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "of") }
	blank := func() string { return pick("", "", " ", "\n", "\n  ", "\r\n\t", "/* c */", " // d\n") }
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if depth == 0 || kind == 0 {
		return []byte(pick(`"x"`, "'y'", `""`, `"\u0041"`, "1", "null", "true", ".5", `"a b"`, "'$V'", `'it"s'`, "{}", "[ ]"))
	}
	var b bytes.Buffer
	n := rapid.IntRange(0, 3).Draw(t, "n")
	open, end := "{", "}"
	if kind == 1 {
		open, end = "[", "]"
	}
	b.WriteString(open)
	for i := range n {
		b.WriteString(blank())
		if kind != 1 {
			b.WriteString(pick(`"a"`, `"b"`, "c", "'d'", `"e f"`) + blank() + ":" + blank())
		}
		b.Write(whole(t, depth-1))
		b.WriteString(blank())
		if i < n-1 || rapid.IntRange(0, 4).Draw(t, "comma") == 0 {
			b.WriteString(",")
		}
	}
	b.WriteString(blank() + end)
	return b.Bytes()
}

// refusals are all that a caller ever has to tell apart.
func refusals() []error {
	return []error{ErrNotUnderstood, ErrNotFound, ErrExists, ErrAmbiguous, ErrIndirect, ErrNotUTF8, ErrNUL, ErrTooLarge, ErrTooDeep, ErrTooMany, ErrUnsafeValue}
}

// tally counts what came of the edits, for the log.
type tally map[string]int

func (c tally) add(verb string, err error) {
	if err == nil {
		c[verb+" done"]++
		return
	}
	for _, known := range refusals() {
		if errors.Is(err, known) {
			why := err.Error()
			if _, ok := errors.AsType[*SyntaxError](err); ok {
				why = known.Error()
			}
			c[verb+" refused: "+why]++
			return
		}
	}
}

func (c tally) log(t *testing.T) {
	for _, line := range slices.Sorted(keys(c)) {
		t.Logf("%6d %s", c[line], line)
	}
}

func keys(c tally) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range c {
			if !yield(k) {
				return
			}
		}
	}
}

type fataler interface{ Fatalf(string, ...any) }

func flatten(t fataler, f Format, data []byte) []string {
	root, err := Read(f, data)
	if err != nil {
		t.Fatalf("%q is not read again: %v", data, err)
	}
	var out []string
	for path, v := range root.All() {
		out = append(out, fmt.Sprintf("%q %v %q", path, v.Kind, v.Text))
	}
	return out
}

// checkTyped holds a refusal to its promises.
func checkTyped(t fataler, data []byte, e Edit, err error) {
	if !slices.ContainsFunc(refusals(), func(known error) bool { return errors.Is(err, known) }) || e.Data != nil || e.Changed {
		t.Fatalf("%q: %v with %q", data, err, e.Data)
	}
}

// checkAround holds an edit to its first law: what is outside the spans is the same.
func checkAround(t fataler, data []byte, e Edit) {
	if !bytes.Equal(data[:e.Old.Start], e.Data[:e.New.Start]) || !bytes.Equal(data[e.Old.End:], e.Data[e.New.End:]) {
		t.Fatalf("%q became %q: more than %v and %v changed", data, e.Data, e.Old, e.New)
	}
}

// checkReplace holds Replace to its laws, at one text of a document.
func checkReplace(t fataler, f Format, data []byte, at Path, value string) error {
	before := bytes.Clone(data)
	e, err := Replace(f, data, at, value)
	if !bytes.Equal(before, data) {
		t.Fatalf("%q was changed in place", before)
	}
	if err != nil {
		checkTyped(t, data, e, err)
		return err
	}
	checkAround(t, data, e)
	old, now := flatten(t, f, data), flatten(t, f, e.Data)
	different := 0
	for i := range old {
		if len(now) != len(old) || old[i] != now[i] {
			different++
		}
	}
	if want := map[bool]int{true: 1}[e.Changed]; different != want {
		t.Fatalf("%q became %q: %d values differ, want %d", data, e.Data, different, want)
	}
	again, err := Replace(f, e.Data, at, value)
	if err != nil || again.Changed || !bytes.Equal(again.Data, e.Data) {
		t.Fatalf("%q: the same again gives %q, %v", e.Data, again.Data, err)
	}
	back, err := Replace(f, e.Data, at, e.Was)
	lang, _ := languageOf(f)
	usual, encodeErr := lang.encode(e.Was, quoteAround(data, e.Old))
	switch {
	case err != nil && !errors.Is(err, ErrUnsafeValue) && !errors.Is(err, ErrNotUnderstood):
		t.Fatalf("%q: back: %v", e.Data, err)
	case err == nil && encodeErr == nil && usual == string(data[e.Old.Start:e.Old.End]) && !bytes.Equal(back.Data, data):
		t.Fatalf("%q became %q and then %q", data, e.Data, back.Data)
	}
	return nil
}

// checkAdd holds Add to its laws.
func checkAdd(t fataler, f Format, data []byte, at Path, value *Value) error {
	e, err := Add(f, data, at, value)
	if err != nil {
		checkTyped(t, data, e, err)
		return err
	}
	checkAround(t, data, e)
	if !strings.Contains(string(e.Data[e.New.Start:e.New.End]), string(data[e.Old.Start:e.Old.End])) {
		t.Fatalf("%q became %q: something is gone", data, e.Data)
	}
	now := flatten(t, f, e.Data)
	if e.Changed && len(data) > len(bom(data)) {
		old := flatten(t, f, data)
		kept := slices.DeleteFunc(slices.Clone(now), func(line string) bool { return !slices.Contains(old, line) })
		if len(now) != len(old)+1 || !slices.Equal(slices.Sorted(slices.Values(kept)), slices.Sorted(slices.Values(old))) {
			t.Fatalf("%q became %q: %d values, then %d", data, e.Data, len(old), len(now))
		}
		if bytes.HasSuffix(data, []byte("\n")) != bytes.HasSuffix(e.Data, []byte("\n")) {
			t.Fatalf("%q became %q: it ends in another way", data, e.Data)
		}
		if n := bytes.Count(data, []byte("\n")); n > 0 && n == bytes.Count(data, []byte("\r\n")) && bytes.Count(e.Data, []byte("\n")) != bytes.Count(e.Data, []byte("\r\n")) {
			t.Fatalf("%q became %q: it has two kinds of newline", data, e.Data)
		}
	}
	if slices.Contains(at, past) {
		return nil // The same again is another item.
	}
	again, err := Add(f, e.Data, at, value)
	if err != nil || again.Changed || !bytes.Equal(again.Data, e.Data) {
		t.Fatalf("%q: the same again gives %q, %v", e.Data, again.Data, err)
	}
	return nil
}

// checkLine holds a reader to the line it names.
func checkLine(t fataler, data []byte, path Path, v *Value) {
	at := v.Span.Start
	if v.Kind == String && at > 0 {
		at-- // The quote of a TOML text may stand in the line above.
	}
	if line := 1 + bytes.Count(data[:at], []byte("\n")); !v.Span.IsZero() && v.Line != line {
		t.Fatalf("%q: %q is in line %d, not %d", data, path, line, v.Line)
	}
}

// checkEverywhere replaces every text of a document, and adds where something may be missing.
func checkEverywhere(t fataler, d dialect, data []byte, value string, c tally) {
	root, err := Read(d.format, data)
	if err != nil {
		e, err := Replace(d.format, data, Path{"a", "b"}, value)
		checkTyped(t, data, e, err)
		c.add("read", err)
	} else {
		c.add("read", nil)
	}
	for path, v := range root.All() {
		checkLine(t, data, path, v)
		c.add("replace", checkReplace(t, d.format, data, path, value))
		if parent := len(path) - 1; parent >= 0 {
			c.add("add", checkAdd(t, d.format, data, append(path[:parent:parent], "fresh"), Text(value)))
		}
	}
	for _, path := range d.missing {
		c.add("add", checkAdd(t, d.format, data, path, Text(value)))
	}
}

// values are tokens, and now and then what should not be written.
func values() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`dapi[0-9a-f]{8}(-2)?`),
		rapid.SampledFrom([]string{"", "a b", `a"b`, "a'b", "a#b", "a\nb", "$A", "${A}", "\\", "é", "\xff", "a\x00", "x ; y", "`", "[x]", "\u2028"}),
	)
}

func TestLaws(t *testing.T) {
	for _, d := range dialects() {
		t.Run(d.name, func(t *testing.T) {
			counts := tally{}
			rapid.Check(t, func(t *rapid.T) {
				checkEverywhere(t, d, d.document(t), values().Draw(t, "value"), counts)
			})
			for _, seed := range d.seeds {
				checkEverywhere(t, d, []byte(seed), "dapi"+strconv.Itoa(len(seed)), counts)
			}
			counts.log(t)
			for _, verb := range []string{"read done", "replace done", "add done"} {
				if counts[verb] == 0 {
					t.Errorf("no %s at all", verb)
				}
			}
		})
	}
}

func fuzzLaws(f *testing.F, name string) {
	for _, d := range dialects() {
		if d.name != name {
			continue
		}
		for _, seed := range append(d.seeds, strings.Join(d.pieces, "")) {
			f.Add([]byte(seed), "dapi1")
		}
		f.Fuzz(func(t *testing.T, data []byte, value string) {
			if len(data) < 2000 {
				checkEverywhere(t, d, data, value, tally{})
			}
		})
		return
	}
	f.Skipf("This build knows no %s.", name)
}

func FuzzChangeINI(f *testing.F)    { fuzzLaws(f, "INI") }
func FuzzChangeJSON(f *testing.F)   { fuzzLaws(f, "JSON") }
func FuzzChangeTOML(f *testing.F)   { fuzzLaws(f, "TOML") }
func FuzzChangeDotenv(f *testing.F) { fuzzLaws(f, "dotenv") }

package edit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func flat(v *Value) string {
	var out []string
	v.Walk(func(path string, v *Value) { out = append(out, fmt.Sprintf("%s=%s", path, v.Text)) })
	return strings.Join(out, " ")
}

func TestReadJSON5(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1, "b": "x", "c": [true, null, -2.5e3]}`:                 "a=1 b=x c[0]=true c[1]=null c[2]=-2.5e3",
		"{// c\n a: 'it\\'s', /* d */ 'b c': \"\\u0041\\x42\\\r\nC\",}": `a=it's ["b c"]=ABC`,
		`[0xFf, +1, .5, 5., -Infinity, NaN, 0, -0x1,]`:                  "[0]=0xFf [1]=+1 [2]=.5 [3]=5. [4]=-Infinity [5]=NaN [6]=0 [7]=-0x1",
		`{a: 1, a: {b: 2}, a: {c: 3}}`:                                  "a.c=3",
		"\ufeff {\u00a0$_é\\u0061: '\\ud83d\\ude00\\ud83dx'}\u2028":     "$_éa=😀\ufffdx",
		`'\b\f\n\r\t\v\0\q\"'`:                                          "=\b\f\n\r\t\v\x00q\"",
		"'a\u2028b'":                                                    "=a\u2028b",
		`'\ud800\u0041'`:                                                "=\ufffdA",
		`{null: 1, true: 2, Infinity: 3}`:                               "null=1 true=2 Infinity=3",
		`{}`:                                                            "",
		` 7 // the end`:                                                 "=7",
	} {
		v, err := ReadJSON5([]byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := flat(v); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestReadJSON5Refuses(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1)
	for _, c := range []struct {
		text         string
		err          error
		line, column int
	}{
		{"", errEnd, 1, 1}, {"\n /* */ ", errEnd, 2, 8}, {"{", errEnd, 1, 2}, {"[1", errEnd, 1, 3}, {`{"a":`, errEnd, 1, 6},
		{"1 2", errMore, 1, 3}, {"nullx", errMore, 1, 5}, {"01", errMore, 1, 2}, {"{}}", errMore, 1, 3},
		{"{\n  a hunter2}", errColon, 2, 5}, {"[1,,2]", errValue, 1, 4}, {"[,]", errValue, 1, 2}, {"{,}", errName, 1, 2},
		{"[1 2]", errComma, 1, 4}, {"{a: 1 b: 2}", errComma, 1, 7}, {"[1}", errComma, 1, 3}, {"/* x", errComment, 1, 1},
		{"0x", errNumber, 1, 3}, {"1e+", errNumber, 1, 4}, {".", errNumber, 1, 2}, {"--1", errValue, 1, 2}, {"-", errEnd, 1, 2},
		{"'hunter2\n'", errNewline, 1, 9}, {"'hunter2", errTextEnd, 1, 9}, {`'\`, errTextEnd, 1, 3}, {`'\1'`, errEscape, 1, 3}, {`'\01'`, errEscape, 1, 3},
		{`'\xg0'`, errEscape, 1, 4}, {`'\u12'`, errEscape, 1, 6}, {`'\ud800\u12'`, errEscape, 1, 12},
		{`{\x61: 1}`, errIdentifier, 1, 2}, {`{\u0031a: 1}`, errIdentifier, 1, 2}, {"{1: 2}", errName, 1, 2}, {"{a-b: 1}", errColon, 1, 3},
		{"é", errValue, 1, 1}, {"[é,'", errValue, 1, 2}, {"['é' x", errComma, 1, 6}, {"/", errValue, 1, 1}, {"\ufeffx", errValue, 1, 1},
		{deep, ErrTooDeep, 0, 0}, {strings.Repeat(" ", MaxSize+1), ErrTooLarge, 0, 0}, {"'\xff'", ErrNotUTF8, 0, 0}, {"'\x00'", ErrNUL, 0, 0},
	} {
		_, err := ReadJSON5([]byte(c.text))
		if !errors.Is(err, c.err) {
			t.Errorf("%.30q: %v, want %v", c.text, err, c.err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats what stands there: %v", err)
		}
		if at, ok := errors.AsType[*SyntaxError](err); ok && (at.Line != c.line || at.Column != c.column) {
			t.Errorf("%q: %v, want line %d, column %d", c.text, err, c.line, c.column)
		}
	}
	if _, err := ReadJSON5([]byte(deep[1 : len(deep)-1])); err != nil {
		t.Errorf("%d levels: %v", MaxDepth, err)
	}
}

func TestTruthy(t *testing.T) {
	for text, want := range map[string]bool{
		"null": false, "false": false, "''": false, "0": false, "-0.0": false, "0e5": false, "NaN": false, "0x00": false, ".0": false,
		"true": true, "'0'": true, "1": true, "0x10": true, "-Infinity": true, "[]": true, "{}": true, "0.1": true,
	} {
		v, err := ReadJSON5([]byte(text))
		if err != nil || v.Truthy() != want {
			t.Errorf("%s: %v, %v, want %v", text, v.Truthy(), err, want)
		}
	}
	if (*Value)(nil).Truthy() || (*Value)(nil).Get("a") != nil {
		t.Error("nothing is not true")
	}
}

// toAny gives what encoding/json would decode.
func toAny(v *Value) any {
	switch v.Kind {
	case Object:
		m := map[string]any{}
		for _, member := range v.Members {
			m[member.Name] = toAny(member.Value)
		}
		return m
	case Array:
		list := []any{}
		for _, item := range v.Items {
			list = append(list, toAny(item))
		}
		return list
	case String:
		return v.Text
	case Number:
		n, _ := strconv.ParseFloat(v.Text, 64)
		return n
	case Bool:
		return v.Text == "true"
	}
	return nil
}

// checkJSON holds the walker to encoding/json, whose language is a part of JSON5, and to its own spans.
func checkJSON(t interface{ Fatalf(string, ...any) }, data []byte) {
	v, err := ReadJSON5(data)
	var want any
	plain := json.Unmarshal(data, &want)
	if checkText(data) == nil && plain == nil && err != nil && !errors.Is(err, ErrTooDeep) {
		t.Fatalf("%q is JSON and was refused: %v", data, err)
	}
	if err != nil {
		return
	}
	if plain == nil && !reflect.DeepEqual(toAny(v), want) {
		t.Fatalf("%q is %v, want %v", data, toAny(v), want)
	}
	v.Walk(func(path string, v *Value) {
		piece := data[v.Span.Start:v.Span.End]
		line := 1 + bytes.Count(data[:v.Span.Start], []byte("\n"))
		if v.Line != line {
			t.Fatalf("%q: %s is in line %d, not %d", data, path, line, v.Line)
		}
		if v.Kind != String {
			if string(piece) != v.Text {
				t.Fatalf("%q: the span of %s holds %q", data, path, piece)
			}
			return
		}
		quote := data[v.Span.Start-1]
		if quote != data[v.Span.End] || quote != '"' && quote != '\'' {
			t.Fatalf("%q: the span of %s has no quotes around it", data, path)
		}
		again, err := ReadJSON5(data[v.Span.Start-1 : v.Span.End+1])
		if err != nil || again.Text != v.Text {
			t.Fatalf("%q: the span of %s reads as %q, %v", data, path, again.Text, err)
		}
	})
}

func jsonSeeds() []string {
	return []string{
		`{"Providers":[{"name":"databricks","api_base_url":"https://h/x","api_key":"k","models":["m"]}],"PORT":3456}`,
		"\ufeff{/* c */ a: 'x', // d\n 'b': [1, .5, 0x1F, +2, -Infinity,], c: \"\\u00e9\\\n\",}", `"\ud83d\ude00"`, `[[[]]]`, `{"a":1,"a":2}`,
		"'\\\r\n'", "[1,]", "nul", `{"`, "1e5", "-0", `{"a":{"a":{"a":[{}]}}}`, "{\"\\u0061\":1}", "\u2028[\u00a0]",
	}
}

func TestJSON5SpansAndJSON(t *testing.T) {
	for _, seed := range jsonSeeds() {
		checkJSON(t, []byte(seed))
	}
	pieces := []string{
		"{", "}", "[", "]", ":", ",", "\"", "'", "\\", "\n", "\r\n", " ", "/*", "*/", "//", "a", "$x", "1", "0x", ".", "-", "e", "null",
		"true", "\\u0041", "\\ud83d", "\\ude00", "é", "\u2028", "\ufeff", `"k":`, `"v"`, "'w',", "{a:1}", "[1,2]", "\\x41", "Infinity",
	}
	rapid.Check(t, func(t *rapid.T) {
		checkJSON(t, []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")))
	})
}

func TestJSON5ReadsWhatJSONWrites(t *testing.T) {
	var value func(depth int) *rapid.Generator[any]
	value = func(depth int) *rapid.Generator[any] {
		scalars := []*rapid.Generator[any]{
			rapid.String().AsAny(), rapid.Float64Range(-1e9, 1e9).AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil),
		}
		if depth > 0 {
			deeper := rapid.Deferred(func() *rapid.Generator[any] { return value(depth - 1) })
			scalars = append(scalars, rapid.SliceOfN(deeper, 0, 4).AsAny(), rapid.MapOfN(rapid.String(), deeper, 0, 4).AsAny())
		}
		return rapid.OneOf(scalars...)
	}
	rapid.Check(t, func(t *rapid.T) {
		data, err := json.MarshalIndent(value(3).Draw(t, "value"), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		checkJSON(t, data)
	})
}

func FuzzJSON5(f *testing.F) {
	for _, seed := range jsonSeeds() {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkJSON(t, data) })
}

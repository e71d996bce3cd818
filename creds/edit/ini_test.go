package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gopkg.in/ini.v1"
	"pgregory.net/rapid"
)

// checkINI holds the scanner against ini.v1: the same sections, keys and values, or both refuse.
func checkINI(t interface{ Fatalf(string, ...any) }, data []byte) {
	if checkText(data) != nil {
		return
	}
	scan := scanINI(data)
	truth, err := ini.LoadSources(ini.LoadOptions{SpaceBeforeInlineComment: true}, data)
	if (err != nil) != (scan.err != nil) {
		t.Fatalf("%q: ini.v1 says %v, the scanner %v", data, err, scan.err)
	}
	if err != nil {
		return
	}
	keys := 0
	for _, section := range truth.Sections() {
		for name, value := range section.KeysHash() {
			keys++
			got, ok := scan.entries[entryName{section.Name(), name}]
			if !ok || got.value != value {
				t.Fatalf("%q: [%s] %s is %q in ini.v1 and %q in the scanner", data, section.Name(), name, value, got.value)
			}
			if !got.span.IsZero() && string(data[got.span.Start:got.span.End]) != value {
				t.Fatalf("%q: the span of [%s] %s holds %q", data, section.Name(), name, data[got.span.Start:got.span.End])
			}
		}
	}
	if keys != len(scan.entries) || keys != len(scan.order) {
		t.Fatalf("%q: %d keys in ini.v1, %d in the scanner", data, keys, len(scan.entries))
	}
}

func iniSeeds() []string {
	return []string{
		"", "\n", "\ufeff", "\ufeffhost = h\n", "[DEFAULT]\nhost = https://h\ntoken = x\n",
		"[p]\r\nhost=h\r\ntoken = x # c\r\n", "[p]\nhost: h\ntoken:x#c\n", "[p]\ntoken = x ; c\n",
		"[p]\ntoken\t=\tx\t# not a comment\n", "[p]\ntoken = \"x\"\nb = 'y'\nc = `z # z`\nd = \"\"\"q\"\"\"\n",
		"[p]\ntoken = ab\\\ncd\nnext = 1\n", "[p]\ntoken = ab\\", "[p]\ntoken = `a\nb`\n", "[p]\ntoken = \"\"\"a\nb\"\"\" \\\nc\"\"\"\n",
		"[p]\ntoken = `a\nb\n", "[p]\na=1\n[q]\nb=2\n[p]\na=3\n", "a=1\na=2\n", "[p]\njunk\n", "[p\na=1\n", "[]\n", "[ p ]\na=1\n",
		"=x\n", "\"\"=x\n", "\"k\"=x\n", "`k`:x\n", "\"k=x\n", "\"\"\"k\"\"\"=x\n", "-=1\n-=2\n[s]\n-=3\n", "a=\n", "a= \n", "a=",
		"a='it''s'\n", "a='\n", "a=''\n", "a= # c\n", "a=b #c ;d\n", "a=b ;c #d\n", "[a]b]\nx=1\n", "[p.dev]\n[p]\nhost=h\n",
		"\u00a0a\u00a0=\u00a0b\u2003\n", "a=\\\n", "a=\\\n\\\nb\\\n\n", "a=`\n`", "a=\"\"\"", "a=\"\"\"\n", "ключ = значение\n", "a=\vb\n",
	}
}

func TestScannerAgreesWithIniV1(t *testing.T) {
	for _, seed := range iniSeeds() {
		checkINI(t, []byte(seed))
	}
}

func TestScannerAgreesWithIniV1OnFoulFiles(t *testing.T) {
	pieces := []string{
		"[", "]", "p", "DEFAULT", "=", ":", "\n", "\n", "\r\n", " ", "\t", "#", ";", "\"", "\"\"\"", "'", "`", "\\", "token", "-",
		"value", "[p]\n", "a = b\n", "\n#x\n", " # ", "\u00a0", "é", ".", "\ufeff",
	}
	rapid.Check(t, func(t *rapid.T) {
		checkINI(t, []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")))
	})
}

func FuzzINI(f *testing.F) {
	for _, seed := range iniSeeds() {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkINI(t, data) })
}

func TestReadINI(t *testing.T) {
	data := "\ufefftop = 1\r\n[p]\r\n# token = old\r\ntoken = 'x' # c\r\nlong = a\\\r\nb\r\n[q]\r\n[p]\r\ntoken: y\r\n"
	file, err := ReadINI([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, s := range file.Sections {
		fmt.Fprintf(&got, "[%s]%d", s.Name, s.Line)
		for _, k := range s.Keys {
			fmt.Fprintf(&got, " %s=%s@%d", k.Name, k.Value, k.Line)
			if k.Span.IsZero() {
				got.WriteString("!")
			} else if data[k.Span.Start:k.Span.End] != k.Value {
				t.Errorf("the span of %s holds %q", k.Name, data[k.Span.Start:k.Span.End])
			}
		}
		got.WriteString("\n")
	}
	want := "[DEFAULT]0 top=1@1\n[p]2 token=y@9 long=ab@5!\n[q]7\n"
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
	if s, ok := file.Section("p"); !ok || s.Get("token") != "y" || s.Get("Token") != "" {
		t.Errorf("[p] = %v, %v", s, ok)
	}
	if _, ok := file.Section("P"); ok {
		t.Error("section names are case-sensitive")
	}
}

func TestReadINIRefuses(t *testing.T) {
	var many bytes.Buffer
	for i := range MaxKeys {
		fmt.Fprintf(&many, "k%d=1\n[s%d]\n", i, i)
	}
	for _, c := range []struct {
		data []byte
		err  error
		line int
	}{
		{[]byte("[p]\nhunter2\n"), errNoDelimiter, 2},
		{[]byte("a=1\n\n[p\nb=2"), errUnclosedSection, 3},
		{[]byte("[]\n"), errEmptySection, 1},
		{[]byte("=hunter2"), errEmptyKey, 1},
		{[]byte("\"\"=hunter2"), errEmptyKey, 1},
		{[]byte("\n\"hunter2"), errUnclosedKey, 2},
		{[]byte("a=`hunter2\nb\nc"), errUnclosedValue, 1},
		{bytes.Repeat([]byte("#"), MaxSize+1), ErrTooLarge, 0},
		{[]byte("a=\xff\xfe"), ErrNotUTF8, 0},
		{[]byte("\xff\xfea\x00=\x00"), ErrNotUTF8, 0},
		{[]byte("a=\x00"), ErrNUL, 0},
		{many.Bytes(), ErrTooMany, 0},
	} {
		_, err := ReadINI(c.data)
		if !errors.Is(err, c.err) {
			t.Errorf("%.20q: %v, want %v", c.data, err, c.err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats what stands there: %v", err)
		}
		if syntax, ok := errors.AsType[*SyntaxError](err); ok != (c.line > 0) || ok && syntax.Line != c.line {
			t.Errorf("%.20q: %v, want line %d", c.data, err, c.line)
		}
	}
}

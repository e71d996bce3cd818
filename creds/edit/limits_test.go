package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// samples are one document of each format with room before its end, and the way to its token.
func samples() []struct {
	dialect string
	text    string // %s is a comment's text, and the token is old
	at      Path
} {
	return []struct {
		dialect string
		text    string
		at      Path
	}{
		{"INI", "[p]\n#%s\ntoken = old\n", Path{"p", "token"}},
		{"JSON", "{/*%s*/\"token\": \"old\"}\n", Path{"token"}},
		{"TOML", "[p]\n#%s\ntoken = \"old\"\n", Path{"p", "token"}},
		{"dotenv", "#%s\nTOKEN=old\n", Path{"TOKEN"}},
	}
}

func TestOneMebibyteAndNoByteMore(t *testing.T) {
	for _, s := range samples() {
		for _, d := range dialects() {
			if d.name != s.dialect {
				continue
			}
			room := MaxSize - len(fmt.Sprintf(s.text, ""))
			full := []byte(fmt.Sprintf(s.text, strings.Repeat("x", room)))
			e, err := Replace(d.format, full, s.at, "new")
			if err != nil || !bytes.Equal(e.Data, bytes.Replace(full, []byte("old"), []byte("new"), 1)) {
				t.Errorf("%s: a full document: %v", d.name, err)
			}
			if _, err := Replace(d.format, full, s.at, "longer"); !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s: a document that becomes too large: %v", d.name, err)
			}
			if _, err := Replace(d.format, append(full, '\n'), s.at, "new"); !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s: a document that is too large: %v", d.name, err)
			}
		}
	}
}

func TestNoDeeperThanTheLimit(t *testing.T) {
	for _, d := range dialects() {
		var text string
		switch d.format {
		case FormatJSON:
			text = `{"token": "old", "deep": ` + strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth) + "}"
		case FormatTOML:
			text = "token = \"old\"\ndeep = " + strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1) + "\n"
		default:
			continue
		}
		if _, err := Replace(d.format, []byte(text), Path{"token"}, "new"); !errors.Is(err, ErrTooDeep) {
			t.Errorf("%s: %v", d.name, err)
		}
		way := make(Path, MaxDepth+1)
		for i := range way {
			way[i] = "a"
		}
		if _, err := Add(d.format, nil, way, Text("new")); !errors.Is(err, ErrTooDeep) {
			t.Errorf("%s, added: %v", d.name, err)
		}
	}
}

func TestManyKeysAreRefused(t *testing.T) {
	text := "[x]\n"
	for i := range MaxKeys {
		text += fmt.Sprintf("k%d=\n", i)
	}
	if _, err := Replace(FormatINI, []byte(text), Path{"x", "k1"}, "new"); !errors.Is(err, ErrTooMany) {
		t.Error(err)
	}
}

func TestIndirect(t *testing.T) {
	for text, want := range map[string]bool{
		"$T": true, "${T}": true, "Bearer ${T}": true, "{env:T}": true, "{file:/x}": true, "!cmd": true, "$t_1": true,
		"": false, "$": false, "pa$$word": false, "a$T": false, "{T}": false, "a!": false, "${}": false, "dapi0": false,
	} {
		if Indirect(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

package edit

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A trap is a folder with a document, what is done to it, and every byte of what comes out, or the refusal.
// <old> and <new> stand for tokens, so that nothing in the folder looks like one.
type trap struct {
	Format string
	Steps  []struct {
		Verb  string
		At    Path
		Part  string
		Value json.RawMessage
	}
	Error string
}

func tokens(text []byte) []byte {
	old, young := "dapi"+strings.Repeat("0a", 16), "dapi"+strings.Repeat("1b", 16)+"-2"
	return []byte(strings.NewReplacer("<old>", old, "<new>", young).Replace(string(text)))
}

func formats() map[string]Format {
	return map[string]Format{"ini": FormatINI, "json": FormatJSON, "toml": FormatTOML, "dotenv": FormatDotenv}
}

func namedRefusals() map[string]error {
	return map[string]error{
		"ErrNotUnderstood": ErrNotUnderstood, "ErrNotFound": ErrNotFound, "ErrExists": ErrExists, "ErrAmbiguous": ErrAmbiguous,
		"ErrIndirect": ErrIndirect, "ErrNotUTF8": ErrNotUTF8, "ErrNUL": ErrNUL, "ErrUnsafeValue": ErrUnsafeValue,
	}
}

func TestTraps(t *testing.T) {
	folders, err := filepath.Glob("testdata/traps/*")
	if err != nil || len(folders) < 100 {
		t.Fatalf("%d traps, %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) { springTrap(t, folder) })
	}
	t.Logf("%d traps", len(folders))
}

func springTrap(t *testing.T, folder string) {
	file := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return tokens(data)
	}
	var c trap
	if err := json.Unmarshal(file("case.json"), &c); err != nil {
		t.Fatal(err)
	}
	format, known := formats()[c.Format]
	if !known || len(c.Steps) == 0 {
		t.Fatalf("%+v says nothing", c)
	}
	if format == FormatTOML && newTOML() == nil {
		t.Skip("This build knows no TOML.")
	}
	data := file("in")
	for i, step := range c.Steps {
		value, err := ReadJSON5(step.Value)
		if err != nil {
			t.Fatal(err)
		}
		var e Edit
		switch step.Verb {
		case "replace":
			e, err = Replace(format, data, step.At, value.Text)
		case "part":
			e, err = ReplacePart(format, data, step.At, step.Part, value.Text)
		case "add":
			e, err = Add(format, data, step.At, value)
		default:
			t.Fatalf("the verb %s is unknown", step.Verb)
		}
		if i == len(c.Steps)-1 && c.Error != "" {
			if want := namedRefusals()[c.Error]; want == nil || !errors.Is(err, want) || e.Data != nil {
				t.Fatalf("%q with %v, want %s", e.Data, err, c.Error)
			}
			if strings.Contains(err.Error(), "0a0a") || strings.Contains(err.Error(), "1b1b") {
				t.Fatalf("the error repeats what stands there: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Changed == bytes.Equal(data, e.Data) {
			t.Fatalf("Changed is %v", e.Changed)
		}
		checkAround(t, data, e)
		data = e.Data
	}
	if want := file("out"); !bytes.Equal(data, want) {
		t.Errorf("got\n%s\n%q\nwant\n%s\n%q", data, data, want, want)
	}
}

package edit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// reference reads one JSON text per line, parses it as JSON5, and answers with a tree in which numbers are
// texts of their own kind, or with null for a document that it refuses.
const reference = `
const JSON5 = require('json5');
const tree = v => Array.isArray(v) ? {a: v.map(tree)} : v === null ? {z: 'null'} : typeof v === 'number' ? {n: String(v)}
  : typeof v === 'boolean' ? {b: String(v)} : typeof v === 'string' ? {s: v}
  : {o: Object.fromEntries(Object.keys(v).map(k => ['.' + k, tree(v[k])]))};
const answer = line => { let v; try { v = JSON5.parse(JSON.parse(line)) } catch { return 'null' } return JSON.stringify(tree(v)) };
require('readline').createInterface({input: process.stdin}).on('line', line => process.stdout.write(answer(line) + '\n'));
`

// jsTree is the reference's answer in our terms.
func jsTree(answer any) *Value {
	for kind, v := range answer.(map[string]any) {
		switch kind {
		case "a":
			out := &Value{Kind: Array}
			for _, item := range v.([]any) {
				out.Items = append(out.Items, jsTree(item))
			}
			return out
		case "o":
			out := &Value{Kind: Object}
			for name, m := range v.(map[string]any) {
				out.Members = append(out.Members, Member{Name: name[1:], Value: jsTree(m)})
			}
			return out.sorted()
		case "n":
			return &Value{Kind: Number, Text: v.(string)}
		case "b":
			return &Value{Kind: Bool, Text: v.(string)}
		case "s":
			return Text(v.(string))
		}
	}
	return &Value{Kind: Null, Text: "null"}
}

// numbersAlike writes numbers one way in both trees: Go's way of the float that they are.
func numbersAlike(v *Value) *Value {
	for _, m := range v.Members {
		numbersAlike(m.Value)
	}
	for _, item := range v.Items {
		numbersAlike(item)
	}
	if v.Kind != Number {
		return v
	}
	digits := strings.TrimLeft(v.Text, "+-")
	n, err := strconv.ParseFloat(digits, 64)
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "0x"); ok {
		whole, hexErr := strconv.ParseUint(hex, 16, 64)
		n, err = float64(whole), hexErr
	}
	if strings.HasPrefix(v.Text, "-") {
		n = -n
	}
	if v.Text = fmt.Sprint(n); err != nil && !math.IsInf(n, 0) {
		v.Text = "unread"
	}
	if n == 0 {
		v.Text = "0"
	}
	return v
}

// startReference installs the package that claude-code-router 1.0.73 ships, and runs it on what comes in.
func startReference(t *testing.T) func(documents [][]byte) []*Value {
	if testing.Short() {
		t.Skip("The reference of JSON5 is not asked in short tests.")
	}
	npm, npmErr := exec.LookPath("npm")
	node, nodeErr := exec.LookPath("node")
	if npmErr != nil || nodeErr != nil {
		t.Skip("The reference of JSON5 needs node and npm, which are not here.")
	}
	dir := t.TempDir()
	install := exec.CommandContext(t.Context(), npm, "install", "json5@2.2.3", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("npm could not install json5 2.2.3, which needs the network: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "reference.js"), []byte(reference), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(documents [][]byte) []*Value {
		var in bytes.Buffer
		for _, data := range documents {
			line, err := json.Marshal(string(data))
			if err != nil {
				t.Fatal(err)
			}
			in.Write(append(line, '\n'))
		}
		run := exec.CommandContext(t.Context(), node, "reference.js")
		run.Dir, run.Stdin, run.Stderr = dir, &in, os.Stderr
		out, err := run.Output()
		if err != nil {
			t.Fatal(err)
		}
		var trees []*Value
		for lines := bufio.NewReader(bytes.NewReader(out)); ; {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				return trees
			}
			var answer any
			if err := json.Unmarshal(line, &answer); err != nil {
				t.Fatal(err)
			}
			if answer == nil {
				trees = append(trees, nil)
			} else {
				trees = append(trees, numbersAlike(jsTree(answer)))
			}
		}
	}
}

// TestJSON5AgreesWithTheReference reads random documents, and what Replace and Add make of them, with our
// walker and with the json5 package, which must see the same.
func TestJSON5AgreesWithTheReference(t *testing.T) {
	ask := startReference(t)
	var d dialect
	for _, d = range dialects() {
		if d.format == FormatJSON {
			break
		}
	}
	foul := rapid.Custom(d.document)
	right := rapid.Custom(func(t *rapid.T) []byte { return whole(t, 4) })
	var documents [][]byte
	replaced, added := 0, 0
	for i := range 4000 {
		data := right.Example(i)
		if i%2 == 0 {
			data = foul.Example(i)
		}
		documents = append(documents, data)
		root, err := ReadJSON5(data)
		if err != nil {
			continue
		}
		for path := range root.All() {
			if e, err := Replace(FormatJSON, data, path, "dapi"+strconv.Itoa(i)); err == nil {
				documents = append(documents, e.Data)
				replaced++
			}
		}
		for _, path := range d.missing {
			if e, err := Add(FormatJSON, data, path, Text("dapi"+strconv.Itoa(i))); err == nil {
				documents = append(documents, e.Data)
				added++
			}
		}
	}
	answers := ask(documents)
	if len(answers) != len(documents) {
		t.Fatalf("%d answers to %d documents", len(answers), len(documents))
	}
	valid, wrong := 0, 0
	for i, data := range documents {
		ours, err := ReadJSON5(data)
		if err == nil {
			valid++
			ours = numbersAlike(ours.sorted())
		}
		if (err == nil) != (answers[i] != nil) || err == nil && !ours.equal(answers[i]) {
			wrong++
			t.Errorf("%q: we say %v, %v, the reference %v", data, ours, err, answers[i])
		}
	}
	t.Logf("%d documents, %d of them JSON5; %d after Replace, %d after Add; %d disagreements", len(documents), valid, replaced, added, wrong)
	if replaced < 1000 || added < 1000 || valid == len(documents) {
		t.Error("The documents are too much alike.")
	}
}

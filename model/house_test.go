package model_test

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// arrows says which rooms of the house a room may import; "ui/*" is every room under ui, "*" every room.
// Every arrow points down. A room that has no row may not exist.
var arrows = map[string]string{
	"main": "model model/commands model/headless model/plain model/program model/rotate model/vault model/workspace model/demo model/router model/settings " +
		"model/session creds creds/disk creds/secret ui/theme ui/text",
	"model":                "model/token model/session model/rotate model/report model/settings creds/secret ui ui/*",
	"model/commands":       "model/headless model/settings ui/theme",
	"model/headless":       "model/token model/session model/rotate model/report creds/secret ui/text",
	"model/program":        "creds/secret",
	"model/plain":          "model ui ui/dialog ui/theme ui/text",
	"model/report":         "model/token model/session creds creds/secret",
	"model/rotate":         "model/token model/session creds/secret",
	"model/vault":          "model/rotate model/router creds creds/disk creds/secret",
	"model/workspace":      "model/token model/session creds/secret",
	"model/workspace/fake": "",
	"model/demo":           "model/session model/workspace model/workspace/fake creds creds/secret",
	"model/router":         "creds/secret",
	"model/settings":       "model/token ui/text",
	"model/session":        "creds/secret",
	"model/token":          "",
	"model/modeltest":      "*", // for tests and screenshots: no other row names it
	"ui":                   "ui/*",
	"ui/*":                 "ui/theme ui/text",
	"ui/dialog":            "ui/form ui/theme ui/text",
	"creds":                "creds/secret creds/edit creds/disk",
	"creds/edit":           "",
	"creds/disk":           "",
	"creds/disk/disktest":  "creds/disk", // for tests: no other row names it
	"creds/ccrtest":        "",           // for tests: no other row names it
	"creds/secret":         "",
	"screenshots":          "*",
}

// modules says which rooms may import what is not ours, by the start of its path. A module that has no row
// is not used; model/modeltest and screenshots may use any, the SDK and afero apart.
var modules = map[string]string{
	"github.com/databricks/databricks-sdk-go":   "model/workspace",
	"github.com/spf13/afero":                    "main creds creds/disk creds/disk/disktest model/demo model/vault",
	"charm.land/bubbletea/v2":                   "main model model/plain model/program model/modeltest ui/form screenshots",
	"charm.land/bubbles/v2":                     "model ui/form",
	"charm.land/lipgloss/v2":                    "ui ui/*",
	"github.com/charmbracelet/x/ansi":           "ui ui/*",
	"github.com/charmbracelet/x/term":           "model/program",
	"github.com/charmbracelet/colorprofile":     "main model ui/theme",
	"github.com/clipperhouse/displaywidth":      "ui/text",
	"github.com/rivo/uniseg":                    "ui/text",
	"golang.org/x/text":                         "ui/text",
	"github.com/pelletier/go-toml/v2":           "model/settings creds/edit",
	"gopkg.in/ini.v1":                           "creds/edit",
	"github.com/gofrs/flock":                    "creds/disk",
	"github.com/fsnotify/fsnotify":              "creds/disk",
	"golang.org/x/sys":                          "main creds/disk",
	"github.com/spf13/cobra":                    "model/commands",
	"charm.land/fang/v2":                        "main",
	"github.com/charmbracelet/ultraviolet":      "",
	"github.com/charmbracelet/x/vt":             "",
	"github.com/go-fonts/dejavu":                "",
	"golang.org/x/image":                        "",
	"github.com/creack/pty":                     "",
	"pgregory.net/rapid":                        "",
	"github.com/charmbracelet/x/exp/golden":     "",
	"github.com/charmbracelet/x/exp/teatest/v2": "",
}

// strict modules are closed to the rooms that may otherwise use any.
var strict = []string{"github.com/databricks/databricks-sdk-go", "github.com/spf13/afero", "charm.land/bubbletea/v2"}

// pure rooms know neither the clock, nor chance, nor the machine.
const pure = "model model/settings model/token model/rotate model/report ui ui/*"

// The most that a reader should have to hold at once.
const (
	fileLines   = 350
	funcLines   = 60
	structSize  = 20
	medianLines = 120
)

// factSheets are files of plain data, whose structs may be long.
var factSheets = []string{"creds/facts.go", "ui/props.go", "ui/theme/glyphs.go"}

// topLevel is all that may stand in the top folder, besides dot-files and what .gitignore names.
var topLevel = strings.Fields("main.go main_test.go ui model creds screenshots go.mod go.sum README.md LICENSE")

// The house stands as its tables say.
func TestHouse(t *testing.T) {
	for _, complaint := range inspect(t, os.DirFS("..")) {
		t.Error(complaint)
	}
}

// Each rule notices its breach, with file and line.
func TestHouseNotices(t *testing.T) {
	long := "package token\n\nfunc f() {\n" + strings.Repeat("\tf()\n", 60) + "}\n"
	for name, c := range map[string]struct{ file, text, want string }{
		"arrow":     {"creds/creds.go", "package creds\n\nimport _ \"bricktop/model/token\"\n", "creds/creds.go:3: creds may not import model/token"},
		"test room": {"model/x.go", "package model\n\nimport _ \"bricktop/model/modeltest\"\n", "model/x.go:3: model may not import model/modeltest"},
		"room":      {"util/x.go", "package util\n", "util/x.go:1: the room util has no row"},
		"top":       {"util/x.go", "package util\n", "util: does not belong in the top folder"},
		"module":    {"ui/x.go", "package ui\n\nimport _ \"github.com/spf13/afero\"\n", "ui/x.go:3: ui may not import github.com/spf13/afero"},
		"strict":    {"screenshots/x.go", "package main\n\nimport _ \"github.com/spf13/afero\"\n", "screenshots/x.go:3: screenshots may not import github.com/spf13/afero"},
		"unknown":   {"main.go", "package main\n\nimport _ \"example.com/left/pad\"\n", "main.go:3: example.com/left/pad has no row"},
		"SDK root":  {"model/workspace/x.go", "package workspace\n\nimport _ \"github.com/databricks/databricks-sdk-go\"\n", "root package"},
		"clock":     {"ui/chart/x.go", "package chart\n\nimport clock \"time\"\n\nvar t = clock.Now()\n", "ui/chart/x.go:5: ui/chart is pure: no time.Now"},
		"machine":   {"model/token/x.go", "package token\n\nimport \"os\"\n\nvar h = os.Args\n", "model/token/x.go:3: model/token is pure: no os"},
		"chance":    {"model/x.go", "package model\n\nimport _ \"math/rand/v2\"\n", "model/x.go:3: model is pure: no math/rand/v2"},
		"file":      {"model/token/x.go", "package token\n" + strings.Repeat("\n", 350), "model/token/x.go:351: 351 lines"},
		"func":      {"model/token/x.go", long, "model/token/x.go:3: func f has 62 lines"},
		"struct":    {"creds/x.go", "package creds\n\ntype T struct {\n\ta, b int\n" + strings.Repeat("\t_ int\n", 19) + "}\n", "creds/x.go:3: struct T has 21 fields"},
		"median":    {"model/token/x.go", "package token\n" + strings.Repeat("\n", 120), "the median file has 121 lines"},
	} {
		t.Run(name, func(t *testing.T) {
			got := inspect(t, fstest.MapFS{c.file: {Data: []byte(c.text)}})
			if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("%q is not among %q", c.want, got)
			}
		})
	}
	fine := fstest.MapFS{
		"creds/facts.go":     {Data: []byte("package creds\n\ntype T struct {\n" + strings.Repeat("\t_ int\n", 30) + "}\n")},
		"model/x_test.go":    {Data: []byte("package model\n\nimport _ \"github.com/spf13/afero\"\n")},
		"model/x.go":         {Data: []byte("package model\n\nimport (\n\t\"bricktop/ui/chart\"\n\t\"time\"\n)\n\nvar d = time.Second\n")},
		".ci/run":            {Data: []byte("#!/bin/bash\n")},
		".gitignore":         {Data: []byte("/dist/\n*.out\n")},
		"dist/bricktop":      {Data: []byte("x")},
		"cover.out":          {Data: []byte("x")},
		"ui/testdata/bad.go": {Data: []byte("not Go\n")},
	}
	if got := inspect(t, fine); len(got) > 0 {
		t.Errorf("nothing is wrong, but: %q", got)
	}
}

// source is a parsed file that is not a test.
type source struct {
	name, room string
	lines      int
	ast        *ast.File
	set        *token.FileSet
}

func (s *source) complain(pos token.Pos, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: ", s.name, s.set.Position(pos).Line) + fmt.Sprintf(format, args...)
}

// inspect is everything that is wrong with a source tree.
func inspect(t *testing.T, tree fs.FS) []string {
	t.Helper()
	complaints := strangers(t, tree)
	var sources []*source
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (base == "testdata" || base == "node_modules" || base[0] == '.'):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		s := &source{name: name, room: path.Dir(name), lines: bytes.Count(text, []byte("\n")), set: token.NewFileSet()}
		if s.room == "." {
			s.room = "main"
		}
		sources = append(sources, s)
		s.ast, err = parser.ParseFile(s.set, name, text, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		complaints = slices.Concat(complaints, s.imports(), s.purity(), s.budget())
	}
	slices.SortFunc(sources, func(a, b *source) int { return cmp.Compare(a.lines, b.lines) })
	if n := len(sources); n > 0 && sources[n/2].lines > medianLines {
		complaints = append(complaints, fmt.Sprintf("the median file has %d lines, more than %d", sources[n/2].lines, medianLines))
	}
	return complaints
}

// strangers are the names in the top folder that do not belong there.
func strangers(t *testing.T, tree fs.FS) (complaints []string) {
	entries, err := fs.ReadDir(tree, ".")
	if err != nil {
		t.Fatal(err)
	}
	ignored, _ := fs.ReadFile(tree, ".gitignore") // none: nothing is ignored
	for _, e := range entries {
		known := e.Name()[0] == '.' || slices.Contains(topLevel, e.Name())
		for _, pattern := range strings.Fields(string(ignored)) {
			ok, _ := path.Match(strings.Trim(pattern, "/"), e.Name())
			known = known || ok
		}
		if !known {
			complaints = append(complaints, e.Name()+": does not belong in the top folder")
		}
	}
	return complaints
}

// imports checks what a file imports against arrows and modules.
func (s *source) imports() (complaints []string) {
	allowed, ok := arrows[s.room]
	if !ok && strings.HasPrefix(s.room, "ui/") {
		allowed, ok = arrows["ui/*"]
	}
	if !ok {
		return []string{s.complain(s.ast.Package, "the room %s has no row in the table of arrows", s.room)}
	}
	for _, spec := range s.ast.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the compiler's business
		}
		ours, isOurs := strings.CutPrefix(target, "bricktop/")
		switch first, _, _ := strings.Cut(target, "/"); {
		case isOurs && !lists(allowed, ours):
			complaints = append(complaints, s.complain(spec.Pos(), "%s may not import %s", s.room, ours))
		case !isOurs && strings.Contains(first, "."):
			if why := s.module(target, allowed == "*"); why != "" {
				complaints = append(complaints, s.complain(spec.Pos(), "%s", why))
			}
		}
	}
	return complaints
}

// module is why a room may not import a package that is not ours, empty when it may.
func (s *source) module(target string, anything bool) string {
	for module, rooms := range modules {
		if target != module && !strings.HasPrefix(target, module+"/") {
			continue
		}
		switch {
		case target == "github.com/databricks/databricks-sdk-go":
			return "the SDK's root package brings every service (9 MB): import what is needed"
		case lists(rooms, s.room), anything && !slices.Contains(strict, module):
			return ""
		}
		return fmt.Sprintf("%s may not import %s", s.room, target)
	}
	return target + " has no row in the table of modules"
}

// purity looks for what a pure room may not know.
func (s *source) purity() (complaints []string) {
	if !lists(pure, s.room) {
		return nil
	}
	clock := ""
	for _, spec := range s.ast.Imports {
		switch target, _ := strconv.Unquote(spec.Path.Value); target {
		case "os", "math/rand", "math/rand/v2", "crypto/rand":
			complaints = append(complaints, s.complain(spec.Pos(), "%s is pure: no %s", s.room, target))
		case "time":
			clock = "time"
			if spec.Name != nil {
				clock = spec.Name.Name
			}
		}
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if ok && clock != "" && pkg.Name == clock && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
			complaints = append(complaints, s.complain(sel.Pos(), "%s is pure: no time.%s", s.room, sel.Sel.Name))
		}
		return true
	})
	return complaints
}

// budget holds a file to the sizes above.
func (s *source) budget() (complaints []string) {
	if s.lines > fileLines {
		complaints = append(complaints, fmt.Sprintf("%s:%d: %d lines, more than %d", s.name, s.lines, s.lines, fileLines))
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if lines := s.set.Position(n.End()).Line - s.set.Position(n.Pos()).Line + 1; lines > funcLines {
				complaints = append(complaints, s.complain(n.Pos(), "func %s has %d lines, more than %d", n.Name.Name, lines, funcLines))
			}
		case *ast.TypeSpec:
			def, ok := n.Type.(*ast.StructType)
			if !ok || slices.Contains(factSheets, s.name) {
				break
			}
			if def.Fields.NumFields() > structSize {
				complaints = append(complaints, s.complain(n.Pos(), "struct %s has %d fields, more than %d", n.Name.Name, def.Fields.NumFields(), structSize))
			}
		}
		return true
	})
	return complaints
}

// lists reports whether a row names a room.
func lists(row, room string) bool {
	for _, name := range strings.Fields(row) {
		under, wild := strings.CutSuffix(name, "*")
		if name == room || wild && strings.HasPrefix(room, under) {
			return true
		}
	}
	return false
}

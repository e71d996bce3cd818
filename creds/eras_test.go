package creds

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/spf13/afero"

	"bricktop/creds/secret"
)

// placeholders are what the files under testdata/eras hold in the place of secrets.
func placeholders() map[string]string {
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"exp":1795435200,"sub":"dev@example.com"}`))
	p := map[string]string{
		"@LOCAL@":   "local-" + strings.Repeat("k", 20),
		"@REFRESH@": "doau" + strings.Repeat("f", 32),
		"@JWT@":     "eyJ" + strings.Repeat("h", 20) + "." + claims + "." + strings.Repeat("s", 20),
	}
	for _, d := range strings.Split("123456789", "") {
		p["@PAT"+d+"@"], p["@OAUTH"+d+"@"] = pat(d), oauthSecret(d)
	}
	return p
}

// era is a home as one tool of one time left it.
func era(t testing.TB, name string) machine {
	t.Helper()
	var pairs []string
	for from, to := range placeholders() {
		pairs = append(pairs, from, to)
	}
	fillIn := strings.NewReplacer(pairs...)
	m := machine{env: map[string]string{}, files: map[string]string{}}
	root := filepath.Join("testdata", "eras", name)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := fillIn.Replace(string(data))
		inHome, err := filepath.Rel(filepath.Join(root, "home"), path)
		if err != nil {
			return err
		}
		if filepath.Base(path) != "env" {
			m.files[filepath.Join(home, inHome)] = text
			return nil
		}
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			m.env[name] = value
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func eras(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("testdata", "eras"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// facts writes down all that a look found in the files, with every secret as its placeholder.
func facts(in Inventory) string {
	names := map[string]string{}
	for name, value := range placeholders() {
		names[value] = name
	}
	called := func(s secret.Secret) string {
		if name, ok := names[s.Reveal()]; ok || s.IsZero() {
			return name
		}
		return "another value"
	}
	var out strings.Builder
	for _, f := range in.Files {
		fmt.Fprintf(&out, "%s %s %s", f.ID, f.Path, f.Format)
		note(&out, "missing", !f.Exists)
		word(&out, "superseded by", f.Superseded)
		word(&out, "copy of", f.CopyOf)
		if f.Problem != nil {
			fmt.Fprintf(&out, "\n  PROBLEM %d:%d %s", f.Problem.Line, f.Problem.Column, f.Problem.Text)
		}
		for _, p := range f.Profiles {
			fmt.Fprintf(&out, "\n  profile %s", p.Name)
			word(&out, "host", p.Host)
			word(&out, "by", strings.Join(p.AuthKinds, "+"))
			word(&out, "pinned to", p.AuthType)
			note(&out, "default", p.Default)
			note(&out, "in use", p.InUse)
		}
		for _, p := range f.Providers {
			fmt.Fprintf(&out, "\n  provider %s", p.Name)
			word(&out, "host", p.Host)
			note(&out, "databricks", p.Databricks)
			note(&out, "routed", p.InRouter)
			word(&out, "skipped:", p.Skipped)
		}
		for _, h := range f.Secrets {
			masked := func(text string) string { return text }
			if h.Count > 0 {
				masked = strings.NewReplacer(h.Value.Mask(), "MASK").Replace
			}
			fmt.Fprintf(&out, "\n  %s: %s", masked(h.Where), h.Kind)
			word(&out, "value", called(h.Value))
			word(&out, "prefix", h.Prefix)
			word(&out, "indirect", h.Indirect)
			note(&out, "unset", h.Unset)
			word(&out, "pull", h.Pull)
			word(&out, "host", h.Host)
			word(&out, "client", h.ClientID)
			note(&out, "databricks", h.Databricks)
			if !h.Expires.IsZero() {
				word(&out, "expires", h.Expires.UTC().Format(time.RFC3339Nano))
			}
			note(&out, "refreshed", h.Refreshed)
			word(&out, "target", masked(h.Target))
			if h.at != nil {
				word(&out, "at", strings.Join(*h.at, " / "))
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func word(out *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(out, ", %s %s", name, value)
	}
}

func note(out *strings.Builder, name string, is bool) {
	if is {
		fmt.Fprintf(out, ", %s", name)
	}
}

func TestEras(t *testing.T) {
	for _, name := range eras(t) {
		t.Run(name, func(t *testing.T) {
			golden.RequireEqual(t, []byte(facts(era(t, name).look(t))))
		})
	}
}

func TestNoEraShowsASecret(t *testing.T) {
	var canaries []string
	for _, value := range placeholders() {
		canaries = append(canaries, value)
	}
	for _, name := range eras(t) {
		checkNoSecret(t, era(t, name).look(t), canaries)
	}
}

// Whatever the places say, they lead to the values they were taken from.
func TestEveryPlaceLeadsBack(t *testing.T) {
	seen := 0
	for _, name := range eras(t) {
		m := era(t, name)
		c := m.catalogue(t)
		for _, f := range c.Look(t.Context(), "").Files {
			for _, h := range f.Secrets {
				if h.at == nil || h.Value.IsZero() {
					continue
				}
				root, err := readFormat(f.Format, []byte(m.files[f.Path]))
				if err != nil {
					t.Fatal(err)
				}
				if got := textAt(root, *h.at...); got != h.Prefix+h.Value.Reveal() {
					t.Errorf("%s: %s leads elsewhere", name, h.Where)
				}
				seen++
			}
		}
	}
	if seen < 25 {
		t.Errorf("only %d secrets", seen)
	}
}

func TestEveryTargetIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, target := range append(catalogue(), environmentTarget()) {
		if target.ID == "" || seen[target.ID] || strings.Contains(target.ID, ":") || !strings.HasSuffix(target.Reader, ".") || target.Format == "" {
			t.Errorf("got %+v", target)
		}
		seen[target.ID] = true
		for _, p := range target.Places {
			stars := count(p.Path)
			for _, other := range append(slices.Clone(p.Host), p.Client, p.Title, p.Args, p.Expires, p.Refresh) {
				if count(other) > stars {
					t.Errorf("%s: %v has more stars than %v", target.ID, other, p.Path)
				}
			}
		}
	}
}

func count(path []string) int {
	n := 0
	for _, step := range path {
		if step == "*" {
			n++
		}
	}
	return n
}

func BenchmarkLook(b *testing.B) {
	for _, name := range []string{"devbox", "agents-with-a-token", "laptop"} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			m := era(b, name)
			for path, text := range m.files {
				path = filepath.Join(dir, strings.TrimPrefix(path, home))
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					b.Fatal(err)
				}
			}
			c := New(Options{Fs: afero.NewOsFs(), Lookup: m.lookup, Home: dir, UID: os.Getuid()})
			b.ReportAllocs()
			for b.Loop() {
				c.Look(b.Context(), "")
			}
		})
	}
}

package creds

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/secret"
)

// planned is a catalogue with a change of the profile p of ~/.databrickscfg that is planned.
func planned(t *testing.T, before string) (*Catalogue, afero.Fs, Change) {
	t.Helper()
	c, fsys := writeCase{path: cfgPath, before: before}.on(t)
	ch, err := c.PlanWrite(t.Context(), slot(t, c, "databrickscfg:p"), secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	return c, fsys, ch
}

// What others change between plan and apply stays, or the change is refused and the file is theirs.
func TestForeignEdits(t *testing.T) {
	const before = "[p]\nhost = HOST\ntoken = OLD\n"
	for name, c := range map[string]struct{ foreign, after, want string }{
		"another profile":         {"[q]\ntoken = OTHER\n[p]\n# new\nhost = HOST\ntoken = OLD\n", "[q]\ntoken = OTHER\n[p]\n# new\nhost = HOST\ntoken = NEW\n", ""},
		"the token itself":        {"[p]\nhost = HOST\ntoken = OTHER\n", "", "another secret now"},
		"the same token":          {"[p]\nhost = HOST\ntoken = NEW\n", "[p]\nhost = HOST\ntoken = NEW\n", ""},
		"the host":                {"[p]\nhost = https://dbc-2.cloud.databricks.com\ntoken = OLD\n", "", "belongs to"},
		"the profile is gone":     {"[q]\nhost = HOST\ntoken = OLD\n", "", "is no more"},
		"a key that is in pieces": {"[p]\nhost = HOST\ntoken\n", "", "is no more"},
		"the file is gone":        {"-", "", "is no more"},
		"a variable":              {"[p]\nhost = HOST\ntoken =\n", "", "another secret"},
	} {
		t.Run(name, func(t *testing.T) {
			catalogue, fsys, ch := planned(t, before)
			if err := fsys.Remove(cfgPath); err != nil {
				t.Fatal(err)
			}
			if c.foreign != "-" {
				write(t, fsys, cfgPath, token(c.foreign), 0o600)
			}
			_, err := catalogue.Apply(t.Context(), ch)
			want := c.after
			if c.want != "" {
				want = c.foreign
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v", err)
				}
				checkMasked(t, err)
			} else if err != nil {
				t.Error(err)
			}
			if got := content(t, fsys, cfgPath); got != token(want) {
				t.Errorf("the file is %q", got)
			}
		})
	}
}

// A provider that another program puts first moves ours: the name finds it again, not the number.
func TestAProviderThatMoved(t *testing.T) {
	c, fsys := writeCase{path: routerPath, before: `{"Providers": [{"name": "d", "api_base_url": "HOST/x", "api_key": "OLD"}]}`}.on(t)
	ch, err := c.PlanWrite(t.Context(), slot(t, c, "claude-code-router:d"), secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	write(t, fsys, routerPath, token(`{"Providers": [{"name": "o", "api_base_url": "https://openrouter.ai/x", "api_key": "VENDOR"}, {"name": "d", "api_base_url": "HOST/x", "api_key": "OLD"}]}`), 0o600)
	if _, err := c.Apply(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	if got, want := content(t, fsys, routerPath), token(`{"Providers": [{"name": "o", "api_base_url": "https://openrouter.ai/x", "api_key": "VENDOR"}, {"name": "d", "api_base_url": "HOST/x", "api_key": "NEW"}]}`); got != want {
		t.Errorf("got %s", got)
	}
}

func TestUndoRefusesAFileThatChanged(t *testing.T) {
	c, fsys, ch := planned(t, "[p]\nhost = HOST\ntoken = OLD\n")
	done, err := c.Apply(t.Context(), ch)
	if err != nil {
		t.Fatal(err)
	}
	write(t, fsys, cfgPath, "mine = 1\n", 0o600)
	if err := c.Undo(t.Context(), done); !errors.Is(err, disk.ErrChanged) {
		t.Errorf("got %v", err)
	}
	if got := content(t, fsys, cfgPath); got != "mine = 1\n" {
		t.Errorf("got %q", got)
	}
	if err := c.Undo(t.Context(), Done{Path: cfgPath}); err == nil || !strings.Contains(err.Error(), "cannot be undone") {
		t.Errorf("got %v", err)
	}
}

func TestReadOnlyTouchesNothing(t *testing.T) {
	c, fsys, ch := planned(t, "[p]\nhost = HOST\ntoken = OLD\n")
	done, err := c.Apply(t.Context(), ch)
	if err != nil {
		t.Fatal(err)
	}
	before := tree(t, fsys)
	reader := New(Options{Fs: afero.NewReadOnlyFs(fsys), Home: home, UID: -1, Locks: failing{}})
	if _, err := reader.PlanWrite(t.Context(), slot(t, reader, "databrickscfg:p"), secret.New(pat("5"))); err != nil {
		t.Errorf("it cannot be shown: %v", err)
	}
	for _, change := range []Change{ch, {Mend: Mend{Kind: MendMode, Path: cfgPath}}, {Mend: Mend{Kind: MendRemoveFile, Path: cfgPath}}, {Mend: Mend{Kind: MendDropProfile, Path: cfgPath, Where: "p"}}} {
		if _, err := reader.Apply(t.Context(), change); err == nil || !strings.Contains(err.Error(), "read-only run") || !strings.Contains(err.Error(), cfgPath) {
			t.Errorf("got %v", err)
		}
	}
	if err := reader.Undo(t.Context(), done); err == nil || !strings.Contains(err.Error(), "read-only run") {
		t.Errorf("got %v", err)
	}
	if got := tree(t, fsys); got != before {
		t.Errorf("got %s", got)
	}
}

// failing are locks that nobody gets.
type failing struct{ err error }

func (f failing) Lock(context.Context, ...string) (func(), error) { return nil, f.err }
func (failing) Holder(string) (disk.Holder, bool)                 { return disk.Holder{}, false }

func TestWithoutTheLockNothingIsWritten(t *testing.T) {
	c, fsys, ch := planned(t, "[p]\nhost = HOST\ntoken = OLD\n")
	before := tree(t, fsys)
	for _, err := range []error{&fs.PathError{Op: "mkdir", Path: "/state", Err: fs.ErrPermission}, errors.New("no locks"), context.Canceled, &disk.Refusal{Kind: disk.ErrLocked, Text: "Another bricktop has it."}} {
		c.locks = failing{err}
		_, got := c.Apply(t.Context(), ch)
		undone := c.Undo(t.Context(), Done{Path: cfgPath, CanUndo: true, mode: &modeChange{}})
		if !errors.Is(got, err) && !errors.Is(got, errors.Unwrap(err)) || undone == nil || tree(t, fsys) != before {
			t.Errorf("got %v, %v", got, undone)
		}
	}
}

func TestACancelledApply(t *testing.T) {
	c, fsys, ch := planned(t, "[p]\nhost = HOST\ntoken = OLD\n")
	before := tree(t, fsys)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Apply(ctx, ch); !errors.Is(err, context.Canceled) || tree(t, fsys) != before {
		t.Errorf("got %v", err)
	}
}

// A file that holds the value already is not written again, and closed to others all the same.
func TestWritingTheSameTightens(t *testing.T) {
	c, fsys := writeCase{path: cfgPath, before: "[p]\nhost = HOST\ntoken = NEW\n"}.on(t)
	ch, err := c.PlanWrite(t.Context(), slot(t, c, "databrickscfg:p"), secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	done, err := c.Apply(t.Context(), ch)
	if info, statErr := fsys.Stat(cfgPath); err != nil || done.CanUndo || statErr != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %+v, %v, %v", done, info.Mode(), err)
	}
}

// tree is every file of a file system, with mode and content.
func tree(t testing.TB, fsys afero.Fs) string { return treeAt(t, fsys, "/") }

func treeAt(t testing.TB, fsys afero.Fs, root string) string {
	t.Helper()
	var all strings.Builder
	err := afero.Walk(fsys, root, func(path string, info fs.FileInfo, err error) error {
		if err != nil {
			return err
		}
		text := ""
		if info.Mode().IsRegular() {
			data, err := afero.ReadFile(fsys, path)
			if err != nil {
				return err
			}
			text = string(data)
		}
		fmt.Fprintf(&all, "%s %v %q\n", path, info.Mode(), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

package creds

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/afero"
)

// broken fails every look at a path below it with one error.
type broken struct {
	afero.Fs
	path string
	err  error
}

func (b broken) fail(op, name string) error {
	if strings.HasPrefix(name, b.path) {
		return &fs.PathError{Op: op, Path: name, Err: b.err}
	}
	return nil
}

func (b broken) Stat(name string) (os.FileInfo, error) {
	if err := b.fail("stat", name); err != nil {
		return nil, err
	}
	return b.Fs.Stat(name)
}

func (b broken) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	if err := b.fail("open", name); err != nil {
		return nil, err
	}
	return b.Fs.OpenFile(name, flag, perm)
}

func (b broken) Chmod(name string, mode os.FileMode) error {
	if err := b.fail("chmod", name); err != nil {
		return err
	}
	return b.Fs.Chmod(name, mode)
}

// sometimes lets everything pass but one kind of call.
type sometimes struct {
	broken
	chmodOnly bool
}

func (s sometimes) Stat(name string) (os.FileInfo, error) { return s.Fs.Stat(name) }

func (s sometimes) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	if s.chmodOnly {
		return s.Fs.OpenFile(name, flag, perm)
	}
	return s.broken.OpenFile(name, flag, perm)
}

func TestFileSystemErrorsAreSentences(t *testing.T) {
	path := home + "/.databrickscfg"
	for _, c := range []struct {
		err  error
		want string
	}{
		{syscall.EACCES, path + " may not be read by this user. Check its owner and mode."},
		{syscall.EIO, fmt.Sprintf("%s cannot be read: %v.", path, syscall.EIO)},
		{syscall.ENOTDIR, fmt.Sprintf("%s cannot be read: %v.", path, syscall.ENOTDIR)},
	} {
		base := broken{machine{cfg: "host = x"}.fs(t), path, c.err}
		for _, fsys := range []afero.Fs{base, sometimes{base, false}} {
			in := New(Options{Fs: fsys, Home: home, UID: -1}).Look(t.Context(), "")
			f := file(t, in, DatabricksCfg)
			if f.Problem == nil || f.Problem.Text != c.want || in.LoginErr == nil || in.LoginErr.Error() != c.want {
				t.Errorf("%v: %+v, %v", c.err, f.Problem, in.LoginErr)
			}
			if router := file(t, in, ClaudeCodeRouter); router.Problem != nil {
				t.Errorf("the other file suffers too: %+v", router.Problem)
			}
		}
	}
}

func TestChmodErrorsAreSentences(t *testing.T) {
	path := home + "/.databrickscfg"
	for err, want := range map[error]string{
		syscall.EROFS: "read-only file system", syscall.EPERM: syscall.EPERM.Error(), syscall.EACCES: syscall.EACCES.Error(), syscall.EIO: syscall.EIO.Error(),
	} {
		fsys := machine{cfg: "host = x"}.fs(t)
		if err := fsys.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		c := New(Options{Fs: sometimes{broken{fsys, path, err}, true}, UID: -1})
		plan, planErr := c.PlanMend(t.Context(), Mend{Kind: MendMode, Path: path})
		if planErr != nil {
			t.Fatal(planErr)
		}
		if _, got := c.Apply(t.Context(), plan); got == nil || !strings.Contains(got.Error(), want) || !strings.Contains(got.Error(), path) {
			t.Errorf("%v: %v", err, got)
		}
	}
}

func TestACancelledLook(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in := resolveMachine().catalogue(t).Look(ctx, "")
	if !errors.Is(in.LoginErr, context.Canceled) || in.Login.Host != "" || len(in.Files) != 0 {
		t.Errorf("got %v, %v", in.Login, in.LoginErr)
	}
}

func TestEveryUnsupportedKindSaysWhy(t *testing.T) {
	for line, want := range map[string]string{
		"azure_use_msi = true":                  "azure-msi",
		"azure_tenant_id = t":                   "azure-cli",
		"google_credentials = {}":               "google-credentials",
		"google_service_account = robot":        "google-id",
		"metadata_service_url = http://[::1]:9": "another program",
		"oidc_token_env = TOKEN":                "env-oidc",
		"databricks_id_token_filepath = /x":     "file-oidc",
		"auth_type = github-oidc":               "github-oidc",
	} {
		m := machine{cfg: "host = " + prodHost + "\n" + line + "\n"}
		in := m.look(t)
		if in.LoginErr == nil || !strings.Contains(in.LoginErr.Error(), want) || !strings.Contains(in.LoginErr.Error(), "profile DEFAULT") {
			t.Errorf("%s: %v", line, in.LoginErr)
		}
	}
}

func TestAConfigFileThatTakesNoPart(t *testing.T) {
	m := machine{
		env:   map[string]string{"DATABRICKS_CONFIG_FILE": "/etc/cfg", "DATABRICKS_HOST": prodHost, "DATABRICKS_TOKEN": pat("1")},
		files: map[string]string{"/etc/cfg": "[p]\nhost = x\n"},
	}
	in := m.look(t)
	if v := variable(t, in, "DATABRICKS_CONFIG_FILE"); v.Used || !strings.Contains(v.Note, "takes no part") {
		t.Errorf("%+v", v)
	}
	if f := file(t, in, DatabricksCfg); f.Path != "/etc/cfg" || len(f.Profiles) != 1 {
		t.Errorf("%+v", f)
	}
}

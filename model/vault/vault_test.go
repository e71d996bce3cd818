package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/creds/disk"
	"bricktop/creds/secret"
	"bricktop/model/rotate"
)

func value(c string) secret.Secret { return secret.New("dapi" + strings.Repeat(c, 32)) }

const (
	host = "https://dbc-1.example.com"
	cfg  = "/home/dev/.databrickscfg"
)

// machine is a home in memory with a token in two profiles.
func machine(t *testing.T) (Vault, afero.Fs, string) {
	t.Helper()
	text := "[a]\nhost = " + host + "\ntoken = " + value("a").Reveal() + "\n\n[b]\nhost = " + host + "\ntoken = " + value("b").Reveal() + " \n"
	mem := afero.NewMemMapFs()
	if err := errors.Join(mem.MkdirAll("/home/dev", 0o700), afero.WriteFile(mem, cfg, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
	return Vault{Files: creds.New(creds.Options{Fs: mem, Home: "/home/dev", UID: -1}), Host: host}, mem, text
}

func TestVault(t *testing.T) {
	v, mem, before := machine(t)
	ctx := t.Context()
	targets, err := v.Targets(ctx)
	if err != nil || len(targets) != 2 || targets[0].ID != "databrickscfg:a" || !targets[1].Held.Equal(value("b")) || targets[0].Host != host {
		t.Fatalf("%+v: %v", targets, err)
	}
	if err := v.Check(ctx, "databrickscfg:a"); err != nil {
		t.Error(err)
	}
	if _, err := v.Write(ctx, "databrickscfg:a", value("b"), value("c")); err == nil || !strings.Contains(err.Error(), "has changed since") {
		t.Errorf("another one's token: %v", err)
	}
	if text, _ := afero.ReadFile(mem, cfg); string(text) != before {
		t.Error("a check or a refusal wrote")
	}
	receipt, err := v.Write(ctx, "databrickscfg:a", value("a"), value("c"))
	if err != nil || receipt.Undo == nil || !strings.Contains(strings.Join(receipt.Diff, "\n"), "+token = dapi••••#") {
		t.Fatalf("%+v: %v", receipt, err)
	}
	if text, _ := afero.ReadFile(mem, cfg); string(text) != strings.Replace(before, value("a").Reveal(), value("c").Reveal(), 1) {
		t.Errorf("got %s", text)
	}
	if held, err := v.Held(ctx, "databrickscfg:a"); err != nil || !held.Equal(value("c")) {
		t.Errorf("held %v: %v", held, err)
	}
	if err := receipt.Undo(ctx); err != nil {
		t.Error(err)
	}
	if text, _ := afero.ReadFile(mem, cfg); string(text) != before {
		t.Errorf("after undo: %s", text)
	}
	if err := afero.WriteFile(mem, cfg, []byte("[a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if targets, err := v.Targets(ctx); err != nil || len(targets) != 1 || !targets[0].Unreadable {
		t.Errorf("a torn file: %+v: %v", targets, err)
	}
	for _, err := range []error{v.Check(ctx, "databrickscfg:none"), func() error { _, err := v.Held(ctx, "databrickscfg:none"); return err }()} {
		if err == nil || !strings.Contains(err.Error(), "is gone") {
			t.Errorf("a target that is gone: %v", err)
		}
	}
}

// What cannot be a token is told: a client secret, unless somebody put a token in its place.
func TestOther(t *testing.T) {
	for text, want := range map[string]bool{
		"client_secret = dose" + strings.Repeat("d", 32): true, "client_secret = " + value("a").Reveal(): false, "token = what is it": false,
	} {
		mem := afero.NewMemMapFs()
		if err := afero.WriteFile(mem, cfg, []byte("[a]\nhost = "+host+"\nclient_id = app\n"+text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		v := Vault{Files: creds.New(creds.Options{Fs: mem, Home: "/home/dev", UID: -1}), Host: host}
		if targets, err := v.Targets(t.Context()); err != nil || len(targets) != 1 || targets[0].Other != want {
			t.Errorf("%.8s…: %+v: %v", text, targets, err)
		}
	}
}

func entry(id, install string) rotate.Entry {
	return rotate.Entry{ID: id, Install: install, Host: host, Principal: "dev@example.com", Phase: rotate.Created, At: time.Unix(0, 0).UTC()}
}

func TestJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "bricktop")
	j := Journal{Fs: afero.NewOsFs(), Dir: dir, Locks: &disk.Locks{Dir: filepath.Join(dir, "locks")}}
	ctx := t.Context()
	if list, err := j.Entries(ctx); err != nil || len(list) != 0 {
		t.Errorf("an empty journal: %v, %v", list, err)
	}
	if j.Installed(ctx) {
		t.Error("a home that made nothing has an ID")
	}
	install, err := j.Install(ctx)
	if again, _ := j.Install(ctx); err != nil || !rotate.ValidID(install) || again != install || !j.Installed(ctx) {
		t.Fatalf("install %q, then %q: %v", install, again, err)
	}
	ours, theirs := entry("00000001", install), entry("00000002", "ffffffff")
	if err := errors.Join(j.Put(ctx, ours), j.Put(ctx, theirs)); err != nil {
		t.Fatal(err)
	}
	ours.Phase = rotate.Switched
	if err := j.Put(ctx, ours); err != nil {
		t.Fatal(err)
	}
	good, _ := os.ReadFile(j.path("00000001"))
	for name, text := range map[string]string{"00000003": "", "00000004": string(good[:20]), "00000005": string(good), "00000006": "{}"} {
		if err := os.WriteFile(j.path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := j.Entries(ctx); err != nil || len(list) != 1 || list[0].ID != "00000001" || list[0].Phase != rotate.Switched {
		t.Errorf("got %+v: %v", list, err)
	}
	if err := errors.Join(j.Remove(ctx, "00000001"), j.Remove(ctx, "00000001")); err != nil {
		t.Error(err)
	}
	if list, _ := j.Entries(ctx); len(list) != 0 {
		t.Errorf("after the removal: %v", list)
	}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, _ error) error {
		if info, err := d.Info(); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	})
}

func TestJournalLock(t *testing.T) {
	for name, locks := range map[string]disk.Locker{
		"between processes": &disk.Locks{Dir: t.TempDir(), Wait: 20 * time.Millisecond},
		"in memory":         &disk.MemoryLocks{FS: afero.NewMemMapFs(), Wait: 20 * time.Millisecond},
	} {
		j := Journal{Fs: afero.NewMemMapFs(), Dir: "/state/rotations/a", Locks: locks}
		other := Journal{Fs: j.Fs, Dir: "/state/rotations/b", Locks: locks}
		release, err := j.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Lock(t.Context()); err == nil || !strings.Contains(err.Error(), "Another bricktop is rotating") {
			t.Errorf("%s: a second one: %v", name, err)
		}
		release()
		if release, err = j.Lock(context.Background()); err != nil {
			t.Errorf("%s: after the release: %v", name, err)
		} else {
			release()
		}
	}
}

// Whoever looks at other files has another journal and another install, and so never takes their tokens for
// unused ones.
func TestViews(t *testing.T) {
	dir := t.TempDir()
	at := func(env map[string]string) func(string) (string, bool) {
		return func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	}
	home := map[string]string{"HOME": "/home/dev"}
	one, two, again := OnDisk(dir, at(home), ""), OnDisk(dir, at(home), "/etc/cfg"), OnDisk(dir, at(home), "")
	if moved := OnDisk(dir, at(map[string]string{"HOME": "/home/dev", "CODEX_HOME": "/elsewhere"}), ""); moved.Dir == one.Dir {
		t.Error("files that lie elsewhere are another set")
	}
	if one.Dir == two.Dir || one.Dir != again.Dir {
		t.Errorf("%s, %s, %s", one.Dir, two.Dir, again.Dir)
	}
}

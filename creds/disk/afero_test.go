package disk_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// The demo's memory, a dry run and read-only, which all lack something, and say so.
func TestAferoFileSystems(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	link := filepath.Join(dir, "link")
	must(os.WriteFile(file, []byte(before), 0o600))
	if err := os.Symlink("file", link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	mem := afero.NewMemMapFs()
	must(afero.WriteFile(mem, file, []byte(before), 0o644), afero.WriteFile(mem, link, []byte(before), 0o644))
	dry := afero.NewCopyOnWriteFs(afero.NewReadOnlyFs(afero.NewOsFs()), afero.NewMemMapFs())
	for name, fsys := range map[string]afero.Fs{"memory": mem, "dry run": dry} {
		on := disk.On(fsys)
		if err := on.Exchange(file, link); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: exchange: %v", name, err)
		}
		for _, path := range []string{link, file} {
			r, err := replace(path, disk.Options{})(on)
			if path == file && name == "dry run" {
				err = errors.Join(err, expect(!r.Changed, "the link led elsewhere: %+v", r))
			} else {
				err = errors.Join(err, expect(r.Changed && !r.Exchanged, "%+v", r))
			}
			data, readErr := disk.ReadFile(on, r.File) // afero reads a link of the lower layer as it is there
			if err != nil || readErr != nil || string(data) != after {
				t.Errorf("%s: %s: %q, %v, %v", name, path, data, err, readErr)
			}
		}
		created := filepath.Join(dir, "new", "file")
		r, err := replace(created, disk.Options{Create: true})(on)
		if err != nil || !r.Created {
			t.Errorf("%s: create: %v", name, err)
		}
		if _, err := disk.Undo(t.Context(), on, r); err != nil {
			t.Errorf("%s: undo: %v", name, err)
		}
		if _, err := on.Stat(created); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if data, err := os.ReadFile(file); string(data) != before || err != nil {
		t.Errorf("a dry run wrote: %q, %v", data, err)
	}
	entries, err := os.ReadDir(dir)
	if len(entries) != 2 || err != nil {
		t.Errorf("a dry run made %v, %v", entries, err)
	}
}

func expect(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// The order of operations is the promise: nothing takes the name before its content is on the disk.
func TestOrder(t *testing.T) {
	const temp = "/home/dev/..databrickscfg.bricktop-0102030405060708.tmp"
	for name, c := range map[string]struct {
		story
		want []string
	}{
		"replace": {story{writer: replace(target, disk.Options{})}.from(stage), []string{
			"create " + temp, "write " + temp, "chmod " + temp, "sync " + temp,
			"exchange " + temp + " " + target, "remove " + temp, "sync /home/dev"}},
		"no exchange": {story{writer: replace(target, disk.Options{})}.from(noExchange), []string{
			"create " + temp, "write " + temp, "chmod " + temp, "sync " + temp,
			"exchange " + temp + " " + target, "rename " + temp + " " + target, "sync /home/dev"}},
		"create": {story{writer: replace(target, disk.Options{Create: true})}.from(disktest.New), []string{
			"mkdir /home", "mkdir /home/dev", "create " + temp, "write " + temp, "chmod " + temp, "sync " + temp,
			"rename " + temp + " " + target, "sync /", "sync /home", "sync /home/dev"}},
		"in place": {story{writer: replace(target, disk.Options{InPlace: true})}.from(stage), []string{
			"chmod " + target, "sync " + target, "write " + target, "write " + target, "sync " + target}},
	} {
		var got []string
		for _, op := range operations(t, c.story) {
			if op.Writes() {
				got = append(got, op.String())
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
	}
}

func (st story) from(start func() *disktest.Strict) story {
	st.start = start
	return st
}

// Sweep takes what is ours, old, and a file; nothing else.
func TestSweep(t *testing.T) {
	s := stage()
	const old = "/home/dev/..databrickscfg.bricktop-0102030405060708.tmp"
	stay := []string{
		"/home/dev/..databrickscfg.bricktop-010203040506070.tmp", "/home/dev/..databrickscfg.bricktop-010203040506070g.tmp",
		"/home/dev/..databrickscfg.bricktop-0102030405060708", "/home/dev/.other.bricktop-0102030405060708.tmp",
		"/home/dev/.databrickscfg.conflict-0102030405060708", "/home/dev/..databrickscfg.tmp",
	}
	for _, name := range append(stay, old) {
		s.Put(name, "x", 0o600)
	}
	const young, foreign = "/home/dev/..databrickscfg.bricktop-0102030405060709.tmp", "/home/dev/..databrickscfg.bricktop-010203040506070a.tmp"
	now := s.Now().Add(disk.StaleAfter)
	s.Put(young, "x", 0o600)
	must(s.Chtimes(young, now, now.Add(time.Second-disk.StaleAfter)))
	s.Put(foreign, "x", 0o600)
	as(s, func() error { return s.Chown(foreign, 0, 0) })
	must(s.Mkdir("/home/dev/..databrickscfg.bricktop-010203040506070b.tmp", 0o700))
	want := len(s.Files()) - 1
	removed, err := disk.Sweep(s, link, now)
	if err != nil || !slices.Equal(removed, []string{old}) || len(s.Files()) != want {
		t.Errorf("removed %v, %v", removed, err)
	}
	if removed, err := disk.Sweep(s, "/none/file", now); removed != nil || err != nil {
		t.Errorf("%v, %v", removed, err)
	}
}

// A receipt holds secrets for Undo and shows none of them.
func TestReceiptsShowNoSecret(t *testing.T) {
	r, err := replace(target, disk.Options{})(stage())
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		text := fmt.Sprintf(verb+" ", r) + fmt.Sprintf(verb, &r)
		for _, s := range []string{oldSecret, newSecret, fmt.Sprintf("%x", newSecret), strings.Trim(fmt.Sprint([]byte(newSecret)), "[]")} {
			if strings.Contains(text, s) {
				t.Errorf("%s shows a secret", verb)
			}
		}
	}
}

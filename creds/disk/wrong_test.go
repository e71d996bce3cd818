package disk_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// flaws are what other programs leave out when they replace a file.
type flaws struct{ inPlace, noSync, noCompare, noDirSync, wide, fixed bool }

// flawed is the recipe in its shortest form, with flaws.
func flawed(f flaws, edit disk.Edit) writer {
	return func(fsys disk.FS) (disk.Receipt, error) { return disk.Receipt{}, f.write(fsys, edit) }
}

func (f flaws) write(fsys disk.FS, edit disk.Edit) error {
	old, err := afero.ReadFile(fsys, target)
	if err != nil {
		return err
	}
	data, err := edit(old)
	if err != nil {
		return err
	}
	if f.inPlace {
		return f.put(fsys, target, os.O_TRUNC|os.O_WRONLY, data)
	}
	temp := target[:len("/home/dev/")] + "..databrickscfg.bricktop-0123456789abcdef.tmp"
	flag := os.O_CREATE | os.O_EXCL | os.O_WRONLY
	if f.fixed {
		temp, flag = target+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY
	}
	if err := f.put(fsys, temp, flag, data); err != nil {
		return errors.Join(err, fsys.Remove(temp))
	}
	if !f.noCompare {
		if now, err := afero.ReadFile(fsys, target); err != nil || !bytes.Equal(now, old) {
			return errors.Join(errors.New("changed"), fsys.Remove(temp))
		}
	}
	if err := fsys.Rename(temp, target); err != nil {
		return errors.Join(err, fsys.Remove(temp))
	}
	if f.noDirSync {
		return nil
	}
	return fsys.SyncDir("/home/dev")
}

func (f flaws) put(fsys disk.FS, name string, flag int, data []byte) error {
	mode := os.FileMode(0o600)
	if f.wide {
		mode = 0o644
	}
	file, err := fsys.OpenFile(name, flag, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil && f.wide {
		err = fsys.Chmod(name, 0o600)
	}
	if err == nil && !f.noSync {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// What finds nothing wrong with Replace finds the flaw of each of these.
func TestTheEnumeratorFindsFlaws(t *testing.T) {
	both := []string{before, after}
	private := func() *disktest.Strict {
		s := noExchange()
		s.Put(target, before, 0o600)
		return s
	}
	right := story{"", rules{private, both, after}, flawed(flaws{}, rotate), false}
	for _, c := range []struct {
		name  string
		flaws flaws
		// torn, done and not durable, exposed, left over, more edits lost than usual, torn by two at once
		want [6]bool
	}{
		{"nothing left out", flaws{}, [6]bool{}},
		{"in place", flaws{inPlace: true}, [6]bool{true, false, false, false, true, false}},
		{"no fsync", flaws{noSync: true}, [6]bool{true, true, false, false, false, false}},
		{"no compare", flaws{noCompare: true}, [6]bool{false, false, false, false, true, false}},
		{"no fsync of the directory", flaws{noDirSync: true}, [6]bool{false, true, false, false, false, false}},
		{"temporary file 0644", flaws{wide: true}, [6]bool{false, false, true, false, false, false}},
		{"fixed temporary name", flaws{fixed: true}, [6]bool{false, false, false, true, false, true}},
	} {
		st := story{c.name, rules{private, both, after}, flawed(c.flaws, rotate), false}
		cut := cuts(t, st)
		by := intruder(scribble)
		if c.flaws.fixed {
			by = twin(func(edit disk.Edit) writer { return flawed(c.flaws, edit) })
		}
		other, usual := intrude(t, st, by, false), intrude(t, right, by, false)
		t.Logf("disk: wrong on purpose, %s: %d crash states: %v; %v", c.name, cut.states, cut, other)
		got := [6]bool{cut.torn > 0, cut.undone > 0, cut.exposed > 0, cut.litter > 0, other.silent > usual.silent, other.torn > 0}
		if got != c.want {
			t.Errorf("%s: found %v, want %v: %s", c.name, got, c.want, cut.first)
		}
	}
}

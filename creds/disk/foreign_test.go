package disk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

// What other programs add to the file.
const (
	theirs = "; theirs\n"
	more   = "; more\n"
)

// intruder is another program that adds a line to the file; false: there is none that it could add to.
type intruder func(s *disktest.Strict, line string) bool

// done says whether an intruder's last step worked.
func done(err error) bool {
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		panic(err)
	}
	return err == nil
}

// scribble writes over the file, in place, as editors and scripts do.
func scribble(s *disktest.Strict, line string) bool {
	data, err := afero.ReadFile(s, target)
	if err == nil {
		err = afero.WriteFile(s, target, append(data, line...), 0o600)
	}
	return done(err)
}

// supplant renames a new file over the file.
func supplant(s *disktest.Strict, line string) bool {
	data, err := afero.ReadFile(s, target)
	if err == nil {
		err = afero.WriteFile(s, target+".new", append(data, line...), 0o600)
	}
	if err == nil {
		err = s.Rename(target+".new", target)
	}
	return done(err)
}

// appear makes the file where there is none yet.
func appear(s *disktest.Strict, line string) bool {
	if _, err := s.Stat(target); err == nil {
		return scribble(s, line)
	}
	return done(afero.WriteFile(s, target, []byte(before+line), 0o600))
}

// twin adds the line by the same recipe, as a second instance that knows no lock.
func twin(w func(disk.Edit) writer) intruder {
	return func(s *disktest.Strict, line string) bool {
		_, err := w(func(old []byte) ([]byte, error) { return append(old, line...), nil })(s)
		return err == nil
	}
}

// outcome counts what became of another program's line and of our secret.
type outcome struct {
	runs, silent, told, false, torn int
	lostAt                          []int // the operations at which a line was lost without a word
}

func (o outcome) String() string {
	return fmt.Sprintf("%d intrusions: %d edits lost without a message, %d with one, %d false reports of success, %d torn", o.runs, o.silent, o.told, o.false, o.torn)
}

// intrude lets another program write at every operation of a writer, and with twice at every pair of them.
func intrude(t *testing.T, st story, in intruder, twice bool) (o outcome) {
	t.Helper()
	n := len(operations(t, st))
	for first := range n {
		last := first + 1
		if twice {
			last = n + 4
		}
		for second := first; second < last; second++ {
			s := st.start()
			came, again := false, second == first
			fsys := disktest.Fault{At: first, Before: func() { came = in(s, theirs) }}.On(s)
			if second > first {
				fsys = disktest.Fault{At: second, Before: func() { again = in(s, more) }}.On(fsys)
			}
			_, err := st.writer(fsys)
			if _, err := disk.Sweep(s, target, s.Now().Add(disk.StaleAfter)); err != nil {
				t.Error(err)
			}
			files := s.Files()
			data := files[target].Data
			o.runs++
			switch {
			case !came, !again:
			case strings.Contains(data, theirs) && (second == first || strings.Contains(data, more)):
			case err == nil || !kept(files, err):
				o.silent++
				o.lostAt = append(o.lostAt, first)
			default:
				o.told++
			}
			if err == nil && strings.Contains(data, newSecret) != strings.Contains(st.result, newSecret) {
				o.false++
			}
			if whole := strings.NewReplacer(theirs, "", more, "").Replace(data); !slices.Contains(append(st.allow, st.result), whole) {
				o.torn++
			}
		}
	}
	return o
}

// kept says whether an error names another file that holds the line.
func kept(files map[string]disktest.FileState, err error) bool {
	for name, f := range files {
		if name != target && strings.Contains(f.Data, theirs) && strings.Contains(err.Error(), name) {
			return true
		}
	}
	return false
}

func TestNoEditIsLost(t *testing.T) {
	add := func(edit disk.Edit) writer {
		return func(fsys disk.FS) (disk.Receipt, error) {
			return disk.Replace(context.Background(), fsys, target, edit, disk.Options{})
		}
	}
	both := []string{before, after}
	exchange := story{"replace", rules{stage, both, after}, replace(target, disk.Options{}), true}
	rename := story{"replace without exchange", rules{noExchange, both, after}, replace(target, disk.Options{}), true}
	for _, c := range []struct {
		name string
		intruder
	}{{"in place", scribble}, {"by rename", supplant}, {"a second bricktop", twin(add)}} {
		one, two := intrude(t, exchange, c.intruder, false), intrude(t, exchange, c.intruder, true)
		t.Logf("disk: replace, another program writes %s: %v; twice, %v", c.name, one, two)
		if one.silent+one.told+one.false+one.torn+two.silent+two.false+two.torn > 0 {
			t.Errorf("%s: lost at %v and %v", c.name, one.lostAt, two.lostAt)
		}
		plain := intrude(t, rename, c.intruder, false)
		t.Logf("disk: replace without exchange, another program writes %s: %v", c.name, plain)
		compared, renamed := window(operations(t, rename))
		for _, at := range plain.lostAt {
			if at <= compared || at > renamed {
				t.Errorf("%s: lost at %d, outside of the window from %d to %d", c.name, at, compared, renamed)
			}
		}
		if plain.silent == 0 || plain.false+plain.torn > 0 {
			t.Errorf("%s: the window was not found: %v", c.name, plain)
		}
	}
}

// A file that appears while one is made is kept and edited; one that is edited while its creation is undone
// is not removed.
func TestNoEditIsLostWhereThereWasNoFile(t *testing.T) {
	create := disk.Options{Create: true}
	for _, st := range []story{
		{"create", rules{noFile, []string{"", before, after}, after}, replace(target, create), true},
		{"undo of create", rules{noFile, []string{"", before, after}, ""}, undo(create), false},
	} {
		for _, in := range []intruder{appear, scribble, supplant} {
			o := intrude(t, st, in, false)
			t.Logf("disk: %s, another program writes: %v", st.name, o)
			if o.silent+o.told+o.torn > 0 || st.receipts && o.false > 0 {
				t.Errorf("%s: lost at %v", st.name, o.lostAt)
			}
		}
	}
}

// A file that appears at the last moment is not refused but edited.
func TestAFileAppears(t *testing.T) {
	s := noFile()
	r, err := replace(target, disk.Options{Create: true})(disktest.Fault{Kind: "rename", Before: func() { appear(s, theirs) }}.On(s))
	if data := s.Files()[target].Data; err != nil || data != after+theirs || r.Created || !r.Changed {
		t.Errorf("%q, %+v, %v", data, r, err)
	}
}

// A name that is taken, here by a link that an attacker laid, is left alone.
func TestTempNameTaken(t *testing.T) {
	const taken, victim = "/home/dev/..databrickscfg.bricktop-0102030405060708.tmp", "/home/dev/.bashrc"
	s := stage()
	must(s.SymlinkIfPossible(victim, taken))
	was := s.Files()[victim]
	if _, err := replace(target, disk.Options{})(s); err != nil || s.Files()[target].Data != after || s.Files()[victim] != was {
		t.Errorf("%v, %v", s.Files(), err)
	}
	if info, _, err := s.LstatIfPossible(taken); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
}

// lastOpen is when the file is opened to be read back: what becomes of it later is somebody else's wish.
func lastOpen(ops []disktest.Op) (n int) {
	for _, op := range ops {
		if op.Kind == "open" && op.Path == target {
			n = op.N
		}
	}
	return n
}

// window is the last open before the rename, from which on a new file goes unseen, and the rename.
func window(ops []disktest.Op) (compared, renamed int) {
	for _, op := range ops {
		if op.Kind == "rename" {
			return compared, op.N
		}
		if op.Kind == "open" && op.Path == target {
			compared = op.N
		}
	}
	return compared, renamed
}

// The file becomes something else at every operation: it stays that, or is replaced whole.
func TestTheFileBecomesSomethingElse(t *testing.T) {
	const precious = "precious\n"
	for name, become := range map[string]func(*disktest.Strict) error{
		"nothing":        func(s *disktest.Strict) error { return nil },
		"a directory":    func(s *disktest.Strict) error { return s.Mkdir(target, 0o700) },
		"a pipe":         func(s *disktest.Strict) error { return s.Pipe(target) },
		"a link":         func(s *disktest.Strict) error { return s.SymlinkIfPossible("elsewhere", target) },
		"a dangling one": func(s *disktest.Strict) error { return s.SymlinkIfPossible("gone", target) },
	} {
		for _, start := range []func() *disktest.Strict{stage, noExchange} {
			st := story{name, rules{start, nil, after}, replace(target, disk.Options{}), true}
			ops := operations(t, st)
			verified := lastOpen(ops)
			for _, op := range ops {
				s := start()
				s.Put("/home/dev/elsewhere", precious, 0o600)
				r, err := st.writer(disktest.Fault{At: op.N, Before: func() {
					if err := errors.Join(s.Remove(target), become(s)); err != nil {
						t.Fatal(err)
					}
				}}.On(s))
				files := s.Files()
				if files["/home/dev/elsewhere"].Data != precious {
					t.Errorf("%s at %v: the other file is %q", name, op, files["/home/dev/elsewhere"].Data)
				}
				held := files[target].Data
				switch success := err == nil || r.Changed; {
				case held != "" && held != after, success && held == "" && name != "a link" && op.N <= verified:
					t.Errorf("%s at %v: %q, %+v, %v", name, op, held, r, err)
				}
				for file := range files {
					if strings.Contains(file, ".bricktop-") {
						t.Errorf("%s at %v: %s is left over, %v", name, op, file, err)
					}
				}
			}
		}
	}
}

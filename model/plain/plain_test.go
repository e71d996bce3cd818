package plain_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/plain"
)

// talk is a session on the demo's world.
type talk struct {
	*modeltest.World
	t       *testing.T
	session tea.Model
	out     bytes.Buffer
}

func newTalk(t *testing.T) *talk {
	t.Helper()
	w, err := modeltest.NewWorld(modeltest.Options{W: 120, H: 50, Edit: func(o *model.Options) { o.Settings.Plain = true }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	k := &talk{World: w, t: t}
	k.session = plain.New(w.Model, &k.out)
	k.line("")
	return k
}

// line types a line and returns what was printed until all had settled.
func (k *talk) line(typed string) string {
	k.t.Helper()
	k.out.Reset()
	k.Clock.Move(2 * time.Second) // whoever types has read what came up by itself
	_, cmd := k.session.Update(plain.Line(typed))
	k.Run(cmd)
	for len(k.Replies) > 0 {
		msg := k.Replies[0]
		k.Replies = k.Replies[1:]
		_, cmd := k.session.Update(msg)
		k.Run(cmd)
	}
	said := k.out.String()
	if strings.ContainsAny(said, "\x1b\a\r") || regexp.MustCompile(`(dapi|dose)[0-9a-f]{16,}`).MatchString(said) {
		k.t.Fatalf("%q prints %q", typed, said)
	}
	return said
}

// Every action can be done by its name, and something is printed of it.
func TestEveryAction(t *testing.T) {
	for _, c := range newTalk(t).Model.Commands() {
		k := newTalk(t)
		for _, name := range append([]string{c.ID}, c.Keys...) {
			if said := k.line(name); strings.TrimSpace(said) == "" && !k.Quit {
				t.Errorf("%s: nothing was printed", name)
			} else if strings.Contains(said, "is no command") {
				t.Errorf("%s: %s", name, said)
			}
			for range 3 {
				if depth, _ := k.Model.Dialogs(); depth > 0 {
					k.line("esc")
				}
			}
			if depth, _ := k.Model.Dialogs(); depth > 0 {
				t.Errorf("%s: esc does not lead out", name)
			}
		}
	}
}

// No sign is printed without a word: whatever is printed is letters, digits and what stands in sentences.
func TestNoSigns(t *testing.T) {
	k := newTalk(t)
	for _, line := range []string{"", "1", "2", "3", "details 1", "x 2", "n", "esc", "p", "esc", "!", ":", "esc", "?", "L", "esc", "t", "esc"} {
		if sign := regexp.MustCompile(`[●▲◆✗∞✓•❯▼↻╭╮╰╯─│┃━╾□…·→↑↓]`).FindString(k.line(line)); sign != "" {
			t.Errorf("%q prints %q:\n%s", line, sign, k.out.String())
		}
	}
}

// A number names the row that it was printed with, whatever happened since, and no other.
func TestANumberIsTheRowThatWasPrinted(t *testing.T) {
	k := newTalk(t)
	if said := k.line("x 99"); !strings.Contains(said, `"99" is no number of a row`) {
		t.Error(said)
	}
	rows := k.line("2")
	want := regexp.MustCompile(`4\. .*ID ([0-9a-f]{8})`).FindStringSubmatch(rows)
	if want == nil {
		t.Fatal(rows)
	}
	k.Model.Update(model.Do{ID: "reverse"}) // behind the list that was printed
	if said := k.line("x 4"); !strings.Contains(said, want[1]) {
		t.Errorf("not %s: %s", want[1], said)
	}
	if said := k.line(""); !strings.Contains(said, "Closed.") {
		t.Errorf("enter alone is the safe answer: %s", said)
	}
}

// A filter shows what holds its text, and without one all.
func TestFilter(t *testing.T) {
	k := newTalk(t)
	if said := k.line("/ nightly"); !strings.Contains(said, "ci-nightly") || strings.Contains(said, "legacy jobs") {
		t.Error(said)
	}
	if said := k.line("/"); !strings.Contains(said, "legacy jobs") {
		t.Error(said)
	}
}

// A rotation is told once, and enter alone closes what it leaves.
func TestARotationIsToldOnce(t *testing.T) {
	k := newTalk(t)
	rows := k.line("2")
	n := regexp.MustCompile(`(\d+)\. .*used by databricks`).FindStringSubmatch(rows)
	if n == nil {
		t.Fatal(rows)
	}
	k.line("r " + n[1])
	if said := k.line("y"); strings.Count(said, "target holds the new token") != 1 || strings.Count(said, "Enter alone closes this.") != 1 {
		t.Errorf("the end:\n%s", said)
	}
	if said := k.line(""); !strings.Contains(said, "Closed.") {
		t.Errorf("enter alone: %s", said)
	}
	k.line("r 1")
	if depth, _ := k.Model.Dialogs(); depth != 0 {
		t.Errorf("%d dialogs are open", depth)
	}
}

// What has nothing to ask keeps nobody from the next command.
func TestTheNextCommandClosesWhatIsOver(t *testing.T) {
	k := newTalk(t)
	n := regexp.MustCompile(`(\d+)\. .*used by databricks`).FindStringSubmatch(k.line("2"))
	k.line("r " + n[1])
	k.line("y")
	if said := k.line("2"); !strings.HasPrefix(said, "Tokens 11, soonest first:") {
		t.Error(said)
	}
}

// A form asks field by field and once more before it sends, and not again while it is sent.
func TestCreate(t *testing.T) {
	k := newTalk(t)
	k.line("n")
	k.line("in lines")
	if said := k.line(""); !strings.Contains(said, "Comment: in lines") || !strings.Contains(said, "Type y to go ahead.") {
		t.Error(said)
	}
	if said := k.line("y"); strings.Contains(said, "Lifetime?") || !strings.Contains(said, "creating...") || !strings.Contains(said, "Token created:") {
		t.Error(said)
	}
}

// A number in a dialog names what was printed with it, whatever came in since.
func TestANumberOfADialogIsWhatWasPrinted(t *testing.T) {
	k := newTalk(t)
	k.line("f 1")
	k.line("y")
	list := k.line("!")
	n := regexp.MustCompile(`(\d+)\. .*Done: Let nobody`).FindStringSubmatch(list)
	if n == nil || !strings.Contains(list, "u and a number: undoes") {
		t.Fatal(list)
	}
	if said := k.line("u 99"); !strings.Contains(said, "no answer here") {
		t.Error(said)
	}
	if said := k.line("zzz"); !strings.Contains(said, `"zzz" is no answer here.`) || strings.Contains(said, "Done:") {
		t.Error(said)
	}
	k.Model.Update(model.FilesChanged{})
	k.line("e " + n[1]) // says something, which is a message too
	if said := k.line("u " + n[1]); !strings.Contains(said, "The mode of ~/.databrickscfg is as it was.") {
		t.Error(said)
	}
	if said := k.line(""); !strings.Contains(said, "Closed.") {
		t.Error(said)
	}
}

// The lifetimes are sentences, and what only moves the picture of them is in no help.
func TestLifetimes(t *testing.T) {
	k := newTalk(t)
	if said := k.line("L"); !strings.Contains(said, "1. smoke test, 1m 30s left, until ") || !strings.Contains(said, "legacy jobs, never ends, created ") {
		t.Error(said)
	}
	if said := k.line("zoom-in"); !strings.Contains(said, "does nothing line by line") {
		t.Error(said)
	}
	for _, help := range []string{k.line("?"), k.line(": revoke")} {
		if strings.Contains(help, "zoom-in") || !strings.Contains(help, "x, or revoke: ") {
			t.Error(help)
		}
	}
	if said := k.line("? zzz"); !strings.Contains(said, `No command has "zzz" in it.`) || strings.Contains(said, "Type a command") {
		t.Error(said)
	}
	if said := k.line(": revoke"); strings.Contains(said, "create: ") {
		t.Error(said)
	}
}

// What takes a moment is not told as nothing.
func TestWhatIsUnderWay(t *testing.T) {
	k := newTalk(t)
	if said := k.line("f"); strings.Contains(said, "Nothing changed") || !strings.Contains(said, "y for Change it") {
		t.Error(said)
	}
}

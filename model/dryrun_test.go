package model_test

import (
	"testing"

	"bricktop/creds"
	"bricktop/model"
	"bricktop/model/demo"
	"bricktop/model/modeltest"
)

// In a dry run a change is told as one that would be made, and is none of what bricktop did.
func TestDryRunTellsWhatWouldBeDone(t *testing.T) {
	w := inDemo(t, modeltest.Options{Edit: func(o *model.Options) { o.DryRun = true }})
	w.Press("3", "f")
	shows(t, w, true, "This is a dry run: nothing is written.")
	w.Press("y")
	shows(t, w, true, "Would be done: Let nobody but its owner read")
	if done := w.Model.Summary(); len(done) != 0 {
		t.Errorf("it is told as done: %q", done)
	}
	undo(w)
	shows(t, w, true, "is off the list of what would be done.")
	if done := w.Model.Summary(); len(done) != 0 {
		t.Errorf("its undo is told as done: %q", done)
	}
	w.Press("esc", "3", "g")
	w.Until("down", "❯   ✗ broken")
	w.Press("f")
	shows(t, w, true, "Take profile broken out", "This is a dry run")
	shows(t, w, false, "cannot be undone")
	w.Press("y")
	undo(w)
	shows(t, w, true, "Taken back: the change of ~/.databrickscfg is off the list of what would be done.")
}

// The demo makes dry runs too: a change of the mode alone is listed, and the file keeps its mode.
func TestDryRunOfTheDemoListsAMode(t *testing.T) {
	d, err := demo.Start(demo.Options{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	path := "/app/python/source_code/.databrickscfg"
	before, err := d.Fs.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := d.Files.PlanMend(t.Context(), creds.Mend{Kind: creds.MendMode, Path: path})
	if err == nil {
		_, err = d.Files.Apply(t.Context(), ch)
	}
	after, statErr := d.Fs.Stat(path)
	if err != nil || statErr != nil || after.Mode() != before.Mode() {
		t.Fatalf("%v, %v: the file has %v", err, statErr, after)
	}
	if list := d.Files.Written(); len(list) != 1 || len(list[0].Diff) != 2 || list[0].Diff[1].Text != "mode 0600" {
		t.Errorf("listed: %+v", list)
	}
}

package demo_test

import (
	"os"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/model/demo"
)

// A file of the demo is as old as the demo's clock says, however it was written; reading makes none younger.
func TestFilesAreAsOldAsTheClockSays(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 4, 31, 0, time.UTC)
	w, err := demo.Start(demo.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	path := creds.DemoHome + "/.databrickscfg"
	age := func() time.Duration {
		info, err := w.Fs.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return now.Sub(info.ModTime())
	}
	file, err := w.Fs.OpenFile(path, os.O_RDONLY|os.O_SYNC, 0)
	if err != nil {
		t.Fatal(err)
	}
	if file.Close(); age() != 55*time.Minute {
		t.Errorf("read, it is %v old", age())
	}
	if err := afero.WriteFile(w.Fs, path+".new", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.Fs.Rename(path+".new", path); err != nil || age() != 0 {
		t.Errorf("replaced, it is %v old: %v", age(), err)
	}
}

package headless

import (
	"strings"
	"testing"

	"bricktop/model/report"
)

func TestImagined(t *testing.T) {
	var b strings.Builder
	Imagined(&b, nil)
	Imagined(&b, []report.Change{{Title: "Write\x1b[2J it", Path: "/home/dev/x", Diff: []report.DiffLine{
		{Kind: report.Same, Text: "[DEFAULT]"}, {Kind: report.Removed, Text: "token = dapi••••"}, {Kind: report.Added, Text: "token = ••••"}, {Kind: report.Skipped},
	}}})
	const want = "Dry run: nothing would have been written.\nDry run: this would have been written.\n" +
		"\nWrite^[[2J it\n/home/dev/x\n  [DEFAULT]\n- token = dapi••••\n+ token = ••••\n  …\n"
	if b.String() != want {
		t.Errorf("got %q", b.String())
	}
}

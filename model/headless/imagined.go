package headless

import (
	"fmt"
	"io"

	"bricktop/model/report"
	"bricktop/ui/text"
)

// Imagined prints what a dry run would have done to files.
func Imagined(w io.Writer, changes []report.Change) {
	if len(changes) == 0 {
		fmt.Fprintln(w, "Dry run: nothing would have been written.")
		return
	}
	fmt.Fprintln(w, "Dry run: this would have been written.")
	for _, c := range changes {
		fmt.Fprintf(w, "\n%s\n%s\n", text.Clean(c.Title), text.Clean(c.Path))
		for _, l := range c.Diff {
			if l.Kind == report.Skipped {
				fmt.Fprintln(w, "  …")
				continue
			}
			fmt.Fprintf(w, "%c %s\n", l.Kind, text.Clean(l.Text))
		}
	}
}

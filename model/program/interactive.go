package program

import (
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// Interactive reports whether there is a terminal to type at and to draw on.
func Interactive(in io.Reader, out io.Writer) bool {
	terminal := func(f any) bool {
		file, ok := f.(*os.File)
		return ok && term.IsTerminal(file.Fd())
	}
	return terminal(in) && terminal(out)
}

package dialog

import "github.com/charmbracelet/x/ansi"

// splice replaces the cells [x, x+n) of a styled line of w cells by over, which has n. A wide character that
// is cut in two becomes a space.
func splice(line, over string, x, n, w int) string {
	left := ansi.TruncateWc(line, x, "")
	left += "\x1b[m" + blank(x-ansi.StringWidthWc(left))
	if x+n >= w {
		return left + over
	}
	right := ansi.TruncateLeftWc(line, x+n, "")
	for skip := x + n + 1; ansi.StringWidthWc(right) > w-x-n; skip++ {
		right = ansi.TruncateLeftWc(line, skip, "") // it keeps a character that it cuts in two
	}
	return left + over + blank(w-x-n-ansi.StringWidthWc(right)) + right
}

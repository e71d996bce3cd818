package program

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// The renderer looks for lines that stand elsewhere than before, and moves them by scrolling a region of the
// terminal: a few bytes less, and some browser terminals end up with a broken screen. No option switches that off.
// So no line may look to the renderer as it did elsewhere: every line has its number written into it, in binary,
// as blanks that are no-break spaces. Nobody sees the difference. Those blanks stand where no text is, so that text
// that is selected and copied has none.
const noBreak = "\u00a0"

// frames are the glyphs that frame a blank as blanks do.
const frames = "│┃─╭╮╰╯├┤"

// Steady is a model whose lines the renderer never scrolls.
func Steady(m tea.Model) tea.Model { return steady{m} }

type steady struct{ tea.Model }

func (s steady) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m, cmd := s.Model.Update(msg)
	return steady{m}, cmd
}

func (s steady) View() tea.View {
	v := s.Model.View()
	v.Content = still(v.Content)
	return v
}

// still writes the number of each line into it. Content of ASCII alone is left as it is: who asked for that may
// have a terminal that knows no other blank.
func still(content string) string {
	if !strings.ContainsAny(content, frames) {
		return content
	}
	var out strings.Builder
	out.Grow(len(content) + 512)
	y := 0
	for line := range strings.SplitSeq(content, "\n") {
		if y > 0 {
			out.WriteByte('\n')
		}
		numbered(&out, line, y)
		y++
	}
	return out.String()
}

// digits is how many binary digits a line's number has: it may be one of 128.
const digits = 7

// numbered writes a line with its number in it, the lowest digit rightmost.
func numbered(out *strings.Builder, line string, y int) {
	var marked [digits]int // where blanks become no-break spaces, from the right
	n, used := 0, 0
	at := blanks(line)
	for i := len(at) - 1; i >= 0 && used < digits; i-- {
		if y>>used&1 == 1 {
			marked[n] = at[i]
			n++
		}
		used++
	}
	from := 0
	for i := n - 1; i >= 0; i-- {
		out.WriteString(line[from:marked[i]])
		out.WriteString(noBreak)
		from = marked[i] + 1
	}
	out.WriteString(line[from:])
}

// blanks is where the blanks of a line stand that touch no text, or have the frame at their right, or are part of
// an upper or lower edge.
func blanks(line string) []int {
	at := make([]int, 0, 64)
	before, pending, between := true, -1, true // the line's edge is as good as a frame
	edge := false                              // the glyph before is of an upper or lower edge
	settle := func(blank, frame bool) {
		if pending >= 0 && (frame || blank && between) {
			at = append(at, pending)
		}
		pending = -1
	}
	for i := 0; i < len(line); {
		if line[i] == 0x1b {
			i += sequence(line[i:])
			continue
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		blank, frame := r == ' ', r >= utf8.RuneSelf && strings.ContainsRune(frames, r)
		settle(blank, frame)
		if blank {
			pending, between = i, before
			if edge {
				at, pending = append(at, i), -1
			}
		}
		before, edge = blank || frame, r == '─'
		i += n
	}
	settle(false, true)
	return at
}

// sequence is how many bytes the escape sequence at the start of s takes: CSI or OSC.
func sequence(s string) int {
	if strings.HasPrefix(s, "\x1b]") {
		if end := strings.Index(s, "\x1b\\"); end > 0 {
			return end + 2
		}
		return len(s)
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return i + 1
		}
	}
	return len(s)
}

package main

import (
	"image"
	"math"
)

// The strokes of box-drawing characters, in pixels.
const (
	lightStroke = 2
	heavyStroke = 4
	doubleGap   = 3 // from the middle to each of two lines
)

// arms holds, for U+2500 to U+254B, the weight of the arms up, right, down and left:
// 0 none, 1 light, 2 heavy; dashes hold 0 and stand in drawDashes (Unicode, chart U+2500).
var arms = [...]string{
	"0101", "0202", "1010", "2020", "", "", "", "", "", "", "", "", "0110", "0210", "0120", "0220", // ─━│┃┄┅┆┇┈┉┊┋┌┍┎┏
	"0011", "0012", "0021", "0022", "1100", "1200", "2100", "2200", "1001", "1002", "2001", "2002", // ┐┑┒┓└┕┖┗┘┙┚┛
	"1110", "1210", "2110", "1120", "2120", "2210", "1220", "2220", // ├┝┞┟┠┡┢┣
	"1011", "1012", "2011", "1021", "2021", "2012", "1022", "2022", // ┤┥┦┧┨┩┪┫
	"0111", "0112", "0211", "0212", "0121", "0122", "0221", "0222", // ┬┭┮┯┰┱┲┳
	"1101", "1102", "1201", "1202", "2101", "2102", "2201", "2202", // ┴┵┶┷┸┹┺┻
	"1111", "1112", "1211", "1212", "2111", "1121", "2121", "2112", "2211", "1122", "1221", // ┼┽┾┿╀╁╂╃╄╅╆
	"2212", "1222", "2122", "2221", "2222", // ╇╈╉╊╋
}

// halves holds U+2574 to U+257F in the same way.
var halves = [...]string{"0001", "1000", "0100", "0010", "0002", "2000", "0200", "0020", "0201", "1020", "0102", "2010"} // ╴╵╶╷╸╹╺╻╼╽╾╿

// drawBox draws a box-drawing character over the whole cell, so that neighbours meet without a seam. It
// reports false for what it does not know (double lines that meet single ones): the font has those.
func drawBox(c *canvas, r image.Rectangle, char rune, ink rgb) bool {
	switch {
	case char >= 0x2500 && int(char-0x2500) < len(arms) && arms[char-0x2500] != "":
		drawArms(c, r, arms[char-0x2500], ink)
	case char >= 0x2574 && int(char-0x2574) < len(halves):
		drawArms(c, r, halves[char-0x2574], ink)
	case char >= 0x256d && char <= 0x2570:
		drawCorner(c, r, char, ink)
	case char >= 0x2571 && char <= 0x2573:
		drawDiagonals(c, r, char, ink)
	default:
		return drawDouble(c, r, char, ink) || drawDashes(c, r, char, ink)
	}
	return true
}

// middle is the first pixel of a stroke that runs through the middle of a cell.
func middle(r image.Rectangle, stroke int) (x, y int) {
	return r.Min.X + (r.Dx()-stroke)/2, r.Min.Y + (r.Dy()-stroke)/2
}

func drawArms(c *canvas, r image.Rectangle, weights string, ink rgb) {
	strokes := [3]int{0, lightStroke, heavyStroke}
	up, right, down, left := strokes[weights[0]-'0'], strokes[weights[1]-'0'], strokes[weights[2]-'0'], strokes[weights[3]-'0']
	// Arms reach to the far side of the thickest arm that crosses them: corners are whole.
	_, top := middle(r, max(left, right, lightStroke))
	lean, _ := middle(r, max(up, down, lightStroke))
	far, base := r.Min.X+r.Max.X-lean, r.Min.Y+r.Max.Y-top
	arm := func(stroke, x0, y0, x1, y1 int) {
		if stroke > 0 {
			c.fill(image.Rect(x0, y0, x1, y1), ink)
		}
	}
	x, _ := middle(r, up)
	arm(up, x, r.Min.Y, x+up, base)
	x, _ = middle(r, down)
	arm(down, x, top, x+down, r.Max.Y)
	_, y := middle(r, left)
	arm(left, r.Min.X, y, far, y+left)
	_, y = middle(r, right)
	arm(right, lean, y, r.Max.X, y+right)
}

// drawCorner draws ╭ ╮ ╯ ╰: a quarter of a circle and what is left of the straight arms.
func drawCorner(c *canvas, r image.Rectangle, char rune, ink rgb) {
	radius := float64(min(r.Dx(), r.Dy())) / 2
	x, y := middle(r, lightStroke)
	midX, midY := float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2
	right := char == '╭' || char == '╰'
	down := char == '╭' || char == '╮'
	cx, cy := midX-radius, midY-radius
	if right {
		cx = midX + radius
	}
	if down {
		cy = midY + radius
	}
	c.shape(r, ink, func(px, py float64) float64 {
		if (px > cx) == right || (py > cy) == down { // another quarter of the circle
			return 1
		}
		return math.Abs(math.Hypot(px-cx, py-cy)-radius) - lightStroke/2
	})
	if down {
		c.fill(image.Rect(x, int(cy), x+lightStroke, r.Max.Y), ink)
	} else {
		c.fill(image.Rect(x, r.Min.Y, x+lightStroke, int(cy)), ink)
	}
	if right {
		c.fill(image.Rect(int(cx), y, r.Max.X, y+lightStroke), ink)
	} else {
		c.fill(image.Rect(r.Min.X, y, int(cx), y+lightStroke), ink)
	}
}

// drawDiagonals draws ╱ ╲ ╳.
func drawDiagonals(c *canvas, r image.Rectangle, char rune, ink rgb) {
	w, h := float64(r.Dx()), float64(r.Dy())
	long := math.Hypot(w, h)
	c.shape(r, ink, func(px, py float64) float64 {
		x, y := px-float64(r.Min.X), py-float64(r.Min.Y)
		falling, rising := math.Abs(x*h-y*w)/long, math.Abs(x*h+y*w-w*h)/long
		switch char {
		case '╱':
			return rising - lightStroke/2
		case '╲':
			return falling - lightStroke/2
		}
		return min(rising, falling) - lightStroke/2
	})
}

// drawDouble draws the characters of double lines alone.
func drawDouble(c *canvas, r image.Rectangle, char rune, ink rgb) bool {
	weights, ok := map[rune]string{'═': "0101", '║': "1010", '╔': "0110", '╗': "0011", '╚': "1100", '╝': "1001",
		'╠': "1110", '╣': "1011", '╦': "0111", '╩': "1101", '╬': "1111"}[char]
	if !ok {
		return false
	}
	up, right, down, left := weights[0] == '1', weights[1] == '1', weights[2] == '1', weights[3] == '1'
	midX, midY := middle(r, lightStroke)
	// A rail gives way to the arm that leaves on its own side, and else runs on to the far rail.
	give := func(mid int, way bool, sign int) int {
		if way {
			return mid + sign*doubleGap
		}
		return mid - sign*doubleGap
	}
	for _, rail := range []struct {
		off int
		way bool
	}{{-doubleGap, up}, {doubleGap, down}} {
		y := midY + rail.off
		if left {
			c.fill(image.Rect(r.Min.X, y, give(midX, rail.way, -1)+lightStroke, y+lightStroke), ink)
		}
		if right {
			c.fill(image.Rect(give(midX, rail.way, 1), y, r.Max.X, y+lightStroke), ink)
		}
	}
	for _, rail := range []struct {
		off int
		way bool
	}{{-doubleGap, left}, {doubleGap, right}} {
		x := midX + rail.off
		if up {
			c.fill(image.Rect(x, r.Min.Y, x+lightStroke, give(midY, rail.way, -1)+lightStroke), ink)
		}
		if down {
			c.fill(image.Rect(x, give(midY, rail.way, 1), x+lightStroke, r.Max.Y), ink)
		}
	}
	return true
}

// drawDashes draws lines of two, three or four dashes in a cell.
func drawDashes(c *canvas, r image.Rectangle, char rune, ink rgb) bool {
	const order = "┄┅┆┇┈┉┊┋╌╍╎╏"
	at := -1
	for i, dash := range []rune(order) {
		if dash == char {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	count := [3]int{3, 4, 2}[at/4]
	stroke := [2]int{lightStroke, heavyStroke}[at%2]
	x, y := middle(r, stroke)
	for i := range count {
		if at%4 < 2 {
			from, to := r.Min.X+i*r.Dx()/count, r.Min.X+(i+1)*r.Dx()/count
			c.fill(image.Rect(from+1, y, to-1, y+stroke), ink)
		} else {
			from, to := r.Min.Y+i*r.Dy()/count, r.Min.Y+(i+1)*r.Dy()/count
			c.fill(image.Rect(x, from+2, x+stroke, to-2), ink)
		}
	}
	return true
}

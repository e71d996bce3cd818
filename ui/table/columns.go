package table

// maxColumns bounds what a table lays out, so that a layout needs no memory of its own.
const maxColumns = 16

// widths is how wide each column is drawn; 0: dropped.
type widths [maxColumns]int

// measure shares w cells among the columns. Those that never drop get what they want before the others get
// a place: one name in full says more than three columns of half words. Room that is left over goes first to
// what columns want, then to the flexible ones; where it runs out, columns drop, then shrink to what they
// need, and at last give way, the flexible ones first.
func measure(columns []Column, w int) widths {
	var got widths
	columns = columns[:min(len(columns), maxColumns)]
	for i, c := range columns {
		got[i] = max(c.Min, 1)
		if c.Drop <= 0 {
			got[i] = max(got[i], c.Want)
		}
	}
	for got.total(columns) > w && got.drop(columns) {
	}
	for got.total(columns) > w && got.shrink(columns) {
	}
	room := max(0, w-got.total(columns))
	for i, c := range columns {
		if more := min(c.Want-got[i], room); got[i] > 0 && more > 0 {
			got[i] += more
			room -= more
		}
	}
	got.flex(columns, room)
	return got
}

// total is the cells of all columns and of the gaps between them.
func (g *widths) total(columns []Column) int {
	sum, gap := 0, 0
	for i, c := range columns {
		if g[i] > 0 {
			sum += gap + g[i]
			gap = c.gap()
		}
	}
	return sum
}

// gap is the space after a column: one cell after a mark, two after anything else.
func (c Column) gap() int {
	if c.Min <= 1 && c.Want <= 1 && !c.Flex {
		return 1
	}
	return 2
}

func (g *widths) drop(columns []Column) bool {
	last := -1
	for i, c := range columns {
		if g[i] > 0 && c.Drop > 0 && (last < 0 || c.Drop >= columns[last].Drop) {
			last = i
		}
	}
	if last >= 0 {
		g[last] = 0
	}
	return last >= 0
}

// shrink takes a cell from a column that has more than it needs, or else from any; of those from a flexible
// one, or else from any; of those from the widest.
func (g *widths) shrink(columns []Column) bool {
	from, best := -1, 0
	for i, c := range columns {
		if g[i] == 0 {
			continue
		}
		score := g[i]
		if g[i] > max(c.Min, 1) {
			score += 4 << 20
		}
		if c.Flex && g[i] > 1 {
			score += 2 << 20
		}
		if g[i] > 1 {
			score += 1 << 20
		}
		if score >= best {
			from, best = i, score
		}
	}
	if from >= 0 {
		g[from]--
	}
	return from >= 0
}

func (g *widths) flex(columns []Column, room int) {
	count := 0
	for i, c := range columns {
		if c.Flex && g[i] > 0 {
			count++
		}
	}
	for i, c := range columns {
		if c.Flex && g[i] > 0 {
			share := room / count
			g[i] += share
			room -= share
			count--
		}
	}
}

// Package table draws rows under columns that give way when room runs out. It draws only what is visible,
// asks for only that, and scrolls by whole pages: so ten thousand rows cost what forty do, and the renderer
// never sees a scrolled region, which some browser terminals corrupt.
package table

import "bricktop/ui/theme"

// Column is one column.
type Column struct {
	Title string
	Min   int  // cells it needs
	Want  int  // cells it likes
	Flex  bool // takes what is left over
	Right bool // aligned to the right
	Drop  int  // the higher, the sooner it goes when room runs out; 0 never goes
}

// Cell is one cell: text in a tone, or a bar.
type Cell struct {
	Text  string
	Tone  theme.Tone
	Bar   bool    // draw Share as a bar in Tone
	Share float64 // 0 to 1
	Marks []Mark  // what of Text is underlined: where a filter found it
}

// Mark is a range of bytes of a text. A character of which it holds a part is in it.
type Mark struct{ From, To int }

// Row is one row; Cells are in the order of the columns.
type Row struct {
	Cells []Cell
	Muted bool // the whole row is over: an expired token
	Mark  bool
}

// Props is a table to draw.
type Props struct {
	Columns []Column
	Sort    int // index of the column it is sorted by, -1 none
	Desc    bool
	Count   int
	Cursor  int // index of the selected row, -1 none
	Focused bool
	Row     func(i int, into *Row) // fills into, whose Cells it may reuse
}

// Package ui draws bricktop: functions of plain props, with no state of the world, no clock and no secrets.
package ui

import (
	"bricktop/ui/dialog"
	"bricktop/ui/table"
	"bricktop/ui/theme"
)

// Props is everything that one frame shows.
type Props struct {
	Theme     *theme.Theme
	Header    Header
	Context   Context
	Tokens    Tokens
	Files     Files
	Detail    Detail
	Focus     Panel
	Hints     []Hint
	Quit      string        // the key that quits, told where there is room for nothing else
	Toast     *Toast        // nil: the hints have the line to themselves
	Dialog    *dialog.Props // on top of everything, nil: none
	Welcome   *Welcome      // instead of the panels, nil: the panels
	Lifetimes *Lifetimes    // the same
}

// Shape is what the panels at the left hold.
func (p *Props) Shape() Shape { return Shape{Context: p.Context.Fields, FileRows: len(p.Files.Rows)} }

// Panel names a panel, by the number of its key less one.
type Panel int

// The panels.
const (
	ContextPanel Panel = iota
	TokensPanel
	FilesPanel
)

// Header is the line at the top: what matters most goes last when room runs out.
type Header struct {
	Host    string
	Who     string
	Profile string
	Badges  []string   // READ-ONLY, DEMO
	State   theme.Span // "● online 41 ms", "✗ offline, 2m old"
	Clock   string
}

// Field is a label and its value; a Field without a value is a heading.
type Field struct {
	Label string
	Value theme.Line
	More  theme.Line // after the value, where both have room on one line
}

// Context is panel 1: the workspace, who we are in it, the environment.
type Context struct {
	Fields  []Field
	Summary theme.Line // what stands for the panel where it is folded to a line
	Scroll  int        // first line shown
}

// Tokens is panel 2.
type Tokens struct {
	Title   string       // "Tokens 3 of 14"
	Order   string       // "soonest first"
	Filter  *Filter      // nil: no filter
	Notice  theme.Line   // above the rows: what went wrong, how old the rows are; empty: none
	Table   table.Props  // the rows
	Empty   []theme.Line // in place of rows when there are none
	Summary theme.Line
}

// Filter is the filter line of the table.
type Filter struct {
	Text   string
	Cursor int  // in cells
	Typing bool // it has the keyboard
}

// Files is panel 3: the files, what they hold, and what is wrong with it.
type Files struct {
	Title   string
	Rows    []theme.Line
	Cursor  int // index into Rows
	Summary theme.Line
	Empty   []theme.Line
}

// Detail is what is known of the selected thing, beside the table where there is room.
type Detail struct {
	Title  string
	Fields []Field
}

// Hint is a key and its word in the footer, the most useful first.
type Hint struct {
	ID       string // the action
	Key      string
	Word     string
	Disabled bool
	Pin      bool // stands at the right end, and stays when the others have to go
}

// Toast is a message that goes by itself. One too long for the footer takes up to three lines.
type Toast struct {
	Text string
	Tone theme.Tone
}

// Welcome is the screen of a machine where nothing is configured.
type Welcome struct {
	Title  string
	Lines  []theme.Line
	Scroll int
}

// Rect is a rectangle of cells.
type Rect struct{ X, Y, W, H int }

// Contains reports whether the cell is inside.
func (r Rect) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Hit is a rectangle that answers to the mouse: a footer hint, a button, a row, a panel.
type Hit struct {
	Rect
	Kind  HitKind
	ID    string // action of a hint, label of a button, key that a dialog's hint names
	Index int    // row
}

// HitKind is what a Hit is.
type HitKind int

// The kinds of Hit; where two overlap the later one in the list is on top.
const (
	HitPanel HitKind = iota
	HitTokenRow
	HitFileRow
	HitHint
	HitButton
	HitChoice
	HitInput
	HitKey
	HitTitle // of a column of the tokens
)

// Cursor is where the real cursor stands.
type Cursor struct{ X, Y int }

// Frame is a drawn screen: exactly h lines of at most w cells.
type Frame struct {
	Content string
	Cursor  *Cursor // nil: hidden
	Hits    []Hit
}

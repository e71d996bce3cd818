// Package settings is what the user settled in config.toml: how bricktop looks, which keys it obeys, what it
// fills in. It knows the words of the file and checks them; it opens no file.
package settings

import (
	"fmt"
	"time"

	"bricktop/model/token"
)

// Settings are what the user settled. The zero value of a field means that nothing was: see [Settings.Complete].
type Settings struct {
	Theme         string            // a theme's name, or auto: as the terminal says
	Colors        map[string]string // the colour of a role, in place of the theme's
	ASCII         bool              // draw with ASCII alone
	Mouse         Mouse
	ReducedMotion bool // nothing moves that does not have to
	Plain         bool // line by line, with neither screen nor clipboard
	FullRepaint   bool // draw the whole screen each time, for terminals that get scrolling wrong

	Keys    map[string][]string // the keys of an action, by its ID, in place of its own
	Columns []string            // of the token table, in order

	Thresholds token.Thresholds
	NewToken   NewToken

	Path    string    // of the file, whether there is one or not; empty: nobody looked
	Ignored []Problem // what the file says and nobody can use
}

// Mouse says whether bricktop takes the mouse.
type Mouse string

// Auto takes the mouse unless that would keep the user from selecting text: over SSH, in tmux.
const (
	Auto Mouse = "auto"
	On   Mouse = "on"
	Off  Mouse = "off"
)

// NewToken is what the form of a new token is filled in with. What is empty the form decides.
type NewToken struct {
	Comment  string
	Lifetime time.Duration
}

// AutoTheme is the theme that the terminal's background decides.
const AutoTheme = "auto"

// The columns of the token table.
const (
	State   = "state"
	Comment = "comment"
	Left    = "left"
	Life    = "life"
	UsedBy  = "used_by"
	Created = "created"
	ID      = "id"
)

// Columns are those that the token table has unless the user settled others.
var Columns = []string{State, Comment, Left, Life, UsedBy, Created, ID}

// Read takes a file by its path, with what of it is ignored and where that stands. A file that could not be read
// is ignored as a whole.
func Read(path string, data []byte, err error, known Known) Settings {
	if err != nil {
		s := Default()
		s.Path, s.Ignored = path, []Problem{{Text: fmt.Sprintf("The settings cannot be read, so they are ignored: %v.", err)}}
		return s
	}
	s, problems := Parse(data, known)
	s.Path, s.Ignored = path, problems
	return s
}

// Default is what holds for a user who settled nothing.
func Default() Settings { return Settings{}.Complete() }

// Complete fills in what the user did not settle.
func (s Settings) Complete() Settings {
	if s.Theme == "" {
		s.Theme = AutoTheme
	}
	if s.Mouse == "" {
		s.Mouse = Auto
	}
	if len(s.Columns) == 0 {
		s.Columns = Columns
	}
	if s.Thresholds == (token.Thresholds{}) {
		s.Thresholds = token.DefaultThresholds
	}
	return s
}

package theme

import (
	"errors"
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"bricktop/ui/text"
)

// Own are colours of the user's own, by role, over those of a theme. They do not change once made; nil is none.
type Own struct{ shades map[role]shade }

// RoleNames are the roles that can have a colour of one's own. Plain text has the terminal's.
func RoleNames() []string { return slices.Clone(roleNames[:]) }

// NewOwn reads colours, written #rrggbb, by the name of their role. Its error names each role that is wrong;
// those that are right are taken all the same.
func NewOwn(colours map[string]string) (*Own, error) {
	own := &Own{shades: make(map[role]shade, len(colours))}
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(colours)) {
		i := slices.Index(roleNames[:], name)
		if i < 0 {
			wrong = append(wrong, noRole(name))
			continue
		}
		rgb, ok := parse(colours[name])
		if !ok {
			wrong = append(wrong, fmt.Errorf("the colour of %s is %q: write it as #rrggbb", name, colours[name]))
			continue
		}
		own.shades[role(i)] = nearest(rgb)
	}
	return own, errors.Join(wrong...)
}

func noRole(name string) error {
	if near := text.Nearest(name, roleNames[:]); near != "" {
		return fmt.Errorf("%q is no role of a colour: did you mean %s?", name, near)
	}
	return fmt.Errorf("%q is no role of a colour: the roles are %s", name, strings.Join(roleNames[:], ", "))
}

func parse(colour string) (rgb uint32, ok bool) {
	digits, hash := strings.CutPrefix(colour, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	return uint32(n), hash && err == nil && len(digits) == 6
}

// nearest is the shade of a colour: the nearest that other terminals have.
func nearest(rgb uint32) shade {
	c := color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}
	s := shade{rgb: rgb}
	if i, ok := colorprofile.ANSI256.Convert(c).(ansi.IndexedColor); ok {
		s.index = uint8(i)
	}
	if b, ok := colorprofile.ANSI.Convert(c).(ansi.BasicColor); ok {
		s.sgr = strconv.Itoa(30 + int(b))
		if b >= 8 {
			s.sgr = strconv.Itoa(90 + int(b) - 8)
		}
	}
	return s
}

// over is a scheme with these colours in place of its own.
func (o *Own) over(s scheme) scheme {
	if o != nil {
		for r, own := range o.shades {
			s[r] = own
		}
	}
	return s
}

package theme

import (
	"fmt"
	"strings"

	"bricktop/ui/text"
)

// Auto is the name of the theme that is dark or light as the terminal is.
const Auto = "auto"

// named is a theme with its name, and what is said of it where one is chosen.
type named struct {
	name, about     string
	onDark, onLight *scheme
}

// themes are all that there are, in the order they are told.
var themes = []named{
	{Auto, "as the terminal is", &darkScheme, &lightScheme},
	{"dark", "for a dark background", &darkScheme, &darkScheme},
	{"light", "for a light background", &lightScheme, &lightScheme},
	{"high-contrast", "every text stands out, at 7:1 or more", &contrastDark, &contrastLight},
	{"colorblind", "red and green need not be told apart", &colorblindDark, &colorblindLight},
	{"brick", "warm, as clay and sand", &brickDark, &brickLight},
	{"fjord", "cool, as water and moss", &fjordDark, &fjordLight},
}

// Names are the names of all themes, Auto first.
func Names() []string {
	names := make([]string, len(themes))
	for i, t := range themes {
		names[i] = t.name
	}
	return names
}

// About is a few words on a theme.
func About(name string) string { return find(name).about }

// Check is an error, a sentence without its stop, where there is no theme of that name. The empty name is Auto.
func Check(name string) error {
	if name == "" || find(name).name == name {
		return nil
	}
	names := Names()
	if near := text.Nearest(name, names); near != "" {
		return fmt.Errorf("%q is no theme: did you mean %s?", name, near)
	}
	last := len(names) - 1
	return fmt.Errorf("%q is no theme: use %s or %s", name, strings.Join(names[:last], ", "), names[last])
}

// find is the theme of a name, Auto where there is none.
func find(name string) named {
	for _, t := range themes {
		if t.name == name {
			return t
		}
	}
	return themes[0]
}

// scheme is the colours that the options choose.
func (o *Options) scheme() scheme {
	t := find(o.Name)
	s := *t.onLight
	if o.Dark {
		s = *t.onDark
	}
	return o.Own.over(s)
}

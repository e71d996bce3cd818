package settings

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"bricktop/model/token"
)

// maxComment is the longest comment of which is known that a workspace takes it.
const maxComment = 255

// tables are the settings that hold others.
var tables = []string{"keys", "thresholds", "new_token", "colors"}

// single are the settings that hold one value, by their names. Each returns what is wrong with a value.
func (c *checker) single() map[string]func(value) string {
	s := &c.into
	return map[string]func(value) string{
		"theme":          c.word(func(w string) { s.Theme = w }, c.known.Themes),
		"mouse":          c.word(func(w string) { s.Mouse = Mouse(w) }, []string{string(Auto), string(On), string(Off)}),
		"ascii":          boolean(&s.ASCII),
		"reduced_motion": boolean(&s.ReducedMotion),
		"full_repaint":   boolean(&s.FullRepaint),
		"plain":          boolean(&s.Plain),
		"columns":        c.columns,

		"thresholds.soon":         duration(&s.Thresholds.Soon),
		"thresholds.urgent":       duration(&s.Thresholds.Urgent),
		"thresholds.floor":        duration(&s.Thresholds.Floor),
		"thresholds.soon_share":   share(&s.Thresholds.SoonShare),
		"thresholds.urgent_share": share(&s.Thresholds.UrgentShare),

		"new_token.comment":  c.comment,
		"new_token.lifetime": duration(&s.NewToken.Lifetime),
	}
}

// take puts a setting where it belongs.
func (c *checker) take(e entry) {
	name, table := dotted(e.path), e.path[0].name
	set, ok := c.single()[name]
	switch {
	case ok:
		if why := set(e.value); why != "" {
			c.ignore(e.at, "%s %s", name, why)
		}
	case table == "keys" && len(e.path) == 2:
		c.rebinding(e)
	case table == "colors" && len(e.path) == 2:
		c.colour(e)
	case len(e.path) == 1 && slices.Contains(tables, table):
		c.ignore(e.at, "%s is a table: write [%s], and its settings below", table, table)
	default:
		names := append(Names(), tables...)
		c.ignore(e.path[len(e.path)-1].at, "%s is no setting%s", name, meant(name, names))
	}
}

func (c *checker) word(put func(string), words []string) func(value) string {
	return func(v value) string {
		switch {
		case v.kind != unstable.String:
			return "has to be a text in quotes: " + strings.Join(words, ", ")
		case !slices.Contains(words, v.text):
			return "cannot be " + strconv.Quote(v.text) + meant(v.text, words)
		}
		put(v.text)
		return ""
	}
}

func boolean(into *bool) func(value) string {
	return func(v value) string {
		if v.kind != unstable.Bool {
			return "has to be true or false, without quotes"
		}
		*into = v.text == "true"
		return ""
	}
}

func duration(into *time.Duration) func(value) string {
	return func(v value) string {
		if v.kind != unstable.String && v.kind != unstable.Integer {
			return `has to be a time: "90m", "12h", "30d", or seconds`
		}
		d, err := token.ParseLifetime(strings.ReplaceAll(v.text, "_", ""))
		if err != nil {
			return "is no time that fits, from one second to 730 days: " + `"90m", "12h", "30d", or seconds`
		}
		*into = d
		return ""
	}
}

func share(into *float64) func(value) string {
	return func(v value) string {
		f, err := strconv.ParseFloat(strings.ReplaceAll(v.text, "_", ""), 64)
		if v.kind != unstable.Float && v.kind != unstable.Integer || err != nil || !(f > 0 && f <= 1) {
			return "has to be a part of a life, above 0 and at most 1: 0.25"
		}
		*into = f
		return ""
	}
}

func (c *checker) comment(v value) string {
	switch {
	case v.kind != unstable.String || v.text != strings.TrimSpace(v.text) || v.text == "":
		return "has to be a text in quotes"
	case utf8.RuneCountInString(v.text) > maxComment:
		return "is longer than the 255 characters that a workspace takes"
	case strings.ContainsFunc(v.text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "holds a character that cannot be printed"
	}
	c.into.NewToken.Comment = v.text
	return ""
}

// columns takes those that it can, in their order.
func (c *checker) columns(v value) string {
	if v.kind != unstable.Array {
		return "has to be a list: [" + `"` + strings.Join(Columns, `", "`) + `"]`
	}
	var chosen []string
	for _, item := range v.items {
		switch name := item.text; {
		case item.kind != unstable.String:
			c.ignore(item.at, "A column is a text in quotes: %s", strings.Join(Columns, ", "))
		case !slices.Contains(Columns, name):
			c.ignore(item.at, "%q is no column%s", name, meant(name, Columns))
		case slices.Contains(chosen, name):
			c.ignore(item.at, "The column %s stands here a second time", name)
		default:
			chosen = append(chosen, name)
		}
	}
	switch {
	case len(chosen) == 0:
		return "names no column that there is"
	case !slices.Contains(chosen, Comment) && !slices.Contains(chosen, ID):
		return "needs comment or id, so that a token can be told from the next"
	}
	c.into.Columns = chosen
	return ""
}

var colourPattern = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func (c *checker) colour(e entry) {
	switch role := e.path[1]; {
	case !slices.Contains(c.known.Roles, role.name):
		c.ignore(role.at, "%q is no role of a colour%s", role.name, meant(role.name, c.known.Roles))
	case e.kind != unstable.String || !colourPattern.MatchString(e.text):
		c.ignore(e.at, `The colour of %s has to be written "#rrggbb"`, role.name)
	default:
		if c.into.Colors == nil {
			c.into.Colors = make(map[string]string)
		}
		c.into.Colors[role.name] = e.text
	}
}

// Names are the names of all settings that hold one value, in order.
func Names() []string { return slices.Sorted(maps.Keys((&checker{}).single())) }

package settings_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/settings"
	"bricktop/model/token"
)

var known = settings.Known{
	Themes: []string{"auto", "dark", "light"},
	Roles:  []string{"dim", "accent", "bad"},
	Actions: []settings.Action{{"create", []string{"n"}}, {"revoke", []string{"x"}}, {"rotate", []string{"r"}},
		{"up", []string{"up", "k"}}, {"quit-now", []string{"ctrl+c"}}},
}

// Everything that can be settled is settled.
func TestParse(t *testing.T) {
	got, problems := settings.Parse([]byte("\ufeff"+`
# how it looks
theme = "light"
ascii = true
mouse = "off"
reduced_motion = true
full_repaint = true
plain = true
columns = ["comment", "left"]
colors = { bad = "#ff0000" }

[keys]
revoke = ["X", "f8"] # a list
rotate = "shift+t"
up = ["↑", "pageup", "ctrl+p"]
quit-now = "Q"

[thresholds]
soon = "14d"
urgent = 7_200
floor = "10m"
soon_share = 0.5
urgent_share = 1

[new_token]
comment = "laptop"
lifetime = "1d 12h"
`), known)
	want := settings.Settings{
		Theme: "light", ASCII: true, Mouse: settings.Off, ReducedMotion: true, FullRepaint: true, Plain: true,
		Columns: []string{"comment", "left"}, Colors: map[string]string{"bad": "#ff0000"},
		Keys: map[string][]string{"revoke": {"X", "f8"}, "rotate": {"T"}, "up": {"up", "pgup", "ctrl+p"}, "quit-now": {"Q", "ctrl+c"}},
		Thresholds: token.Thresholds{Soon: 14 * 24 * time.Hour, Urgent: 2 * time.Hour, Floor: 10 * time.Minute,
			SoonShare: 0.5, UrgentShare: 1},
		NewToken: settings.NewToken{Comment: "laptop", Lifetime: 36 * time.Hour},
	}
	if !reflect.DeepEqual(got, want) || len(problems) > 0 {
		t.Errorf("got %+v\nwant %+v\nproblems %v", got, want, problems)
	}
}

// What cannot be used is told, where it stands, and is left as it was; all else holds.
func TestParseTells(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown", "thme = 1", `1:1: thme is no setting; did you mean theme? It is ignored.`},
		{"unknown and far from all", "zzzzzz = 1", "1:1: zzzzzz is no setting: there are ascii, columns,"},
		{"unknown in a table", "[thresholds]\nson = 1", "2:1: thresholds.son is no setting; did you mean thresholds.soon?"},
		{"urgent before soon", "[thresholds]\nurgent = '8d'", "2:1: thresholds.urgent is longer than thresholds.soon"},
		{"value for a table", "keys = 1", "1:8: keys is a table: write [keys], and its settings below. It is ignored."},
		{"table for a value", "[theme]\nname = 'x'", "1:2: [theme], with all that stands below it, is no table of settings: there are keys,"},
		{"misspelt table", "[key]\nrevoke = 'X'", "1:2: [key], with all that stands below it, is no table of settings; did you mean keys? It is ignored."},
		{"list of tables", "[[keys]]\nrevoke = 'X'", "1:3: There is one table keys: write [keys]. All below it is ignored."},
		{"type", `ascii = "yes"`, "1:9: ascii has to be true or false, without quotes. It is ignored."},
		{"theme", `  theme = "drak"`, `1:11: theme cannot be "drak"; did you mean dark? It is ignored.`},
		{"theme's type", `theme = 3`, "1:9: theme has to be a text in quotes: auto, dark, light. It is ignored."},
		{"mouse", `mouse = "never"`, `1:9: mouse cannot be "never": there are auto, on, off. It is ignored.`},
		{"column", `columns = ["left", "ïd", "id"]`, `1:20: "ïd" is no column; did you mean id? It is ignored.`},
		{"column's type", `columns = ["id", 3]`, `1:18: A column is a text in quotes: state,`},
		{"columns' type", `columns = "id"`, `1:11: columns has to be a list: ["state", "comment",`},
		{"column twice", `columns = ["id", "id"]`, `1:18: The column id stands here a second time. It is ignored.`},
		{"no column", `columns = []`, `columns names no column that there is. It is ignored.`},
		{"no name", `columns = ["left"]`, `columns needs comment or id, so that a token can be told from the next. It is ignored.`},
		{"time", "[thresholds]\nsoon = '3 moons'", `2:8: thresholds.soon is no time that fits, from one second to 730 days: "90m",`},
		{"time's type", "[thresholds]\nsoon = 1.5", `2:8: thresholds.soon has to be a time: "90m",`},
		{"out of range", "[new_token]\nlifetime = '731d'", `2:12: new_token.lifetime is no time that fits`},
		{"share", "[thresholds]\nsoon_share = 1.1", `2:14: thresholds.soon_share has to be a part of a life`},
		{"no number", "[thresholds]\nsoon_share = nan", `thresholds.soon_share has to be a part of a life`},
		{"comment", "[new_token]\ncomment = ''", `2:11: new_token.comment has to be a text in quotes. It is ignored.`},
		{"long comment", "[new_token]\ncomment = '" + strings.Repeat("x", 256) + "'", `new_token.comment is longer than the 255 characters`},
		{"wild comment", "[new_token]\ncomment = \"a\\u001b\"", `new_token.comment holds a character that cannot be printed`},
		{"role", "[colors]\nbade = '#ffffff'", `2:1: "bade" is no role of a colour; did you mean bad? It is ignored.`},
		{"colour", "[colors]\nbad = 'red'", `2:7: The colour of bad has to be written "#rrggbb". It is ignored.`},
		{"action", "[keys]\nrevke = 'X'", `2:1: "revke" is no action; did you mean revoke? It is ignored.`},
		{"no key", "[keys]\nrevoke = []", `revoke needs a key. It is ignored.`},
		{"key's type", "[keys]\nrevoke = 3", `2:10: A key of revoke is a text in quotes. It is ignored.`},
		{"twice", "ascii = true\nascii = false", `2:1: ascii stands here a second time; the first one holds.`},
		{"quotes", "ascii = true\ntheme = dark\n", `2:9: This line is no TOML, so it is ignored. A text stands in quotes: theme = "dark".`},
		{"no TOML", "ascii\n", `1:6: This line is no TOML, so it is ignored.`},
		{"broken table", "[keys\nrevoke = 'X'\n", `1:6: This line is no TOML, so it is ignored, with all settings up to the next table.`},
		{"large", strings.Repeat("#", 64<<10+1), `1:1: The file is larger than 64 KiB, so it is ignored.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, problems := settings.Parse([]byte(c.text), known)
			if len(problems) != 1 || !strings.HasPrefix(shown(problems)[0], c.want) && !strings.Contains(shown(problems)[0], ": "+c.want) {
				t.Errorf("%q\nwant %q", shown(problems), c.want)
			}
			if got.Keys != nil || got.Colors != nil || got.Theme != "auto" || got.Thresholds != token.DefaultThresholds {
				t.Errorf("what was wrong was taken: %+v", got)
			}
		})
	}
}

// Of a file in which everything is wrong the first problems are told, and how many more there are; what is right in it
// holds all the same.
func TestParseTellsTheFirstOfMany(t *testing.T) {
	for _, line := range []string{"a\n", "thme = 1\n", "[a]\n", "[[keys]]\n"} {
		lines := (64<<10 - 100) / len(line)
		got, problems := settings.Parse([]byte("ascii = true\n"+strings.Repeat(line, lines)+"\n[new_token]\nlifetime = '2h'\n"), known)
		if len(problems) != settings.Most+1 || !got.ASCII || got.NewToken.Lifetime != 2*time.Hour {
			t.Fatalf("%q: %d problems, %+v", line, len(problems), got)
		}
		last := problems[settings.Most]
		want := fmt.Sprintf("From here on %d things are ignored, and not listed.", lines-settings.Most)
		if problems[0].Line > 3 || last.Line != problems[0].Line+settings.Most || last.Text != want {
			t.Errorf("%q: first %v, last %v, not %s", line, problems[0], last, want)
		}
	}
	if _, problems := settings.Parse([]byte(strings.Repeat("a\n", settings.Most)), known); len(problems) != settings.Most {
		t.Errorf("%d problems", len(problems))
	}
}

func shown(problems []settings.Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Text))
	}
	return all
}

// Behind a line that is no TOML the rest of the file is read.
func TestParseGoesOn(t *testing.T) {
	got, problems := settings.Parse([]byte("theme = dark\nascii = true\n[keys\nrevoke = 'X'\n[thresholds]\nsoon = '3d'\n= 4\nurgent = '2h'"), known)
	if !got.ASCII || got.Thresholds.Soon != 72*time.Hour || got.Thresholds.Urgent != 2*time.Hour || got.Keys != nil {
		t.Errorf("%+v", got)
	}
	if len(problems) != 3 {
		t.Errorf("%q", shown(problems))
	}
}

// A key can be the key of one action alone; who has it is named, and the other keeps its own.
func TestConflicts(t *testing.T) {
	for _, c := range []struct {
		text, want string // what is complained of, nothing where it is empty
		keys       map[string][]string
	}{
		{"revoke = 'r'", "The key r of revoke is also the key of rotate, so revoke keeps the keys that it had.", nil},
		{"revoke = 'r'\nrotate = 'x'", "", map[string][]string{"revoke": {"r"}, "rotate": {"x"}}},
		{"revoke = 'D'\nrotate = ['T', 'D']", "The key D of rotate is also the key of revoke", map[string][]string{"revoke": {"D"}}},
		// rotate has r again, since its own rebinding went, so that revoke cannot have it either.
		{"revoke = 'r'\nrotate = 'n'", "The key n of rotate is also the key of create", nil},
		{"revoke = 'ctrl+c'", `The key "ctrl+c" of revoke always quits at once. It is ignored.`, nil},
		{"revoke = ['x', 'x']", "", map[string][]string{"revoke": {"x"}}},
		{"quit-now = 'ctrl+c'", "", map[string][]string{"quit-now": {"ctrl+c"}}},
	} {
		got, problems := settings.Parse([]byte("[keys]\n"+c.text), known)
		said := strings.Join(shown(problems), "\n")
		if !reflect.DeepEqual(got.Keys, c.keys) || !strings.Contains(said, c.want) || (c.want == "") != (said == "") {
			t.Errorf("%q: %v, %s", c.text, got.Keys, said)
		}
	}
}

// Keys that do not arrive from a terminal in a browser, or come as another key, are refused with the reason.
func TestKeysThatDoNotArrive(t *testing.T) {
	for key, why := range map[string]string{
		"ctrl+w": "keeps it for itself", "ctrl+T": "keeps it for itself", "ctrl+pgdn": "keeps it for itself",
		"alt+x": "does not arrive from every browser", "alt+enter": "does not arrive from every browser",
		"ctrl+shift+p": "sends nothing for ctrl and shift together", "ctrl++": "sends ctrl only with letters",
		"ctrl+1": "sends ctrl only with letters", "ctrl+i": "the same as tab", "ctrl+m": "the same as enter",
		"shift+enter": "the same as enter", "shift+pgup": "scrolls", "shift+insert": "pastes", "ctrl+v": "pastes",
		"super+x": "no key that a terminal can send", "hello": "is no key", "": "is no key", "f13": "is no key", "\t": "is no key",
	} {
		_, problems := settings.Parse(fmt.Appendf(nil, "keys.revoke = %q", key), known)
		if len(problems) != 1 || !strings.Contains(problems[0].Text, why) {
			t.Errorf("%q: %q, want %q", key, shown(problems), why)
		}
	}
	for key, want := range map[string]string{
		"+": "+", "ctrl+P": "ctrl+p", "F5": "f5", "shift+tab": "shift+tab", "ctrl+left": "ctrl+left", "é": "é",
		"space": "space", " ": "space", "Escape": "esc", "ctrl+space": "ctrl+space", "D": "D",
	} {
		got, problems := settings.Parse(fmt.Appendf(nil, "keys.revoke = %q", key), known)
		if len(problems) > 0 || !slices.Equal(got.Keys["revoke"], []string{want}) {
			t.Errorf("%q: %q, %q", key, got.Keys["revoke"], shown(problems))
		}
	}
}

// Whatever a file holds, nothing panics, what is taken can be used, and what is told is in the file.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"theme = \"dark\"\n[keys]\nrevoke = ['X', \"f8\"]\n", "a = '''\n", "[", "keys = {revoke = {x = 1}}",
		"\ufeffcolumns = [[['id']],\n'left'\n]", "a.b.c = 1979-05-27T07:32:00Z\r\nx\r\n\r", "[[keys]]\n\x00\xff = \"\\u0000", "[thresholds]\nsoon = 99999999999999999999d"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, problems := settings.Parse(data, known)
		lines := bytes.Count(data, []byte("\n")) + 1
		for i, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Column < 1 || p.Column > len(data)+1 || p.Text == "" {
				t.Errorf("%v is not in a file of %d lines", p, lines)
			}
			if i > 0 && p.Line < problems[i-1].Line {
				t.Errorf("%v comes after %v", p, problems[i-1])
			}
		}
		th := got.Thresholds
		if len(got.Columns) == 0 || !slices.Contains(known.Themes, got.Theme) || min(th.Soon, th.Urgent, th.Floor) < time.Second ||
			!(th.SoonShare > 0 && th.SoonShare <= 1) || got.Mouse == "" {
			t.Errorf("not complete: %+v", got)
		}
		seen := map[string]string{}
		for _, a := range known.Actions {
			keys, ok := got.Keys[a.ID]
			if !ok {
				keys = a.Keys
			}
			for _, key := range keys {
				if seen[key] != "" || key == "" {
					t.Errorf("%q is the key of %s and of %s", key, a.ID, seen[key])
				}
				seen[key] = a.ID
			}
		}
		if seen["ctrl+c"] != "quit-now" {
			t.Error("ctrl+c was taken away")
		}
	})
}

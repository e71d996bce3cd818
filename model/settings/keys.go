package settings

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// aliases are other names for keys, among them those that bricktop shows.
var aliases = map[string]string{
	"escape": "esc", "return": "enter", "pagedown": "pgdown", "pgdn": "pgdown", "pageup": "pgup", "del": "delete",
	"ins": "insert", "bksp": "backspace", "↑": "up", "↓": "down", "←": "left", "→": "right", " ": "space",
}

// named are the keys that have a name, and arrive from every terminal.
var named = strings.Fields("enter esc tab space backspace delete insert up down left right home end pgup pgdown " +
	"f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12")

// refused are keys that reach no program in some terminal of a browser, or come as another key, and why.
var refused = map[string]string{
	"ctrl+c": "always quits at once",
	"ctrl+i": "is the same as tab to a terminal", "ctrl+m": "is the same as enter to a terminal",
	"ctrl+[": "is the same as esc to a terminal", "ctrl+enter": "is the same as enter to a terminal",
	"shift+enter": "is the same as enter to a terminal", "shift+space": "is the same as space to a terminal",
	"ctrl+backspace": "is the same as backspace to some terminals", "shift+backspace": "is the same as backspace to a terminal",
	"shift+esc": "is the same as esc to a terminal", "ctrl+esc": "does not reach a terminal",
	"shift+pgup": "scrolls a browser's terminal", "shift+pgdown": "scrolls a browser's terminal",
	"shift+insert": "pastes", "ctrl+insert": "copies", "ctrl+v": "pastes in some terminals of a browser",
}

// keptByBrowsers never arrive, since browsers use them themselves.
var keptByBrowsers = strings.Fields("ctrl+w ctrl+t ctrl+n ctrl+q ctrl+tab ctrl+pgup ctrl+pgdown ctrl+f4")

// readKey is the key that somebody wrote, by the name that Bubble Tea gives it, or why it cannot be used.
func readKey(written string) (key, why string) {
	var mods []string
	base := written
	for {
		mod, rest, ok := strings.Cut(base, "+")
		if !ok || mod == "" || rest == "" {
			break
		}
		mods, base = append(mods, strings.ToLower(mod)), rest
	}
	base = baseKey(base)
	if base == "" {
		return "", "is no key"
	}
	switch {
	case slices.Contains(mods, "alt"):
		return "", "does not arrive from every browser: nothing can be on alt"
	case len(mods) == 2 && slices.Contains(mods, "ctrl") && slices.Contains(mods, "shift"):
		return "", "does not arrive: a terminal in a browser sends nothing for ctrl and shift together"
	case len(mods) > 1 || len(mods) == 1 && mods[0] != "ctrl" && mods[0] != "shift":
		return "", "is no key that a terminal can send"
	case len(mods) == 1:
		return modified(mods[0], base)
	}
	return base, ""
}

// baseKey is a key without modifiers: a character, or the name of one; empty where there is none of that name.
func baseKey(written string) string {
	r, size := utf8.DecodeRuneInString(written)
	if alias, ok := aliases[strings.ToLower(written)]; ok {
		return alias
	}
	if size == len(written) {
		if !unicode.IsPrint(r) || unicode.Is(unicode.Mn, r) || r == utf8.RuneError {
			return ""
		}
		return written
	}
	if name := strings.ToLower(written); slices.Contains(named, name) {
		return name
	}
	return ""
}

func modified(mod, base string) (key, why string) {
	letter := len(base) == 1 && unicode.IsLetter(rune(base[0]))
	if mod == "shift" && letter {
		return strings.ToUpper(base), ""
	}
	if letter {
		base = strings.ToLower(base)
	}
	key = mod + "+" + base
	switch why, bad := refused[key]; {
	case bad:
		return "", why
	case slices.Contains(keptByBrowsers, key):
		return "", "does not arrive from a browser, which keeps it for itself"
	case utf8.RuneCountInString(base) == 1 && !letter:
		return "", "does not arrive: a terminal sends " + mod + " only with letters and named keys"
	}
	return key, ""
}

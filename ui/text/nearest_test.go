package text

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"dark", "light", "high-contrast", "accent"}
	for word, want := range map[string]string{
		"dark": "dark", "DARK": "dark", "drak": "dark", "lightt": "light", "lite": "", "contrast": "high-contrast", "high": "high-contrast",
		"acent": "accent", "pink": "", "": "", "d": "", "hihg-contarst": "high-contrast",
	} {
		if got := Nearest(word, words); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

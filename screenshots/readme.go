package main

import (
	"fmt"
	"os"
	"strings"

	"bricktop/model"
)

// The key table of the README stands between these marks; everything else there is written by hand.
const (
	keysBegin = "<!-- keys -->\n"
	keysEnd   = "<!-- /keys -->"
)

// withKeys is the README with today's key table in it.
func withKeys(readme string) (string, error) {
	before, rest, begun := strings.Cut(readme, keysBegin)
	_, after, ended := strings.Cut(rest, keysEnd)
	if !begun || !ended {
		return "", fmt.Errorf("the README has no %s … %s", strings.TrimSpace(keysBegin), keysEnd)
	}
	return before + keysBegin + model.KeyTable() + keysEnd + after, nil
}

// writeKeys brings the README's key table up to date.
func writeKeys(path string) error {
	readme, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	fresh, err := withKeys(string(readme))
	if err != nil || fresh == string(readme) {
		return err
	}
	return os.WriteFile(path, []byte(fresh), 0o644)
}

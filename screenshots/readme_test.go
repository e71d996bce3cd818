package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func readReadme(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(readme)
}

func TestReadmeHasTodaysKeys(t *testing.T) {
	readme := readReadme(t)
	if fresh, err := withKeys(readme); err != nil || fresh != readme {
		t.Errorf("the key table is stale (%v)\nrun: %s", err, regenerate)
	}
}

// Every picture and file that the README links to is there.
func TestReadmeLinksLead(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(readReadme(t), -1)
	if len(links) < 4 {
		t.Fatalf("only %d links", len(links))
	}
	for _, l := range links {
		if _, err := os.Stat(filepath.Join("..", l[1])); err != nil {
			t.Error(err)
		}
	}
}

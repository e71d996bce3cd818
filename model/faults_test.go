package model_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// faults are the things that may go wrong while a token is made, rotated or shown. Each has a test of its own, named
// TestFault and its number, in the room that it is about; go test -v -run TestFaultsAreAllProven ./model lists them.
var faults = map[int]string{
	25: "create is answered by a failure after it was done, once or twice",
	26: "create is not answered after it was done",
	27: "create is refused",
	28: "the new token is accepted late, or never",
	29: "the list fails, is cut off, or comes late",
	30: "delete fails, or is not answered",
	31: "the process is killed at each effect, and again in recovery",
	32: "two instances; who holds the lock is killed, or stands still",
	33: "the journal is damaged, or another's",
	34: "the clock is wrong",
	35: "the machine was suspended",
	36: "the network is down around the renewal",
	37: "the sign-in ends meanwhile; nothing but a token to sign in by",
	38: "claude-code-router does not take the new token",
	39: "hostile comments, and many",
	40: "odd terminals",
	41: "a panic while a secret is held",
	42: "a secret anywhere but in its file",
	43: "a reader holds the file open, as Windows lets it",
	44: "read-only and dry runs, under all of these",
}

// Every fault has a test, and every such test a fault.
func TestFaultsAreAllProven(t *testing.T) {
	name := regexp.MustCompile(`(?m)^func (TestFault(\d+)[A-Z]\w*)\(t \*testing\.T\) \{\n(\t.+\n)`)
	found := map[int][]string{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile("../" + path)
		for _, m := range name.FindAllStringSubmatch(string(text), -1) {
			n, _ := strconv.Atoi(m[2])
			found[n] = append(found[n], path+" "+m[1])
			if _, ok := faults[n]; !ok {
				t.Errorf("%s in %s is of no fault that is listed", m[1], path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := 25; n <= 44; n++ {
		slices.Sort(found[n])
		if len(found[n]) == 0 {
			t.Errorf("no test is named TestFault%d…: %s", n, faults[n])
		}
		t.Logf("%d %s: %s", n, faults[n], strings.Join(found[n], ", "))
	}
}

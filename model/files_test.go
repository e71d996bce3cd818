package model_test

import (
	"os"
	"regexp"
	"testing"

	"bricktop/model"
	"bricktop/model/report"
)

// Every kind of finding has a headline: a sentence would be cut in a row.
func TestEveryFindingHasAHeadline(t *testing.T) {
	source, err := os.ReadFile("report/findings.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`Code = "([a-z-]+)"`).FindAllSubmatch(source, -1)
	if len(codes) < 10 {
		t.Fatalf("only %d codes found", len(codes))
	}
	for _, c := range codes {
		if !model.HasHeadline(report.Code(c[1])) {
			t.Errorf("%s has no headline", c[1])
		}
	}
}

package model_test

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bricktop/creds/secret"
	"bricktop/model/modeltest"
)

// chartedDemo is the demo with the chart open on the token that the file of claude-code-router holds.
func chartedDemo(t *testing.T) *modeltest.World {
	w := inDemo(t, modeltest.Options{W: 120, H: 40})
	w.Press("L", "j")
	shows(t, w, true, "Lifetimes 10", "databricks holds no living token")
	return w
}

// selectedRow is the row of the chart with the cursor.
func selectedRow(t *testing.T, w *modeltest.World) string {
	t.Helper()
	for line := range strings.SplitSeq(ansi.Strip(w.Frame()), "\n") {
		if strings.Contains(line, "❯") {
			return line
		}
	}
	t.Fatalf("no row is selected:\n%s", ansi.Strip(w.Frame()))
	return ""
}

// The keys of the tokens act in the chart on the token that it shows as selected, and lead back to it.
func TestLifetimesRotateKeepAndCopy(t *testing.T) {
	w := chartedDemo(t)
	id := secret.New(w.Fake.RouterPAT).TokenID()
	w.Send(modeltest.Key("y"))
	if !slices.Contains(w.Replies, tea.SetClipboard(id)()) {
		t.Errorf("y sent %s, not %s", formatted(w.Replies), id)
	}
	w.Settle()
	shows(t, w, true, "Sent the ID to the clipboard.", "Lifetimes 10")

	w.Press("a")
	w.Clock.Move(2 * time.Second)
	shows(t, w, true, "Rotate now, and keep it rotated?", "~/.claude-code-router/config.json · databricks")
	w.Press("n")
	shows(t, w, true, "Lifetimes 10")
	shows(t, w, false, "rotates ")

	before := read(t, w, routerConfig)
	w.Press("r")
	w.Clock.Move(2 * time.Second)
	shows(t, w, true, "Rotate now?", "~/.claude-code-router/config.json · databricks")
	w.Press("y")
	shows(t, w, true, "1 target holds the new token")
	if after := read(t, w, routerConfig); after == before || strings.Contains(after, w.Fake.RouterPAT) {
		t.Error("the file holds the old token")
	}
	w.Clock.Move(2 * time.Second)
	w.Press("esc")
	shows(t, w, true, "Lifetimes 11")
}

// A kept token has a mark where it is rotated next, at two thirds of its life, and nothing is without a token behind it.
func TestLifetimesMarkTheNextRotation(t *testing.T) {
	w := chartedDemo(t)
	w.Press("+", "+", "+", "+", "+", "+", "+") // half a day, so that an hour has cells
	shows(t, w, true, "12 hours from", "◇ next rotation")
	if row := selectedRow(t, w); strings.Contains(row, "◇") || !strings.Contains(row, "╱") {
		t.Fatalf("nobody keeps it: %q", row)
	}
	w.Press("a", "y", "esc")
	w.Advance(time.Minute)                // what it holds has four minutes left, so it is rotated at once
	w.Press("+", "+", "+", "l", "l", "g") // an hour, from now on
	shows(t, w, true, "1 hour from")
	for range 4 {
		if strings.Contains(selectedRow(t, w), "◇") {
			break
		}
		w.Press("j")
	}
	row := selectedRow(t, w)
	now, mark, end := cell(row, "┾"), cell(row, "◇"), ansi.StringWidth(row[:strings.LastIndex(row, "━")])
	if mark < 0 || strings.Contains(row, "╱") {
		t.Fatalf("what is kept has no mark, or a gap: %q", row)
	}
	words := regexp.MustCompile(`(\d+)m (\d+)s left.* rotates in (\d+)m (\d+)s`).FindStringSubmatch(ansi.Strip(w.Frame()))
	if words == nil {
		t.Fatalf("the note does not tell when:\n%s", ansi.Strip(w.Frame()))
	}
	left, next := minutes(words[1], words[2]), minutes(words[3], words[4])
	if want := now + int(math.Round(float64(end-now)*next/left)); mark < want-1 || mark > want+1 {
		t.Errorf("the mark is in cell %d, not %d: %q, %s", mark, want, row, words[0])
	}
	if rest := left - next; rest < 18 || rest > 22 { // of an hour
		t.Errorf("it is not rotated at two thirds of its life: %s", words[0])
	}
	w.Press("a")
	if row := selectedRow(t, w); strings.Contains(row, "◇") {
		t.Errorf("nobody keeps it any more: %q", row)
	}
}

// cell is the column of a sign in a row; -1: it is not there.
func cell(row, sign string) int {
	at := strings.Index(row, sign)
	if at < 0 {
		return -1
	}
	return ansi.StringWidth(row[:at])
}

func minutes(m, s string) float64 {
	whole, _ := strconv.Atoi(m)
	rest, _ := strconv.Atoi(s)
	return float64(whole) + float64(rest)/60
}

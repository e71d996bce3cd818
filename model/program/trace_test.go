package program

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

type told struct{ Secret string }

// A trace names messages and shows nothing of what they hold: not what is typed, not what a reply brought.
func TestATraceHoldsTypesAlone(t *testing.T) {
	var log bytes.Buffer
	o := Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Trace: true}
	for _, msg := range []tea.Msg{
		tea.KeyPressMsg{Code: 'c', Text: "canary"}, tea.PasteMsg{Content: "canary"}, told{"canary"}, &told{"canary"},
		tea.ClipboardMsg{Content: "canary"}, tea.WindowSizeMsg{Width: 80, Height: 24},
	} {
		o.tracer()(msg)
	}
	if got := log.String(); strings.Contains(got, "canary") {
		t.Errorf("it holds what was typed or told: %s", got)
	}
	for _, want := range []string{"tea.KeyPressMsg", "tea.PasteMsg", "program.told", "*program.told", "width=80 height=24"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is missing in %s", want, log.String())
		}
	}
	log.Reset()
	o.Trace = false
	if o.tracer()(told{}); log.Len() > 0 {
		t.Errorf("nobody asked for %s", log.String())
	}
}

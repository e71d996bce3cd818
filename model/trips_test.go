package model_test

import (
	"strings"
	"testing"
	"time"

	"bricktop/model/session"
)

// Beside the last round trip stand those before it, and what had no answer; a new sign-in forgets them.
func TestRoundTripsAreASparkline(t *testing.T) {
	s := newStage(t)
	if row := s.row("Latency"); strings.Contains(row, "max") {
		t.Errorf("one round trip is a history: %q", row)
	}
	for _, ms := range []time.Duration{20, 80, 41} {
		s.ws.context.RoundTrip = ms * time.Millisecond
		s.Press("R")
	}
	s.sees("41 ms  ▅▃█▅ max 80 ms")
	s.ws.contextErr = &session.Error{Fault: session.Unreachable, Sentence: "No network."}
	s.Press("R")
	s.sees("▅▃█▅✗ max 80 ms")
	s.ws.contextErr = nil
	s.ws.context.RoundTrip = 10 * time.Millisecond
	for range 20 {
		s.Press("R")
	}
	s.sees("10 ms  " + strings.Repeat("█", 12) + " max 10 ms")
	// Where there is no room for all of it, there is nothing of it.
	s.Resize(34, 24)
	s.Press("1")
	s.sees("10 ms").misses("max")
}

// The access token is a bar with the time of its renewal on it.
func TestOAuthIsALifeWithItsRenewal(t *testing.T) {
	s := newStage(t)
	s.sees("52m 10s, renews itself  ━╾───────◇")
	s.Advance(20 * time.Minute)
	s.sees("32m 10s, renews itself  ━━━━╾────◇")
	s.Resize(34, 24)
	s.Press("1")
	s.sees("32m 10s").misses("◇")
}

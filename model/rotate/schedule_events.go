package rotate

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// EventKind says what an event is about.
type EventKind int

// The kinds of event.
const (
	Jumped    EventKind = iota // the wall clock moved away from elapsed time
	Slept                      // the machine slept, or bricktop was stopped
	Skewed                     // this machine's clock differs from the workspace's, or agrees again
	Failing                    // a rotation failed, and is tried again
	Recovered                  // a target holds a new token after failures
	Blocked                    // a rotation failed, and no further try would help
	Full                       // there are too many tokens to make another
	Alarm                      // a token ends soon and is not rotated
	Ended                      // a token ended before it was rotated
	Watching                   // another bricktop keeps the targets
	TookOver                   // and it has ended
)

// Alarming reports whether somebody has to act, or tools fail meanwhile.
func (k EventKind) Alarming() bool { return k == Blocked || k == Alarm || k == Ended }

// Event is something that the user should know.
type Event struct {
	Kind   EventKind
	Target string // empty: all
	Text   string // sentences
	At     time.Time
}

func (s *Schedule) tell(kind EventKind, target, format string, args ...any) {
	s.events = append(s.events, Event{Kind: kind, Target: target, Text: fmt.Sprintf(format, args...), At: s.clock.now})
}

func (s *Schedule) tellJump(jump time.Duration) {
	if jump < 0 {
		s.tell(Jumped, "", "This machine's clock was set back by %s. The workspace is asked for the time.", span(-jump))
		return
	}
	s.tell(Jumped, "", "This machine's clock moved ahead by %s: the machine slept, or the clock was set. The workspace is asked for the time.", span(jump))
}

// tellTime tells what a Date header has cleared up.
func (s *Schedule) tellTime(before, jumped time.Duration, doubt bool) {
	skew := s.clock.skew
	if doubt && jumped > 0 && (skew-before).Abs() <= jumpLimit {
		s.tell(Slept, "", "The machine slept for %s; its clock is right.", span(jumped))
	}
	switch {
	case (skew-s.told).Abs() <= skewLimit && (skew.Abs() > skewLimit) == (s.told.Abs() > skewLimit):
		return
	case skew > skewLimit:
		s.tell(Skewed, "", "This machine's clock is %s behind the workspace's. Rotation goes by the workspace's.", span(skew))
	case skew < -skewLimit:
		s.tell(Skewed, "", "This machine's clock is %s ahead of the workspace's. Rotation goes by the workspace's.", span(-skew))
	default:
		s.tell(Skewed, "", "This machine's clock agrees with the workspace's again.")
	}
	s.told = skew
}

// block stops trying until Release.
func (s *Schedule) block(k *kept, f Failure) {
	k.blocked = sentence(f.Sentence)
	if k.blocked == k.forgiven {
		return // it was told
	}
	s.tell(Blocked, k.target, "%s could not be rotated: %s It is not tried again until you sign in anew or ask for it.", k.target, k.blocked)
}

// trouble is why a target that is due is not rotated, empty when nothing is known to be in the way.
func (s *Schedule) trouble(k *kept) string {
	switch {
	case k.blocked != "":
		return k.blocked
	case s.other != "":
		return upper(s.other) + " should have rotated it."
	case s.lookFailed != "":
		return sentence(s.lookFailed)
	case k.tries > 0:
		return sentence(k.failed)
	}
	return s.crowded(k)
}

// warn tells of a token that is about to end, or has.
func (s *Schedule) warn(k *kept) {
	now := s.clock.now
	if now.Before(k.due) || s.clock.doubt && s.lookFailed == "" {
		return // in doubt, a look will tell
	}
	left := k.held.Expiry.At().Sub(now)
	if why := s.crowded(k); why != "" && k.busy == "" && k.blocked == "" && !k.full {
		k.full = true
		s.tell(Full, k.target, "%s is due and cannot be rotated. %s", k.target, why)
	}
	switch {
	case left <= 0 && !k.ended:
		k.ended = true
		s.tell(Ended, k.target, "%s", strings.TrimSpace(fmt.Sprintf("The token of %s has ended. %s", k.target, s.goesOn(k))))
	case left > 0 && left < urgentLeft && s.clock.last.Elapsed >= k.alarm:
		if why := s.trouble(k); why != "" && why != k.alarmed {
			k.alarm, k.alarmed = s.clock.last.Elapsed+alarmPause, why
			s.tell(Alarm, k.target, "The token of %s ends in %s and is not rotated. %s", k.target, span(left), why)
		}
	}
}

// goesOn is why a token was not rotated in time, and what happens now.
func (s *Schedule) goesOn(k *kept) string {
	why := s.trouble(k)
	switch {
	case why == "":
		return "It is rotated now."
	case k.blocked != "" || s.other != "":
		return why
	}
	return why + " Rotation is tried on."
}

// span writes a time roughly, in one unit.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{365 * day, "years"}, {day, "days"}, {time.Hour, "h"}, {time.Minute, "min"}} {
		if d >= 2*u.unit {
			return fmt.Sprintf("%d %s", d/u.unit, u.name)
		}
	}
	return fmt.Sprintf("%d s", d/time.Second)
}

func failures(n int) string {
	if n == 1 {
		return "one failure"
	}
	return fmt.Sprintf("%d failures", n)
}

// sentence gives a text its stop.
func sentence(text string) string {
	if text = strings.TrimSpace(text); text != "" && !strings.ContainsAny(text[len(text)-1:], ".!?") {
		text += "."
	}
	return text
}

func upper(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

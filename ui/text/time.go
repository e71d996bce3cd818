package text

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// Countdown words the time left in two units: "8d 23h", "3h 12m", "41m 07s", "59s". What is over is
// "expired". The smaller unit always has two digits, so that a tick rewrites digits and moves nothing.
func Countdown(left time.Duration) string {
	switch {
	case left <= 0:
		return "expired"
	case left >= day:
		return fmt.Sprintf("%dd %02dh", left/day, left%day/time.Hour)
	case left >= time.Hour:
		return fmt.Sprintf("%dh %02dm", left/time.Hour, left%time.Hour/time.Minute)
	case left >= time.Minute:
		return fmt.Sprintf("%dm %02ds", left/time.Minute, left%time.Minute/time.Second)
	default:
		return fmt.Sprintf("%ds", left/time.Second)
	}
}

// NextTick is the time after which Countdown says something else: less than a second under an hour, less
// than a minute under a day, less than an hour above. Zero: it never will.
func NextTick(left time.Duration) time.Duration {
	unit := time.Hour
	switch {
	case left <= 0:
		return 0
	case left < time.Second:
		return left
	case left < time.Hour:
		unit = time.Second
	case left < day:
		unit = time.Minute
	}
	return left%unit + 1 // at a whole unit the label still stands
}

// Age words how long ago something was, in one unit: "now" (less than a minute), "2m", "3h", "81d", "2y".
func Age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d < 730*day:
		return fmt.Sprintf("%dd", d/day)
	default:
		return fmt.Sprintf("%dy", d/(365*day))
	}
}

// Rough words the time left in one unit and at most four cells: "<1m", "4m", "9h", "61d", "2y". What is over is
// empty.
func Rough(left time.Duration) string {
	switch {
	case left <= 0:
		return ""
	case left < time.Minute:
		return "<1m"
	}
	return Age(left)
}

// NextRough is the time after which Rough says something else. Zero: it never will.
func NextRough(left time.Duration) time.Duration {
	switch {
	case left <= 0:
		return 0
	case left < time.Minute:
		return left
	case left < time.Hour:
		return left%time.Minute + 1
	case left < day:
		return left%time.Hour + 1
	}
	return left%day + 1
}

// When words a moment in a time zone: "14:03 today", "Nov 30 14:03" within half a year, else "2027-02-01".
// The zero time is "unknown".
func When(t, now time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "unknown"
	}
	t, now = t.In(zone), now.In(zone)
	switch apart := t.Sub(now).Abs(); {
	case apart < day && t.YearDay() == now.YearDay():
		return t.Format("15:04 today")
	case apart < 183*day:
		return t.Format("Jan 2 15:04")
	default:
		return t.Format(time.DateOnly)
	}
}

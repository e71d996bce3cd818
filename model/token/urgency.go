package token

import (
	"math"
	"time"
)

// Urgency says how soon somebody has to act on a token.
type Urgency int

// The urgencies, in the words of the status output. The zero value is Unknown.
const (
	Unknown Urgency = iota
	OK
	Soon
	Urgent
	Expired
	Never
)

var urgencyNames = [...]string{"unknown", "ok", "soon", "urgent", "expired", "never"}

func (u Urgency) String() string { return urgencyNames[u] }

// MarshalText gives the word.
func (u Urgency) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// Thresholds say when a token becomes Soon and Urgent: when less is left than the share of its life or the
// time, whichever is shorter. Floor is Urgent for every token, however short its life.
type Thresholds struct {
	SoonShare, UrgentShare float64
	Soon, Urgent, Floor    time.Duration
}

// DefaultThresholds: soon in the last third of a life, when everybody who rotates should have rotated, but
// at most a week ahead; urgent in the last twelfth, at most an hour; five minutes are always urgent.
var DefaultThresholds = Thresholds{
	SoonShare: 1.0 / 3, Soon: 7 * 24 * time.Hour,
	UrgentShare: 1.0 / 12, Urgent: time.Hour,
	Floor: 5 * time.Minute,
}

// Urgency of a token at a time.
func (th Thresholds) Urgency(t Token, now time.Time) Urgency {
	left, ok := t.Left(now)
	soon, urgent := th.limits(t)
	switch {
	case t.Expiry.Never():
		return Never
	case !ok:
		return Unknown
	case left <= 0:
		return Expired
	case left < urgent:
		return Urgent
	case left < soon:
		return Soon
	default:
		return OK
	}
}

// NextChange is the time at which the token's urgency changes next; zero if it never will.
func (th Thresholds) NextChange(t Token, now time.Time) time.Time {
	left, ok := t.Left(now)
	if !ok || left <= 0 {
		return time.Time{}
	}
	soon, urgent := th.limits(t)
	for _, limit := range []time.Duration{soon, urgent} {
		if left >= limit {
			// One nanosecond past the limit, since the limits themselves are still calm.
			return t.Expiry.at.Add(-limit + time.Nanosecond)
		}
	}
	return t.Expiry.at
}

func (th Thresholds) limits(t Token) (soon, urgent time.Duration) {
	soon, urgent = th.Soon, th.Urgent
	if life, ok := t.Life(); ok {
		soon = min(soon, time.Duration(math.Round(float64(life)*th.SoonShare)))
		urgent = min(urgent, time.Duration(math.Round(float64(life)*th.UrgentShare)))
	}
	urgent = max(urgent, th.Floor)
	return max(soon, urgent), urgent
}

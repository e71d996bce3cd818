package token

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The lifetimes that a workspace accepts: 0 is an error of the API, and 730 days is the platform's maximum
// (docs.gcp.databricks.com, admin/access-control/tokens). A workspace may allow less; only it knows.
const (
	DefaultLifetime = time.Hour
	MinLifetime     = time.Second
	MaxLifetime     = 730 * 24 * time.Hour
)

// Spec is a token to be made.
type Spec struct {
	Comment  string
	Lifetime time.Duration // whole seconds; always sent, since an absent lifetime means two years
	Scopes   []string
}

// CheckLifetime returns a sentence for the form when no workspace would accept the lifetime.
func CheckLifetime(d time.Duration) error {
	switch {
	case d < MinLifetime:
		return errors.New("A token has to live for at least one second.")
	case d > MaxLifetime:
		return errors.New("Databricks allows at most 730 days.")
	}
	return nil
}

var lifetimeUnits = map[byte]time.Duration{
	's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
}

// ParseLifetime reads a lifetime as people write it: "3600" (seconds), "90m", "12h", "30d", "1d 12h". The
// error is a sentence for the form. What it returns without an error passes CheckLifetime.
func ParseLifetime(text string) (time.Duration, error) {
	bad := errors.New("Write a number of seconds, or 90m, 12h, 30d.")
	text = strings.ToLower(strings.Join(strings.Fields(text), ""))
	if text == "" {
		return 0, bad
	}
	if strings.HasPrefix(text, "-") {
		return 0, CheckLifetime(-1)
	}
	var total float64
	for text != "" {
		digits := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
		if digits == 0 {
			return 0, bad
		}
		number, unit := text, time.Second
		if digits > 0 {
			var ok bool
			if unit, ok = lifetimeUnits[text[digits]]; !ok {
				return 0, bad
			}
			number, text = text[:digits], text[digits+1:]
		} else {
			text = ""
		}
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return 0, CheckLifetime(math.MaxInt64)
		}
		total += float64(n) * float64(unit)
	}
	if total > float64(MaxLifetime) {
		return 0, CheckLifetime(math.MaxInt64)
	}
	d := time.Duration(total)
	return d, CheckLifetime(d)
}

// FormatLifetime writes a lifetime so that ParseLifetime reads it back: in the largest unit that divides it.
func FormatLifetime(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}} {
		if d >= u.unit && d%u.unit == 0 {
			return fmt.Sprintf("%d%s", d/u.unit, u.name)
		}
	}
	return strconv.FormatInt(int64(d/time.Second), 10)
}

// DefaultComment is the comment that the Databricks DevBox gives its tokens: sdk-<time in ns>.
func DefaultComment(now time.Time) string { return fmt.Sprintf("sdk-%d", now.UnixNano()) }

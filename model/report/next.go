package report

import "time"

// NextChange is when the judgement changes by time alone, zero if it never will: a token becomes urgent or
// expires, or one that a file holds has less than five minutes left. Until then the report stays true, but
// for its seconds left.
func NextChange(f Facts) time.Time {
	j := newJudge(f)
	var next time.Time
	earliest := func(t time.Time) {
		if t.After(f.Now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, t := range f.Tokens {
		earliest(f.Thresholds.NextChange(t, f.Now))
	}
	for _, t := range j.listed {
		if t.Expiry.Known() {
			// One nanosecond past it, since five minutes themselves are still calm.
			earliest(t.Expiry.At().Add(-endsSoon + time.Nanosecond))
		}
	}
	for _, file := range f.Machine.Files {
		for _, h := range file.Secrets {
			if h.Expires.IsZero() {
				continue
			}
			earliest(h.Expires)
			if !h.Refreshed && file.CopyOf == "" {
				earliest(h.Expires.Add(-endsSoon + time.Nanosecond))
			}
		}
	}
	return next
}

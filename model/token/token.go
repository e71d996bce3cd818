// Package token says what a personal access token is and what its lifetime means: how much is left, how
// urgent that is, how tokens sort and match. It is pure: the time now is always an argument.
package token

import (
	"math"
	"time"
)

// ID is a token's token_id. Databricks documents it as the SHA-256 of the token in hex.
type ID string

// Short is the first eight characters: what the screen shows, and what a guarded revoke asks for.
func (id ID) Short() string {
	if len(id) > 8 {
		return string(id[:8])
	}
	return string(id)
}

// Token is one token as its workspace lists it. It never holds the token's value.
type Token struct {
	ID      ID
	Comment string    // foreign text: whoever shares the principal wrote it
	Created time.Time // zero: the workspace did not say
	Expiry  Expiry
	Scopes  []string // empty: not restricted
}

// Expiry is when a token ends. The zero Expiry is unknown: the workspace did not say.
type Expiry struct {
	at    time.Time
	never bool
}

// ExpiresAt is the expiry of a token that ends at t.
func ExpiresAt(t time.Time) Expiry { return Expiry{at: t} }

// NeverExpires is the expiry of a token that lives until it is revoked.
func NeverExpires() Expiry { return Expiry{never: true} }

// ExpiryFromMillis reads expiry_time of the token API: epoch milliseconds, -1 for never (databricks-sdk-go,
// service/settings, PublicTokenInfo), 0 or absent for unknown.
func ExpiryFromMillis(ms int64) Expiry {
	switch {
	case ms < 0:
		return NeverExpires()
	case ms == 0:
		return Expiry{}
	default:
		return ExpiresAt(time.UnixMilli(ms))
	}
}

// Never reports whether the token lives until it is revoked.
func (e Expiry) Never() bool { return e.never }

// Known reports whether the token ends at a known time.
func (e Expiry) Known() bool { return !e.never && !e.at.IsZero() }

// At is the time at which the token ends, zero unless Known.
func (e Expiry) At() time.Time { return e.at }

// Left is the time until the token ends, negative when it has ended; ok is false unless the end is known.
func (t Token) Left(now time.Time) (left time.Duration, ok bool) {
	if !t.Expiry.Known() {
		return 0, false
	}
	// Round strips the monotonic reading: it stops while a laptop sleeps, a token does not.
	return t.Expiry.at.Sub(now.Round(0)), true
}

// Life is the whole lifetime, from creation to expiry; ok is false unless both are known and in order.
func (t Token) Life() (life time.Duration, ok bool) {
	if !t.Expiry.Known() || t.Created.IsZero() || !t.Expiry.at.After(t.Created) {
		return 0, false
	}
	return t.Expiry.at.Sub(t.Created), true
}

// Used is the share of its life that the token has behind it, from 0 to 1; ok is false unless Life is known.
func (t Token) Used(now time.Time) (share float64, ok bool) {
	life, ok := t.Life()
	if !ok {
		return 0, false
	}
	left, _ := t.Left(now)
	return math.Min(1, math.Max(0, 1-float64(left)/float64(life))), true
}

// Package secret holds values that must never be shown: tokens, client secrets, keys.
//
// A Secret cannot print, format, marshal or log itself; [Secret.Reveal] is the one way to its value, so
// that a search for "Reveal(" finds every place where one leaves.
package secret

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Secret is one secret value. The zero Secret is empty. Copies share the value.
type Secret struct {
	// A pointer, because fmt prints the unexported fields of a struct without asking for a Formatter,
	// and of a pointer to a string it prints the address.
	value *string
}

// New wraps a value. The empty string gives the zero Secret.
func New(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the value itself. Callers send it to its owner or write it to its file, nothing else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether there is no value.
func (s Secret) IsZero() bool { return s.value == nil }

// Equal compares two values in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// TokenID is the lower-case hex SHA-256 of the value: what Databricks documents as a token's token_id
// (databricks-sdk-go, service/settings, UpdateTokenRequest.TokenId). Equal means proof; unequal means
// nothing, for the exact pre-image is not documented. Empty for the zero Secret.
func (s Secret) TokenID() string {
	if s.IsZero() {
		return ""
	}
	sum := sha256.Sum256([]byte(s.Reveal()))
	return hex.EncodeToString(sum[:])
}

// Fingerprint is the first 16 hex digits of the value's SHA-256: enough to tell secrets apart, and of no
// use for finding a random one. Empty for the zero Secret.
func (s Secret) Fingerprint() string {
	if s.IsZero() {
		return ""
	}
	return s.TokenID()[:16]
}

// Mask stands for the value on screen: its public prefix if it has a known one, dots, and after # the
// first four digits of its fingerprint. It never holds a character of the value beyond that prefix.
func (s Secret) Mask() string {
	if s.IsZero() {
		return ""
	}
	return prefix(s.Reveal()) + "••••#" + s.Fingerprint()[:4]
}

// The prefixes that Databricks gives to personal access tokens (dapi), OAuth secrets (dose) and its other
// credentials; eyJ opens every JSON web token.
func prefix(value string) string {
	for _, p := range []string{"dapi", "dose", "dkea", "dosa", "eyJ"} {
		if strings.HasPrefix(value, p) && len(value) >= len(p)+16 {
			return p
		}
	}
	return ""
}

// IsPAT reports whether the value has the form of a personal access token.
func (s Secret) IsPAT() bool { return prefix(s.Reveal()) == "dapi" }

// String is the mask.
func (s Secret) String() string { return s.Mask() }

// GoString is the mask.
func (s Secret) GoString() string { return s.Mask() }

// Format writes the mask, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.Mask()) }

// MarshalText gives the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.Mask()), nil }

// LogValue gives the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.Mask()) }

package router

import (
	"strconv"
	"time"

	"bricktop/creds/secret"
)

// grace is how long requests that began with the old token may take to end: a stream of claude-code-router's
// may run for a minute.
const grace = time.Minute

// Outcome is what became of a running claude-code-router: [Reloaded], [NotRunning], [StillOld] or [Doubt].
type Outcome interface {
	// Sentence tells the user.
	Sentence() string
	// LetGo is how long from now the old token may still be used; ok is false when nobody knows, and then it
	// must be left to expire.
	LetGo() (after time.Duration, ok bool)
}

// Reloaded says that the router told us the new key's fingerprint.
type Reloaded struct {
	Provider string
	// V3: version 3 has stored the key. Whether its gateway sends it is not known.
	V3 bool
}

// NotRunning says that there is no such process, and that nothing listens on its port.
type NotRunning struct{ V3 bool }

// StillOld says that the router told us the old key's fingerprint after it was sent the new one.
type StillOld struct{ V3 bool }

// Doubt says that no token was sent, or that nobody can tell what became of it.
type Doubt struct {
	Why string // sentences
	V3  bool
}

func (o Reloaded) Sentence() string {
	if o.V3 {
		return "claude-code-router 3 has stored the new token for provider " + quote(o.Provider) + ". Whether it sends it already is not known."
	}
	return "claude-code-router uses the new token for provider " + quote(o.Provider) + " from now on."
}

func (o NotRunning) Sentence() string {
	if o.V3 {
		return "claude-code-router 3 does not run, and nobody else may change its settings. Start it, and rotate again."
	}
	return "claude-code-router does not run. It reads the new token when it starts."
}

func (o StillOld) Sentence() string { return still(o.V3) + "." }

func (o Doubt) Sentence() string { return o.Why + " Take it that " + still(o.V3) + "." }

// still is what holds as long as nothing else is proven. Version 3 knows no `ccr restart`: it takes any word
// it does not know for the name of a profile (measured on 3.1.1).
func still(v3 bool) string {
	if v3 {
		return "claude-code-router 3 still holds the old token until you change it in `ccr ui`"
	}
	return "claude-code-router still holds the old token until `ccr restart`"
}

func (o Reloaded) LetGo() (time.Duration, bool)   { return grace, !o.V3 }
func (o NotRunning) LetGo() (time.Duration, bool) { return 0, !o.V3 }
func (o StillOld) LetGo() (time.Duration, bool)   { return 0, false }
func (o Doubt) LetGo() (time.Duration, bool)      { return 0, false }

// quote makes foreign text safe to show, and to keep.
func quote(text string) string { return strconv.Quote(secret.Redact(text)) }

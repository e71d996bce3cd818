package session

import (
	"errors"
	"time"
)

// Fault is what kind of thing went wrong: what the screen has to do, while the sentence is for the reader.
type Fault int

// The faults.
const (
	Other        Fault = iota
	Unauthorized       // the credential is wrong, expired or revoked: nothing will work
	Forbidden          // we are signed in, and may not do this
	NotFound           // what was asked for does not exist
	Quota              // the principal has as many tokens as it may
	Limited            // too many requests; RetryAfter may say how long
	Unreachable        // no answer from the host: name, network, TLS
	TimedOut           // the host took longer than we wait
	BadAnswer          // an answer that is not the API's: a login page, broken JSON
	Refused            // we did not send it: plain http, invalid host, read-only
	Rejected           // the server says that what was asked is wrong: lifetime, comment
	LostAnswer         // a create was sent and its answer never came: a token may exist
	Canceled           // the user gave it up
)

// Error is a failed call, told as a sentence: what happened, at which host, what to do. The sentence is
// already free of secrets; server text inside it is still foreign and is cleaned before it is shown.
type Error struct {
	Fault      Fault
	Op         string // "list tokens"
	Host       string
	Sentence   string
	Status     int // HTTP status, 0 when there was no answer
	RetryAfter time.Duration
}

func (e *Error) Error() string { return e.Sentence }

// FaultOf is the fault of an error, Other when it is not one of ours.
func FaultOf(err error) Fault {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fault
	}
	return Other
}

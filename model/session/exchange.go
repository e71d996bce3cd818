package session

import "time"

// Exchange is one HTTP request really sent, and what came of it. It holds no header, no query, no body, and of
// what was asked only what is no secret.
type Exchange struct {
	At     time.Time
	Host   string
	Method string
	Path   string
	Status int           // 0: no answer
	Took   time.Duration // until the headers of the answer, or the failure
	Err    string        // why there was no answer, as a sentence
	About  About
}

// About is the token that a request creates or revokes.
type About struct {
	TokenID  string
	Comment  string
	Lifetime time.Duration
}

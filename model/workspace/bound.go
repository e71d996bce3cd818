package workspace

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/databricks/databricks-sdk-go/logger"

	"bricktop/model/session"
)

// The calls, in the words that a sentence uses: "bricktop could not list the tokens".
const (
	opSignIn    = "sign in"
	opIdentify  = "look up who we are"
	opMetadata  = "read about the host"
	opMetastore = "read the metastore"
	opList      = "list the tokens"
	opCreate    = "create a token"
	opRevoke    = "revoke a token"
	opTry       = "try a credential"
)

var (
	errLimit = errors.New("the limit of the call")
	errStuck = errors.New("the call did not end")
)

type outcome[T any] struct {
	value T
	err   error
}

// caught turns a panic into an error: in a goroutine of its own it would end bricktop and leave the terminal
// as it is.
func caught[T any](call func() (T, error)) (out outcome[T]) {
	defer func() {
		if p := recover(); p != nil {
			out.err = fmt.Errorf("the call panicked: %v", p)
		}
	}()
	out.value, out.err = call()
	return out
}

// bounded runs a call in its own goroutine and returns within the limit, come what may. The call's context
// ends after nine tenths of the limit: the last tenth is for the call to say what it was waiting for. What
// comes later is dropped.
func bounded[T any](ctx context.Context, c *Client, op string, call func(context.Context) (T, error)) (T, error) {
	inner, cancel := context.WithTimeoutCause(ctx, c.opts.Limit*9/10, errLimit)
	defer cancel()
	inner = logger.NewContext(inner, sdkLog{log: c.opts.Log, redact: c.redact})
	done := make(chan outcome[T], 1)
	go func() { done <- caught(func() (T, error) { return call(inner) }) }()
	var out outcome[T]
	select {
	case out = <-done:
	case <-inner.Done():
		last := time.NewTimer(c.opts.Limit / 10)
		defer last.Stop()
		select {
		case out = <-done:
		case <-last.C:
			out.err = errStuck
		}
	}
	if out.err == nil {
		return out.value, nil
	}
	var none T
	told := c.teller.explain(op, context.Cause(inner), out.err)
	c.opts.Log.Warn("a call failed", "op", op, "host", told.Host, "status", told.Status, "error", told.Sentence)
	if told.Fault == session.Unauthorized {
		c.signer.forget()
	}
	return none, told
}

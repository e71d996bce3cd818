package model_test

import (
	"context"
	"errors"
	"testing"

	"bricktop/model"
	"bricktop/model/modeltest"
)

// oldRouter is a claude-code-router that keeps the old token until it is restarted.
type oldRouter struct {
	programErr, err error
	restarts        int
}

const stillOld = "claude-code-router still holds the old token until `ccr restart`."

func (r *oldRouter) NeedsRestart(sentence string) bool { return sentence == stillOld }

func (r *oldRouter) Program() (string, error) {
	return "/app/python/source_code/bin/ccr", r.programErr
}

func (r *oldRouter) Restart(context.Context) error { r.restarts++; return r.err }

func withOldRouter(t *testing.T, r *oldRouter) *modeltest.World {
	t.Helper()
	return inDemo(t, modeltest.Options{Reader: stillOld, Edit: func(o *model.Options) { o.Router = r }})
}

// After a rotation that leaves claude-code-router with the old token a key restarts it, once, after a yes.
func TestRestartOfTheRouter(t *testing.T) {
	r := &oldRouter{}
	w := withOldRouter(t, r)
	w.Press("c")
	shows(t, w, true, "No rotation left a claude-code-router")
	w.Press("down", "r", "y")
	shows(t, w, true, "still holds the old token until `ccr restart`", "c restarts claude-code-router, after asking")
	w.Press("c")
	shows(t, w, true, "Restart claude-code-router?", "~/bin/ccr restart", "Requests that run are lost: it is away for about 5 s")
	w.Press("enter")
	if r.restarts != 0 {
		t.Fatal("the safe button restarted")
	}
	w.Press("esc", "c", "y") // the rotation's dialog is closed: the key works everywhere
	if r.restarts != 1 {
		t.Fatalf("restarted %d times", r.restarts)
	}
	shows(t, w, true, "has ended without an error")
	w.Press("c")
	shows(t, w, true, "No rotation left a claude-code-router")
}

// A restart that fails is told, and may be tried again. Where there is no ccr to run, that is said.
func TestRestartOfTheRouterFails(t *testing.T) {
	r := &oldRouter{err: errors.New("`ccr restart` failed: exit status 1.")}
	w := withOldRouter(t, r)
	w.Press("down", "r", "y", "esc", "c", "y")
	shows(t, w, true, "exit status 1")
	r.err = nil
	w.Press("c", "y")
	shows(t, w, true, "has ended without an error")
	w = withOldRouter(t, &oldRouter{programErr: errors.New("There is no ccr on the PATH of this bricktop.")})
	w.Press("down", "r", "y", "esc", "c")
	shows(t, w, true, "There is no ccr on the PATH")
}

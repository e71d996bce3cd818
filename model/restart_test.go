package model_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/rotate"
)

// oldRouter is a claude-code-router that keeps the old token until it is restarted.
type oldRouter struct {
	programErr, err error
	restarts        int
	looks           int
	restarted       func(context.Context, string)
}

const stillOld = "claude-code-router still holds the old token until `ccr restart`."

func (r *oldRouter) NeedsRestart(sentence string) bool { return sentence == stillOld }

func (r *oldRouter) Program() (string, error) {
	r.looks++
	return "/app/python/source_code/bin/ccr", r.programErr
}

func (r *oldRouter) Restart(ctx context.Context, program string) error {
	if r.restarts++; r.restarted != nil {
		r.restarted(ctx, program)
	}
	return r.err
}

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

// What restarts it is looked for once, by a command: drawing reads no disk. That very program is run, and quitting
// does not cut it off.
func TestRestartOutlivesUs(t *testing.T) {
	var w *modeltest.World
	r := &oldRouter{restarted: func(ctx context.Context, program string) {
		w.Model.Update(modeltest.Key("ctrl+c"))
		if ctx.Err() != nil || program != "/app/python/source_code/bin/ccr" {
			t.Errorf("%q runs with %v after we quit", program, ctx.Err())
		}
	}}
	w = withOldRouter(t, r)
	w.Press("down", "r", "y")
	for range 3 {
		w.Frame()
	}
	w.Press("esc", "?", "esc", "c")
	if r.looks != 1 {
		t.Errorf("looked %d times", r.looks)
	}
	if w.Press("y"); r.restarts != 1 {
		t.Error("it was not restarted")
	}
}

// A reader that lets go says nothing of another that does not.
func TestOneReaderThatLetGoSpeaksForItselfAlone(t *testing.T) {
	m := model.New(model.Options{Router: &oldRouter{}, Now: func() time.Time { return modeltest.Start }})
	state := func(target string, reader rotate.Reader) rotate.State {
		s := rotate.State{Readers: map[string]rotate.Reader{target: reader}}
		s.Targets = []rotate.Target{{ID: target}}
		return s
	}
	old, letGo := rotate.Reader{Sentence: stillOld}, rotate.Reader{LetGo: true}
	model.NoteReaders(m, state("a", old))
	model.NoteReaders(m, state("b", old))
	if model.NoteReaders(m, state("b", letGo)); model.NoRestart(m) != "" {
		t.Errorf("a still holds the old token, and: %s", model.NoRestart(m))
	}
	if model.NoteReaders(m, state("a", letGo)); model.NoRestart(m) == "" {
		t.Error("all have let go")
	}
}

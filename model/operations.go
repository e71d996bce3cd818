package model

import (
	"context"
	"time"
)

// patience bounds every command. A workspace bounds its own calls more tightly; this is the second lock.
const patience = 30 * time.Second

// operation is something in flight.
type operation struct {
	cancel context.CancelFunc
	what   string // "creating a token": what quitting now would interrupt; empty: nothing of note
	asked  moment // of one that answers with a dialog
}

// operations are all that is in flight, by number.
type operations struct {
	last    int
	running map[int]operation
}

// begin opens an operation; whoever handles its reply ends it.
func (o *operations) begin(what string) (context.Context, int) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	return ctx, o.open(what, cancel)
}

// beginLong opens one of many calls, each of which has its own bound.
func (o *operations) beginLong(what string) (context.Context, int) {
	ctx, cancel := context.WithCancel(context.Background())
	return ctx, o.open(what, cancel)
}

func (o *operations) open(what string, cancel context.CancelFunc) int {
	if o.running == nil {
		o.running = make(map[int]operation)
	}
	o.last++
	o.running[o.last] = operation{cancel: cancel, what: what}
	return o.last
}

func (o *operations) end(id int) {
	if op, ok := o.running[id]; ok {
		op.cancel()
		delete(o.running, id)
	}
}

// cancel gives an operation up; its reply still comes and ends it.
func (o *operations) cancel(id int) {
	if op, ok := o.running[id]; ok {
		op.cancel()
	}
}

func (o *operations) cancelAll() {
	for id := range o.running {
		o.cancel(id)
	}
}

// busy says what of note is in flight, empty when nothing is.
func (o *operations) busy() string {
	first, what := 0, ""
	for id, op := range o.running {
		if op.what != "" && (first == 0 || id < first) {
			first, what = id, op.what
		}
	}
	return what
}

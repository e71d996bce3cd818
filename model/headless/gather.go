package headless

import (
	"cmp"
	"context"
	"sync"
	"time"

	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/model/token"
)

const (
	// tryTogether is how many stored secrets are tried at once: few enough that no host takes it for an attack.
	tryTogether = 8
	// patience bounds everything together, whatever number of hosts do not answer. What was not told by then
	// stays unknown.
	patience = 10 * time.Second
)

// gather asks the workspace and the machine for everything that a report is made from.
func gather(ctx context.Context, d Deps) report.Facts {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	facts := report.Facts{Machine: d.Files.Look(ctx, ""), Thresholds: cmp.Or(d.Thresholds, token.DefaultThresholds)}
	if login := facts.Machine.Login; facts.Machine.LoginErr == nil && login.Host != "" {
		ask(ctx, d, &facts)
	}
	facts.Tried = try(ctx, d, report.Attempts(facts))
	facts.Now = d.Now()
	if facts.Context != nil {
		facts.Now = facts.Now.Add(facts.Context.Skew)
	}
	token.Order{}.Sort(facts.Tokens, facts.Now)
	return facts
}

// ask fills in what the workspace says. Both questions go out at once: a workspace that tells who we are may
// still refuse the list.
func ask(ctx context.Context, d Deps, facts *report.Facts) {
	workspace, err := d.Connect(report.SignIn(facts.Machine.Login))
	if err != nil {
		facts.ContextErr = err
		return
	}
	var both sync.WaitGroup
	both.Go(func() {
		c, err := workspace.Context(ctx)
		if err != nil {
			facts.ContextErr = err
			return
		}
		facts.Context = &c
	})
	both.Go(func() {
		facts.Tokens, facts.TokensErr = workspace.Tokens(ctx)
		facts.Listed = facts.TokensErr == nil
	})
	both.Wait()
}

func try(ctx context.Context, d Deps, attempts []report.Attempt) map[report.Key]session.State {
	states := make([]session.State, len(attempts))
	room := make(chan struct{}, tryTogether)
	var all sync.WaitGroup
	for i, a := range attempts {
		room <- struct{}{}
		all.Go(func() {
			defer func() { <-room }()
			states[i] = session.Undecided
			if ctx.Err() != nil {
				return
			}
			// The state says it all: a secret that could not be tried is Undecided.
			if state, _ := d.Try(ctx, a.Login); state != "" {
				states[i] = state
			}
		})
	}
	all.Wait()
	tried := make(map[report.Key]session.State, len(attempts))
	for i, a := range attempts {
		tried[a.Key] = states[i]
	}
	return tried
}

package headless

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"bricktop/model/rotate"
	"bricktop/model/session"
	"bricktop/model/token"
)

// named refuses targets that cannot be rotated, in the words of a rotation. Whose tokens they hold is not asked.
func named(names []string, host string, targets []rotate.Target, d RotateDeps) error {
	if len(names) == 0 {
		return nil
	}
	ask := rotate.Ask{Names: names, Host: host, Targets: targets, NewID: d.NewID, Now: d.Now()}
	for _, t := range targets {
		if t.Held.IsPAT() {
			ask.Tokens = append(ask.Tokens, token.Token{ID: token.ID(t.Held.TokenID())})
		}
	}
	_, _, err := rotate.Choose(ask)
	return err
}

// read looks at the files. All are their targets, those that are not kept too.
func (k *keeper) read(ctx context.Context) (all []rotate.Target, err error) {
	k.machine = k.Files.Look(ctx, k.Profile)
	login := k.machine.Login
	switch {
	case k.machine.LoginErr != nil:
		return nil, k.machine.LoginErr
	case login.Host == "":
		return nil, errNoSignIn
	}
	if with := cmp.Or(login.Token, login.ClientSecret); !with.Equal(k.login) {
		k.login, k.lookAt = with, 0
		k.schedule.Release()
	}
	all, err = k.Vault(k.Profile, login.Host).Targets(ctx)
	if err != nil {
		return nil, err
	}
	k.targets = k.targets[:0]
	for _, t := range all {
		if len(k.names) > 0 && slices.Contains(k.names, t.ID) || len(k.names) == 0 && t.Refused == nil && t.Held.IsPAT() {
			k.targets = append(k.targets, t)
		}
	}
	return all, nil
}

// missing reports whether a target holds a token of which the workspace was not asked for a while.
func (k *keeper) missing() bool {
	return slices.ContainsFunc(k.targets, func(t rotate.Target) bool {
		_, known := k.known[token.ID(t.Held.TokenID())]
		at, asked := k.asked[t.Held.Fingerprint()]
		return !known && !t.Held.IsZero() && (!asked || k.Elapsed()-at >= askPause)
	})
}

// holds tells the schedule what the files hold.
func (k *keeper) holds() {
	held := map[string]rotate.Holding{}
	for _, name := range k.names {
		held[name] = rotate.Holding{}
	}
	for name := range k.told {
		held[name] = rotate.Holding{} // unless it is there yet
	}
	for _, t := range k.targets {
		listed := k.known[token.ID(t.Held.TokenID())]
		held[t.ID] = rotate.Holding{Fingerprint: t.Held.Fingerprint(), Created: listed.Created, Expiry: listed.Expiry}
		k.schedule.Keep(t.ID)
	}
	for name, h := range held {
		k.schedule.Holds(k.reading(), name, h)
	}
}

// look asks the workspace for its tokens and its clock. The first look finishes what a crash left.
func (k *keeper) look(ctx context.Context) {
	r := &rotating{RotateDeps: k.RotateDeps, tell: k.tell}
	err := r.signIn(ctx)
	var left error // of what was to be cleared: it is told, and stops nothing
	if err == nil && k.release != nil && !k.mended {
		left, err = k.mend(ctx, r)
	}
	var tokens []token.Token
	if err == nil {
		tokens, err = r.issuer.Tokens(ctx)
	}
	if err != nil {
		k.lookAt = k.Elapsed() + lookPause
		k.away.is(ctx, err, k.tell)
		k.schedule.LookFailed(k.reading(), failure(err))
		return
	}
	k.away.isOver(k.tell, "That is over: the workspace answers, and rotation goes on.")
	if left != nil {
		k.left.is(ctx, left, k.tell)
	}
	count := rotate.Count{Targets: map[string]int{}}
	for _, t := range tokens {
		k.known[t.ID] = t
		if left, ok := t.Left(r.deps.Now()); ok && left <= 0 {
			continue
		}
		count.Live++
		if tag, ok := rotate.ParseTag(t.Comment); ok {
			count.Targets[tag.Target]++
		}
	}
	for _, t := range k.targets {
		k.asked[t.Held.Fingerprint()] = k.Elapsed()
		id := token.ID(t.Held.TokenID())
		if _, ok := k.known[id]; !ok && len(k.names) > 0 && t.Held.IsPAT() {
			// What was named is replaced when its token is over. Whether it is somebody else's is seen before.
			k.known[id] = token.Token{ID: id, Expiry: token.ExpiresAt(r.deps.Now())}
		}
	}
	k.schedule.Dated(k.reading(), r.deps.Now().Sub(k.Now()))
	k.schedule.Counted(k.reading(), count)
}

// mend finishes what a crash left, under the lock. Until all of it is cleared, the next look tries again.
func (k *keeper) mend(ctx context.Context, r *rotating) (left, err error) {
	release, err := r.Journal.Lock(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if r.install, err = r.Journal.Install(ctx); err != nil {
		return nil, err
	}
	left = r.clear(ctx)
	k.mended = left == nil
	return left, nil
}

// rotate rotates a target's token now. What fails is told by the schedule, with what is done about it.
func (k *keeper) rotate(ctx context.Context, target string) {
	tell, ended := k.attempt(target)
	begun, err := Begin(ctx, k.RotateDeps, k.Profile, []string{target})
	if err != nil {
		ended(err.Error())
		k.schedule.Failed(k.reading(), target, failure(err))
		return
	}
	defer begun.Close()
	for _, note := range begun.Notes() {
		tell.line(0, note)
	}
	begun.rotating.tell = tell
	for _, p := range begun.Plans() {
		r := begun.rotating.play(ctx, p)
		if !r.Done() {
			err := cmp.Or(r.Err(), errors.New("The rotation did not end."))
			ended(err.Error())
			f := failure(err)
			f.Minted = r.State.NewID != "" || r.State.Unsure
			k.schedule.Failed(k.reading(), target, f)
			continue
		}
		ended("")
		made := token.Token{ID: r.State.NewID, Created: begun.Deps().Now(), Expiry: token.ExpiresAt(r.State.Expires)}
		k.known[made.ID] = made
		k.schedule.Done(k.reading(), target, rotate.Holding{Fingerprint: r.State.Value.Fingerprint(), Created: made.Created, Expiry: made.Expiry})
	}
}

func failure(err error) rotate.Failure {
	f := rotate.Failure{Fault: session.FaultOf(err), Sentence: err.Error()}
	if told, ok := errors.AsType[*session.Error](err); ok {
		f.RetryAfter = told.RetryAfter
	}
	return f
}

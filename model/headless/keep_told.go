package headless

import (
	"bytes"
	"context"
	"fmt"
)

// trouble is something that goes wrong for a while. It is told when it begins, when it becomes another one, and
// when it is over.
type trouble struct{ told string }

func (t *trouble) is(ctx context.Context, err error, tell teller) {
	if s := err.Error(); s != t.told && ctx.Err() == nil {
		t.told = s
		tell.line(0, s)
	}
}

func (t *trouble) isOver(tell teller, sentence string) {
	if t.told != "" {
		t.told = ""
		tell.line(0, sentence)
	}
}

// attempt is a teller for one try at a rotation of a target. Where the last try failed, it is not known before the end
// whether anything of this one is news: it was if it ends otherwise. Ended says how: empty for well.
func (k *keeper) attempt(target string) (tell teller, ended func(failed string)) {
	before := k.failed[target]
	held, direct := &bytes.Buffer{}, k.tell
	tell = k.tell
	if before != "" {
		tell.w = stamped{held, k.Now}
	}
	return tell, func(failed string) {
		if k.failed[target] = failed; failed != before {
			_, _ = held.WriteTo(direct.w.(stamped).w)
		}
	}
}

// idling tells once that there is nothing to keep: nobody is asked then, and nothing else would be told.
func (k *keeper) idling(ctx context.Context) {
	if len(k.targets) > 0 || len(k.names) > 0 {
		k.idle = trouble{}
		return
	}
	k.idle.is(ctx, fmt.Errorf("No file holds a token of %s, so there is nothing to keep yet.", k.machine.Login.Host), k.tell)
}

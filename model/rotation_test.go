package model_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/rotate"
	"bricktop/model/workspace/fake"
)

const routerConfig = "/app/python/source_code/.claude-code-router/config.json"

func read(t *testing.T, w *modeltest.World, path string) string {
	t.Helper()
	f, err := w.Fs.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := f.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			return b.String()
		}
	}
}

// The token in claude-code-router's file is rotated by a key, by the real SDK, in a real file.
func TestRotate(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before := read(t, w, routerConfig)
	w.Press("down")
	shows(t, w, true, "Used by  ~/.claude-code-router/config.json")
	w.Press("r")
	shows(t, w, true, "Rotate now?", "~/.claude-code-router/config.json · databricks")
	w.Press("enter")
	if read(t, w, routerConfig) != before {
		t.Fatal("the safe button rotated")
	}
	w.Press("r", "y")
	shows(t, w, true, "Rotation", "create a token", "1 target holds the new token", "left to expire")
	// What only the journal sees is no line, and no line is so long that it wraps.
	shows(t, w, true, "write it to ~/.claude-code-router/config.json · databricks ", "read it back from ~/.claude-code-router/config.json · databricks ",
		"decide about the old token")
	shows(t, w, false, "journal", "next start", "double")
	w.Resize(80, 24)
	shows(t, w, true, "create a token", "see to what reads ~/.claude-code-router/config.json · databricks ", "ccr restart", "esc closes")
	w.Resize(160, 50)
	after := read(t, w, routerConfig)
	if after == before || strings.Contains(after, w.Fake.RouterPAT) {
		t.Error("the file holds the old token")
	}
	if i := strings.Index(before, w.Fake.RouterPAT); after[:i] != before[:i] || after[i+len(w.Fake.RouterPAT):] != before[i+len(w.Fake.RouterPAT):] {
		t.Errorf("more than the token changed:\n%s", after)
	}
	w.Press("esc")
	shows(t, w, true, "databricks  works, 1h 00m left")
}

// cramped is a rotation with a file that cannot be written.
type cramped struct{ model.Rotating }

func (c cramped) Plans() []rotate.Plan {
	plans := c.Rotating.Plans()
	plans[0].Kept = []rotate.Target{{ID: "databrickscfg:laptop", Path: "/app/python/source_code/.databrickscfg",
		Refused: errors.New("/app/python/source_code/.databrickscfg has other names.")}}
	return plans
}

// What cannot be written is told before anything is done, and again at the end.
func TestAFileThatCannotBeWritten(t *testing.T) {
	w := inDemo(t, modeltest.Options{Edit: func(o *model.Options) {
		begin := o.Rotate
		o.Rotate = func(ctx context.Context, profile string, targets []string) (model.Rotating, error) {
			r, err := begin(ctx, profile, targets)
			return cramped{r}, err
		}
	}})
	w.Press("down", "r")
	shows(t, w, true, "is left as it is: it cannot be written.", "~/.databrickscfg has other names.")
	w.Press("y")
	shows(t, w, true, "1 target holds the new token", "was left as it is", "Once it can be written: bricktop rotate")
}

// torn is a rotation whose journal takes one note, and then no more.
type torn struct {
	model.Rotating
	rotate.Journal
	notes int
}

func (j *torn) Deps() rotate.Deps {
	d := j.Rotating.Deps()
	j.Journal = d.Journal
	d.Journal = j
	return d
}

func (j *torn) Put(ctx context.Context, e rotate.Entry) error {
	if j.notes++; j.notes > 1 {
		return errors.New("There is no space left.")
	}
	return j.Journal.Put(ctx, e)
}

// What the journal does is shown when it fails.
func TestAJournalThatFails(t *testing.T) {
	w := inDemo(t, modeltest.Options{Edit: func(o *model.Options) {
		begin := o.Rotate
		o.Rotate = func(ctx context.Context, profile string, targets []string) (model.Rotating, error) {
			r, err := begin(ctx, profile, targets)
			return &torn{Rotating: r}, err
		}
	}})
	w.Press("down", "r", "y")
	shows(t, w, true, "✗ note it for the next start", "take back: create a token", "Not rotated: every file is as it was. There is no space left.")
}

func TestARotationThatFailsChangesNothing(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	before, tokens := read(t, w, routerConfig), len(w.Fake.Workspace.Tokens())
	w.Fake.Workspace.Fail("/api/2.0/token/create", fake.APIError(403, "PERMISSION_DENIED", "User does not have permission to use tokens."))
	w.Press("down", "r", "y")
	shows(t, w, true, "every file is as it was", "permission")
	if read(t, w, routerConfig) != before || len(w.Fake.Workspace.Tokens()) != tokens {
		t.Error("something changed")
	}
	w.Press("esc", "!")
	shows(t, w, true, "every file is as it was")
}

// Between any two steps a rotation can be given up, and then everything is as it was.
func TestGivingARotationUp(t *testing.T) {
	for steps := 0; ; steps++ {
		w := inDemo(t, modeltest.Options{})
		before := read(t, w, routerConfig)
		w.Press("down", "r")
		w.Send(modeltest.Key("y"))
		for range steps {
			if len(w.Replies) == 0 {
				return // it ended before
			}
			w.Deliver(0)
		}
		w.Send(modeltest.Key("esc"))
		w.Settle()
		after := read(t, w, routerConfig)
		live := 0
		for _, tok := range w.Fake.Workspace.Tokens() {
			if strings.HasPrefix(tok.Comment, "bricktop:") {
				live++
			}
		}
		switch {
		case after == before && live > 0:
			t.Fatalf("given up after %d: %d tokens are left", steps, live)
		case after != before && live != 1:
			t.Fatalf("given up after %d: rotated, and %d new tokens", steps, live)
		}
		if steps > 60 {
			t.Fatal("it does not end")
		}
	}
}

func TestWhatCannotBeRotatedSaysWhy(t *testing.T) {
	w := inDemo(t, modeltest.Options{})
	w.Press("r") // the smoke test's token, which no file holds
	shows(t, w, true, "nothing to write a new one into")
	s := newStage(t)
	s.Press("r")
	s.sees("nothing here that rotates")
	w.Advance(time.Second)
}

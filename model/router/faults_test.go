package router

import (
	"net/http"
	"strings"
	"testing"

	"bricktop/creds/secret"
)

// Whatever is wrong with claude-code-router, it is told that it holds the old token until it is started anew, the old
// token is not given up early, and the new one does not leave the process. The file was written and proven before;
// TestFault38TheFileIsRightAllTheSame in model/rotate.
func TestFault38TheRouterDoesNotTakeIt(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*world)
		told   bool // the router was sent the token: it refused it then
	}{
		"down":             {func(w *world) { w.server.Close() }, false},
		"on another port":  {func(w *world) { w.Port = 1 }, false},
		"APIKEY set":       {func(w *world) { w.APIKey = secret.Secret{} }, false},
		"APIKEY changed":   {func(w *world) { w.APIKey = secret.New("another") }, false},
		"provider renamed": {func(w *world) { w.name = "lake" }, false},
		"404":              {fails("/providers", http.StatusNotFound, ""), false},
		"hangs": {func(w *world) {
			w.answer = func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }
		}, false},
		"takes no new key": {func(w *world) { w.deaf = true }, true},
		"3, takes none":    {func(w *world) { w.Database, w.deaf = true, true }, true},
		"3, down":          {func(w *world) { w.Database = true; w.server.Close() }, false},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.change(w)
			outcome := w.reload(t, t.Context())
			words := "still holds the old token until `ccr restart`."
			if w.Database {
				words = "still holds the old token until you change it in `ccr ui`."
			}
			if _, letGo := outcome.LetGo(); letGo || !strings.HasSuffix(outcome.Sentence(), words) || w.wasTold(after) != c.told {
				t.Errorf("%#v, let go %v, told %v: %s", outcome, letGo, w.wasTold(after), outcome.Sentence())
			}
		})
	}
}

package router

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"bricktop/creds/secret"
)

func TestReload(t *testing.T) {
	w := newWorld(t)
	found, outcome := w.Probe(t.Context(), Provider{name, host}, secret.New(before))
	if outcome != nil || found.Fingerprint != secret.New(before).Fingerprint() || int(found.Address.Port()) != w.Port {
		t.Fatalf("got %+v, %v", found, outcome)
	}
	if w.wasTold(after) {
		t.Error("a probe sent the token")
	}
	w.requests = nil
	outcome = w.reload(t, t.Context())
	if (outcome != Reloaded{Provider: name}) || w.key != after {
		t.Fatalf("got %#v, it holds %s", outcome, secret.New(w.key))
	}
	want := []string{"GET /health", "GET /providers", "PUT /providers/data%2Fbricks%20%C3%A9", "GET /providers"}
	if !slices.Equal(w.requests, want) {
		t.Errorf("it was asked %q", w.requests)
	}
	if wait, ok := outcome.LetGo(); !ok || wait != grace {
		t.Errorf("the old token may go after %v, %v", wait, ok)
	}
	// A second time nothing is left to do, and it is proven again.
	w.requests = nil
	if outcome := w.reload(t, t.Context()); (outcome != Reloaded{Provider: name}) || slices.ContainsFunc(w.requests, func(r string) bool { return strings.HasPrefix(r, "PUT") }) {
		t.Errorf("got %#v after %q", outcome, w.requests)
	}
}

// Nothing of it may make the token leave.
func TestDoubt(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*world)
		want   string // in the sentence
	}{
		"host of all addresses": {func(w *world) { w.Host = "0.0.0.0" }, `HOST in its config.json is "0.0.0.0"`},
		"host of the network":   {func(w *world) { w.Host = "router.example.com" }, "not this machine alone"},
		"host is a secret":      {func(w *world) { w.Host = before }, "not this machine alone"},
		"no such port":          {func(w *world) { w.Port = 70000 }, "PORT in its config.json is 70000"},
		"no pid file":           {func(w *world) { clear(w.files) }, "names no process that runs"},
		"pid dead":              {func(w *world) { w.alive = false }, "names no process that runs"},
		"pid is garbage":        {func(w *world) { w.files[".claude-code-router.pid"] = before }, "holds no process number"},
		"pid is negative":       {func(w *world) { w.files[".claude-code-router.pid"] = "-1" }, "holds no process number"},
		"wrong owner":           {func(w *world) { w.ours = false }, "belongs to another user"},
		"foreign listener":      {func(w *world) { w.yes = false }, "belongs to another program than process 4711"},
		"foreign, untold":       {func(w *world) { w.sys, w.key = false, "something else" }, "holds another key"},
		"nothing listens":       {func(w *world) { w.server.Close() }, "nothing listens on port"},
		"APIKEY of before":      {func(w *world) { w.APIKey = secret.New("another") }, "It refused our key with status 401"},
		"no APIKEY":             {func(w *world) { w.APIKey = secret.Secret{} }, "It refused our key with status 401"},
		"provider renamed":      {func(w *world) { w.name = "lake" }, `It has no provider "data/bricks é"`},
		"provider twice":        {func(w *world) { w.second = name }, "more than one provider"},
		"provider without key":  {func(w *world) { w.key = "" }, "It tells no key"},
		"other host":            {func(w *world) { w.base = "https://dbc-2.cloud.example.com/x" }, "does not lead to"},
		"host in the path":      {func(w *world) { w.base = "https://example.com/" + host }, "does not lead to"},
		"host as the user":      {func(w *world) { w.base = host + "@example.com" }, "does not lead to"},
		"other port":            {func(w *world) { w.base = host + ":8443/x" }, "does not lead to"},
		"not encrypted":         {func(w *world) { w.base = strings.Replace(host, "https", "http", 1) }, "does not lead to"},
		"base is no address":    {func(w *world) { w.base = "ftp://x" }, "does not lead to"},
		"unhealthy":             {fails("/health", http.StatusServiceUnavailable, ""), "It answered with status 503."},
		"no list":               {fails("/providers", http.StatusNotFound, ""), "It answered with status 404."},
		"health is garbage":     {raw("/health", "SSH-2.0-"+before+"\r\n\r\n"), "no HTTP"},
		"list is garbage":       {fails("/providers", 200, "<html>"+before), "not what claude-code-router says"},
		"list of something":     {fails("/providers", 200, `{"name": "`+before+`"}`), "not what claude-code-router says"},
		"list is torn":          {raw("/providers", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n["+before), "ended too early"},
		"head without end":      {raw("/health", "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", answerSize)), "longer than 8 MiB"},
		"huge body":             {fails("/providers", 200, strings.Repeat(" ", answerSize+1)+"[]"), "longer than 8 MiB"},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			c.change(w)
			outcome := w.reload(t, t.Context())
			o, ok := outcome.(Doubt)
			if _, letGo := outcome.LetGo(); !ok || letGo || !strings.Contains(o.Why, c.want) || !strings.HasSuffix(o.Sentence(), "still holds the old token until `ccr restart`.") {
				t.Errorf("got %#v: %s", outcome, outcome.Sentence())
			}
			if w.wasTold(after) {
				t.Error("the token left the process")
			}
			if _, outcome := w.Probe(t.Context(), Provider{name, host}, secret.New(before)); outcome == nil {
				t.Error("a probe finds nothing wrong")
			}
		})
	}
}

// Whoever is not known to be the process gets no secret at all.
func TestStrangersHearNothing(t *testing.T) {
	for what, change := range map[string]func(*world){
		"dead":    func(w *world) { w.alive = false },
		"foreign": func(w *world) { w.yes = false },
		"another": func(w *world) { w.ours = false },
	} {
		w := newWorld(t)
		change(w)
		if w.reload(t, t.Context()); len(w.requests) > 0 {
			t.Errorf("%s: it was asked %q", what, w.requests)
		}
	}
}

func TestNotRunning(t *testing.T) {
	for _, v3 := range []bool{false, true} {
		for what, change := range map[string]func(*world){"no file": func(w *world) { clear(w.files) }, "pid dead": func(w *world) { w.alive = false }} {
			w := newWorld(t)
			w.Database = v3
			change(w)
			w.server.Close()
			outcome := w.reload(t, t.Context())
			if _, ok := outcome.LetGo(); outcome != (NotRunning{v3}) || ok == v3 || !strings.Contains(outcome.Sentence(), "does not run") {
				t.Errorf("%s: got %#v", what, outcome)
			}
		}
	}
}

// What the answer to the PUT says is no proof, neither way.
func TestAfterThePut(t *testing.T) {
	isPut := func(r *http.Request) bool { return r.Method == http.MethodPut }
	for what, c := range map[string]struct {
		answer func(*world, http.ResponseWriter, *http.Request) bool
		want   string // in the sentence
	}{
		"renamed in between": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.set(func() { w.name = "lake" })
			}
			return false
		}, `It has no provider "data/bricks é"`},
		"lie": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				reply(rw, w.provider(name, w.base, after))
			}
			return isPut(r)
		}, "claude-code-router still holds the old token until `ccr restart`."},
		"error and done": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.set(func() { w.key = after })
				http.Error(rw, after, http.StatusInternalServerError)
			}
			return isPut(r)
		}, "uses the new token"},
		"answer lost": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.set(func() { w.key = after })
				panic(http.ErrAbortHandler)
			}
			return false
		}, "uses the new token"},
		"endless answer": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.set(func() { w.key = after })
				for line := []byte(strings.Repeat(after, 1000)); ; {
					if _, err := rw.Write(line); err != nil {
						break
					}
				}
			}
			return isPut(r)
		}, "uses the new token"},
		"another key": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.set(func() { w.key = "a third" })
			}
			return isPut(r)
		}, "neither that one nor the old one"},
		"port taken over": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.set(func() { w.yes = false })
			}
			return false
		}, "has ended since"},
		"ended": {func(w *world, rw http.ResponseWriter, r *http.Request) bool {
			if isPut(r) {
				w.server.Listener.Close()
			}
			return false
		}, "nobody answered afterwards"},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			w.answer = func(rw http.ResponseWriter, r *http.Request) bool { return c.answer(w, rw, r) }
			if outcome := w.reload(t, t.Context()); !strings.Contains(outcome.Sentence(), c.want) {
				t.Errorf("got %#v: %s", outcome, outcome.Sentence())
			}
		})
	}
}

// The token goes to whoever answered the questions, and to no second connection.
func TestOneConnection(t *testing.T) {
	w := newWorld(t)
	w.answer = func(rw http.ResponseWriter, _ *http.Request) bool {
		if slices.Contains(w.requests, "GET /providers") {
			rw.Header().Set("Connection", "close")
		}
		return false
	}
	if outcome := w.reload(t, t.Context()); outcome != (StillOld{}) || w.wasTold(after) {
		t.Errorf("got %#v after %q", outcome, w.requests)
	}
}

// No token is none to send.
func TestNothingToSend(t *testing.T) {
	w := newWorld(t)
	outcome, ok := w.Reload(t.Context(), Provider{name, host}, secret.New(before), secret.Secret{}).(Doubt)
	if !ok || outcome.Why != "There is no new token." || len(w.requests) > 0 {
		t.Errorf("got %#v after %q", outcome, w.requests)
	}
}

// A router that keeps its key is told from one that takes the new one.
func TestStillOld(t *testing.T) {
	w := newWorld(t)
	w.deaf = true
	outcome := w.reload(t, t.Context())
	if _, ok := outcome.LetGo(); outcome != (StillOld{}) || ok || outcome.Sentence() != "claude-code-router still holds the old token until `ccr restart`." {
		t.Errorf("got %#v: %s", outcome, outcome.Sentence())
	}
}

// Neither a redirect nor the environment sends us anywhere else.
func TestNoDetour(t *testing.T) {
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++ }))
	defer elsewhere.Close()
	for _, variable := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"} {
		t.Setenv(variable, elsewhere.URL)
	}
	t.Setenv("NO_PROXY", "")
	w := newWorld(t)
	if outcome := w.reload(t, t.Context()); (outcome != Reloaded{Provider: name}) {
		t.Errorf("with a proxy: %#v", outcome)
	}
	for _, path := range []string{"/health", "/providers", "/providers/" + name} {
		w := newWorld(t)
		w.answer = func(rw http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == path {
				http.Redirect(rw, r, elsewhere.URL+path, http.StatusTemporaryRedirect)
			}
			return r.URL.Path == path
		}
		if _, done := w.reload(t, t.Context()).(Reloaded); done {
			t.Errorf("a redirect of %s counts as done", path)
		}
	}
	if asked > 0 {
		t.Errorf("%d requests went elsewhere", asked)
	}
}

// Where the system does not tell whose port it is, a router is known by the key that it holds.
func TestKnownByItsKey(t *testing.T) {
	for _, key := range []string{before, after} {
		w := newWorld(t)
		w.sys, w.key = false, key
		if outcome := w.reload(t, t.Context()); (outcome != Reloaded{Provider: name}) {
			t.Errorf("got %#v", outcome)
		}
	}
	// Where it tells, a router that missed a rotation catches up.
	w := newWorld(t)
	w.key = "dapi" + strings.Repeat("2", 32)
	if outcome := w.reload(t, t.Context()); (outcome != Reloaded{Provider: name}) || w.key != after {
		t.Errorf("got %#v", outcome)
	}
}

// fails answers one path in its own way.
func fails(path string, status int, body string) func(*world) {
	return func(w *world) {
		w.answer = func(rw http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == path {
				rw.WriteHeader(status)
				fmt.Fprint(rw, body)
			}
			return r.URL.Path == path
		}
	}
}

// raw answers one path without HTTP's help.
func raw(path, text string) func(*world) {
	return func(w *world) {
		w.answer = func(rw http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != path {
				return false
			}
			conn, _, err := rw.(http.Hijacker).Hijack()
			if err != nil {
				return false
			}
			defer conn.Close()
			fmt.Fprint(conn, text)
			return true
		}
	}
}

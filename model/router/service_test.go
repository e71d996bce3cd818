package router

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// config is what version 3 stores: much that is not ours.
func (w *world) config() string {
	return fmt.Sprintf(`{"big": 12345678901234567890, "html": "<a&b>", "Providers": [
		{"name": %q, "api_base_url": "https://example.com", "api_key": "sk-1", "models": []},
		{"name": %q, "api_base_url": %q, "api_key": %q, "models": ["m"], "extra": {"deep": [%q, 1.50]}}], "zero": null}`,
		w.second, w.name, w.base, w.key, w.spare)
}

// rpc is version 3's.
func (w *world) rpc(rw http.ResponseWriter, r *http.Request, body []byte) {
	var call struct {
		Method string
		Args   []json.RawMessage
	}
	if err := json.Unmarshal(body, &call); err != nil || r.Header.Get("x-ccr-web-auth") != web || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
		http.Error(rw, `{"ok": false}`, http.StatusUnauthorized)
		return
	}
	switch call.Method {
	case "getServiceIdentity":
		fmt.Fprintf(rw, `{"ok": true, "value": {"serviceTokenMatches": %t, "pid": %d}}`, string(call.Args[0]) == `"`+serviceKey+`"`, w.pid)
	case "getAppInfo":
		fmt.Fprintf(rw, `{"ok": true, "value": {"name": %q}}`, w.app)
	case "getConfig":
		fmt.Fprintf(rw, `{"ok": true, "value": %s}`, w.config())
	case "saveConfig":
		w.saved = string(call.Args[0])
		w.options = string(call.Args[1])
		var config struct {
			Providers []struct {
				Key string `json:"api_key"`
			}
		}
		if json.Unmarshal(call.Args[0], &config) == nil && !w.deaf {
			w.key = config.Providers[1].Key
		}
		fmt.Fprintf(rw, `{"ok": true, "value": %s}`, w.config())
	default:
		http.Error(rw, `{"ok": false}`, http.StatusNotFound)
	}
}

func TestReloadV3(t *testing.T) {
	for what, file := range map[string]string{"with a service token": serviceKey, "before there was one": ""} {
		w := newWorld(t)
		w.Database = true
		w.files["service.json"] = strings.Replace(w.files["service.json"], serviceKey, file, 1)
		want := w.config()
		outcome := w.reload(t, t.Context())
		if _, ok := outcome.LetGo(); outcome != (Reloaded{name, true}) || ok || w.key != after || !strings.Contains(outcome.Sentence(), "Whether it sends it already is not known") {
			t.Fatalf("%s: got %#v: %s", what, outcome, outcome.Sentence())
		}
		if got, want := canonical(t, w.saved), canonical(t, strings.Replace(want, before, after, 1)); got != want {
			t.Errorf("it was given\n%s\nwant\n%s", got, want)
		}
		if w.options != `{"applyProfile":false}` {
			t.Errorf("options %s", w.options)
		}
		for _, request := range w.requests {
			if request != "POST /api/ccr/rpc" {
				t.Errorf("asked %s", request)
			}
		}
	}
}

// canonical is JSON with the names in order and every number as it was written.
func canonical(t *testing.T, text string) string {
	t.Helper()
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestDoubtV3(t *testing.T) {
	file := func(from, to string) func(*world) {
		return func(w *world) { w.files["service.json"] = strings.Replace(w.files["service.json"], from, to, 1) }
	}
	for what, c := range map[string]struct {
		change func(*world)
		want   string
	}{
		"no file":           {func(w *world) { clear(w.files) }, "does not run"},
		"no JSON":           {func(w *world) { w.files["service.json"] = web }, "not what claude-code-router 3 writes"},
		"no pid":            {file("4711", "0"), "not what claude-code-router 3 writes"},
		"half a pid":        {file("4711", "4711.5"), "not what claude-code-router 3 writes"},
		"no web token":      {file("ccr_web_token", "x"), "not what claude-code-router 3 writes"},
		"encrypted":         {file("http:", "https:"), "not what claude-code-router 3 writes"},
		"port 0":            {func(w *world) { file(fmt.Sprint(w.Port), "0")(w) }, "not what claude-code-router 3 writes"},
		"every address":     {file("127.0.0.1", "0.0.0.0"), "not this machine alone"},
		"a name":            {file("127.0.0.1", "router.example.com"), "not this machine alone"},
		"pid dead":          {func(w *world) { w.alive = false }, "names no process that runs"},
		"wrong owner":       {func(w *world) { w.ours = false }, "belongs to another user"},
		"foreign listener":  {func(w *world) { w.yes = false }, "another program"},
		"wrong web token":   {file(web, "x"), "status 401"},
		"wrong service":     {file(serviceKey, "x"), "not the service that service.json names"},
		"other pid":         {func(w *world) { w.pid++ }, "not the service that service.json names"},
		"other app":         {func(w *world) { file(serviceKey, "")(w); w.app = "x" }, "does not call itself"},
		"renamed":           {func(w *world) { w.name = "lake" }, "It has no provider"},
		"other host":        {func(w *world) { w.base = "https://dbc-2.cloud.example.com" }, "does not lead to"},
		"answer is garbage": {fails("/api/ccr/rpc", 200, web), "not what claude-code-router says"},
		"not ok":            {fails("/api/ccr/rpc", 200, `{"ok": false, "value": {}}`), "not what claude-code-router 3 says"},
		"no settings":       {fails("/api/ccr/rpc", 200, fmt.Sprintf(`{"ok": true, "value": {"serviceTokenMatches": true, "pid": %d}}`, pid)), "no list of providers"},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			w.Database = true
			c.change(w)
			outcome := w.reload(t, t.Context())
			if _, ok := outcome.LetGo(); ok || !strings.Contains(outcome.Sentence(), c.want) || strings.Contains(outcome.Sentence(), "ccr restart") {
				t.Errorf("got %#v: %s", outcome, outcome.Sentence())
			}
			if w.wasTold(after) {
				t.Error("the token left the process")
			}
		})
	}
}

// A second copy of the old token in the provider means that it may still be sent.
func TestStillOldV3(t *testing.T) {
	for what, change := range map[string]func(*world){"deaf": func(w *world) { w.deaf = true }, "another copy": func(w *world) { w.spare = before }} {
		w := newWorld(t)
		w.Database = true
		change(w)
		if outcome := w.reload(t, t.Context()); outcome != (StillOld{true}) || !strings.Contains(outcome.Sentence(), "`ccr ui`") {
			t.Errorf("%s: got %#v", what, outcome)
		}
	}
}

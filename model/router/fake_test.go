package router

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"bricktop/creds/secret"
)

const (
	pid  = 4711
	name = "data/bricks é"
	host = "https://dbc-1.cloud.example.com"
)

// The secrets of these tests, each of which would show up by itself.
var (
	before     = "dapi" + strings.Repeat("0", 32)
	after      = "dapi" + strings.Repeat("1", 32)
	apiKey     = "local-" + strings.Repeat("k", 20)
	web        = "web-" + strings.Repeat("w", 20)
	serviceKey = "service-" + strings.Repeat("s", 20)
)

// world is a machine on which a claude-code-router runs that does as it should. Tests change that.
type world struct {
	*Client
	server *httptest.Server
	// answer answers in the place of the router when it returns true. It may not hold mu.
	answer func(w http.ResponseWriter, r *http.Request) bool

	files                 map[string]string
	alive, ours, yes, sys bool // of the process; whether the port is its own, and whether the system tells

	mu     sync.Mutex
	name   string
	base   string
	key    string
	second string // another provider's name
	deaf   bool   // takes no new key
	// Version 3: its own number and name, another value in the provider, and what it was asked to save.
	pid                        int
	app, spare, saved, options string
	requests                   []string
	told                       string // all that the router was told
	logged                     bytes.Buffer
}

func newWorld(t *testing.T) *world {
	w := &world{alive: true, ours: true, yes: true, sys: true, name: name, base: host + "/serving-endpoints/m/invocations", key: before, second: "other", pid: pid, app: "Claude Code Router"}
	w.server = httptest.NewServer(w)
	t.Cleanup(w.server.Close)
	u, err := url.Parse(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	at := netip.MustParseAddrPort(u.Host)
	w.Client = &Client{Settings: Settings{Port: int(at.Port()), APIKey: secret.New(apiKey)}, Machine: w}
	w.files = map[string]string{
		".claude-code-router.pid": fmt.Sprintf("%d\n", pid),
		"service.json":            fmt.Sprintf(`{"pid": %d, "url": "http://127.0.0.1:%d/?ccr_web_token=%s", "serviceToken": %q}`, pid, at.Port(), web, serviceKey),
	}
	writer := log.Writer()
	log.SetOutput(&w.logged)
	t.Cleanup(func() { log.SetOutput(writer) })
	return w
}

func (w *world) ReadFile(name string) ([]byte, error) {
	if text, ok := w.files[name]; ok {
		return []byte(text), nil
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

func (w *world) Process(p int) (alive, ours bool) { return p == pid && w.alive, p == pid && w.ours }

func (w *world) Listens(p int, _ netip.AddrPort) (yes, known bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.yes && p == pid, w.sys
}

// set changes the world while requests are on their way.
func (w *world) set(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// reload does what the package is for, and looks for secrets in all that comes of it.
func (w *world) reload(t *testing.T, ctx context.Context) Outcome {
	t.Helper()
	outcome := w.Reload(ctx, Provider{name, host}, secret.New(before), secret.New(after))
	w.scan(t, outcome)
	return outcome
}

func (w *world) scan(t *testing.T, outcome Outcome) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	text := fmt.Sprintf("%s %v %+v %#v", outcome.Sentence(), outcome, outcome, outcome) + w.logged.String()
	for _, canary := range []string{before, after, apiKey, web, serviceKey} {
		if strings.Contains(text, canary[4:]) {
			t.Errorf("a secret got out: %s", text)
		}
	}
}

// wasTold reports whether the router was sent a secret.
func (w *world) wasTold(value string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Contains(w.told, value)
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	w.requests = append(w.requests, r.Method+" "+r.URL.EscapedPath())
	w.told += fmt.Sprintln(r.URL, r.Header, string(body))
	w.mu.Unlock()
	if w.answer != nil && w.answer(rw, r) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case r.URL.Path == "/health":
		fmt.Fprint(rw, `{"status":"ok","timestamp":"2026-01-01T00:00:00.000Z"}`)
	case r.URL.Path == "/api/ccr/rpc":
		w.rpc(rw, r, body)
	case r.Header.Get("x-api-key") != apiKey:
		http.Error(rw, "Invalid API key", http.StatusUnauthorized)
	case r.Method == http.MethodGet && r.URL.Path == "/providers":
		reply(rw, []any{w.provider(w.second, "https://example.com", "sk-"+before), w.provider(w.name, w.base, w.key)})
	case r.Method == http.MethodPut && r.URL.EscapedPath() == "/providers/"+url.PathEscape(w.name):
		w.key = w.take(body)
		reply(rw, w.provider(w.name, w.base, w.key))
	default:
		http.Error(rw, `{"error":{"message":"Provider not found`+before+`"}}`, http.StatusNotFound)
	}
}

func (w *world) take(body []byte) string {
	var put struct{ APIKey string }
	if w.deaf || json.Unmarshal(body, &put) != nil {
		return w.key
	}
	return put.APIKey
}

func (w *world) provider(name, base, key string) map[string]any {
	return map[string]any{"name": name, "baseUrl": base, "apiKey": key, "models": []string{"m"}}
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

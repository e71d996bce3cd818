package router_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bricktop/creds/ccrtest"
	"bricktop/creds/secret"
	"bricktop/model/router"
)

const (
	provider = "data/bricks é"
	requests = 240
	users    = 6 // who ask at the same time
)

// home is a folder with a running claude-code-router, and the workspace that it asks.
type home struct {
	router.Client
	router.Proc
	dir      string
	server   *ccrtest.Server
	upstream *ccrtest.Upstream
	live     *tokens
}

// tokens are those that the workspace accepts.
type tokens struct{ sync.Map }

func (l *tokens) accepts(bearer string) bool { _, ok := l.Load(bearer); return ok }

func (h *home) ReadFile(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(h.dir, ".claude-code-router", name))
}

func pat(digit string) string { return "dapi" + strings.Repeat(digit, 32) }

func start(t *testing.T, p ccrtest.Package, apiKey string) *home {
	if runtime.GOOS != "linux" {
		t.Skip("These tests look processes up in Linux's /proc.")
	}
	h := &home{dir: t.TempDir(), live: new(tokens), Proc: router.Proc{FS: os.DirFS("/proc"), UID: os.Getuid()}}
	h.live.Store(pat("1"), true)
	h.upstream = ccrtest.Serve(t, h.live.accepts)
	config, err := json.Marshal(map[string]any{
		"LOG": false, "APIKEY": apiKey, "Router": map[string]string{"default": provider + ",small"},
		"Providers": []any{map[string]any{"name": provider, "api_base_url": h.upstream.URL + "/serving-endpoints/small/invocations", "api_key": pat("1"), "models": []string{"small"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(h.dir, ".claude-code-router", "config.json")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, config, 0o600); err != nil {
		t.Fatal(err)
	}
	h.server = p.Start(t, h.dir)
	u, err := url.Parse(h.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	h.Client = router.Client{Settings: router.Settings{Port: port, APIKey: secret.New(apiKey)}, Machine: h}
	return h
}

// reload gives it the second token.
func (h *home) reload(t *testing.T, name, host string) router.Outcome {
	return h.Reload(t.Context(), router.Provider{Name: name, Host: host}, secret.New(pat("1")), secret.New(pat("2")))
}

// TestCCR speaks with the real claude-code-router.
func TestCCR(t *testing.T) {
	for _, version := range ccrtest.Versions() {
		p := ccrtest.Install(t, version)
		t.Run(version, func(t *testing.T) {
			t.Run("under load", func(t *testing.T) { testUnderLoad(t, p) })
			t.Run("in doubt", func(t *testing.T) { testInDoubt(t, p) })
		})
	}
}

// Requests keep coming while the token is exchanged. From the moment on in which those that were on their way
// have ended, the workspace refuses the old token.
func testUnderLoad(t *testing.T, p ccrtest.Package) {
	h := start(t, p, "")
	var (
		under   sync.RWMutex // held for reading by each request
		asked   atomic.Int32
		failed  atomic.Int32
		halfway = make(chan struct{})
		work    = make(chan int, requests)
		all     sync.WaitGroup
	)
	for i := range requests {
		work <- i
	}
	close(work)
	for range users {
		all.Go(func() {
			for range work {
				under.RLock()
				text, err := h.server.Ask(t.Context(), "claude-sonnet")
				under.RUnlock()
				if err != nil || text != ccrtest.Said("small") {
					failed.Add(1)
				}
				if asked.Add(1) == requests/2 {
					close(halfway)
				}
			}
		})
	}
	<-halfway
	h.live.Store(pat("2"), true)
	outcome := h.reload(t, provider, h.upstream.URL)
	under.Lock()
	h.live.Delete(pat("1"))
	late := len(h.upstream.Calls())
	under.Unlock()
	all.Wait()
	if (outcome != router.Reloaded{Provider: provider}) {
		t.Errorf("got %#v: %s", outcome, outcome.Sentence())
	}
	count := map[string]int{}
	for _, call := range h.upstream.Calls() {
		count[call.Bearer]++
	}
	t.Logf("router: %s: %d requests, %d failed", p.Version, asked.Load(), failed.Load())
	t.Logf("router: %s: %d requests with the old token, %d with the new one, %d of them after the old one was revoked",
		p.Version, count[pat("1")], count[pat("2")], requests-late)
	if failed.Load() > 0 || asked.Load() != requests || count[pat("1")] == 0 || count[pat("2")] < requests-late || late == requests {
		t.Error("not every request was answered, or the tokens were not exchanged amid them")
	}
	// A token that was not handed over is missed: these requests can fail.
	h.live.Delete(pat("2"))
	h.live.Store(pat("3"), true)
	if _, err := h.server.Ask(t.Context(), "claude-sonnet"); err == nil {
		t.Error("the workspace accepts a revoked token")
	}
}

// The real one makes us doubt where it should, and goes on with the token that it has.
func testInDoubt(t *testing.T, p ccrtest.Package) {
	h := start(t, p, "local-"+strings.Repeat("k", 20))
	known, refused := h.APIKey, "It refused our key with status 401"
	for what, c := range map[string]struct {
		name, host string
		key        secret.Secret
		want       string
	}{
		"renamed":    {"lake", h.upstream.URL, known, "It has no provider"},
		"other host": {provider, "http://127.0.0.1:1", known, "does not lead to"},
		"other key":  {provider, h.upstream.URL, secret.New("another"), refused},
		"no key":     {provider, h.upstream.URL, secret.Secret{}, refused},
	} {
		h.APIKey = c.key
		if o, ok := h.reload(t, c.name, c.host).(router.Doubt); !ok || !strings.Contains(o.Why, c.want) {
			t.Errorf("%s: %#v", what, o)
		}
	}
	h.APIKey = known
	us := router.Provider{Name: provider, Host: h.upstream.URL}
	found, outcome := h.Probe(t.Context(), us, secret.New(pat("1")))
	if outcome != nil || found.Fingerprint != secret.New(pat("1")).Fingerprint() {
		t.Fatalf("it holds %s, %v", found.Fingerprint, outcome)
	}
	if outcome := h.reload(t, provider, h.upstream.URL); (outcome != router.Reloaded{Provider: provider}) {
		t.Errorf("with everything right: %#v", outcome)
	}
	// Another program's number in the pid file.
	stale := filepath.Join(h.dir, ".claude-code-router", ".claude-code-router.pid")
	if err := os.WriteFile(stale, []byte(fmt.Sprint(os.Getpid())), 0o600); err != nil {
		t.Fatal(err)
	}
	if o, ok := h.reload(t, provider, h.upstream.URL).(router.Doubt); !ok || !strings.Contains(o.Why, "another program") {
		t.Errorf("a stale pid file: %#v", o)
	}
	if err := os.WriteFile(stale, []byte(fmt.Sprint(h.server.PID)), 0o600); err != nil {
		t.Fatal(err)
	}
	h.server.Stop(t)
	if outcome := h.reload(t, provider, h.upstream.URL); outcome != (router.NotRunning{}) {
		t.Errorf("after its end: %#v", outcome)
	}
}

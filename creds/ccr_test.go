package creds

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/ccrtest"
	"bricktop/creds/disk"
	"bricktop/creds/secret"
)

// TestCCR holds what we read and write against the real claude-code-router. The first run on a machine gets it
// from npm; later ones need no network.
func TestCCR(t *testing.T) {
	tests := map[string]func(*testing.T, *routerHome){
		"made from nothing":      testMadeFromNothing,
		"replaced while it runs": testReplacedWhileItRuns,
		"torn":                   testTorn,
		"written by hand":        testWrittenByHand,
		"eras":                   testRouterEras,
	}
	versions := ccrtest.Versions()
	var packages []ccrtest.Package
	for _, version := range versions {
		packages = append(packages, ccrtest.Install(t, version))
	}
	var ran atomic.Int32
	t.Cleanup(func() { t.Logf("ccr: %d tests ran against %s", ran.Load(), strings.Join(versions, " and ")) })
	for _, p := range packages {
		t.Run(p.Version, func(t *testing.T) {
			t.Parallel()
			for _, name := range slices.Sorted(maps.Keys(tests)) {
				t.Run(name, func(t *testing.T) {
					tests[name](t, newRouterHome(t, p))
					if !t.Failed() {
						ran.Add(1)
					}
				})
			}
		})
	}
}

// byHand is a config.json as people write it. Its LOG is on, for nothing turns it off.
const byHand = `// The way out of this house
{
  Providers: [
    {
      "name": "lake", /* ours */
      'api_base_url': "UPSTREAM/serving-endpoints/small/invocations",
      "api_key"  :  'OLD', // until spring
      models: ["small", "large",],
    },
    {"name": "named", "api_base_url": "UPSTREAM/serving-endpoints/other/invocations", "api_key": "$LAKE_TOKEN", "models": ["other"]},
    {"name": "keyless", "api_base_url": "UPSTREAM/serving-endpoints/none/invocations", "models": ["none"]},
  ],
  "Router": {"default": "lake,small", "think": "named,other",},
  "unknown": [1, .5, +0x1F, null,],
}`

// routerHome is a home on the real disk, with the upstream that its claude-code-router asks.
type routerHome struct {
	dir, path string // path of config.json
	upstream  *ccrtest.Upstream
	creds     *Catalogue
	start     func(t testing.TB) *ccrtest.Server
}

func newRouterHome(t *testing.T, p ccrtest.Package) *routerHome {
	h := &routerHome{dir: t.TempDir(), upstream: ccrtest.Serve(t, func(bearer string) bool { return strings.HasPrefix(bearer, pat("")) })}
	h.path = filepath.Join(h.dir, ".claude-code-router", "config.json")
	env := map[string]string{"DATABRICKS_HOST": h.upstream.URL, "LAKE_TOKEN": pat("3")}
	h.creds = New(Options{
		Fs: afero.NewOsFs(), Home: h.dir, UID: os.Getuid(), Locks: &disk.Locks{Dir: t.TempDir()},
		Lookup: func(name string) (string, bool) { value, ok := env[name]; return value, ok },
	})
	h.start = func(t testing.TB) *ccrtest.Server { return p.Start(t, h.dir, "LAKE_TOKEN="+env["LAKE_TOKEN"]) }
	return h
}

// hand writes config.json as its owner does, and returns what it wrote.
func (h *routerHome) hand(t *testing.T, text string) string {
	text = strings.NewReplacer("UPSTREAM", h.upstream.URL, "OLD", pat("1"), "\n", "\r\n").Replace(text)
	write(t, afero.NewOsFs(), h.path, text, 0o600)
	return text
}

func (h *routerHome) slot(t *testing.T, id string) Slot {
	t.Helper()
	slots := h.creds.Slots(t.Context(), "", h.upstream.URL)
	s, ok := findSlot(slots, id)
	if !ok {
		t.Fatalf("there is no slot %s, but %s", id, names(slots))
	}
	return s
}

// write has bricktop put a token into a slot.
func (h *routerHome) write(t *testing.T, id, token string) {
	t.Helper()
	ch, err := h.creds.PlanWrite(t.Context(), h.slot(t, id), secret.New(token))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.creds.Apply(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
}

// ask sends a request through claude-code-router, which has to reach the endpoint of a model with a token.
func (h *routerHome) ask(t *testing.T, s *ccrtest.Server, model, endpoint, token string) {
	t.Helper()
	text, err := s.Ask(t.Context(), model)
	if err != nil || text != ccrtest.Said(endpoint) {
		t.Fatalf("the answer is %q, %v", text, err)
	}
	calls := h.upstream.Calls()
	got := calls[len(calls)-1]
	if want := (ccrtest.Call{Path: "/serving-endpoints/" + endpoint + "/invocations", Bearer: token, Model: endpoint, Status: 200}); got != want {
		t.Fatalf("upstream came %s with %s for %s, want %s with %s", got.Path, mask(got.Bearer), got.Model, want.Path, mask(token))
	}
}

func mask(token string) string { return secret.New(token).Mask() }

// agree fails when claude-code-router took other providers from the file than we say that it does.
func (h *routerHome) agree(t *testing.T, s *ccrtest.Server) {
	t.Helper()
	var theirs []struct {
		Name, BaseURL string
		Models        []string
	}
	if err := s.Get(t.Context(), "/providers", &theirs); err != nil {
		t.Fatal(err)
	}
	f := file(t, h.creds.Look(t.Context(), ""), ClaudeCodeRouter)
	if !f.Exists || f.Problem != nil || f.Superseded != "" {
		t.Fatalf("got %+v", f)
	}
	ours := slices.DeleteFunc(f.Providers, func(p Provider) bool { return p.Skipped != "" })
	if len(ours) != len(theirs) || len(ours) == 0 {
		t.Fatalf("we say %+v, claude-code-router %+v", ours, theirs)
	}
	for i, p := range ours {
		if q := theirs[i]; p.Name != q.Name || p.BaseURL != q.BaseURL || !slices.Equal(p.Models, q.Models) || !p.Databricks || !p.InRouter {
			t.Errorf("we say %+v, claude-code-router %+v", p, q)
		}
	}
}

// logged reports whether a look finds a token in a log of claude-code-router.
func (h *routerHome) logged(t *testing.T, token string) bool {
	for _, f := range h.creds.Look(t.Context(), "").Files {
		for _, held := range f.Secrets {
			if strings.HasPrefix(f.ID, RouterLog+":") && held.Value.Equal(secret.New(token)) {
				return true
			}
		}
	}
	return false
}

// awaitLog comes back when a token stands in a log: claude-code-router writes it behind its answers, and loses
// at its end what it has not written yet.
func (h *routerHome) awaitLog(t *testing.T, token string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		logs, err := filepath.Glob(filepath.Join(filepath.Dir(h.path), "logs", "ccr-*.log"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range logs {
			if strings.Contains(content(t, afero.NewOsFs(), path), token) {
				return
			}
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s stands in none of its %d logs", mask(token), len(logs))
		case <-tick.C:
		}
	}
}

// What we set up where there was nothing works at once, and keeps the token out of the log.
func testMadeFromNothing(t *testing.T, h *routerHome) {
	h.write(t, "claude-code-router:databricks", pat("1"))
	s := h.start(t)
	h.ask(t, s, "claude-sonnet", routerModel, pat("1"))
	h.agree(t, s)
	if h.logged(t, pat("1")) {
		t.Error("the token is in its log")
	}
	s.Stop(t)
}

// A running claude-code-router reads config.json for every GET /api/config, and finds it whole each time. It
// keeps the token that it started with.
func testReplacedWhileItRuns(t *testing.T, h *routerHome) {
	const times = 50
	tokens := []string{pat("1"), pat("2")}
	h.write(t, "claude-code-router:databricks", tokens[0])
	s := h.start(t)
	ctx, stop := context.WithCancel(t.Context())
	var looks atomic.Int32
	seen := map[string]int{}
	done := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			var config struct {
				Providers []struct {
					Key string `json:"api_key"`
				}
			}
			if err := s.Get(t.Context(), "/api/config", &config); err != nil {
				done <- err
				return
			}
			for _, p := range config.Providers {
				seen[p.Key]++
			}
			looks.Add(1)
		}
		done <- nil
	}()
	writes := 0
	for ; writes < times || looks.Load() < times; writes++ {
		h.write(t, "claude-code-router:databricks", tokens[(writes+1)%2])
		if len(done) > 0 {
			break
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatalf("after %d answers and %d writes: %v", looks.Load(), writes, err)
	}
	if len(seen) != 2 || seen[tokens[0]]+seen[tokens[1]] != int(looks.Load()) {
		t.Errorf("%d looks found %d tokens", looks.Load(), len(seen))
	}
	h.ask(t, s, "claude-sonnet", routerModel, tokens[0])
	s.Stop(t)
	t.Logf("config.json was replaced %d times and read %d times", writes, looks.Load())
}

// Half a file, as a write in place leaves it for a moment, ends a running claude-code-router: the test above
// would notice one.
func testTorn(t *testing.T, h *routerHome) {
	h.write(t, "claude-code-router:databricks", pat("1"))
	s := h.start(t)
	whole := content(t, afero.NewOsFs(), h.path)
	write(t, afero.NewOsFs(), h.path, whole[:len(whole)/2], 0o600)
	if err := s.Get(t.Context(), "/api/config", nil); err == nil {
		t.Error("it answers")
	}
	if err := s.Ended(t); err == nil {
		t.Error("it ended as if nothing was wrong")
	}
	if f := file(t, h.creds.Look(t.Context(), ""), ClaudeCodeRouter); f.Problem == nil || !strings.Contains(f.Problem.Text, "does not start with it") {
		t.Errorf("we say %v", f.Problem)
	}
}

// One token of a file that somebody wrote by hand is exchanged. After a restart the new one goes upstream, and
// no other byte is another one.
func testWrittenByHand(t *testing.T, h *routerHome) {
	before := h.hand(t, byHand)
	s := h.start(t)
	h.ask(t, s, "claude-sonnet", "small", pat("1"))
	h.ask(t, s, "named,other", "other", pat("3"))
	h.agree(t, s)

	h.write(t, "claude-code-router:lake", pat("9"))
	if got, want := content(t, afero.NewOsFs(), h.path), strings.Replace(before, pat("1"), pat("9"), 1); got != want {
		t.Fatalf("got\n%s", got)
	}
	h.ask(t, s, "claude-sonnet", "small", pat("1")) // until `ccr restart`, says Slot.Reader
	h.awaitLog(t, pat("1"))
	s.Stop(t)
	if !h.logged(t, pat("1")) || h.logged(t, pat("9")) {
		t.Error("its log holds the old token, and we do not say so")
	}

	s = h.start(t)
	h.ask(t, s, "claude-sonnet", "small", pat("9"))
	h.ask(t, s, "named,other", "other", pat("3"))
	h.agree(t, s)
	s.Stop(t)

	if named := h.slot(t, "claude-code-router:named"); named.Refused == nil || !strings.Contains(named.Refused.Error(), "$LAKE_TOKEN") {
		t.Errorf("a key that names a variable: %v", named.Refused)
	}
}

// config.json alone is read by versions 1 and 2, which never make a config.sqlite. Beside that it belongs to
// version 3, and we let it be.
func testRouterEras(t *testing.T, h *routerHome) {
	before := h.hand(t, byHand)
	s := h.start(t)
	h.ask(t, s, "claude-sonnet", "small", pat("1"))
	h.agree(t, s)
	s.Stop(t)
	old := h.slot(t, "claude-code-router:lake")
	if old.Refused != nil || !strings.Contains(old.Reader, "ccr restart") {
		t.Errorf("config.json alone: %+v", old)
	}
	planned, err := h.creds.PlanWrite(t.Context(), old, secret.New(pat("9")))
	if err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(filepath.Dir(h.path), "config.sqlite")
	write(t, afero.NewOsFs(), database, "SQLite format 3\x00", 0o600)
	if f := file(t, h.creds.Look(t.Context(), ""), ClaudeCodeRouter); f.Superseded != database {
		t.Errorf("with config.sqlite: superseded by %q", f.Superseded)
	}
	if s := h.slot(t, "claude-code-router:lake"); s.Refused == nil {
		t.Error("with config.sqlite: the slot is open")
	}
	if _, err := h.creds.Apply(t.Context(), planned); err == nil {
		t.Error("with config.sqlite: a plan from before is carried out")
	}
	if got := content(t, afero.NewOsFs(), h.path); got != before {
		t.Errorf("config.json became\n%s", got)
	}
}

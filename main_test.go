package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

// otherVendor is a secret that bricktop has no business with. Put together at run time, so that no scanner
// takes this file for a leak.
var otherVendor = "sk-" + strings.Repeat("c0ffee", 5)

func TestMain(m *testing.M) { modeltest.Main(m) }

// bench is a workspace with one principal of each kind, and a home to run bricktop in.
type bench struct {
	*fake.Server
	home                   string
	clientID, clientSecret string
	user, pat              string
	env                    map[string]string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{Server: fake.New(fake.Options{}), home: t.TempDir(), user: "dev@example.com"}
	b.clientID, b.clientSecret = b.AddServicePrincipal("app")
	b.AddUser(b.user, "Dev Example")
	_, b.pat = b.AddToken(b.user, fake.Token{Comment: "laptop", Expires: time.Now().Add(24 * time.Hour)})
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	b.env = map[string]string{"HOME": b.home, "ANTHROPIC_AUTH_TOKEN": otherVendor}
	return b
}

func (b *bench) inApp() {
	b.env["DATABRICKS_HOST"], b.env["DATABRICKS_CLIENT_ID"] = b.URL(), b.clientID
	b.env["DATABRICKS_CLIENT_SECRET"] = b.clientSecret + "\n"
}

func (b *bench) write(t *testing.T, name, text string, mode fs.FileMode) {
	t.Helper()
	path := filepath.Join(b.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := modeltest.Binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = b.home
	cmd.Env = []string{}
	for k, v := range b.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	return cmd
}

// run runs bricktop to its end and holds everything that it wrote against every secret there is.
func (b *bench) run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	cmd := b.command(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	code = modeltest.Run(t, cmd)
	b.noSecrets(t, "output", out.String()+errs.String())
	_ = filepath.WalkDir(filepath.Join(b.home, ".local"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			text, _ := os.ReadFile(path)
			b.noSecrets(t, path, string(text))
		}
		return nil
	})
	return code, out.String(), errs.String()
}

func (b *bench) noSecrets(t *testing.T, where, text string) {
	t.Helper()
	for name, value := range map[string]string{"client secret": b.clientSecret, "token": b.pat, "foreign key": otherVendor} {
		if strings.Contains(text, value) || strings.Contains(text, value[6:24]) {
			t.Errorf("the %s is in %s:\n%s", name, where, text)
		}
	}
}

// report is the part of the JSON that these tests read.
type report struct {
	Workspace struct {
		Host, User, Error string
		AuthType          string `json:"auth_type"`
		UserKind          string `json:"user_kind"`
	}
	Tokens []struct {
		Comment string
		UsedBy  []string `json:"used_by"`
	}
	Files []struct {
		ID       string
		Secrets  []struct{ Where, State string }
		Findings []struct{ Severity, Code string }
	}
	NeedsAttention bool `json:"needs_attention"`
}

func (b *bench) status(t *testing.T, args ...string) (int, report) {
	t.Helper()
	code, stdout, stderr := b.run(t, append([]string{"status", "-o", "json"}, args...)...)
	var r report
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v\n%s\n%s", err, stdout, stderr)
	}
	if stderr != "" {
		t.Errorf("stderr: %s", stderr)
	}
	return code, r
}

// asked checks that what arrived at the API only read, and came from one principal.
func (b *bench) asked(t *testing.T, principal string) {
	t.Helper()
	seen := map[string]int{}
	for _, r := range b.Requests() {
		seen[r.Method+" "+r.Path]++
		if strings.HasPrefix(r.Path, "/api/") && (r.Principal != principal || r.Method != "GET") {
			t.Errorf("%s %s by %q, status %d", r.Method, r.Path, r.Principal, r.Status)
		}
	}
	for _, once := range []string{"GET /api/2.0/token/list", "GET /api/2.0/preview/scim/v2/Me"} {
		if seen[once] != 1 {
			t.Errorf("%s %d times: %v", once, seen[once], seen)
		}
	}
}

const profiles = `[DEFAULT]
host = %[1]s
client_id = %[2]s
client_secret = %[3]s

[laptop]
host = %[1]s/
token = %[4]s
`

func (b *bench) profiles() string {
	return fmt.Sprintf(profiles, b.URL(), b.clientID, b.clientSecret, b.pat)
}

func TestSigningIn(t *testing.T) {
	file := func(t *testing.T, b *bench) { b.write(t, ".databrickscfg", b.profiles(), 0o600) }
	for name, c := range map[string]struct {
		prepare func(*testing.T, *bench)
		args    []string
		user    bool // else the service principal
		files   bool // whose secrets are tried as well
	}{
		"app environment": {prepare: func(_ *testing.T, b *bench) { b.inApp() }},
		"token variable": {prepare: func(_ *testing.T, b *bench) {
			b.env["DATABRICKS_HOST"], b.env["DATABRICKS_TOKEN"] = strings.ToUpper(b.URL())+"/", " "+b.pat+"\n"
		}, user: true},
		"default profile":  {prepare: file, files: true},
		"named profile":    {prepare: file, files: true, args: []string{"-p", "laptop"}, user: true},
		"profile variable": {prepare: func(t *testing.T, b *bench) { file(t, b); b.env["DATABRICKS_CONFIG_PROFILE"] = "laptop" }, files: true, user: true},
		"another file": {prepare: func(t *testing.T, b *bench) { b.write(t, "cfg", b.profiles(), 0o600) },
			args: []string{"--config-file", "cfg"}, files: true},
		"profile in an app":     {prepare: func(t *testing.T, b *bench) { file(t, b); b.inApp() }, args: []string{"--profile=laptop"}, files: true, user: true},
		"app without a home":    {prepare: func(_ *testing.T, b *bench) { b.inApp(); delete(b.env, "HOME") }},
		"app with / for a home": {prepare: func(_ *testing.T, b *bench) { b.inApp(); b.env["HOME"] = "/" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			c.prepare(t, b)
			code, r := b.status(t, c.args...)
			user, kind, auth, tokens := b.clientID, "service_principal", "oauth-m2m", 0
			if c.user {
				user, kind, auth, tokens = b.user, "user", "pat", 1
			}
			w := r.Workspace
			if w.User != user || w.UserKind != kind || w.AuthType != auth || w.Error != "" || w.Host != b.URL() || len(r.Tokens) != tokens {
				t.Errorf("got %+v with %d tokens", w, len(r.Tokens))
			}
			if b.env["HOME"] == b.home && code != 0 {
				t.Errorf("exit %d: %+v", code, r)
			}
			if c.files {
				for _, s := range r.Files[0].Secrets {
					if s.State != "works" {
						t.Errorf("%s: %s", s.Where, s.State)
					}
				}
			} else {
				b.asked(t, user)
			}
		})
	}
}

func TestCouldNotTell(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*testing.T, *bench)
		args    []string
		says    string
	}{
		"nothing configured": {says: "No Databricks sign-in is configured"},
		"wrong secret": {prepare: func(_ *testing.T, b *bench) {
			b.inApp()
			b.env["DATABRICKS_CLIENT_SECRET"] = "dose" + strings.Repeat("0", 32)
		}, says: "invalid_client"},
		"wrong token": {prepare: func(_ *testing.T, b *bench) {
			b.env["DATABRICKS_HOST"], b.env["DATABRICKS_TOKEN"] = b.URL(), "dapi"+strings.Repeat("0", 32)
		}, says: "Invalid access token"},
		"plain http": {prepare: func(_ *testing.T, b *bench) {
			b.env["DATABRICKS_HOST"], b.env["DATABRICKS_TOKEN"] = "http://192.0.2.1", b.pat
		}, says: "http"},
		"no such profile":            {prepare: func(t *testing.T, b *bench) { b.write(t, ".databrickscfg", b.profiles(), 0o600) }, args: []string{"-p", "nope"}, says: "nope"},
		"a file that makes no sense": {prepare: func(t *testing.T, b *bench) { b.write(t, ".databrickscfg", "[DEFAULT\nhost", 0o600) }, says: ".databrickscfg"},
		"nobody listens": {prepare: func(_ *testing.T, b *bench) {
			b.env["DATABRICKS_HOST"], b.env["DATABRICKS_TOKEN"] = "http://127.0.0.1:1", b.pat
		}, says: "127.0.0.1"},
		"a host that hangs": {prepare: func(t *testing.T, b *bench) {
			b.inApp()
			b.write(t, ".databrickscfg", b.profiles(), 0o600)
			b.Fail("/", fake.Fault{Cut: fake.HangBeforeHeaders})
		}, says: "127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if c.prepare != nil {
				c.prepare(t, b)
			}
			began := time.Now()
			code, r := b.status(t, c.args...)
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s: %+v", took, r)
			}
			if code != 2 || !strings.Contains(r.Workspace.Error, c.says) || r.Workspace.User != "" {
				t.Errorf("exit %d, %+v", code, r.Workspace)
			}
			for _, q := range b.Requests() {
				// Without a sign-in the stored secrets of the other profiles are still tried.
				if q.Principal != "" && name != "no such profile" {
					t.Errorf("somebody signed in: %+v", q)
				}
			}
		})
	}
}

func TestFindings(t *testing.T) {
	b := newBench(t)
	b.inApp()
	b.write(t, ".databrickscfg", b.profiles(), 0o600)
	_, short := b.AddToken(b.clientID, fake.Token{Comment: "sdk-1", Expires: time.Now().Add(3 * time.Minute)})
	b.write(t, ".claude-code-router/config.json", fmt.Sprintf(`{"Providers": [
		{"name": "databricks", "api_base_url": %q, "api_key": %q, "models": ["m"]},
		{"name": "other", "api_base_url": "https://api.example.net/v1", "api_key": %q, "models": ["m"]}],
		"Router": {"default": "databricks,m"}}`, b.URL()+"/serving-endpoints/m/invocations", short, otherVendor), 0o644)
	code, r := b.status(t)
	if code != 1 || !r.NeedsAttention {
		t.Errorf("exit %d, %+v", code, r)
	}
	var got []string
	for _, file := range r.Files {
		for _, f := range file.Findings {
			got = append(got, file.ID+" "+f.Severity+" "+f.Code)
		}
	}
	want := []string{"claude-code-router error mode-too-open", "claude-code-router error token-ends-soon"}
	if runtime.GOOS == "windows" {
		want = want[1:] // it has no such modes
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if len(r.Tokens) != 1 || !slices.Equal(r.Tokens[0].UsedBy, []string{"claude-code-router:databricks"}) {
		t.Errorf("tokens %+v", r.Tokens)
	}
	if code, out, _ := b.run(t); code != 1 || !strings.Contains(out, "chmod 600 "+filepath.Join(b.home, ".claude-code-router", "config.json")) {
		t.Errorf("without a terminal: exit %d\n%s", code, out)
	}
}

// tree is every file under the home, with its mode.
func (b *bench) tree(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(b.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		name, _ := filepath.Rel(b.home, path)
		fmt.Fprintf(&all, "%s %s\n", info.Mode(), filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestWhatIsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		args  []string
		adds  string
		state string
		exit  int
	}{
		"status":          {args: []string{"status"}, adds: "drwx------ .local\ndrwx------ .local/state\ndrwx------ .local/state/bricktop\n-rw------- .local/state/bricktop/bricktop.log\n"},
		"state directory": {args: []string{"status"}, state: "s", adds: "drwx------ s\ndrwx------ s/bricktop\n-rw------- s/bricktop/bricktop.log\n"},
		"named log":       {args: []string{"status", "--read-only", "--log-file", "a.log"}, adds: "-rw------- a.log\n"},
		"read only":       {args: []string{"status", "--read-only"}},
		"demo":            {args: []string{"status", "--demo"}, exit: 1},
		"version":         {args: []string{"--version"}},
		"help":            {args: []string{"--help"}},
		"man page":        {args: []string{"man"}},
		"completion":      {args: []string{"completion", "bash"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.inApp()
			if c.state != "" {
				b.env["XDG_STATE_HOME"] = filepath.Join(b.home, c.state)
			}
			before := b.tree(t)
			code, out, stderr := b.run(t, c.args...)
			if code != c.exit || out == "" || stderr != "" {
				t.Errorf("exit %d, %s, %s", code, out, stderr)
			}
			if after := b.tree(t); runtime.GOOS != "windows" && after != before+c.adds {
				t.Errorf("the home is now\n%s", after)
			}
			if quiet := c.args[0] != "status" || name == "demo"; quiet && len(b.Requests()) > 0 {
				t.Errorf("asked %+v", b.Requests())
			}
		})
	}
}

// A shell may complete what is on this machine, and nothing is asked of anybody for it.
func TestWhatAShellCompletes(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ args, want string }{
		{"-p|", "DEFAULT staging broken"},
		{"--theme|", "auto dark light high-contrast colorblind brick fjord"},
		{"status|-o|", "text json"},
		{"rotate|", "databrickscfg:broken claude-code-router:databricks"},
		{"rotate|databrickscfg:broken|", "claude-code-router:databricks"},
		{"token|databrickscfg:broken|", ""},
		{"help|", "completion keep rotate status token"},
		{"status|", ""},
	} {
		code, out, _ := b.run(t, append([]string{"__complete", "--demo"}, strings.Split(c.args, "|")...)...)
		offered, _, _ := strings.Cut(out, ":4\n")
		if code != 0 || strings.Join(strings.Fields(offered), " ") != c.want {
			t.Errorf("%s: exit %d, %q", c.args, code, out)
		}
	}
	b = newBench(t)
	b.inApp()
	b.write(t, ".databrickscfg", b.profiles()+"\n[ev\x1b]0;x\ail]\nhost = https://dbc-1.cloud.databricks.com\n", 0o600)
	before := b.tree(t)
	code, out, _ := b.run(t, "__complete", "--log-file", filepath.Join(b.home, "a.log"), "-p", "")
	if code != 0 || strings.ContainsAny(out, "\x1b\a") || !strings.Contains(out, "DEFAULT") || b.tree(t) != before || len(b.Requests()) > 0 {
		t.Errorf("exit %d, %q, asked %+v; the home is now\n%s", code, out, b.Requests(), b.tree(t))
	}
}

func TestWrongUsage(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ args, says string }{
		{"--nope", "unknown flag: --nope"},
		{"nope", `unknown command "nope"`},
		{"status more", `unknown command "more"`},
		{"help nope", `There is no command "nope".`},
		{"completion tcsh", `unknown command "tcsh"`},
		{"status -o yaml", `"yaml" is no output format`},
		{"--theme pink", `"pink" is no theme: use auto, dark, light, high-contrast`},
		{"status --theme colour-blind", `"colour-blind" is no theme: did you mean colorblind?`},
		{"-p", "flag needs an argument"},
		{"status --log-file /dev/null/x", "The log cannot be opened"},
	} {
		code, out, stderr := b.run(t, strings.Fields(c.args)...)
		if code != 2 || out != "" || !strings.HasPrefix(stderr, "bricktop: ") || !strings.Contains(stderr, c.says) {
			t.Errorf("%s: exit %d, %q, %q", c.args, code, out, stderr)
		}
	}
}

// A broken file of settings stops nothing: the status tells what it ignores, and the demo does not read it.
func TestSettingsOnStderr(t *testing.T) {
	b := newBench(t)
	b.inApp()
	b.write(t, ".config/bricktop/config.toml", "thme = 'dark'\nmouse = '"+b.pat+"'\n", 0o600)
	code, out, stderr := b.run(t, "status")
	want := "bricktop: " + filepath.Join(b.home, ".config/bricktop/config.toml") + ":1:1: thme is no setting; did you mean theme? It is ignored.\n"
	if code == 2 || !strings.Contains(out, b.URL()) || !strings.HasPrefix(stderr, want) || strings.Count(stderr, "\n") != 2 {
		t.Errorf("exit %d, %s, %q", code, out, stderr)
	}
	if code, _, stderr := b.run(t, "--demo", "status"); code == 2 || stderr != "" {
		t.Errorf("exit %d, %q", code, stderr)
	}
}

// console is a terminal with bricktop on it.
type console struct {
	*os.File // our end
	changed  chan struct{}
	drained  chan struct{} // nobody is at the other end any more

	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
}

// newConsole makes a terminal of 80x24. start returns when there is somebody at its other end.
func newConsole(t *testing.T, start func() (*os.File, error)) *console {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there are no pseudo terminals here")
	}
	file, err := start()
	if err != nil {
		t.Fatal(err)
	}
	c := &console{File: file, changed: make(chan struct{}, 1), drained: make(chan struct{}), screen: vt.NewEmulator(80, 24)}
	// Closing the pipe ends the copying below; the emulator's own Close is no match for a Read under way.
	t.Cleanup(func() { _ = c.Close(); _ = c.screen.InputPipe().(io.Closer).Close() })
	go func() { _, _ = io.Copy(file, c.screen) }() // the terminal's answers
	go c.read()
	return c
}

func (c *console) read() {
	defer close(c.drained)
	chunk := make([]byte, 1<<16)
	for {
		n, err := c.File.Read(chunk)
		c.mu.Lock()
		c.raw.Write(chunk[:n])
		_, _ = c.screen.Write(chunk[:n])
		c.mu.Unlock()
		select {
		case c.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (c *console) written() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.raw.String()
}

// shows waits until the screen holds the text.
func (c *console) shows(t *testing.T, text string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		c.mu.Lock()
		screen := c.screen.String()
		c.mu.Unlock()
		if strings.Contains(screen, text) {
			return
		}
		select {
		case <-c.changed:
		case <-late:
			t.Fatalf("%q never came:\n%s", text, screen)
		}
	}
}

func (c *console) resize(t *testing.T, w, h int) {
	t.Helper()
	c.mu.Lock()
	c.screen.Resize(w, h)
	c.mu.Unlock()
	if err := pty.Setsize(c.File, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		t.Fatal(err)
	}
}

func (c *console) send(t *testing.T, keys string) {
	t.Helper()
	if _, err := io.WriteString(c.File, keys); err != nil {
		t.Fatal(err)
	}
}

var (
	modePattern = regexp.MustCompile(`\x1b\[\?([0-9;]+)([hl])`)
	kittyKeys   = regexp.MustCompile(`\x1b\[([>=<])[0-9;]*u`)
	secretForm  = regexp.MustCompile(`(dapi|dose)[0-9a-f]{16,}`)
)

// untouched is the line discipline of a new terminal.
func untouched(t *testing.T) *term.State {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	defer theirs.Close()
	state, err := term.GetState(theirs.Fd())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// left checks that the terminal, once left, is as it was before: each mode that was set is reset, the cursor
// shows, the keyboard speaks as before.
func (c *console) left(t *testing.T) {
	t.Helper()
	<-c.drained
	raw := c.written()
	if secretForm.MatchString(raw) {
		t.Errorf("a secret was drawn: %.4s", secretForm.FindString(raw))
	}
	last := map[string]string{}
	for _, m := range modePattern.FindAllStringSubmatch(raw, -1) {
		for mode := range strings.SplitSeq(m[1], ";") {
			last[mode] = m[2]
		}
	}
	for mode, state := range last {
		// 7 (wrap) and 25 (cursor) are on in a terminal that nobody has touched.
		if want := map[bool]string{true: "h", false: "l"}[mode == "7" || mode == "25"]; state != want {
			t.Errorf("mode %s is left as %s", mode, state)
		}
	}
	if len(last) < 3 {
		t.Errorf("only the modes %v were touched: did it draw at all?", last)
	}
	depth := 0
	for _, m := range kittyKeys.FindAllStringSubmatch(raw, -1) {
		depth += map[string]int{">": 1, "<": -1}[m[1]]
	}
	if depth > 0 {
		t.Errorf("keyboard modes are left on the stack: %d", depth)
	}
	if after, err := term.GetState(c.Fd()); err != nil || !reflect.DeepEqual(after, untouched(t)) {
		t.Errorf("the line discipline is another: %v", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.screen.IsAltScreen() {
		t.Error("the alternate screen is left on")
	}
}

// open starts bricktop on a terminal; wait returns its exit code.
func (b *bench) open(t *testing.T, args ...string) (c *console, cmd *exec.Cmd, wait func() int) {
	t.Helper()
	if b.env["TERM"] == "" {
		b.env["TERM"] = "xterm-256color"
	}
	cmd = b.command(t, args...)
	c = newConsole(t, func() (*os.File, error) { return pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24}) })
	return c, cmd, func() int {
		if err := cmd.Wait(); err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode()
	}
}

const inDemo = "legacy jobs"

func TestTheTerminalIsLeftAsItWas(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *console, *exec.Cmd){
		"q":       func(t *testing.T, c *console, _ *exec.Cmd) { c.send(t, "q") },
		"ctrl+c":  func(t *testing.T, c *console, _ *exec.Cmd) { c.send(t, "\x03") },
		"SIGTERM": func(_ *testing.T, _ *console, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGTERM) },
		"SIGHUP":  func(_ *testing.T, _ *console, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGHUP) },
		"SIGQUIT": func(_ *testing.T, _ *console, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGQUIT) },
		"SIGINT":  func(_ *testing.T, _ *console, cmd *exec.Cmd) { _ = cmd.Process.Signal(os.Interrupt) },
		"a storm of sizes": func(t *testing.T, c *console, _ *exec.Cmd) {
			for i := range 300 {
				c.resize(t, 1+i*37%200, 1+i*17%60)
			}
			c.resize(t, 100, 30)
			c.shows(t, inDemo)
			c.send(t, "q")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			c, cmd, wait := b.open(t, "--demo")
			c.shows(t, inDemo)
			end(t, c, cmd)
			if code := wait(); code != 0 {
				t.Errorf("exit %d", code)
			}
			c.left(t)
			if tree := b.tree(t); strings.Count(tree, "\n") > 1 {
				t.Errorf("the demo wrote\n%s", tree)
			}
		})
	}
}

// Whoever waits for a host that hangs can leave at once: the screen comes without it, and so does the shell.
func TestQuittingWhileTheHostHangs(t *testing.T) {
	for name, keys := range map[string]string{"ctrl+c": "\x03", "q": "q"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.inApp()
			b.write(t, ".databrickscfg", b.profiles(), 0o600)
			b.Fail("/", fake.Fault{Cut: fake.HangBeforeHeaders})
			c, _, wait := b.open(t)
			c.shows(t, "connecting")
			began := time.Now()
			c.send(t, keys)
			code := wait()
			if took := time.Since(began); code != 0 || took > 2*time.Second {
				t.Errorf("exit %d after %s", code, took)
			}
			c.left(t)
			b.noSecrets(t, "output", c.written())
		})
	}
}

// What was done stands in the shell, where the screen was.
func TestTheSummaryStaysInTheShell(t *testing.T) {
	b := newBench(t)
	c, _, wait := b.open(t, "--demo")
	c.shows(t, inDemo)
	c.send(t, "x")
	c.shows(t, "Revoke this token?")
	c.send(t, "y")
	c.shows(t, "Revoked ")
	c.send(t, "q")
	wait()
	c.left(t)
	screen, shell, ok := strings.Cut(c.written(), "\x1b[?1049l")
	if !ok || strings.Count(shell, "Revoked ") != 1 || strings.Contains(shell, "1049") || !strings.Contains(screen, "1049h") {
		t.Errorf("after the screen the shell has %q", shell)
	}
	c.shows(t, "Revoked ")
}

// Bubble Tea's own traces, which hold what is drawn, are never written; ours hold the names of messages.
func TestTraces(t *testing.T) {
	b := newBench(t)
	b.env["TEA_TRACE"], b.env["TEA_DEBUG"], b.env["BRICKTOP_TRACE"] = "trace.log", "1", "1"
	c, _, wait := b.open(t, "--demo", "--log-file", "a.log")
	c.shows(t, inDemo)
	c.send(t, "/")
	c.send(t, "legacy")
	c.shows(t, "1 of")
	c.send(t, "\x03")
	wait()
	c.left(t)
	if tree := b.tree(t); strings.Count(tree, "\n") != 2 || !strings.Contains(tree, " a.log\n") {
		t.Errorf("it wrote\n%s", tree)
	}
	log, err := os.ReadFile(filepath.Join(b.home, "a.log"))
	if err != nil || strings.Count(string(log), "tea.KeyPressMsg") < len("/legacy") || strings.Contains(string(log), "legacy") {
		t.Errorf("%v, the log is\n%s", err, log)
	}
}

func TestTheTerminalGoesAway(t *testing.T) {
	b := newBench(t)
	c, _, wait := b.open(t, "--demo")
	c.shows(t, inDemo)
	_ = c.Close() // the browser tab is closed: SIGHUP, and nothing to write to
	if code := wait(); code < 0 {
		t.Error("bricktop lives on")
	}
}

// A terminal that is tiny, changes its size all the time while it is drawn on, has no colour, understands nothing, or
// has nobody who types.
func TestFault40OddTerminals(t *testing.T) {
	t.Run("20x5, and a storm of sizes in the alternate screen", func(t *testing.T) {
		b := newBench(t)
		c, _, wait := b.open(t, "--demo")
		c.shows(t, inDemo)
		c.resize(t, 20, 5)
		c.shows(t, "too small") // now no key acts on what nobody sees
		c.send(t, "jkG\x1b")
		for i := range 200 {
			c.resize(t, 1+i*31%150, 1+i*13%50)
			if i%20 == 0 {
				c.send(t, "jk3gG")
			}
		}
		c.resize(t, 20, 5)
		c.resize(t, 100, 30)
		c.shows(t, "DEMO") // keys that come before the size act on nothing
		c.send(t, "\x1b2g")
		c.shows(t, inDemo)
		c.send(t, "q")
		if code := wait(); code != 0 {
			t.Errorf("exit %d", code)
		}
		c.left(t)
	})
	t.Run("no colour", withoutColours)
	t.Run("stdin closed", func(t *testing.T) {
		b := newBench(t)
		if code, out, errs := b.run(t, "--demo"); code != 1 || !strings.Contains(out, "FILES") || strings.Contains(out, "\x1b") || errs != "" {
			t.Errorf("exit %d: %s%s", code, out, errs)
		}
	})
}

func withoutColours(t *testing.T) {
	b := newBench(t)
	b.env["NO_COLOR"] = "1"
	c, _, wait := b.open(t, "--demo")
	c.shows(t, inDemo)
	c.send(t, "q")
	wait()
	if colour := regexp.MustCompile(`\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m`).FindString(c.written()); colour != "" {
		t.Errorf("a colour: %q", colour)
	}
}

// Line by line everything can be done, and no byte goes out that moves a cursor or paints.
func TestPlain(t *testing.T) {
	b := newBench(t)
	_, spare := b.AddToken(b.user, fake.Token{Comment: "spare", Expires: time.Now().Add(9 * time.Hour)})
	b.write(t, ".databrickscfg", "[DEFAULT]\nhost = "+b.URL()+"\ntoken = "+b.pat+"\n", 0o644)
	b.env["TERM"] = "dumb" // is --plain
	c, _, wait := b.open(t)
	told := 0
	heard := func(texts ...string) string {
		t.Helper()
		for late := time.After(20 * time.Second); ; {
			for _, text := range texts {
				if at := strings.Index(c.written()[told:], text); at >= 0 {
					told += at
					return text
				}
			}
			select {
			case <-c.changed:
			case <-late:
				t.Fatalf("%q never came:\n%s", texts, c.written())
			}
		}
	}
	// What comes right after a dialog that opened by itself was not meant for it, and one asks again.
	leave := func() {
		t.Helper()
		for heard("Type one of:"); ; {
			told += len("Type one of:")
			c.send(t, "esc\n")
			if heard("Closed.", "Type one of:") == "Closed." {
				return
			}
		}
	}
	heard("1. ok, spare")
	for _, step := range []struct{ line, want string }{
		{"?", "x, or revoke: Revoke"},
		{"hlep", `"hlep" is no command; did you mean help?`},
		{"n", "Comment? Enter alone takes sdk-"},
		{"by line", "Lifetime? Enter alone takes 1h"},
		{"forever", "Write a number of seconds"},
		{"2h", "Type y to go ahead."},
		{"y", "creating..."},
		{"-", "Token created:"},
		{"esc", "Closed."},
		{"/by line", "1. ok, by line"},
		{"x 1", "Revoke this token?"},
		{"", "Closed."},
		{"x 1", "Revoke this token?"},
		{"y", "Revoked"},
		{"/", "Tokens 2"},
		{"f 9", "no number of a row"},
		{"f 3", "mode 0600"},
		{"y", "0600"},
		{"r 2", "Rotate"},
	} {
		if step.line == "esc" {
			leave()
			continue
		}
		if step.line != "-" {
			c.send(t, step.line+"\n")
		}
		heard(step.want)
	}
	c.send(t, "y\n")
	heard("proven")
	c.send(t, "esc\n")
	c.send(t, "\x03")
	if code := wait(); code != 0 {
		t.Errorf("exit %d", code)
	}
	<-c.drained
	raw := c.written()
	if at := strings.IndexByte(raw, 0x1b); at >= 0 {
		t.Errorf("an escape sequence: %q", raw[at:])
	}
	b.noSecrets(t, "output", raw)
	if strings.Contains(raw, spare) || secretForm.MatchString(raw) {
		t.Errorf("a secret was printed:\n%s", raw)
	}
}

// With no terminal to type at there is nothing to wait for.
func TestPlainWithoutATerminal(t *testing.T) {
	b := newBench(t)
	code, out, _ := b.run(t, "--demo", "--plain")
	if code != 1 || !strings.Contains(out, "FILES") {
		t.Errorf("exit %d, %s", code, out)
	}
}

// bomb is a dashboard with a mistake in each place.
type bomb struct {
	secret string
	lit    bool
}

func (b *bomb) explode() tea.Msg { panic("could not use " + b.secret) }

func (b *bomb) Init() tea.Cmd { return nil }

func (b *bomb) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch msg.String() {
		case "u":
			b.explode()
		case "v":
			b.lit = true
		case "c":
			return b, b.explode
		case "b":
			return b, tea.Batch(func() tea.Msg { return nil }, b.explode)
		}
	case tea.WindowSizeMsg:
		fmt.Fprintln(os.Stderr, "a library talks about", b.secret, msg.Width)
	}
	return b, nil
}

func (b *bomb) View() tea.View {
	if b.lit {
		b.explode()
	}
	v := tea.NewView("ticking")
	v.AltScreen = true
	return v
}

func TestFault41PanicLeavesNoTrace(t *testing.T) {
	for key, where := range map[string]string{"u": "Update", "v": "View", "c": "a command", "b": "a batched command"} {
		t.Run(where, func(t *testing.T) { explodes(t, key) })
	}
}

func explodes(t *testing.T, key string) {
	leak := "dapi" + strings.Repeat("c0ffee42", 4)
	var tty *os.File
	c := newConsole(t, func() (ours *os.File, err error) {
		ours, tty, err = pty.Open()
		return ours, err
	})
	c.resize(t, 80, 24)
	var log bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		p := process{lookup: os.LookupEnv, stdin: tty, stdout: tty, stderr: io.Discard}
		files := creds.New(creds.Options{Fs: afero.NewMemMapFs(), UID: -1})
		ended <- p.play(context.Background(), &bomb{secret: leak}, &world{files: files}, slog.New(slog.NewTextHandler(secret.Writer{Writer: &log}, nil)))
	}()
	c.shows(t, "ticking")
	c.send(t, key)
	err := <-ended
	_ = tty.Close()
	if err == nil || !strings.Contains(err.Error(), "could not use dapi••••") || strings.Contains(err.Error(), leak) {
		t.Errorf("got %v", err)
	}
	if strings.Contains(log.String(), leak) || !strings.Contains(log.String(), "a library talks") || !strings.Contains(log.String(), "could not use") {
		t.Errorf("the log: %s", log.String())
	}
	c.left(t)
	if strings.Contains(c.written(), "library") {
		t.Error("something was written over the screen")
	}
}

// What a shell asks for comes at once.
func BenchmarkVersion(b *testing.B) { starts(b, "--version") }

func BenchmarkHelp(b *testing.B) { starts(b, "--help") }

// starts tells the best time, not the mean: how long a process waits for its turn is the machine's affair.
func starts(b *testing.B, args ...string) {
	path, err := modeltest.Binary()
	if err != nil {
		b.Fatal(err)
	}
	env, best := []string{"HOME=" + b.TempDir(), "TERM=xterm-256color"}, time.Hour
	for b.Loop() {
		cmd, began := exec.Command(path, args...), time.Now()
		cmd.Env = env
		if out, err := cmd.Output(); err != nil || len(out) == 0 {
			b.Fatalf("%v: %q", err, out)
		}
		best = min(best, time.Since(began))
	}
	b.ReportMetric(float64(best), "ns/op")
}

package workspace

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/databricks/databricks-sdk-go/logger"

	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

// sink gathers what several goroutines write.
type sink struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// No error, log line or Exchange holds a secret, even when the host puts one into its answers.
func TestCanary(t *testing.T) {
	out := &sink{}
	stderr := &sink{}
	terminal := log.Writer()
	log.SetOutput(stderr)
	t.Cleanup(func() { log.SetOutput(terminal) })
	opts := Options{
		Log:     slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.Level(-8)})),
		Observe: func(e Exchange) { fmt.Fprintf(out, "%+v\n", e) },
	}
	s := start(t, fake.Options{})
	canaries := map[string]bool{}
	for _, login := range []session.Login{patLogin(s), m2mLogin(s)} {
		c := connect(t, login, opts)
		value := login.Token.Reveal() + login.ClientSecret.Reveal()
		canaries[value], canaries[value[6:30]] = true, true
		canaries[base64.StdEncoding.EncodeToString([]byte(login.ClientID+":"+login.ClientSecret.Reveal()))] = true
		say := func() {
			for _, name := range sorted(calls) {
				fmt.Fprintln(out, name, calls[name](context.Background(), c))
			}
			state, err := Try(context.Background(), login, opts)
			fmt.Fprintln(out, state, err)
		}
		say()
		canaries[c.signer.current().Reveal()] = login.AuthType == session.M2M
		echo := value + " " + c.signer.current().Reveal() + " Bearer " + value
		for _, f := range []fake.Fault{
			fake.APIError(403, "PERMISSION_DENIED", "Invalid access token "+echo),
			fake.APIError(400, echo, echo),
			{Status: 500, Body: "<pre>" + echo + "</pre>"},
			{Status: 200, Body: `{"token_infos":"` + echo + `","error":"` + echo + `"}`},
			{Status: 401, Body: `{"error":"invalid_client","error_description":"` + echo + `"}`},
		} {
			clear := s.Fail("/", f)
			say()
			clear()
		}
		made, err := c.Create(context.Background(), tokenSpec())
		if err != nil {
			t.Fatal(err)
		}
		canaries[made.Value.Reveal()] = true
		fmt.Fprintf(out, "%v %+v %v\n", made, c.login, opts.Log)
	}
	if !strings.Contains(out.String(), "GET /api/2.0/token/list") || !strings.Contains(out.String(), "invalid_client") {
		t.Fatal("the SDK's log lines did not arrive: nothing is proven")
	}
	for canary, on := range canaries {
		if i := strings.Index(out.String(), canary); on && canary != "" && i >= 0 {
			t.Errorf("a secret got out: %q", out.String()[max(0, i-200):min(len(out.String()), i+80)])
		}
	}
	if stderr.String() != "" {
		t.Errorf("the SDK wrote to the terminal: %s", stderr)
	}
}

func TestExchangesAreWhatWasSent(t *testing.T) {
	s := start(t, fake.Options{})
	var mu sync.Mutex
	var seen []Exchange
	c := connect(t, m2mLogin(s), Options{Observe: func(e Exchange) { mu.Lock(); seen = append(seen, e); mu.Unlock() }})
	_ = calls["Tokens"](t.Context(), c)
	s.Fail(pathList, fake.Fault{Cut: fake.Reset})
	_ = calls["Tokens"](t.Context(), c)
	var got []string
	for _, e := range seen {
		if e.At.IsZero() || e.Took < 0 || (e.Err == "") != (e.Status != 0) {
			t.Errorf("%+v", e)
		}
		got = append(got, fmt.Sprint(e.Method, " ", e.Path, " ", e.Status))
	}
	want := []string{"GET " + pathOIDC + " 200", "POST " + pathSignIn + " 200", "GET " + pathList + " 200", "GET " + pathList + " 0"}
	if strings.Join(got, ",") != strings.Join(want, ",") {
		t.Errorf("got %q", got)
	}
}

func TestLogSDK(t *testing.T) {
	before := logger.DefaultLogger
	t.Cleanup(func() { logger.DefaultLogger = before })
	out := &sink{}
	LogSDK(slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelInfo})))
	token := "dapi" + strings.Repeat("0a", 16)
	ctx := context.Background()
	logger.Tracef(ctx, "trace %s", token)
	logger.Debugf(ctx, "debug %s", token)
	logger.Infof(ctx, "info %s", token)
	logger.Warnf(ctx, "warn %s", token)
	logger.Errorf(ctx, "error %s", token)
	got := out.String()
	for word, want := range map[string]bool{"trace": false, "debug": false, "info dapi••••": true, "warn dapi••••": true, "error dapi••••": true, token: false} {
		if strings.Contains(got, word) != want {
			t.Errorf("%q: %v in %s", word, !want, got)
		}
	}
	LogSDK(nil)
	if logger.Get(ctx).Enabled(ctx, logger.LevelError) {
		t.Error("the silent logger listens")
	}
}

package ccrtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"
)

// The longest that a server may take.
const (
	startTime = 60 * time.Second // on a busy machine; alone it takes 1 to 3
	stopTime  = 30 * time.Second
	askTime   = 20 * time.Second
)

// leash ends claude-code-router as a SIGTERM does once its input ends: when Stop closes it, and also when the
// test is gone without a word.
const leash = `data:text/javascript,process.stdin.on("end",()=>process.emit("SIGTERM")||process.exit()).resume()`

// Server is a running claude-code-router.
type Server struct {
	URL string // http://127.0.0.1:port
	PID int

	input  io.Closer
	done   chan struct{} // closed when the process has ended
	err    error         // of the process; after done
	client *http.Client
	out    output
}

// output is what the process printed.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// Start runs "ccr start" in a home of its own, with no variables but those of env ("NAME=value"), and waits
// until it answers. It ends with the test at the latest. A config.json without a provider makes version 2
// listen on every address: give it one.
func (p Package) Start(t testing.TB, home string, env ...string) *Server {
	t.Helper()
	port := freePort(t)
	s := &Server{URL: "http://127.0.0.1:" + port, done: make(chan struct{}), client: loopback()}
	run := exec.Command(p.node, "--import", leash, p.script, "start")
	run.Dir, run.Stdout, run.Stderr = home, &s.out, &s.out
	// SERVICE_PORT goes before the PORT of config.json (v2.0.0, packages/server/src/index.ts).
	run.Env = append([]string{"HOME=" + home, "USERPROFILE=" + home, "TMPDIR=" + home, "SERVICE_PORT=" + port, "SystemRoot=" + os.Getenv("SystemRoot")}, env...)
	input, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	s.input, s.PID = input, run.Process.Pid
	go func() {
		s.err = run.Wait()
		close(s.done)
	}()
	t.Cleanup(func() {
		input.Close()
		select {
		case <-s.done:
		case <-time.After(stopTime):
			_ = run.Process.Kill()
			<-s.done
		}
		s.client.CloseIdleConnections()
	})
	s.wait(t)
	return s
}

// Script is what node runs as ccr.
func (p Package) Script() (node, script string) { return p.node, p.script }

// wait comes back when the server is healthy.
func (s *Server) wait(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startTime)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if s.Get(ctx, "/health", nil) == nil {
			return
		}
		select {
		case <-s.done:
			t.Fatalf("claude-code-router ended at once: %v\n%s", s.err, &s.out)
		case <-ctx.Done():
			t.Fatalf("claude-code-router did not come up in %v:\n%s", startTime, &s.out)
		case <-tick.C:
		}
	}
}

// Stop ends the server as "ccr stop" does, and waits for that.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	s.input.Close()
	s.Ended(t)
}

// Ended waits for the end of the process, and returns how it ended: nil after an exit with 0.
func (s *Server) Ended(t testing.TB) error {
	t.Helper()
	select {
	case <-s.done:
		return s.err
	case <-time.After(stopTime):
		t.Fatalf("claude-code-router still runs after %v:\n%s", stopTime, &s.out)
		return nil
	}
}

// Get asks for a path and reads the JSON that comes into v, unless that is nil. Any status but 200 is an error.
func (s *Server) Get(ctx context.Context, path string, v any) error {
	return s.do(ctx, http.MethodGet, path, nil, v)
}

// Ask sends an Anthropic request for a model, as Claude Code does, and returns the text of the answer. A model
// may be "provider,model".
func (s *Server) Ask(ctx context.Context, model string) (string, error) {
	request := map[string]any{"model": model, "max_tokens": 64, "messages": []any{map[string]any{"role": "user", "content": "Hello"}}}
	var answer struct {
		Content []struct {
			Type, Text string
		}
	}
	if err := s.do(ctx, http.MethodPost, "/v1/messages", request, &answer); err != nil {
		return "", err
	}
	text := ""
	for _, part := range answer.Content {
		text += part.Text
	}
	return text, nil
}

func (s *Server) do(ctx context.Context, method, path string, body, v any) error {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	var content io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, s.URL+path, content)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, data)
	case v == nil:
		return nil
	}
	return json.Unmarshal(data, v)
}

// loopback is a client that asks no proxy and follows nobody.
func loopback() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// freePort is a port below those that the kernel gives to others while node starts (Linux: from 32768 on).
func freePort(t testing.TB) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(20000 + rand.IntN(10000))
		if l, err := net.Listen("tcp", "127.0.0.1:"+port); err == nil {
			l.Close()
			return port
		}
	}
	t.Fatal("no port of 127.0.0.1 is free")
	return ""
}

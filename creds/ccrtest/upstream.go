package ccrtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Upstream stands for the serving endpoints of a Databricks workspace. It speaks OpenAI's chat at
// /serving-endpoints/<model>/invocations, and remembers who asked.
type Upstream struct {
	URL string // http://127.0.0.1:port

	allow func(bearer string) bool
	mu    sync.Mutex
	calls []Call
}

// Call is a request that came upstream.
type Call struct {
	Path   string
	Bearer string // the token alone
	Model  string
	Status int // of the answer
}

// Serve starts an upstream that ends with the test. A bearer that allow does not know gets a 401; nil knows all.
func Serve(t testing.TB, allow func(bearer string) bool) *Upstream {
	u := &Upstream{allow: allow}
	server := httptest.NewServer(u)
	t.Cleanup(server.Close)
	u.URL = server.URL
	return u
}

// Calls lists what came so far, in order.
func (u *Upstream) Calls() []Call {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.calls)
}

// ServeHTTP answers as a serving endpoint does.
func (u *Upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Model  string
		Stream bool
	}
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	call := Call{Path: r.URL.Path, Bearer: bearer, Status: http.StatusOK}
	switch err := json.NewDecoder(r.Body).Decode(&body); {
	case err != nil || r.Method != http.MethodPost:
		call.Status = http.StatusBadRequest
	case u.allow != nil && !u.allow(bearer):
		call.Status = http.StatusUnauthorized
	}
	call.Model = body.Model
	u.mu.Lock()
	u.calls = append(u.calls, call)
	u.mu.Unlock()
	switch {
	case call.Status != http.StatusOK:
		http.Error(w, fmt.Sprintf(`{"error_code": "%d", "message": "refused"}`, call.Status), call.Status)
	case body.Stream:
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: %s\n\ndata: [DONE]\n\n", chat(body.Model, "chat.completion.chunk", "delta"))
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(chat(body.Model, "chat.completion", "message"))
	}
}

// Said is the text of an upstream's answer for a model.
func Said(model string) string { return "This is " + model + "." }

func chat(model, object, part string) []byte {
	data, err := json.Marshal(map[string]any{
		"id": "chat-1", "object": object, "created": 1, "model": model,
		"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", part: map[string]any{"role": "assistant", "content": Said(model)}}},
		"usage":   map[string]any{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
	})
	if err != nil {
		panic(err) // a map of texts and numbers
	}
	return data
}

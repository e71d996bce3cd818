package workspace

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
	"bricktop/model/workspace/fake"
)

const (
	pathMe       = "/api/2.0/preview/scim/v2/Me"
	pathList     = "/api/2.0/token/list"
	pathCreate   = "/api/2.0/token/create"
	pathDelete   = "/api/2.0/token/delete"
	pathOIDC     = "/oidc/.well-known/oauth-authorization-server"
	pathSignIn   = "/oidc/v1/token"
	pathMetadata = "/.well-known/databricks-config"
	pathCurrent  = "/api/2.1/unity-catalog/current-metastore-assignment"
	pathSummary  = "/api/2.1/unity-catalog/metastore_summary"

	user = "dev@example.com"
)

// short is a limit for tests in which a host hangs: sockets do not run on a fake clock.
const short = 300 * time.Millisecond

// patient is a limit that no test should reach.
const patient = time.Minute

func start(t *testing.T, o fake.Options) *fake.Server {
	t.Helper()
	s := fake.New(o)
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.AddUser(user, "Dev One")
	return s
}

func patLogin(s *fake.Server) session.Login {
	_, value := s.AddToken(user, fake.Token{Comment: "login"})
	return session.Login{Host: s.URL(), AuthType: session.PAT, Token: secret.New(value)}
}

func m2mLogin(s *fake.Server) session.Login {
	id, value := s.AddServicePrincipal("app devbox")
	return session.Login{Host: s.URL(), AuthType: session.M2M, ClientID: id, ClientSecret: secret.New(value)}
}

func connect(t *testing.T, login session.Login, o Options) *Client {
	t.Helper()
	if o.Limit == 0 {
		o.Limit = patient
	}
	c, err := Connect(login, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// calls are the client's calls that ask the network.
var calls = map[string]func(context.Context, *Client) error{
	"Context": func(ctx context.Context, c *Client) error { _, err := c.Context(ctx); return err },
	"Tokens":  func(ctx context.Context, c *Client) error { _, err := c.Tokens(ctx); return err },
	"Create": func(ctx context.Context, c *Client) error {
		_, err := c.Create(ctx, tokenSpec())
		return err
	},
	"Revoke": func(ctx context.Context, c *Client) error { return c.Revoke(ctx, "0123456789abcdef") },
}

// requests counts the requests of a path that arrived.
func requests(s *fake.Server, path string) (n int) {
	for _, r := range s.Requests() {
		if r.Path == path {
			n++
		}
	}
	return n
}

func made(s *fake.Server) (n int) {
	for _, tok := range s.Tokens() {
		if tok.Comment == "made" {
			n++
		}
	}
	return n
}

func wantFault(t *testing.T, err error, want session.Fault, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want fault %d", want)
	}
	if got := session.FaultOf(err); got != want {
		t.Errorf("fault %d, want %d: %v", got, want, err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is missing in %q", w, err)
		}
	}
}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func sorted(m map[string]func(context.Context, *Client) error) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func tokenSpec() token.Spec { return token.Spec{Comment: "made", Lifetime: time.Hour} }

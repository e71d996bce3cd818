// Package workspace is the one place that talks to a Databricks workspace, and the one importer of
// databricks-sdk-go: who we are and where, the tokens we have, making and revoking them.
//
// The SDK does the work; this package decides what it may do. It signs in as exactly the login it was
// given. It reads no file and no variable, starts no process and opens no browser. A call is sent once,
// ends within Options.Limit whatever the host does, and fails with a [session.Error].
package workspace

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/client"
	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/httpclient"
	"github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/databricks/databricks-sdk-go/service/iam"
	"github.com/databricks/databricks-sdk-go/service/settings"

	"bricktop/creds/secret"
	"bricktop/model/session"
)

// DefaultLimit bounds a call when Options.Limit is zero.
const DefaultLimit = 10 * time.Second

// Options say how to talk to a workspace. The zero Options are good.
type Options struct {
	Now       func() time.Time  // nil: time.Now
	Transport http.RoundTripper // nil: the proxies and certificates of the environment, and no proxy for loopback
	Limit     time.Duration     // bound of every call, sign-in included; 0: DefaultLimit
	Rate      int               // calls a second at most; 0: the SDK's own 15
	Log       *slog.Logger      // nil: nowhere
	ReadOnly  bool              // Create and Revoke refuse before anything is sent
	Observe   func(Exchange)    // told of every request really sent, from any goroutine; nil: nobody
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = defaultTransport()
	}
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(Exchange) {}
	}
	return o
}

// Client talks to one workspace as one principal. Its methods may be called from several goroutines.
type Client struct {
	login  session.Login
	opts   Options
	origin string // scheme and host
	teller teller
	wire   *wire
	signer *signer

	public     *httpclient.ApiClient // carries no credential
	users      *iam.CurrentUserAPI
	tokens     *settings.TokensAPI
	metastores *catalog.MetastoresAPI
}

// Connect readies a client for a login. It does not touch the network. Errors are *session.Error with
// Fault Refused: a host that is none, plain http to another machine, a missing or unsendable credential,
// an auth type that bricktop does not sign in with.
func Connect(login session.Login, opts Options) (*Client, error) {
	opts = opts.filled()
	address, err := parseHost(login.Host)
	if err != nil {
		return nil, err
	}
	if err := checkCredential(login, address.Host); err != nil {
		return nil, err
	}
	login.Host = address.String()
	c := &Client{login: login, opts: opts, origin: address.Scheme + "://" + address.Host}
	c.teller = teller{host: address.Host, auth: login.AuthType, limit: opts.Limit, now: opts.Now, redact: c.redact}
	c.wire = &wire{base: opts.Transport, now: opts.Now, observe: opts.Observe, describe: c.teller.network}
	c.signer = newSigner(c.sdkConfig(), login.AuthType, opts.Now)
	return c, c.wireSDK()
}

// Close lets go of idle connections.
func (c *Client) Close() {
	if t, ok := c.opts.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

func (c *Client) redact(text string) string {
	return secret.Redact(text, c.login.Token, c.login.ClientSecret, c.signer.current())
}

func checkCredential(login session.Login, host string) error {
	refuse := func(sentence string) error {
		return &session.Error{Fault: session.Refused, Op: opSignIn, Host: host, Sentence: sentence}
	}
	switch login.AuthType {
	case session.PAT:
		if login.Token.IsZero() {
			return refuse("There is no token to sign in with at " + host + ". Set DATABRICKS_TOKEN, or put a token into the profile.")
		}
	case session.M2M:
		if login.ClientID == "" || login.ClientSecret.IsZero() {
			return refuse("Signing in at " + host + " takes a client ID and a client secret, and one of them is missing. Set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or put both into the profile.")
		}
	default:
		return refuse("bricktop cannot sign in by " + strconv.Quote(string(login.AuthType)) + ", only by pat (a token) or oauth-m2m (client ID and secret).")
	}
	if unsendable(login.Token.Reveal()) || unsendable(login.ClientID) || unsendable(login.ClientSecret.Reveal()) {
		return refuse(unsendableSentence(host))
	}
	return nil
}

// A header cannot carry control characters; a line break at the end of a variable is the usual one.
func unsendable(value string) bool {
	return strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// nothing is a loader that loads nothing. Without any loader the SDK reads the environment and
// ~/.databrickscfg (databricks-sdk-go, config/config.go, EnsureResolved).
type nothing struct{}

func (nothing) Name() string                   { return "nothing" }
func (nothing) Configure(*config.Config) error { return nil }

// sdkConfig makes the SDK's view of the login. Each use needs its own: the SDK writes to a Config while
// it signs in, and reads it without a lock while it sends.
func (c *Client) sdkConfig() *config.Config {
	seconds := max(1, int((c.opts.Limit+time.Second-1)/time.Second))
	return &config.Config{
		Host:                c.login.Host,
		WorkspaceID:         c.login.WorkspaceID,
		AuthType:            string(c.login.AuthType),
		Token:               c.login.Token.Reveal(),
		ClientID:            c.login.ClientID,
		ClientSecret:        c.login.ClientSecret.Reveal(),
		Loaders:             []config.Loader{nothing{}},
		HTTPTransport:       c.wire,
		HTTPTimeoutSeconds:  seconds,
		RetryTimeoutSeconds: 1,
		RateLimitPerSecond:  c.opts.Rate,
		// Metadata would be fetched without a bound while the SDK holds its lock; Context asks for it.
		HostMetadataResolver: noMetadata,
	}
}

func noMetadata(context.Context, string) (*config.HostMetadata, error) { return nil, nil }

// never is what the SDK may try again by itself.
func never(context.Context, error) bool { return false }

func (c *Client) wireSDK() error {
	cfg := c.sdkConfig()
	web, err := config.HTTPClientConfigFromConfig(cfg)
	if err != nil {
		return c.teller.explain(opSignIn, nil, err)
	}
	// The SDK's own way to sign in ignores the context of the call; ours does not.
	web.AuthVisitor = c.signer.authorize
	web.ErrorRetriable = never
	web.TransientErrors = nil
	sdk, err := client.NewWithClient(cfg, httpclient.NewApiClient(web))
	if err != nil {
		return c.teller.explain(opSignIn, nil, err)
	}
	c.public = httpclient.NewApiClient(httpclient.ClientConfig{
		Transport: c.wire, HTTPTimeout: web.HTTPTimeout, RetryTimeout: web.RetryTimeout,
		ErrorMapper: apierr.GetAPIError, ErrorRetriable: never,
	})
	c.users = iam.NewCurrentUser(sdk)
	c.tokens = settings.NewTokens(sdk)
	c.metastores = catalog.NewMetastores(sdk)
	return nil
}

package fake

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// Demo is what a Databricks DevBox leaves behind: its workspace, the tokens of the service principal that
// everybody in the app shares, and a second workspace that a profile points to. The fields are what the
// demo's files and variables hold.
type Demo struct {
	Workspace, Other *Server

	App          string // name of the Databricks App
	Host         string
	ClientID     string
	ClientSecret string
	RouterPAT    string // of claude-code-router, with less than five minutes to live
	ExpiredPAT   string // still listed
	RevokedPAT   string // not listed

	OtherHost string
	OtherUser string
	OtherPAT  string
}

const (
	demoHost  = "https://dbc-7e3a91c4-2b6d.cloud.databricks.com"
	otherHost = "https://dbc-51d0c2aa-9f14.cloud.databricks.com"
	day       = 24 * time.Hour
)

// NewDemo makes both workspaces, with tokens whose times are relative to the time now. Host of the options
// may replace the first workspace's host. Neither listens yet.
func NewDemo(o Options) *Demo {
	if o.Host == "" {
		o.Host = demoHost
	}
	d := &Demo{Workspace: New(o), App: "devbox", OtherUser: "dev@example.com"}
	o.Host = otherHost
	if o.Rand != nil {
		// A source of its own: what is made in one workspace must not change what comes next in the other.
		var seed [32]byte
		copy(seed[:], d.Workspace.read(len(seed)))
		o.Rand = rand.NewChaCha8(seed)
	}
	d.Other = New(o)
	d.Host, d.OtherHost = d.Workspace.Host(), d.Other.Host()

	d.ClientID, d.ClientSecret = d.Workspace.AddServicePrincipal("app-4n8qml " + d.App)
	d.addTokens(d.Workspace.now())

	d.Other.Configure(func(s *Settings) {
		s.WorkspaceID = 6543210987654321
		s.Metastore = nil
	})
	d.Other.AddUser(d.OtherUser, "Dev Example")
	_, d.OtherPAT = d.Other.AddToken(d.OtherUser, lived("laptop", d.Other.now(), 11*day, 90*day))
	return d
}

// addTokens gives the service principal one token of every kind that a dashboard has to tell apart.
func (d *Demo) addTokens(now time.Time) {
	add := func(t Token) (id, value string) { return d.Workspace.AddToken(d.ClientID, t) }

	_, d.RouterPAT = add(sdk(now, 55*time.Minute+30*time.Second, time.Hour))
	add(sdk(now, 92*time.Minute, 2*time.Hour)) // of the restart before: no file holds it any more
	revoked, value := add(sdk(now, 26*time.Hour, 48*time.Hour))
	d.RevokedPAT = value
	d.Workspace.Revoke(revoked)
	_, d.ExpiredPAT = add(lived("terraform apply", now, 27*time.Hour, day))

	add(lived("smoke test", now, 30*time.Minute-90*time.Second, 30*time.Minute)) // ends while one watches
	add(lived("notebook export", now, 30*day-19*time.Hour, 30*day))
	add(lived("ci-nightly", now, 19*day, 90*day))
	add(lived("prévisions météo", now, 5*day, 30*day))
	add(Token{Comment: "legacy jobs", Created: now.Add(-412 * day)})

	dashboards := lived("warehouse dashboards", now, 48*day, 60*day)
	dashboards.Scopes = []string{"sql", "authentication"}
	add(dashboards)

	backfill := lived("backfill", now, 3*day, 365*day)
	backfill.Row = map[string]any{"expiry_time": nil}
	add(backfill)
}

// lived is a token with a life of which a part has passed.
func lived(comment string, now time.Time, passed, life time.Duration) Token {
	created := now.Add(-passed)
	return Token{Comment: comment, Created: created, Expires: created.Add(life)}
}

// sdk is a token as the DevBox makes them at each start, with the time in nanoseconds for a comment.
func sdk(now time.Time, passed, life time.Duration) Token {
	return lived(fmt.Sprintf("sdk-%d", now.Add(-passed).UnixNano()), now, passed, life)
}

// Start starts both workspaces; it returns the error of the first that failed.
func (d *Demo) Start() error {
	if err := d.Workspace.Start(); err != nil {
		return err
	}
	return d.Other.Start()
}

// Close closes both workspaces.
func (d *Demo) Close() {
	d.Workspace.Close()
	d.Other.Close()
}

// Transport leads to both workspaces and to no other host.
func (d *Demo) Transport() http.RoundTripper { return d.Workspace.Transport(d.Other) }

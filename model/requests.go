package model

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// RequestMade tells of a request that was sent to a workspace.
type RequestMade struct{ session.Exchange }

// Requests carries what was sent to a log and to the dashboard.
type Requests struct {
	log  *slog.Logger
	made chan session.Exchange
}

// NewRequests has room for what is sent while the dashboard is busy.
func NewRequests(log *slog.Logger) Requests {
	return Requests{log: log, made: make(chan session.Exchange, maxEntries)}
}

// Made tells of a request, from any goroutine. It waits for nobody: what has no room is in the log alone.
func (r Requests) Made(e session.Exchange) {
	r.log.Info("request", "method", e.Method, "path", e.Path, "status", e.Status, "took", e.Took, "error", e.Err)
	select {
	case r.made <- e:
	default:
	}
}

// Feed gives the requests to the dashboard until ctx ends.
func (r Requests) Feed(ctx context.Context, send func(tea.Msg)) {
	for {
		select {
		case e := <-r.made:
			send(RequestMade{Exchange: e})
		case <-ctx.Done():
			return
		}
	}
}

// onRequest keeps a request among the messages. It is not said: most come by themselves.
func (m *Model) onRequest(msg RequestMade) tea.Cmd {
	e := msg.Exchange
	e.Path, e.Err, e.About.Comment = secret.Redact(e.Path), secret.Redact(e.Err), secret.Redact(e.About.Comment)
	m.requests = m.keepEntry(m.requests, entry{at: e.At.Round(0), text: e.Method + " " + e.Path, request: &e, profile: m.profileAt(e.Host)})
	return nil
}

// profileAt is the profile that we are signed in by at a host; empty: none, or the host is another one.
func (m *Model) profileAt(at string) string {
	if host(m.conn.login.Host) != host(at) {
		return ""
	}
	return m.machine.inv.Login.Profile
}

// requestLine is a request in one line.
func (m *Model) requestLine(e *entry) theme.Line {
	r := e.request
	status := theme.Span{Text: strconv.Itoa(r.Status), Tone: theme.Good}
	switch {
	case r.Status == 0:
		status = theme.Span{Text: "none", Tone: theme.Bad}
	case r.Status >= 400:
		status.Tone = theme.Bad
	}
	status.Text = text.Pad(status.Text, 4)
	return theme.Line{{Text: m.clockWords(e.at) + "  ", Tone: theme.Dim}, status, {Text: fmt.Sprintf("  %7s  ", millis(r.Took)), Tone: theme.Dim},
		{Text: text.Clean(e.text), Tone: theme.Dim}}
}

func (m *Model) clockWords(at time.Time) string {
	return at.In(m.opts.Location).Format("15:04:05")
}

// requestBody is all that is known of a request.
func (m *Model) requestBody(e *entry) []theme.Line {
	r := e.request
	lines := []theme.Line{field("Request", e.text), field("Host", host(r.Host)), field("At", m.clockWords(e.at))}
	if r.Status == 0 {
		lines = append(lines, field("Answer", "none, after "+millis(r.Took)), nil)
		lines = append(lines, foreign(theme.Bad, r.Err)...)
	} else {
		lines = append(lines, field("Answer", strconv.Itoa(r.Status)+", after "+millis(r.Took)))
	}
	if command, why := m.asCommand(e); why == "" {
		lines = append(lines, nil, theme.Words(theme.Dim, "As a command of the Databricks CLI:"), theme.Words(theme.Plain, command))
	}
	return lines
}

// The requests that bricktop makes, as commands of the Databricks CLI.
var commandsOf = map[string]string{
	"/api/2.0/token/list":                                 "tokens list",
	"/api/2.0/preview/scim/v2/Me":                         "current-user me",
	"/api/2.1/unity-catalog/metastore_summary":            "metastores summary",
	"/api/2.1/unity-catalog/current-metastore-assignment": "metastores current",
}

// asCommand is the command that does what a request did, or why there is none.
func (m *Model) asCommand(e *entry) (command, why string) {
	r := e.request
	switch {
	case host(r.Host) != host(m.conn.login.Host):
		return "", "This request went to another workspace than that of the sign-in, with a secret that a file holds."
	case r.Path == "/api/2.0/token/create":
		return createCommand(r.About.Comment, r.About.Lifetime, e.profile), ""
	case r.Path == "/api/2.0/token/delete":
		return deleteCommand(r.About.TokenID, e.profile), ""
	case commandsOf[r.Path] != "":
		return databricks(commandsOf[r.Path], e.profile), ""
	case r.Method == "GET" && strings.HasPrefix(r.Path, "/api/"):
		return databricks("api get "+quoted(r.Path), e.profile), ""
	}
	return "", "The Databricks CLI has no command for this: it signs in by itself."
}

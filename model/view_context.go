package model

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"bricktop/model/session"
	"bricktop/ui"
	"bricktop/ui/chart"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// authNames are the ways to sign in, in words.
var authNames = map[session.AuthType]string{
	session.M2M: "OAuth client secret (oauth-m2m)",
	session.PAT: "access token (pat)",
}

// contextFields is panel 1: where we are, who we are there, and which variables say so.
func (m *Model) contextFields() []ui.Field {
	inv, login := &m.machine.inv, m.conn.login
	var fields []ui.Field
	if err := cmp.Or(inv.LoginErr, m.conn.err); err != nil {
		fields = append(fields, ui.Field{Label: "Error", Value: foreign(theme.Bad, err.Error())[0]})
	}
	if login.Host != "" {
		fields = append(fields, ui.Field{Label: "Host", Value: theme.Line{m.linked(theme.Span{Text: host(login.Host), Tone: theme.Strong}, "")}})
	}
	if login.AuthType != "" {
		fields = append(fields, plain("Auth", authNames[login.AuthType]))
	}
	if inv.Login.Profile != "" {
		fields = append(fields, plain("Profile", inv.Login.Profile))
	}
	if m.conn.ctx != nil {
		fields = append(fields, m.toldFields(m.conn.ctx)...)
	}
	if inv.App.Inside {
		name := inv.App.Name
		if name == "" {
			name = "yes"
		}
		fields = append(fields, plain("App", name))
	}
	if m.sharedPrincipal() {
		fields = append(fields, toned("Shared", "everyone who can use this app shares these tokens", theme.Warn))
	}
	fields = append(fields, m.homeFields()...)
	fields = append(fields, m.envFields()...)
	return append(fields, m.sourceFields()...)
}

// toldFields is what the workspace told.
func (m *Model) toldFields(c *session.Context) []ui.Field {
	kind := "user"
	if c.Principal.Kind == session.ServicePrincipal {
		kind = "service principal"
	}
	fields := []ui.Field{toned("Who", who(c.Principal), theme.Strong), toned("Kind", kind, theme.Dim)}
	if c.Principal.DisplayName != "" {
		label := "User"
		if c.Principal.Kind == session.ServicePrincipal {
			label = "App ID"
		}
		fields = append(fields, plain(label, c.Principal.UserName))
	}
	if c.Cloud != "" {
		fields = append(fields, plain("Cloud", c.Cloud))
	}
	if c.WorkspaceID != "" {
		fields = append(fields, plain("Workspace", c.WorkspaceID))
	}
	switch {
	case c.MetastoreErr != nil:
		fields = append(fields, toned("Metastore", c.MetastoreErr.Error(), theme.Warn))
	case c.Metastore == (session.Metastore{}):
		fields = append(fields, toned("Metastore", "none", theme.Dim))
	default:
		fields = append(fields, ui.Field{Label: "Metastore", Value: theme.Line{
			{Text: text.Clean(c.Metastore.Name)}, {Text: "  " + text.Clean(c.Metastore.Region), Tone: theme.Dim}}})
	}
	if !c.OAuthExpiry.IsZero() {
		fields = append(fields, m.oauthField())
	}
	latency := plain("Latency", millis(c.RoundTrip))
	latency.More = m.conn.trips.line(m.term.theme)
	fields = append(fields, latency)
	if c.Skew.Abs() > 30*time.Second {
		fields = append(fields, toned("Clock", "this machine's differs by "+text.Countdown(c.Skew.Abs()), theme.Warn))
	}
	return fields
}

// oauthLeft is what our OAuth access token has left, by our own clock: the server told a duration.
func (m *Model) oauthLeft() time.Duration {
	if m.conn.ctx == nil || m.conn.ctx.OAuthExpiry.IsZero() {
		return 0
	}
	return m.conn.ctx.OAuthExpiry.Sub(m.now.Truncate(time.Second))
}

func (m *Model) oauthField() ui.Field {
	left := m.oauthLeft()
	if left <= 0 {
		return toned("OAuth", "renewed at the next request", theme.Dim)
	}
	f := ui.Field{Label: "OAuth", Value: theme.Line{{Text: text.Countdown(left)}, {Text: ", renews itself", Tone: theme.Dim}}}
	if c := m.conn.ctx; c.OAuthLife > 0 {
		share := func(left time.Duration) float64 { return 1 - float64(left)/float64(c.OAuthLife) }
		f.More = chart.Life(share(left), share(c.OAuthExpiry.Sub(c.OAuthRenewal)), lifeCells, m.term.theme)
	}
	return f
}

func (m *Model) envFields() []ui.Field {
	var fields []ui.Field
	for _, v := range m.judged.report.Environment {
		if !v.Set {
			continue
		}
		tone := theme.Dim
		if v.Used {
			tone = theme.Plain
		}
		value := theme.Line{{Text: text.Clean(v.Value), Tone: tone}}
		if !v.Used && v.Note == "" {
			value = append(value, theme.Span{Text: "  not used", Tone: theme.Dim})
		}
		if v.Note != "" {
			tone := theme.Warn
			if v.Used {
				tone = theme.Dim
			}
			value = append(value, theme.Span{Text: "  " + text.Clean(string(v.Note)), Tone: tone})
		}
		fields = append(fields, ui.Field{Label: text.Clean(v.Name), Value: value})
	}
	if fields == nil {
		return nil
	}
	return append([]ui.Field{{Label: "Environment"}}, fields...)
}

// sourceFields says where each part of the login came from.
func (m *Model) sourceFields() []ui.Field {
	sources := m.machine.inv.Login.Sources
	if len(sources) == 0 {
		return nil
	}
	fields := []ui.Field{{Label: "Where the login came from"}}
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		fields = append(fields, toned(name, sources[name], theme.Dim))
	}
	return fields
}

// sharedPrincipal reports that we are the service principal of the app that we run in.
func (m *Model) sharedPrincipal() bool {
	return m.machine.inv.App.Inside && m.conn.login.AuthType == session.M2M
}

// contextSummary is the panel folded to a line.
func (m *Model) contextSummary() theme.Line {
	if err := cmp.Or(m.machine.inv.LoginErr, m.conn.err); err != nil {
		return foreign(theme.Bad, err.Error())[0]
	}
	c := m.conn.ctx
	if c == nil {
		return theme.Words(theme.Dim, host(m.conn.login.Host))
	}
	line := theme.Words(theme.Plain, who(c.Principal))
	if c.Cloud != "" {
		line = append(line, theme.Span{Text: "  " + c.Cloud, Tone: theme.Dim})
	}
	if c.Metastore.Name != "" {
		line = append(line, theme.Span{Text: "  metastore ", Tone: theme.Dim}, theme.Span{Text: text.Clean(c.Metastore.Name)})
	}
	if left := m.oauthLeft(); left > 0 {
		line = append(line, theme.Span{Text: "  OAuth ", Tone: theme.Dim}, theme.Span{Text: text.Countdown(left)})
	}
	return line
}

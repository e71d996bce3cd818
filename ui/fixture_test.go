package ui

import (
	"fmt"
	"maps"
	"time"

	"bricktop/ui/chart"
	"bricktop/ui/dialog"
	"bricktop/ui/form"
	"bricktop/ui/table"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// The screens that the goldens show: invented, and as full as a busy day.

func span(tone theme.Tone, s string) theme.Span { return theme.Span{Text: s, Tone: tone} }

func field(label, value string) Field {
	return Field{Label: label, Value: theme.Words(theme.Plain, value)}
}

var columns = []table.Column{
	{Title: "STATE", Min: 10, Want: 10},
	{Title: "COMMENT", Min: 14, Want: 24, Flex: true},
	{Title: "LEFT", Min: 7, Want: 8, Right: true},
	{Title: "LIFE", Min: 6, Want: 10, Drop: 3},
	{Title: "USED BY", Min: 10, Want: 14, Drop: 2},
	{Title: "CREATED", Min: 7, Want: 7, Right: true, Drop: 4},
	{Title: "ID", Min: 8, Want: 8, Drop: 5},
}

type sample struct {
	state, comment, left, used, created string
	tone                                theme.Tone
	share                               float64
}

var samples = []sample{
	{"✗ expired", "sdk-1763880000000000000", "", "", "7h", theme.Muted, 1},
	{"◆ urgent", "sdk-1763908200000000000", "4m 07s", "claude-code-router", "55m", theme.Bad, 0.93},
	{"▲ soon", "sdk-1763909900000000000", "18m 40s", "", "41m", theme.Warn, 0.69},
	{"● ok", "ci-deploy", "8d 23h", "databrickscfg +1", "81d", theme.Good, 0.9},
	{"● ok", "nightly export, ask dev@example.com", "61d 04h", "", "29d", theme.Good, 0.32},
	{"● ok", "Prüfung für Übernahme 日本語", "364d 02h", "", "1d", theme.Good, 0.004},
	{"? unknown", "made by an older release", "", "", "412d", theme.Dim, 0},
	{"∞ never", "notebook-bridge", "", "databrickscfg", "2y", theme.Warn, 0},
}

func tokenRow(i int, into *table.Row) {
	s := &samples[i%len(samples)]
	life := table.Cell{}
	if s.share > 0 {
		life = table.Cell{Bar: true, Share: s.share, Tone: s.tone}
	}
	into.Muted = s.tone == theme.Muted
	into.Mark = i == 2
	into.Cells = append(into.Cells[:0], table.Cell{Text: s.state, Tone: s.tone}, table.Cell{Text: s.comment},
		table.Cell{Text: s.left, Tone: s.tone}, life, table.Cell{Text: s.used}, table.Cell{Text: s.created, Tone: theme.Dim},
		table.Cell{Text: "3f9a01c7", Tone: theme.Dim})
}

func contextFields() []Field {
	return []Field{
		{Label: "Host", Value: theme.Words(theme.Strong, "dbc-a1b2c3d4-e5f6.cloud.databricks.com")},
		field("Signed in", "oauth-m2m, from the environment"),
		field("As", "devbox (service principal)"),
		field("Application", "4b1f6c2e-93d7-4f0a-b5a8-2c7d9e01f366"),
		field("Cloud", "aws"),
		field("Workspace", "1234567890123456"),
		{Label: "Metastore", Value: theme.Line{span(theme.Plain, "main-eu"), span(theme.Dim, "  eu-west-1")}},
		{Label: "OAuth token", Value: theme.Line{span(theme.Plain, "41m 07s"), span(theme.Dim, " left, renews itself")}},
		{Label: "Inside", Value: theme.Words(theme.Plain, "the Databricks App devbox")},
		field("Round trip", "41 ms"),
		{Label: "Environment"},
		field("DATABRICKS_HOST", "dbc-a1b2c3d4-e5f6.cloud.databricks.com"),
		field("DATABRICKS_CLIENT_ID", "4b1f6c2e-93d7-4f0a-b5a8-2c7d9e01f366"),
		field("DATABRICKS_CLIENT_SECRET", "dose••••#41d0"),
		{Label: "CLAUDE_CODE_TOKEN_EXPIRY_SECONDS", Value: theme.Line{span(theme.Dim, "3600"), span(theme.Warn, "  default lifetime of new tokens")}},
	}
}

func fileRows() []theme.Line {
	file := func(mark theme.Span, path, more string) theme.Line {
		return theme.Line{mark, span(theme.Strong, " "+path), span(theme.Dim, "  "+more)}
	}
	item := func(tone theme.Tone, glyph, words string) theme.Line {
		return theme.Line{span(theme.Plain, "  "), span(tone, glyph), span(theme.Plain, " "+words)}
	}
	return []theme.Line{
		file(span(theme.Warn, "▲"), "~/.databrickscfg", "0644  3 profiles"),
		item(theme.Good, "●", "[DEFAULT] client_secret  works"),
		item(theme.Bad, "✗", "[old] token  revoked"),
		item(theme.Warn, "▲", "Everyone on this machine can read it (0644)"),
		file(span(theme.Bad, "◆"), "~/.claude-code-router/config.json", "0644  2 providers"),
		item(theme.Bad, "◆", "Providers[0].api_key (databricks)  works, 4m 07s left"),
		item(theme.Dim, "?", "Providers[1].api_key (openrouter)  another vendor's"),
	}
}

func dashboard(th *theme.Theme) Props {
	return Props{
		Theme: th,
		Header: Header{Host: "dbc-a1b2c3d4-e5f6.cloud.databricks.com", Who: "devbox", Profile: "DEFAULT", Badges: []string{"DEMO"},
			State: span(theme.Good, "● online 41 ms"), Clock: "12:04:31"},
		Context: Context{Fields: contextFields(), Summary: theme.Line{span(theme.Plain, "devbox"), span(theme.Dim, "  aws"),
			span(theme.Dim, "  metastore "), span(theme.Plain, "main-eu"), span(theme.Dim, "  OAuth "), span(theme.Plain, "41m 07s")}},
		Tokens: Tokens{Title: "Tokens 8", Order: "soonest first", Summary: theme.Line{span(theme.Bad, "◆"), span(theme.Plain, " 1 urgent, 1 soon")},
			Table: table.Props{Columns: columns, Sort: 2, Count: len(samples), Cursor: 1, Focused: true, Row: tokenRow}},
		Files: Files{Title: "Credential files", Rows: fileRows(), Summary: theme.Line{span(theme.Bad, "✗"), span(theme.Plain, " 1 error, 2 warnings")}},
		Detail: Detail{Title: "sdk-1763908200000000000", Fields: []Field{
			{Label: "Comment", Value: theme.Words(theme.Strong, "sdk-1763908200000000000")},
			field("ID", "3f9a01c7d5be4402a6b1c98f7d3e5a0b1c2d3e4f5061728394a5b6c7d8e9f001"),
			field("Created", "11:09 today  2026-11-23 11:09:24 UTC"),
			{Label: "Expires", Value: theme.Line{span(theme.Bad, "4m 07s"), span(theme.Plain, "  12:08 today  2026-11-23 12:08:38 UTC")}},
			field("Scopes", "all"),
			field("Used by", "~/.claude-code-router/config.json, Providers[0].api_key"),
		}},
		Focus: TokensPanel,
		Hints: []Hint{{"create", "n", "new", false, false}, {"revoke", "x", "revoke", false, false}, {"filter", "/", "filter", false, false}, {"help", "?", "help", false, true},
			{"refresh", "R", "refresh", false, false}, {"sort", "s", "sort", false, false}, {"profile", "p", "profile", true, false}, {"fix", "f", "fix", false, false},
			{"details", "enter", "details", false, false}, {"copy", "y", "copy ID", false, false}, {"quit", "q", "quit", false, true}},
	}
}

// screens are the states that have a golden each.
func screens(th *theme.Theme) map[string]Props {
	with := func(change func(*Props)) Props {
		p := dashboard(th)
		change(&p)
		return p
	}
	all := panelScreens(with)
	maps.Copy(all, dialogScreens(with))
	return all
}

func panelScreens(with func(func(*Props)) Props) map[string]Props {
	return map[string]Props{
		"dashboard": with(func(*Props) {}),
		"many": with(func(p *Props) {
			p.Tokens.Title, p.Tokens.Table.Count, p.Tokens.Table.Cursor = "Tokens 112", 112, 60
			p.Toast = &Toast{Text: "✓ Revoked ci-deploy", Tone: theme.Good}
		}),
		"filter": with(func(p *Props) {
			p.Tokens.Title, p.Tokens.Table.Count = "Tokens 3 of 8", 3
			p.Tokens.Filter = &Filter{Text: "sdk", Cursor: 3, Typing: true}
			p.Toast = &Toast{Text: "A long message that says what happened, to which file or host, and what to do about it now.", Tone: theme.Bad}
		}),
		"files": with(func(p *Props) {
			p.Focus, p.Tokens.Table.Focused, p.Files.Cursor = FilesPanel, false, 4
		}),
		"context": with(func(p *Props) {
			p.Focus, p.Tokens.Table.Focused, p.Context.Scroll = ContextPanel, false, 3
		}),
		"offline": with(func(p *Props) {
			p.Header.State = span(theme.Bad, "✗ offline, 2m old")
			p.Header.Badges = []string{"READ-ONLY"}
			p.Tokens.Notice = theme.Words(theme.Warn, "As of 2m ago. dbc-a1b2c3d4-e5f6.cloud.databricks.com did not answer within 10 s. R tries again.")
		}),
		"empty": with(func(p *Props) {
			p.Tokens.Title, p.Tokens.Table.Count, p.Tokens.Order = "Tokens 0", 0, ""
			p.Tokens.Empty = []theme.Line{theme.Words(theme.Strong, "No tokens yet."), nil,
				{span(theme.Accent, "n"), span(theme.Dim, " makes one that lives an hour.")}}
			p.Detail = Detail{}
			p.Files.Rows = nil
			p.Files.Empty = []theme.Line{theme.Words(theme.Strong, "No credential file."), nil,
				theme.Words(theme.Dim, "Looked for ~/.databrickscfg and ~/.claude-code-router/config.json.")}
		}),
		"lifetimes": with(func(p *Props) {
			day := 24 * time.Hour
			at := time.Date(2026, 11, 23, 12, 4, 31, 0, time.UTC)
			p.Lifetimes = &Lifetimes{Title: "Lifetimes 112", Span: "1 month from Nov 16 2026", Chart: chart.Props{
				Window: chart.Around(at, 30*day, 0, 80), Now: at, Title: "COMMENT", Count: 112, Cursor: 60,
				Note: theme.Line{span(theme.Good, "8d 23h left"), span(theme.Plain, ", until Dec 2")},
				Row: func(i int, into *chart.Row) {
					s := &samples[i%len(samples)]
					into.State, into.Label, into.Left = span(s.tone, text.Cluster(s.state)), s.comment, s.left[:min(len(s.left), 3)]
					into.Begin, into.End = at.Add(-time.Duration(i)*day), at.Add(time.Duration(60-i)*day)
				}}}
		}),
		"welcome": with(func(p *Props) {
			p.Header = Header{State: span(theme.Dim, "? no workspace"), Clock: "12:04:31"}
			p.Hints = []Hint{{"demo", "enter", "demo", false, false}, {"help", "?", "help", false, true}, {"quit", "q", "quit", false, true}}
			p.Welcome = &Welcome{Title: "Welcome to bricktop", Lines: []theme.Line{
				theme.Words(theme.Plain, "There is no workspace to sign in to yet."), nil,
				theme.Words(theme.Dim, "Looked for:"),
				theme.Words(theme.Plain, "  DATABRICKS_HOST with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or DATABRICKS_TOKEN"),
				{span(theme.Plain, "  ~/.databrickscfg"), span(theme.Dim, "  not there")}, nil,
				theme.Words(theme.Dim, "What you can do:"),
				{span(theme.Accent, "  enter"), span(theme.Plain, "  see it all in a demo, on an invented workspace")},
				{span(theme.Accent, "  q"), span(theme.Plain, "      quit")},
			}}
		}),
	}
}

func dialogScreens(with func(func(*Props)) Props) map[string]Props {
	return map[string]Props{
		"create": with(func(p *Props) {
			f := form.New(form.Field{Label: "Comment", Value: "sdk-1763911471000000000", Help: "Shown wherever the token is listed.", Limit: 100},
				form.Field{Label: "Lifetime", Value: "0", Help: "1 hour"})
			f.SetError(1, "A token has to live for at least a second.")
			p.Dialog = &dialog.Props{Title: "New token", Tone: theme.Accent, Form: f, Hint: "enter creates · tab next field · esc goes back",
				Body: []theme.Line{theme.Words(theme.Dim, "It belongs to the app's service principal: everyone who can use this app shares it.")}}
		}),
		"revoke": with(func(p *Props) {
			value := func(label, v string) theme.Line { return theme.Line{span(theme.Dim, label), span(theme.Plain, v)} }
			p.Dialog = &dialog.Props{Title: "Revoke this token?", Tone: theme.Bad, Body: []theme.Line{
				value("Comment  ", "ci-deploy"),
				value("ID       ", "3f9a01c7d5be4402a6b1c98f7d3e5a0b1c2d3e4f5061728394a5b6c7d8e9f001"),
				value("Created  ", "Sep 3 09:12, 81d ago"), nil,
				theme.Words(theme.Bad, "These stop working at once:"),
				theme.Words(theme.Strong, "  ~/.databrickscfg, profile DEFAULT"), nil,
				theme.Words(theme.Dim, "A revoked token never comes back."),
			}, Buttons: []dialog.Button{{Label: "Keep it", Key: "n", Focused: true}, {Label: "Revoke it", Key: "y", Danger: true}},
				Hint: "tab moves · enter acts on the marked button · esc goes back"}
		}),
		"profile": with(func(p *Props) {
			choices := []theme.Line{theme.Words(theme.Strong, "as flags and environment say")}
			for i := range 13 {
				choices = append(choices, theme.Line{span(theme.Strong, fmt.Sprintf("profile-%02d", i*i*i)),
					span(theme.Plain, "dbc-a1b2c3d4-e5f6.cloud.databricks.com"[i%3*13:]), span(theme.Dim, "oauth-m2m")})
			}
			p.Dialog = &dialog.Props{Title: "Sign in by a profile", Tone: theme.Accent, Choices: choices, Columns: true, Choice: 3, Hint: "enter signs in · esc goes back"}
		}),
		"help": with(func(p *Props) {
			var body []theme.Line
			for i := range 40 {
				if i > 0 && i%8 == 0 {
					body = append(body, nil)
				}
				body = append(body, theme.Line{span(theme.Accent, fmt.Sprintf("%-10s", string(rune('a'+i%26)))), span(theme.Plain, "what this key does, in a few words")})
			}
			p.Dialog = &dialog.Props{Title: "Help", Tone: theme.Accent, Wide: true, Body: body, Scroll: 5, Hint: "esc closes"}
		}),
	}
}

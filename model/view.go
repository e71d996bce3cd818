package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/model/session"
	"bricktop/ui"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// View draws the state. It changes nothing, and twice is equal.
func (m *Model) View() tea.View {
	frame := m.frame()
	v := tea.NewView(frame.Content)
	v.AltScreen = true
	v.ReportFocus = true
	v.WindowTitle = m.title()
	v.ProgressBar, v.ProgramStatus = m.progress(), m.status()
	if m.term.mouse.on {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if frame.Cursor != nil {
		v.Cursor = tea.NewCursor(frame.Cursor.X, frame.Cursor.Y)
		v.Cursor.Blink = false
	}
	return v
}

func (m *Model) frame() ui.Frame {
	if m.ended.quitting || m.term.w <= 0 || m.term.h <= 0 {
		return ui.Frame{}
	}
	return ui.Screen(m.Props(), m.term.w, m.term.h)
}

// Props is everything that a frame shows.
func (m *Model) Props() ui.Props {
	p := ui.Props{
		Theme:  m.term.theme,
		Header: m.header(),
		Tokens: m.tokensProps(),
		Focus:  m.focus,
		Hints:  m.hints(), Quit: m.key("quit"),
		Welcome: m.welcome(),
	}
	if m.charting() {
		p.Lifetimes = m.lifetimesProps()
	} else {
		p.Context = ui.Context{Fields: m.contextFields(), Summary: m.contextSummary(), Scroll: m.scroll}
		p.Files, p.Detail = m.filesProps(), m.detailProps()
	}
	if m.toast.text != "" {
		p.Toast = &ui.Toast{Text: text.Clean(m.toast.text), Tone: m.toast.tone}
	}
	if d := m.top(); d != nil {
		p.Dialog = d.draw(m)
	}
	return p
}

// title is the window's: the renderer writes it as it is, so it is ASCII and clean.
func (m *Model) title() string {
	title := "bricktop"
	if m.conn.login.Host != "" {
		title += " - " + host(m.conn.login.Host)
	}
	if n := m.judged.urgent; n > 0 {
		title += fmt.Sprintf(" (%d expiring)", n)
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e {
			return '?'
		}
		return r
	}, title)
}

func (m *Model) header() ui.Header {
	h := ui.Header{
		Host:    host(m.conn.login.Host),
		Profile: text.Clean(m.machine.inv.Login.Profile),
		State:   m.connState(),
		Clock:   m.now.In(m.opts.Location).Format("15:04"),
	}
	if m.conn.ctx != nil {
		h.Who = who(m.conn.ctx.Principal)
	}
	if m.opts.Demo {
		h.Badges = append(h.Badges, "DEMO")
	}
	if m.opts.DryRun {
		h.Badges = append(h.Badges, "DRY-RUN")
	}
	if m.opts.ReadOnly {
		h.Badges = append(h.Badges, "READ-ONLY")
	}
	if crowd := m.crowd(); crowd != "" {
		h.Badges = append(h.Badges, crowd)
	}
	return h
}

func who(p session.Principal) string {
	if p.DisplayName != "" {
		return text.Clean(p.DisplayName)
	}
	return text.Clean(p.UserName)
}

func (m *Model) connState() theme.Span {
	g := m.term.marks.glyphs
	err := cmp.Or(m.conn.err, m.machine.inv.LoginErr)
	if f := session.FaultOf(m.tokens.err); err == nil && (f == session.Unauthorized || unreached(m.tokens.err)) {
		err = m.tokens.err
	}
	switch {
	case !m.machine.known:
		return theme.Span{Text: g.Unknown + " looking…", Tone: theme.Dim}
	case err != nil && unreached(err):
		return theme.Span{Text: g.Expired + " offline" + m.ageOfContext(), Tone: theme.Bad}
	case err != nil:
		return theme.Span{Text: g.Expired + " not signed in", Tone: theme.Bad}
	case m.conn.ws == nil:
		return theme.Span{Text: g.Unknown + " no workspace", Tone: theme.Dim}
	case m.conn.ctx == nil:
		return theme.Span{Text: g.Unknown + " connecting…", Tone: theme.Dim}
	}
	return theme.Span{Text: g.OK + " online " + millis(m.conn.ctx.RoundTrip), Tone: theme.Good}
}

func unreached(err error) bool {
	switch session.FaultOf(err) {
	case session.Unreachable, session.TimedOut, session.BadAnswer, session.Limited:
		return true
	}
	return false
}

func (m *Model) ageOfContext() string {
	if m.conn.ctx == nil || m.now.Sub(m.conn.at) < time.Minute {
		return ""
	}
	return ", " + text.Age(m.now.Sub(m.conn.at)) + " old"
}

func (m *Model) filesProps() ui.Files {
	p := ui.Files{Title: "Credential files", Rows: m.fileRows(), Cursor: m.files.cursor}
	errors, warnings := m.findings()
	switch {
	case !m.machine.known:
		p.Summary = theme.Words(theme.Dim, "looking…")
		p.Empty = []theme.Line{theme.Words(theme.Dim, "Looking…")}
	case m.noFiles():
		p.Summary = theme.Words(theme.Dim, "none here")
	case errors+warnings == 0:
		p.Summary = theme.Line{{Text: m.term.marks.glyphs.OK + " nothing wrong", Tone: theme.Good}}
	default:
		p.Summary = theme.Line{m.worstMark(errors), {Text: " " + m.findingWords(errors, warnings)}}
	}
	return p
}

func (m *Model) noFiles() bool {
	return !slices.ContainsFunc(m.judged.report.Files, func(f report.File) bool { return f.Exists })
}

func (m *Model) worstMark(errors int) theme.Span {
	if errors > 0 {
		return theme.Span{Text: m.term.marks.glyphs.Expired, Tone: theme.Bad}
	}
	return theme.Span{Text: m.term.marks.glyphs.Soon, Tone: theme.Warn}
}

func (m *Model) findingWords(errors, warnings int) string {
	var parts []string
	if errors > 0 {
		parts = append(parts, text.Plural(errors, "error", "errors"))
	}
	if warnings > 0 {
		parts = append(parts, text.Plural(warnings, "warning", "warnings"))
	}
	return strings.Join(parts, ", ")
}

func (m *Model) detailProps() ui.Detail {
	switch m.focus {
	case ui.FilesPanel:
		if it, ok := m.files.current(); ok {
			title, fields := m.itemDetail(it)
			return ui.Detail{Title: title, Fields: fields}
		}
	default:
		if t, ok := m.tokens.current(); ok {
			return ui.Detail{Title: "Token " + t.ID.Short(), Fields: m.tokenFields(t)}
		}
	}
	return ui.Detail{}
}

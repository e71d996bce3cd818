package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	uidialog "bricktop/ui/dialog"
	"bricktop/ui/theme"
)

// tokenSettings is where a workspace's own pages list the tokens of whoever is signed in.
const tokenSettings = "/settings/user/developer/access-tokens"

// page is the address of a page of our workspace, empty where its host is none that a link may lead to.
func (m *Model) page(path string) string {
	name, ok := strings.CutPrefix(m.conn.login.Host, "https://")
	name = strings.TrimSuffix(name, "/")
	if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == ':')
	}) {
		return ""
	}
	return "https://" + name + path
}

// linked is a span that leads to a page, where the terminal takes links for what they are.
func (m *Model) linked(span theme.Span, path string) theme.Span {
	if m.term.links {
		span.Link = m.page(path)
	}
	return span
}

// takesLinks reports whether a terminal is known to draw a link as its words. The Linux console and GNU screen may
// draw its address among them.
func takesLinks(env tea.EnvMsg) bool {
	kind := env.Getenv("TERM")
	return kind != "" && kind != "linux" && kind != "dumb" && (!strings.HasPrefix(kind, "screen") || env.Getenv("TMUX") != "")
}

// linkDialog shows addresses of the workspace. bricktop starts no browser: in an app terminal it would start on
// the wrong machine.
type linkDialog struct{ choice int }

var pages = [...]struct{ name, path string }{{"The workspace", ""}, {"Its tokens", tokenSettings}}

func (m *Model) openLink() tea.Cmd {
	d := &linkDialog{}
	d.choice = 1
	m.open(d)
	return nil
}

func (m *Model) noLink() string {
	if m.page("") == "" {
		return "There is no workspace to lead to."
	}
	return ""
}

func (d *linkDialog) press(m *Model, key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "esc", "q", "o":
		m.shut(d)
	case "y", "enter":
		if to := m.page(pages[d.choice].path); to != "" {
			return m.send("link", to, "Sent the link to the clipboard. A terminal may ignore that.")
		}
	case "tab":
		d.choice = (d.choice + 1) % len(pages)
	default:
		d.choice = chosen(d.choice, len(pages), key.String())
	}
	return nil
}

func (d *linkDialog) draw(m *Model) *uidialog.Props {
	p := &uidialog.Props{Title: "Links", Tone: theme.Accent, Choice: d.choice, Hint: "y sends it to the clipboard · esc goes back"}
	for _, page := range pages {
		p.Choices = append(p.Choices, theme.Words(theme.Plain, page.name))
	}
	path := pages[d.choice].path
	p.Body = []theme.Line{{m.linked(theme.Span{Text: m.page(path), Tone: theme.Strong}, path)}, nil,
		theme.Words(theme.Dim, "bricktop opens no browser. Many terminals open a link on a click, with ctrl or cmd held.")}
	return p
}

package headless

import (
	"cmp"
	"io"
	"strings"
	"time"

	"bricktop/model/report"
	"bricktop/model/token"
	"bricktop/ui/text"
)

const (
	commentCells  = 40
	severityCells = len("ERROR  ")
	timeLayout    = "2006-01-02 15:04 UTC"
)

// writeText prints a report for people. It has no colours, so that it reads the same in a pipe and in a log.
func writeText(w io.Writer, r report.Report) error {
	var p page
	p.workspace(r.Workspace)
	p.tokens(r)
	p.environment(r.Environment)
	p.files(r.Files)
	_, err := io.WriteString(w, p.String())
	return err
}

// page is the text so far. Everything that reaches it through rows or line is cleaned.
type page struct{ strings.Builder }

func (p *page) line(indent int, parts ...string) {
	p.WriteString(strings.Repeat(" ", indent))
	p.WriteString(strings.TrimRight(text.Clean(strings.Join(parts, "")), " "))
	p.WriteByte('\n')
}

// rows prints a table with its columns two cells apart, each as wide as its widest cell.
func (p *page) rows(indent int, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			row[i] = text.Clean(cell)
			widths[i] = max(widths[i], text.Width(row[i]))
		}
	}
	for _, row := range rows {
		padded := make([]string, len(row))
		for i, cell := range row {
			padded[i] = text.Pad(cell, widths[i])
		}
		p.line(indent, strings.Join(padded, "  "))
	}
}

func (p *page) workspace(w report.Workspace) {
	p.line(0, "WORKSPACE")
	var rows [][]string
	add := func(label string, value string) {
		if value != "" {
			rows = append(rows, []string{label, value})
		}
	}
	add("host", string(w.Host))
	add("signed in by", string(w.AuthType))
	user := string(w.User)
	if user != "" && w.UserKind != "" {
		user += " (" + strings.ReplaceAll(string(w.UserKind), "_", " ") + ")"
	}
	if w.DisplayName != "" {
		user = string(w.DisplayName) + ", " + user
	}
	add("user", user)
	add("workspace ID", string(w.WorkspaceID))
	add("cloud", string(w.Cloud))
	add("metastore", string(w.Metastore))
	add("OAuth until", moment(w.OAuthExpiresAt))
	add("error", string(w.Error))
	p.rows(2, rows)
}

func (p *page) tokens(r report.Report) {
	p.line(0)
	if len(r.Tokens) == 0 && r.Workspace.Error != "" {
		p.line(0, "TOKENS  not known")
		return
	}
	p.line(0, "TOKENS  ", text.Plural(len(r.Tokens), "token", "tokens"))
	if len(r.Tokens) == 0 {
		return
	}
	rows := [][]string{{"LEFT", "URGENCY", "EXPIRES", "ID", "COMMENT", "USED BY"}}
	for _, t := range r.Tokens {
		rows = append(rows, []string{
			left(t), t.Urgency.String(), cmp.Or(moment(t.ExpiresAt), "-"), t.ID.Short(),
			text.Truncate(text.Clean(t.Comment), commentCells), cmp.Or(strings.Join(t.UsedBy, " "), "-"),
		})
	}
	p.rows(2, rows)
}

func (p *page) environment(variables []report.Variable) {
	var rows [][]string
	for _, v := range variables {
		if v.Set {
			rows = append(rows, []string{v.Name, v.Value, string(v.Note)})
		}
	}
	if len(rows) > 0 {
		p.line(0)
		p.line(0, "ENVIRONMENT")
		p.rows(2, rows)
	}
}

func (p *page) files(files []report.File) {
	p.line(0)
	p.line(0, "FILES")
	for _, f := range files {
		switch {
		case !f.Exists && f.Error != "":
			p.line(2, f.Path, "  not looked at")
		case !f.Exists:
			p.line(2, f.Path, "  does not exist")
		default:
			p.line(2, f.Path, "  ", string(f.Mode))
		}
		rows := make([][]string, 0, len(f.Secrets))
		for _, s := range f.Secrets {
			shown := cmp.Or(s.Mask, s.Indirect)
			rows = append(rows, []string{s.Where, shown, strings.ReplaceAll(string(s.State), "_", " ")})
		}
		p.rows(4, rows)
		for _, found := range f.Findings {
			p.line(4, text.Pad(strings.ToUpper(string(found.Severity)), severityCells), found.Text)
			if found.Fix != "" {
				p.line(4+severityCells, string(found.Fix))
			}
		}
	}
}

func left(t report.Token) string {
	switch {
	case t.SecondsLeft != nil:
		return text.Countdown(time.Duration(*t.SecondsLeft) * time.Second)
	case t.Urgency == token.Never:
		return "never ends"
	default:
		return "unknown"
	}
}

func moment(at report.Instant) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(timeLayout)
}

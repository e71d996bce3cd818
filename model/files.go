package model

import (
	"fmt"
	"strings"

	"bricktop/model/report"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// files is panel 3: the credential files, under each what it holds and what is wrong with it. The selection
// is a key, not a row.
type files struct {
	items    []item
	selected string
	cursor   int
}

// item is one row: a file, one of its secrets, or one of its findings.
type item struct {
	key     string
	file    int // index into the report's files
	secret  int // index into the file's secrets, -1: none
	finding int // index into the file's findings, -1: none
}

// list makes the rows of a report and finds the selection again. A finding about a secret stands under it,
// unless the secret's own row says as much.
func (f *files) list(r report.Report) {
	f.items = f.items[:0]
	for i, file := range r.Files {
		f.items = append(f.items, item{key: file.ID, file: i, secret: -1, finding: -1})
		told := make(map[int]bool)
		for s, secret := range file.Secrets {
			f.items = append(f.items, item{key: file.ID + " secret " + secret.Where, file: i, secret: s, finding: -1})
			for n, finding := range file.Findings {
				if finding.Where == secret.Where && !told[n] {
					told[n] = true
					f.add(i, n, finding, secret)
				}
			}
		}
		for n, finding := range file.Findings {
			if !told[n] {
				f.add(i, n, finding, report.Secret{})
			}
		}
	}
	for at, it := range f.items {
		if it.key == f.selected {
			f.cursor = at
			return
		}
	}
	f.moveTo(f.cursor)
}

func (f *files) add(file, n int, finding report.Finding, of report.Secret) {
	switch finding.Code {
	case report.SecretExpired, report.SecretRevoked, report.WrongWorkspace:
		if of.Where != "" && finding.Mend == (report.Mend{}) {
			return // its row tells the state in the same words
		}
	}
	key := fmt.Sprintf("%d finding %s %s", file, finding.Code, finding.Where)
	f.items = append(f.items, item{key: key, file: file, secret: -1, finding: n})
}

func (f *files) moveTo(at int) {
	f.cursor = max(0, min(at, len(f.items)-1))
	f.selected = ""
	if f.cursor < len(f.items) {
		f.selected = f.items[f.cursor].key
	}
}

func (f *files) current() (item, bool) {
	if f.cursor >= len(f.items) {
		return item{}, false
	}
	return f.items[f.cursor], true
}

func (m *Model) fileRows() []theme.Line {
	rows := make([]theme.Line, len(m.files.items))
	for i, it := range m.files.items {
		rows[i] = m.fileRow(it)
	}
	return rows
}

func (m *Model) fileRow(it item) theme.Line {
	file := m.judged.report.Files[it.file]
	switch {
	case it.secret >= 0:
		s := file.Secrets[it.secret]
		line := theme.Line{{Text: "  "}, m.term.marks.state(s.State), {Text: " " + text.Clean(secretName(s))}}
		if kept := m.keptWords(s.Target); kept != "" {
			line = append(line, theme.Span{Text: "  " + kept, Tone: theme.Accent})
		}
		return append(line, theme.Span{Text: "  " + m.stateWords(s), Tone: theme.Dim})
	case it.finding >= 0:
		return m.findingRow(file.Findings[it.finding])
	}
	line := theme.Line{m.term.marks.file(file), {Text: " " + text.Clean(m.short(file.Path)), Tone: theme.Strong}}
	switch {
	case !file.Exists:
		line = append(line, theme.Span{Text: "  not there", Tone: theme.Dim})
	default:
		tone := theme.Dim
		if file.Perm&0o077 != 0 {
			tone = theme.Warn
		}
		line = append(line, theme.Span{Text: "  " + string(file.Mode), Tone: tone})
	}
	return line
}

// headlines say in a row what a finding's sentence says in the details.
var headlines = map[report.Code]string{
	report.Unreadable: "cannot be read", report.ModeTooOpen: "open to others",
	report.ForeignOwner: "belongs to somebody else", report.Superseded: "nothing reads it any more",
	report.SecretExpired: "expired", report.SecretRevoked: "not known to its workspace",
	report.WrongWorkspace: "belongs to another workspace", report.TokenEndsSoon: "ends within five minutes",
	report.SeveralAuth: "several ways to sign in", report.HostMismatch: "another workspace than ours",
	report.EnvShadowsFile: "the environment leads elsewhere", report.DeadProfile: "nothing else in this profile",
	report.SecretOrphaned: "nothing can use it here", report.StaleCopy: "an old copy with secrets",
	report.SecretInLog: "secrets in clear text", report.InWorkTree: "git may take it up",
	report.SeveralPlaces: "held in several places",
}

func (m *Model) findingRow(f report.Finding) theme.Line {
	words, ok := headlines[f.Code]
	if !ok {
		words = text.Clean(f.Text)
	}
	mark := m.term.marks.severity(f.Severity)
	indent := "  "
	if f.Where != "" {
		indent = "    "
	}
	row := theme.Line{{Text: indent}, mark, {Text: " " + words, Tone: mark.Tone}}
	if f.Mend != (report.Mend{}) && !m.opts.ReadOnly {
		row = append(row, theme.Span{Text: "  " + m.key("fix"), Tone: theme.Accent}, theme.Span{Text: " fixes", Tone: theme.Dim})
	}
	return row
}

// secretName is the short name of a secret in its file: the profile or provider that it belongs to.
func secretName(s report.Secret) string {
	switch {
	case s.Profile != "" && s.Kind == "token":
		return s.Profile
	case s.Profile != "":
		return s.Profile + " " + s.Kind
	case s.Provider != "":
		return s.Provider
	}
	return s.Where
}

// short is a path with the home folder as ~.
func (m *Model) short(path string) string {
	if home := m.machine.inv.Home; home != "" && strings.HasPrefix(path, home+"/") {
		return "~" + strings.TrimPrefix(path, home)
	}
	return path
}

// homely is a sentence with the home folder as ~.
func (m *Model) homely(sentence string) string {
	home := m.machine.inv.Home
	if home == "" {
		return sentence
	}
	return strings.ReplaceAll(sentence, home+"/", "~/")
}

// targetWords names a place that uses a token: "claude-code-router:databricks" is a provider of a file.
func (m *Model) targetWords(target string) string {
	for _, file := range m.judged.report.Files {
		if name, ok := strings.CutPrefix(target, file.ID+":"); ok {
			return m.short(file.Path) + " · " + name
		}
	}
	return target
}

// findings counts what needs attention.
func (m *Model) findings() (errors, warnings int) {
	for _, file := range m.judged.report.Files {
		for _, f := range file.Findings {
			switch f.Severity {
			case report.Error:
				errors++
			case report.Warn:
				warnings++
			}
		}
	}
	return errors, warnings
}

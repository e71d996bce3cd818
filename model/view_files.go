package model

import (
	"fmt"
	"io/fs"
	"strings"

	"bricktop/model/report"
	"bricktop/model/token"
	"bricktop/ui"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// itemDetail is everything about one row of the panel: a finding and a secret first, then their file. The row
// may be gone from the report that came after it.
func (m *Model) itemDetail(it item) (title string, fields []ui.Field) {
	if it.file >= len(m.judged.report.Files) {
		return "", nil
	}
	file := m.judged.report.Files[it.file]
	title = text.Clean(m.short(file.Path))
	switch {
	case it.secret >= 0 && it.secret < len(file.Secrets):
		return title, append(m.secretFields(file, file.Secrets[it.secret]), m.fileFields(it.file)...)
	case it.finding >= 0 && it.finding < len(file.Findings):
		return title, append(m.findingFields(file.Findings[it.finding]), m.fileFields(it.file)...)
	}
	return title, m.fileFields(it.file)
}

func (m *Model) findingFields(f report.Finding) []ui.Field {
	mark := m.term.marks.severity(f.Severity)
	fields := []ui.Field{{Label: "Finding", Value: theme.Line{mark, {Text: " " + text.Clean(f.Text), Tone: theme.Strong}}}}
	if f.Fix != "" {
		fields = append(fields, plain("Fix", string(f.Fix)))
	}
	return append(fields, ui.Field{Label: "The file"})
}

func (m *Model) secretFields(file report.File, s report.Secret) []ui.Field {
	mark := m.term.marks.state(s.State)
	fields := []ui.Field{
		{Label: "Secret", Value: theme.Words(theme.Strong, text.Clean(s.Where))},
		{Label: "State", Value: theme.Line{mark, {Text: " " + m.stateWords(s), Tone: mark.Tone}}},
	}
	if s.Mask != "" {
		fields = append(fields, plain("Value", s.Mask+", fingerprint "+string(s.Fingerprint)))
	}
	if s.Host != "" {
		fields = append(fields, plain("Host", host(s.Host)))
	}
	if t, ok := m.tokens.find(token.ID(s.TokenID)); ok && s.TokenID != "" {
		fields = append(fields, plain("Token", t.ID.Short()+"  "+t.Comment))
	}
	if err := m.stored.errs[report.Key{Fingerprint: string(s.Fingerprint), Host: s.Host}]; err != nil {
		fields = append(fields, toned("Why", err.Error(), theme.Warn))
	}
	for _, f := range file.Findings {
		if f.Where == s.Where {
			fields = append(fields, toned("Finding", f.Text, m.term.marks.severity(f.Severity).Tone))
		}
	}
	return append(fields, ui.Field{Label: "The file"})
}

// fileFields is everything about one file: what the file system says, what it holds, what is wrong.
func (m *Model) fileFields(i int) []ui.Field {
	if i >= len(m.judged.report.Files) || i >= len(m.machine.inv.Files) {
		return nil
	}
	file, fact := m.judged.report.Files[i], m.machine.inv.Files[i]
	if !file.Exists {
		return []ui.Field{plain("Path", m.short(file.Path)), toned("State", "not there", theme.Dim)}
	}
	fields := []ui.Field{
		plain("Path", m.short(file.Path)),
		{Label: "Mode", Value: modeLine(file, fact.Mode)},
		plain("Size", text.Bytes(fact.Size)),
		plain("Changed", m.when(fact.Modified)),
	}
	if fact.Link != "" {
		fields = append(fields, plain("Link to", m.short(fact.Link)))
	}
	if o := fact.Owner; o.Known {
		name := o.Name
		if name == "" {
			name = fmt.Sprintf("uid %d", o.UID)
		}
		fields = append(fields, plain("Owner", name))
	}
	if file.Error != "" {
		fields = append(fields, toned("Error", string(file.Error), theme.Bad))
	}
	fields = append(fields, m.profileFields(fact.Profiles)...)
	fields = append(fields, m.providerFields(fact.Providers)...)
	if len(file.Secrets) > 0 {
		fields = append(fields, ui.Field{Label: "Secrets"})
		for _, s := range file.Secrets {
			fields = append(fields, m.secretField(s))
		}
	}
	if len(file.Findings) > 0 {
		fields = append(fields, ui.Field{Label: "Findings"})
		for _, f := range file.Findings {
			mark := m.term.marks.severity(f.Severity)
			fields = append(fields, ui.Field{Label: "", Value: theme.Line{mark, {Text: " " + text.Clean(f.Text)}}})
		}
	}
	return fields
}

// profileFields is every profile with the way it signs in.
func (m *Model) profileFields(profiles []report.Profile) []ui.Field {
	if len(profiles) == 0 {
		return nil
	}
	fields := []ui.Field{{Label: "Profiles"}}
	for _, p := range profiles {
		kinds := strings.Join(p.AuthKinds, " and ")
		if kinds == "" {
			kinds = "no credential"
		}
		line := theme.Line{{Text: text.Clean(kinds)}}
		if p.Host != "" {
			line = append(line, theme.Span{Text: "  " + host(p.Host), Tone: theme.Dim})
		}
		if p.InUse {
			line = append(line, theme.Span{Text: "  in use", Tone: theme.Accent})
		} else if p.Default {
			line = append(line, theme.Span{Text: "  the default", Tone: theme.Dim})
		}
		fields = append(fields, ui.Field{Label: text.Clean(p.Name), Value: line})
	}
	return fields
}

// providerFields is every provider of claude-code-router, and whether it is our workspace.
func (m *Model) providerFields(providers []report.Provider) []ui.Field {
	if len(providers) == 0 {
		return nil
	}
	fields := []ui.Field{{Label: "Providers"}}
	for _, p := range providers {
		kind := "not Databricks"
		switch {
		case p.Databricks && m.conn.login.Host == "":
			kind = "Databricks"
		case p.Databricks && p.Host == m.conn.login.Host:
			kind = "Databricks, this workspace"
		case p.Databricks:
			kind = "Databricks, another workspace"
		}
		line := theme.Line{{Text: kind}, {Text: "  " + host(p.Host), Tone: theme.Dim}}
		if p.Skipped != "" {
			line = append(line, theme.Span{Text: "  skipped: " + text.Clean(p.Skipped), Tone: theme.Warn})
		}
		fields = append(fields, ui.Field{Label: text.Clean(p.Name), Value: line})
	}
	return fields
}

func modeLine(file report.File, mode fs.FileMode) theme.Line {
	line := theme.Line{{Text: string(file.Mode) + "  "}, {Text: mode.String(), Tone: theme.Dim}}
	if mode.Perm()&0o077 != 0 {
		line[0].Tone = theme.Warn
	}
	return line
}

func (m *Model) secretField(s report.Secret) ui.Field {
	mark := m.term.marks.state(s.State)
	value := theme.Line{mark, {Text: " " + text.Clean(s.Mask) + "  "}, {Text: m.stateWords(s), Tone: mark.Tone}}
	if s.Host != "" {
		value = append(value, theme.Span{Text: "  at " + host(s.Host), Tone: theme.Dim})
	}
	return ui.Field{Label: text.Clean(secretName(s)), Value: value}
}

package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

type modePlannedMsg struct {
	change report.ModeChange
	err    error
}

type modeChangedMsg struct {
	op     int
	change report.ModeChange
	err    error
}

// fixable is the path of the finding that `f` mends: of the selected row, else of its file, else of the first
// file that has one.
func (m *Model) fixable() string {
	files := m.judged.report.Files
	if it, ok := m.files.current(); ok {
		if it.finding >= 0 {
			return files[it.file].Findings[it.finding].Path
		}
		if path := firstFix(files[it.file : it.file+1]); path != "" {
			return path
		}
	}
	return firstFix(files)
}

func firstFix(files []report.File) string {
	for _, file := range files {
		for _, f := range file.Findings {
			if f.Path != "" {
				return f.Path
			}
		}
	}
	return ""
}

func (m *Model) planFix() tea.Cmd {
	files, path := m.opts.Files, m.fixable()
	return func() tea.Msg {
		change, err := files.PlanMode(path)
		return modePlannedMsg{change: change, err: err}
	}
}

func (m *Model) onModePlanned(msg modePlannedMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		m.say(theme.Bad, msg.err.Error())
		return nil
	case msg.change.From == msg.change.To:
		m.say(theme.Good, m.short(msg.change.Path)+" is already for its owner alone.")
		return m.look()
	case m.top() != nil:
		return nil // something else was opened meanwhile
	}
	body := []theme.Line{
		field("File", m.short(msg.change.Path)),
		{{Text: "Mode      ", Tone: theme.Dim}, {Text: fmt.Sprintf("%04o", msg.change.From), Tone: theme.Warn},
			{Text: "  to  "}, {Text: fmt.Sprintf("%04o", msg.change.To), Tone: theme.Good}},
		nil,
		theme.Words(theme.Plain, "Then nobody but you can read the secrets in it. Its contents stay as they are."),
	}
	m.open(ask("Protect this file?", theme.Accent, body, "Cancel", "Change the mode", func(m *Model) tea.Cmd {
		return m.applyFix(msg.change)
	}))
	return nil
}

func (m *Model) applyFix(change report.ModeChange) tea.Cmd {
	_, op := m.ops.begin("a file's mode is being changed")
	files := m.opts.Files
	return func() tea.Msg { return modeChangedMsg{op: op, change: change, err: files.Apply(change)} }
}

func (m *Model) onModeChanged(msg modeChangedMsg) tea.Cmd {
	m.ops.end(msg.op)
	if msg.err != nil {
		m.say(theme.Bad, msg.err.Error())
		return m.look()
	}
	m.say(theme.Good, fmt.Sprintf("%s is %04o now.", text.Clean(m.short(msg.change.Path)), msg.change.To))
	return m.look()
}

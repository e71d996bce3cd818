package model

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/report"
	"bricktop/ui"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// worked is a change that was worked out, with the secrets that it takes away.
type worked struct {
	report.Change
	taken []report.Held
	err   error
}

// planned is a change to ask for.
type planned struct {
	report.Change
	final string // why it can never be taken back once it is made, as a sentence; empty: it can
}

type changePlannedMsg struct {
	op int
	worked
}

type changeMadeMsg struct {
	op     int
	change planned
	done   report.Done
	err    error
}

// fixable is what `f` mends: of the selected row, else of its file; where no file is looked at, else of the first that
// has something.
func (m *Model) fixable() report.Mend {
	files := m.judged.report.Files
	it, ok := m.files.current()
	if !ok {
		return firstMend(files)
	}
	file := files[it.file]
	for n, finding := range file.Findings {
		if n == it.finding || it.secret >= 0 && finding.Where == file.Secrets[it.secret].Where {
			if finding.Mend != (report.Mend{}) {
				return finding.Mend
			}
		}
	}
	if mend := firstMend(files[it.file : it.file+1]); it.finding < 0 && mend != (report.Mend{}) {
		return mend
	}
	if m.focus == ui.FilesPanel {
		return report.Mend{}
	}
	return firstMend(files)
}

func firstMend(files []report.File) report.Mend {
	for _, file := range files {
		for _, f := range file.Findings {
			if f.Mend != (report.Mend{}) {
				return f.Mend
			}
		}
	}
	return report.Mend{}
}

func (m *Model) planFix() tea.Cmd {
	mend, files := m.fixable(), m.opts.Files
	return m.plan(func(ctx context.Context) (report.Change, error) { return files.PlanMend(ctx, mend) })
}

// plan works a change out; its reply shows it.
func (m *Model) plan(work func(context.Context) (report.Change, error)) tea.Cmd {
	ctx, op := m.ops.begin("")
	m.asks(op)
	files := m.opts.Files
	return func() tea.Msg { return changePlannedMsg{op, workOut(ctx, files, work)} }
}

func workOut(ctx context.Context, files Files, work func(context.Context) (report.Change, error)) worked {
	change, err := work(ctx)
	if err != nil {
		return worked{err: err}
	}
	return worked{Change: change, taken: files.Taken(ctx, change)}
}

// onChangePlanned shows what a change will do before it is done.
func (m *Model) onChangePlanned(msg changePlannedMsg) tea.Cmd {
	if msg.err != nil {
		m.ops.end(msg.op)
		m.say(theme.Bad, msg.err.Error())
		return m.look()
	}
	m.openLate(msg.op, m.changeQuestion(m.planned(msg.worked)))
	return nil
}

// changeQuestion asks for a planned change.
func (m *Model) changeQuestion(change planned) *confirm {
	yes := "Change it"
	if change.Confirm != "" {
		change.InPlace, yes = true, "Overwrite it"
	}
	return ask(text.Clean(m.homely(change.Title)), theme.Accent, m.changeBody(change), "Cancel", yes,
		func(m *Model) tea.Cmd { return m.apply(change) })
}

// changeBody is the file, the masked diff, and what follows from it.
func (m *Model) changeBody(c planned) []theme.Line {
	body := []theme.Line{field("File", m.short(c.Path))}
	if c.final != "" && !m.opts.DryRun { // before what may be scrolled out of sight
		body = append(body, theme.Words(theme.Warn, c.final))
	}
	body = append(body, nil)
	for _, l := range c.Diff {
		body = append(body, diffLine(l))
	}
	if len(c.Diff) > 0 {
		body = append(body, nil)
	}
	if c.Confirm != "" {
		body = append(body, foreign(theme.Warn, c.Confirm)...)
	}
	for _, note := range c.Notes {
		body = append(body, theme.Words(theme.Plain, text.Clean(m.homely(note))))
	}
	switch {
	case m.opts.DryRun:
		body = append(body, theme.Words(theme.Dim, "This is a dry run: nothing is written."))
	case c.final == "":
		body = append(body, theme.Words(theme.Dim, "It can be undone until bricktop exits: ! and then u."))
	}
	return body
}

func diffLine(l report.DiffLine) theme.Line {
	tone, sign := theme.Dim, "  "
	switch l.Kind {
	case report.Added:
		tone, sign = theme.Good, "+ "
	case report.Removed:
		tone, sign = theme.Bad, "- "
	case report.Skipped:
		return theme.Words(theme.Muted, "  …")
	}
	return theme.Words(tone, sign+text.Clean(l.Text))
}

func (m *Model) apply(change planned) tea.Cmd {
	ctx, op := m.ops.begin("a file is being written")
	files := m.opts.Files
	return func() tea.Msg {
		done, err := files.Apply(ctx, change.Change)
		return changeMadeMsg{op: op, change: change, done: done, err: err}
	}
}

func (m *Model) onChangeMade(msg changeMadeMsg) tea.Cmd {
	m.ops.end(msg.op)
	msg.done.CanUndo = msg.done.CanUndo && msg.change.final == ""
	if msg.err != nil {
		m.note(theme.Bad, msg.err.Error(), &msg.done) // it may have been written all the same
	} else {
		m.note(theme.Good, m.doneWords()+m.homely(msg.change.Title)+".", &msg.done)
		if !m.opts.DryRun { // whose list of changes is printed at the end
			m.did(msg.change.Title + ".")
		}
	}
	m.noteFinal(msg.change.final)
	for _, warning := range msg.done.Warnings {
		m.note(theme.Warn, warning, nil)
	}
	if p := msg.change.Pull; p != nil && p.Again && msg.err == nil {
		return tea.Batch(m.look(), m.plan(m.pulling(p.Target)))
	}
	return m.look()
}

// doneWords begin the sentence that a change was made.
func (m *Model) doneWords() string {
	if m.opts.DryRun {
		return "Would be done: "
	}
	return "Done: "
}

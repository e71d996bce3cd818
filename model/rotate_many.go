package model

import (
	"fmt"
	"slices"

	"bricktop/model/rotate"
	"bricktop/model/token"
	uidialog "bricktop/ui/dialog"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// series is rotations of which one follows the other, and what came of each.
type series struct {
	plans []rotate.Plan
	ends  []theme.Span // of those that ended
}

// many reports whether there is more than one: a single one needs no list.
func (s *series) many() bool { return len(s.plans) > 1 }

// markedHolders is the targets that hold a marked token, or the selected one where none is marked.
func (m *Model) markedHolders() []string {
	if len(m.tokens.marked) == 0 {
		t, _ := m.tokens.current()
		return m.judged.usedBy[t.ID]
	}
	var holders []string
	for id, users := range m.judged.usedBy {
		if m.tokens.marked[id] {
			holders = append(holders, users...)
		}
	}
	slices.Sort(holders)
	return slices.Compact(holders)
}

// oldToken is the token that a plan replaces, as far as it is listed.
func (m *Model) oldToken(p rotate.Plan) token.Token {
	if t, ok := m.tokens.find(p.Old.ID); ok {
		return t
	}
	return token.Token{ID: p.Old.ID}
}

// planLines is one plan of several: the token, and under it the files that hold it.
func (m *Model) planLines(p rotate.Plan) []theme.Line {
	old := m.oldToken(p)
	lines := []theme.Line{{{Text: called(old), Tone: theme.Strong}, {Text: "  " + text.Clean(old.ID.Short()) + "  " + m.leftWords(old) + " left", Tone: theme.Dim}}}
	for _, t := range p.Targets {
		lines = append(lines, theme.Line{{Text: "  "}, {Text: text.Clean(m.targetWords(t.ID))}})
	}
	return lines
}

// unplanned is the marked tokens that no plan replaces, as a sentence.
func (m *Model) unplanned(plans []rotate.Plan) []theme.Line {
	n := len(m.tokens.marked)
	for _, p := range plans {
		if m.tokens.marked[p.Old.ID] {
			n--
		}
	}
	if n == 0 || n == len(m.tokens.marked) {
		return nil
	}
	return []theme.Line{nil, theme.Words(theme.Warn, fmt.Sprintf("%d of the marked tokens %s left as before: in no file that can be written, or made a moment ago.", n, isAre(n)))}
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// ended notes what came of the plan that just ended. A token that was replaced is no longer marked.
func (r *rotation) ended(m *Model) {
	g := m.term.marks.glyphs
	end := theme.Span{Text: g.Expired + " not rotated", Tone: theme.Bad}
	if r.now.Done() {
		end = theme.Span{Text: g.OK + " rotated", Tone: theme.Good}
		m.tokens.mark(r.series.plans[len(r.series.ends)].Old.ID, false)
	}
	r.series.ends = append(r.series.ends, end)
}

// drawSeries adds to the steps how many rotations there are, and what came of each.
func (r *rotation) drawSeries(m *Model, p *uidialog.Props) {
	s := &r.series
	p.Body = append(p.Body[:len(p.Body):len(p.Body)], nil, m.term.marks.bar(len(s.ends), len(s.plans), 30))
	p.Columns, p.Wide, p.Choice = true, true, len(s.ends)
	for i, plan := range s.plans {
		end := theme.Span{Text: m.term.marks.glyphs.Bullet + " waits", Tone: theme.Dim}
		switch {
		case i < len(s.ends):
			end = s.ends[i]
		case !r.running:
			end.Text = m.term.marks.glyphs.Bullet + " left"
		case i == len(s.ends):
			end = theme.Span{Text: m.term.marks.glyphs.Unknown + " rotating…", Tone: theme.Warn}
		}
		old := m.oldToken(plan)
		row := theme.Line{end, {Text: called(old)}, {Text: text.Clean(plan.Old.ID.Short()), Tone: theme.Dim}}
		for _, t := range plan.Targets {
			row = append(row, theme.Span{Text: text.Clean(m.targetWords(t.ID)), Tone: theme.Dim})
			break
		}
		if more := len(plan.Targets) - 1; more > 0 {
			row[len(row)-1].Text += fmt.Sprintf(" +%d", more)
		}
		p.Choices = append(p.Choices, row)
	}
}

package model

import (
	"bricktop/model/rotate"
	"bricktop/ui/text"
	"bricktop/ui/theme"
)

// stepWords is a step in the dialog, with the file it is about.
func (m *Model) stepWords(step rotate.Step) (words string, loud bool) {
	words, target, loud := rotate.Shown(step)
	if target != "" {
		words += " " + m.targetWords(target)
	}
	return text.Clean(words), loud
}

// stepped is the line of a step that was taken, forward or back; ok is false where nobody needs to see it.
func (m *Model) stepped(step rotate.Step, before, after rotate.Rotation) (line theme.Line, ok bool) {
	words, loud := m.stepWords(step)
	failed := after.Err() != nil && (before.Err() == nil || after.Err().Error() != before.Err().Error())
	if !loud && !failed {
		return nil, false
	}
	mark := theme.Span{Text: m.term.marks.glyphs.OK + " ", Tone: theme.Good}
	if before.Back() {
		mark, words = theme.Span{Text: m.term.marks.glyphs.Bullet + " ", Tone: theme.Warn}, "take back: "+words
	}
	if failed {
		mark = theme.Span{Text: m.term.marks.glyphs.Expired + " ", Tone: theme.Bad}
	}
	return theme.Line{mark, {Text: words}}, true
}

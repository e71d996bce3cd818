package dialog

import (
	"slices"

	"bricktop/ui/form"
)

// part is one of the parts of a dialog, from top to bottom.
type part int

const (
	bodyPart part = iota
	formPart
	choicePart
	buttonPart
	hintPart
	parts
)

// lay chooses the rows of a dialog that has room for so many.
func (b *builder) lay(room int, body []row) {
	rows := [parts][]row{bodyPart: body, formPart: b.formRows(), buttonPart: b.buttonRows(), hintPart: b.hintRows(-1)}
	have, all, blanks := [parts]int{choicePart: len(b.props.Choices)}, 0, 1 // one inside the frame above, one under each part
	for i := range rows {
		have[i] = max(have[i], len(rows[i]))
		all += have[i]
		if have[i] > 0 {
			blanks++
		}
	}
	// Where a little space is all that is missing, what the dialog says is worth more.
	spaced := room >= roomy || room-blanks >= all
	if spaced {
		room -= blanks
	} else if all > room {
		rows[formPart] = slices.DeleteFunc(rows[formPart], func(r row) bool { return r.form == form.Row{Field: r.form.Field} })
		have[formPart] = len(rows[formPart])
	}
	got := b.share(room, have, rows[formPart])
	rows[bodyPart] = b.scroll(rows[bodyPart], got[bodyPart])
	rows[formPart] = b.formWindow(rows[formPart], got[formPart])
	rows[choicePart] = b.choiceRows(got[choicePart])
	rows[buttonPart] = b.buttonWindow(rows[buttonPart], got[buttonPart])
	rows[hintPart] = b.hintRows(got[hintPart])
	b.add(spaced, rows)
}

// share deals out room lines: first what has the keyboard, a line to act by, a line of what it is about and
// one of what can be done; then more, where more is worth most.
func (b *builder) share(room int, have [parts]int, form []row) (got [parts]int) {
	from, input, to := b.focus(form)
	for _, step := range [...]struct {
		part part
		upTo int
	}{
		{formPart, input - from}, {choicePart, 1}, {buttonPart, 1}, {bodyPart, 1}, {hintPart, 1},
		{formPart, to - from}, {buttonPart, room}, {bodyPart, 3}, {formPart, room}, {choicePart, 6}, {bodyPart, 6},
		{hintPart, room}, {choicePart, room}, {bodyPart, room},
	} {
		more := min(min(step.upTo, have[step.part])-got[step.part], room)
		if more > 0 {
			got[step.part] += more
			room -= more
		}
	}
	return got
}

// focus is the rows [from, to) of the focused field, and where its input ends.
func (b *builder) focus(rows []row) (from, input, to int) {
	from = -1
	for i, r := range rows {
		if r.form.Field != b.props.Form.Focused() || r.form == (form.Row{Field: r.form.Field}) {
			continue
		}
		if from < 0 {
			from = i
		}
		if r.form.Input {
			input = i + 1
		}
		to = i + 1
	}
	return max(from, 0), input, to
}

// formWindow is n rows of the form, the focused field among them.
func (b *builder) formWindow(rows []row, n int) []row {
	from, _, to := b.focus(rows)
	first := max(0, min(from, to-n))
	return rows[first : first+n]
}

// buttonWindow is n lines of buttons, the focused one among them.
func (b *builder) buttonWindow(rows []row, n int) []row {
	at := slices.IndexFunc(rows, func(r row) bool {
		return slices.ContainsFunc(r.hits, func(h Hit) bool { return b.props.Buttons[h.Index].Focused })
	})
	first := max(0, at-n+1)
	return rows[first : first+n]
}

// scroll takes the n lines of the body that are in view.
func (b *builder) scroll(body []row, n int) []row {
	b.body, b.bodyShown = len(body), n
	if n == 0 {
		return nil
	}
	b.box.Scroll = min(max(b.props.Scroll, 0), b.body-n)
	shown := body[b.box.Scroll : b.box.Scroll+n]
	if n == b.body {
		return shown
	}
	size := max(1, n*n/b.body)
	at := b.box.Scroll * (n - size) / (b.body - n)
	for i := range shown {
		shown[i].scroll = i >= at && i < at+size
	}
	return shown
}

func (b *builder) add(spaced bool, rows [parts][]row) {
	for _, part := range rows {
		if len(part) > 0 && spaced {
			b.rows = append(b.rows, row{blank: true})
		}
		b.rows = append(b.rows, part...)
	}
	if spaced {
		b.rows = append(b.rows, row{blank: true})
	}
}

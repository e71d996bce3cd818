package model

import (
	tea "charm.land/bubbletea/v2"

	"bricktop/ui"
)

const lifetimesGroup = "Lifetimes"

// The footer of the chart. The keys of the tokens work there as in the table.
var lifetimesFooter = []string{"zoom-in", "zoom-out", "earlier", "later", "now", "details", "rotate", "revoke", "keep", "create", "help", "back"}

func lifetimesActions() []action {
	return []action{
		{id: "lifetimes", keys: on("lifetimes", "L"), help: "All tokens on one time axis; again, esc or q: back.", group: lifetimesGroup,
			off: (*Model).noChart, run: (*Model).toggleLifetimes},
		{id: "zoom-in", keys: on("closer", "+", "="), help: "Closer, down to an hour.", group: lifetimesGroup,
			off: (*Model).noMoving, run: func(m *Model) tea.Cmd { return m.zoomBy(-1) }},
		{id: "zoom-out", keys: on("farther", "-"), help: "Farther, up to two years.", group: lifetimesGroup,
			off: (*Model).noMoving, run: func(m *Model) tea.Cmd { return m.zoomBy(1) }},
		{id: "earlier", keys: on("earlier", "left", "h"), help: "Earlier.", group: lifetimesGroup,
			off: (*Model).noMoving, run: func(m *Model) tea.Cmd { return m.panBy(-1) }},
		{id: "later", keys: on("later", "right", "l"), help: "Later.", group: lifetimesGroup,
			off: (*Model).noMoving, run: func(m *Model) tea.Cmd { return m.panBy(1) }},
		{id: "now", keys: on("now", "0"), help: "Back to now; again: as far as the last token ends.", group: lifetimesGroup,
			off: (*Model).noMoving, run: (*Model).toNow},
	}
}

// lifetimesHints are the footer of the chart, where q does not quit.
func (m *Model) lifetimesHints() []ui.Hint {
	hints := m.hintsOf(lifetimesFooter...)
	hints[len(hints)-1].Pin = true
	return hints
}

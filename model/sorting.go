package model

import (
	tea "charm.land/bubbletea/v2"

	"bricktop/model/settings"
	"bricktop/model/token"
	"bricktop/ui"
)

// The columns of the table that the orders stand for, and the orders in words.
var (
	sortColumns = map[token.Column]string{token.ByLeft: settings.Left, token.ByLife: settings.Life, token.ByUse: settings.UsedBy,
		token.ByCreated: settings.Created, token.ByID: settings.ID, token.ByComment: settings.Comment}
	orderNames = map[token.Order]string{
		{Column: token.ByLeft}:                "soonest first",
		{Column: token.ByLeft, Desc: true}:    "longest first",
		{Column: token.ByLife}:                "least used up first",
		{Column: token.ByLife, Desc: true}:    "most used up first",
		{Column: token.ByUse}:                 "by use",
		{Column: token.ByUse, Desc: true}:     "by use, Z first",
		{Column: token.ByComment}:             "by comment",
		{Column: token.ByComment, Desc: true}: "by comment, Z first",
		{Column: token.ByCreated}:             "oldest first",
		{Column: token.ByCreated, Desc: true}: "newest first",
		{Column: token.ByID}:                  "by ID",
		{Column: token.ByID, Desc: true}:      "by ID, f first",
	}
)

func (m *Model) sortBy(o token.Order) tea.Cmd {
	m.tokens.order = o
	m.sift()
	m.focus = ui.TokensPanel
	return nil
}

// sift shows the tokens in their order.
func (m *Model) sift() {
	m.orderByUse(m.tokens.list)
	m.tokens.sift()
}

// orderByUse tells a list who uses its tokens, where it is sorted by that.
func (m *Model) orderByUse(list *token.List) {
	if m.tokens.order.Column == token.ByUse {
		list.SortByUse(func(id token.ID) string { _, name := m.firstUser(id); return name })
	}
}

// sortByTitle sorts by a column of the table, or the other way round where it is sorted by that one.
func (m *Model) sortByTitle(column int) tea.Cmd {
	now, name := m.tokens.order, m.opts.Settings.Columns[column]
	if name == settings.State { // which follows from the time left
		name = settings.Left
	}
	if sortColumns[now.Column] == name {
		return m.sortBy(token.Order{Column: now.Column, Desc: !now.Desc})
	}
	for c, of := range sortColumns {
		if of == name {
			now = token.Order{Column: c}
		}
	}
	return m.sortBy(now)
}

package model

import "bricktop/model/report"

// Advertised is every key that an action has.
func Advertised() []string {
	var keys []string
	for _, a := range actions() {
		keys = append(keys, a.keys.Keys()...)
	}
	return keys
}

// ActionKeys is every action with its keys, its word and its help.
func ActionKeys() map[string][]string {
	ids := make(map[string][]string)
	for _, a := range actions() {
		ids[a.id] = a.keys.Keys()
	}
	return ids
}

// Dialog names the dialog on top.
func (m *Model) Dialog() string {
	switch m.top().(type) {
	case *confirm:
		return "question"
	case *createDialog:
		return "create"
	case *createdDialog:
		return "created"
	case *reading:
		return "reading"
	case *profileDialog:
		return "profiles"
	}
	return ""
}

// HasHeadline reports whether a kind of finding has its short words.
func HasHeadline(c report.Code) bool { return headlines[c] != "" }

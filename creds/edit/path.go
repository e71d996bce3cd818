package edit

import (
	"iter"
	"slices"
	"strconv"
	"strings"
)

// Path names a value: section and key in INI, the name in dotenv, names and indices from the root in JSON and
// TOML. In Add, "-" is the place behind a list's last item, as in a JSON pointer (RFC 6901).
//
// Where a name stands twice, the last one is meant: that is the rule of ini.v1, of JavaScript's JSON and JSON5,
// and of dotenv as codex and gemini-cli read it. In TOML a name cannot stand twice.
type Path []string

// past is the place behind the last item of a list.
const past = "-"

// Text is a text to Add.
func Text(text string) *Value { return &Value{Kind: String, Text: text} }

// At is the value that a path leads to, nil when there is none.
func (v *Value) At(path Path) *Value {
	for _, step := range path {
		switch {
		case v == nil:
			return nil
		case v.Kind == Array:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v.Items) || strconv.Itoa(i) != step {
				return nil
			}
			v = v.Items[i]
		default:
			v = v.Get(step)
		}
	}
	return v
}

// All gives every value that is neither list nor object, with its path.
func (v *Value) All() iter.Seq2[Path, *Value] {
	return func(yield func(Path, *Value) bool) { v.all(nil, yield) }
}

func (v *Value) all(at Path, yield func(Path, *Value) bool) bool {
	// The clip makes append copy: a caller may keep the path.
	at = slices.Clip(at)
	switch {
	case v == nil:
		return true
	case v.Kind == Array:
		for i, item := range v.Items {
			if !item.all(append(at, strconv.Itoa(i)), yield) {
				return false
			}
		}
		return true
	case v.Kind == Object:
		for _, m := range v.Members {
			if !m.Value.all(append(at, m.Name), yield) {
				return false
			}
		}
		return true
	}
	return yield(at, v)
}

// equal reports whether two trees hold the same, in the same order.
func (v *Value) equal(w *Value) bool {
	if v == nil || w == nil {
		return v == w
	}
	return v.Kind == w.Kind && v.Text == w.Text && slices.EqualFunc(v.Items, w.Items, (*Value).equal) &&
		slices.EqualFunc(v.Members, w.Members, sameMember)
}

func sameMember(a, b Member) bool { return a.Name == b.Name && a.Value.equal(b.Value) }

// sorted is the tree with the names of every object in order, as oracles give it.
func (v *Value) sorted() *Value {
	out := *v
	out.Items, out.Members = nil, nil
	for _, item := range v.Items {
		out.Items = append(out.Items, item.sorted())
	}
	for _, m := range v.Members {
		out.Members = append(out.Members, Member{Name: m.Name, Value: m.Value.sorted()})
	}
	slices.SortFunc(out.Members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	return &out
}

// nest is a value inside the objects and lists that its path names.
func nest(path Path, v *Value) *Value {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == past {
			v = &Value{Kind: Array, Items: []*Value{v}}
		} else {
			v = &Value{Kind: Object, Members: []Member{{Name: path[i], Value: v}}}
		}
	}
	return v
}

// onlyAt reports whether two trees are the same but for one path, and there the second one holds what is wanted.
func onlyAt(before, after *Value, path Path, want *Value) bool {
	switch {
	case len(path) == 0 || before == nil:
		return after.equal(nest(path, want))
	case after == nil || before.Kind != after.Kind:
		return false
	case before.Kind == Object:
		named := func(m Member) bool { return m.Name == path[0] }
		b, a := slices.IndexFunc(before.Members, named), slices.IndexFunc(after.Members, named)
		if a < 0 || b >= 0 && a != b {
			return false
		}
		others := func(v *Value) []Member { return slices.DeleteFunc(slices.Clone(v.Members), named) }
		return slices.EqualFunc(others(before), others(after), sameMember) && onlyAt(before.Get(path[0]), after.Get(path[0]), path[1:], want)
	case before.Kind != Array || len(after.Items) == 0:
		return false
	}
	i, err := strconv.Atoi(path[0])
	if path[0] == past {
		i, err = len(before.Items), nil
	}
	if err != nil || i < 0 || i > len(before.Items) || i >= len(after.Items) {
		return false
	}
	var old *Value
	others := slices.Clone(before.Items)
	if i < len(before.Items) {
		old, others = before.Items[i], slices.Delete(others, i, i+1)
	}
	return slices.EqualFunc(others, slices.Delete(slices.Clone(after.Items), i, i+1), (*Value).equal) && onlyAt(old, after.Items[i], path[1:], want)
}

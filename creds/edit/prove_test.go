package edit

import "testing"

// What stands between a wrong splice and the file: everything but the one change must be seen.
func TestOnlyAtSeesEveryOtherDifference(t *testing.T) {
	before := `{"a": {"t": "old", "u": 1}, "l": ["x", {"t": "y"}]}`
	for _, c := range []struct {
		at    Path
		after string
		want  bool
	}{
		{Path{"a", "t"}, `{"a": {"t": "new", "u": 1}, "l": ["x", {"t": "y"}]}`, true},
		{Path{"a", "v"}, `{"a": {"t": "old", "u": 1, "v": "new"}, "l": ["x", {"t": "y"}]}`, true},
		{Path{"l", "0"}, `{"a": {"t": "old", "u": 1}, "l": ["new", {"t": "y"}]}`, true},
		{Path{"l", "-"}, `{"a": {"t": "old", "u": 1}, "l": ["x", {"t": "y"}, "new"]}`, true},
		{Path{"l", "2"}, `{"a": {"t": "old", "u": 1}, "l": ["x", {"t": "y"}, "new"]}`, true},
		{Path{"n", "-", "t"}, `{"a": {"t": "old", "u": 1}, "l": ["x", {"t": "y"}], "n": [{"t": "new"}]}`, true},
		{Path{"a", "t"}, before, false},
		{Path{"a", "t"}, `{"a": {"t": "other", "u": 1}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `{"a": {"t": "new", "u": 2}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `{"a": {"t": "new", "u": "1"}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `{"a": {"u": 1, "t": "new"}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `{"l": ["x", {"t": "y"}], "a": {"t": "new", "u": 1}}`, false},
		{Path{"a", "t"}, `{"a": {"t": "new"}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `{"a": {"t": "new", "u": 1, "v": 2}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `{"a": {"t": "new", "u": 1}, "l": ["x"]}`, false},
		{Path{"a", "t"}, `{"a": {"u": 1}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"a", "t"}, `["new"]`, false},
		{Path{"l", "0"}, `{"a": {"t": "old", "u": 1}, "l": [{"t": "y"}, "new"]}`, false},
		{Path{"l", "-"}, `{"a": {"t": "old", "u": 1}, "l": ["new", "x", {"t": "y"}]}`, false},
		{Path{"l", "-"}, `{"a": {"t": "old", "u": 1}, "l": ["x", {"t": "y"}]}`, false},
		{Path{"l", "5"}, `{"a": {"t": "old", "u": 1}, "l": ["x", {"t": "y"}, "new"]}`, false},
		{Path{"l", "0"}, `{"a": {"t": "old", "u": 1}, "l": []}`, false},
		{Path{"a", "u", "w"}, `{"a": {"t": "old", "u": {"w": "new"}}, "l": ["x", {"t": "y"}]}`, false},
	} {
		old, oldErr := ReadJSON5([]byte(before))
		now, nowErr := ReadJSON5([]byte(c.after))
		if oldErr != nil || nowErr != nil {
			t.Fatal(oldErr, nowErr)
		}
		if got := onlyAt(old, now, c.at, Text("new")); got != c.want {
			t.Errorf("%q to %s: %v", c.at, c.after, got)
		}
	}
}

// A format whose text would run on shows that finish refuses what the reader understands otherwise.
func TestFinishRefusesAChangeThatReachesFurther(t *testing.T) {
	data := []byte("[p]\ntoken = old\nhost = h\n")
	root, err := Read(FormatINI, data)
	if err != nil {
		t.Fatal(err)
	}
	d := document{data, root, Path{"p", "token"}}
	span := root.At(d.at).Span
	for _, text := range []string{"new\n[q]", "new\\", "new\nhost = i", "new # c", "`new"} {
		if e, err := finish(iniLanguage{}, d, span, text, Text(text), "old"); err == nil || e.Data != nil {
			t.Errorf("%q became %q", text, e.Data)
		}
	}
	if _, err := finish(iniLanguage{}, d, span, "new", Text("new"), "old"); err != nil {
		t.Error(err)
	}
}

package creds

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"bricktop/creds/edit"
)

// drop takes a profile, or one of its ways to sign in, out of ~/.databrickscfg.
func (c *Catalogue) drop(ctx context.Context, ch Change, old []byte) (draft, error) {
	path := ch.Mend.Path
	in := c.Look(ctx, "")
	profile, key := ch.Mend.Where, ""
	if i := strings.LastIndexByte(profile, '/'); ch.Mend.Kind == MendDropKey && i >= 0 {
		profile, key = profile[:i], profile[i+1:]
	}
	d := draft{title: fmt.Sprintf("Take profile %s out of %s", shown(profile), path), before: old, guarded: true, known: secretsOf(in)}
	names := keysLike(key)
	if key != "" {
		d.title = fmt.Sprintf("Take %s out of profile %s of %s", shown(key), shown(profile), path)
	}
	f, ok := fileAt(in, path)
	switch {
	case old == nil:
		return d, fmt.Errorf("%s does not exist.", path)
	case !ok || f.ID != DatabricksCfg:
		return d, fmt.Errorf("%s holds no profiles.", path)
	case ch.Mend.Kind == MendDropKey && len(names) == 0:
		return d, fmt.Errorf("%s is no way to sign in, and stays in %s.", shown(key), path)
	}
	after, err := dropFrom(old, profile, names)
	if err != nil {
		return d, fmt.Errorf("Profile %s of %s cannot be changed: %w. Nothing was written.", shown(profile), path, err)
	}
	d.after = after
	return d, nil
}

// keysLike are the keys of the way to sign in that a key belongs to: half of one would be a way still.
func keysLike(key string) []string {
	var names []string
	attrs := attributes()
	i := slices.IndexFunc(attrs, func(a attribute) bool { return a.name == key && a.auth != "" })
	if i < 0 {
		return nil
	}
	for _, a := range attrs {
		if a.auth == attrs[i].auth {
			names = append(names, a.name)
		}
	}
	return names
}

// dropFrom takes out the lines of a section, or of some of its keys, and proves by ini.v1 that nothing else is
// gone.
func dropFrom(data []byte, section string, keys []string) ([]byte, error) {
	before, err := edit.Read(edit.FormatINI, data)
	if err != nil {
		return nil, err
	}
	if before.Get(section) == nil || len(before.Get(section).Members) == 0 {
		return nil, edit.ErrNotFound
	}
	after := cutLines(data, section, keys)
	got, err := edit.Read(edit.FormatINI, after)
	if err != nil || !sameBut(before, got, section, keys) {
		return nil, edit.ErrNotUnderstood
	}
	if bytes.Equal(after, data) {
		return nil, edit.ErrNotFound
	}
	return after, nil
}

// cutLines is simple on purpose: what it takes for a header or a key and is none, the proof finds.
func cutLines(data []byte, section string, keys []string) []byte {
	lines := slices.Collect(bytes.Lines(data))
	cut := make([]bool, len(lines))
	inside := section == edit.DefaultSection
	last := -1 // line of the section, the end of it so far
	for i, line := range lines {
		text := strings.TrimSpace(strings.TrimPrefix(string(line), "\ufeff"))
		switch name, _, isKey := strings.Cut(text, "="); {
		case strings.HasPrefix(text, "["):
			inside, last = strings.HasPrefix(text, "["+section+"]"), i
			if inside && keys == nil {
				cut[i] = true
				cutAbove(lines, cut, i)
			}
		case !inside || text == "" || text[0] == '#' || text[0] == ';':
		case keys == nil:
			for ; last+1 < i && last >= 0; last++ {
				cut[last+1] = true
			}
			cut[i], last = true, i
		default:
			if !isKey {
				name, _, _ = strings.Cut(text, ":")
			}
			cut[i] = slices.Contains(keys, strings.TrimSpace(name))
		}
		if keys == nil && inside && text == "" && i > 0 && cut[i-1] {
			cut[i] = true
		}
	}
	var kept []byte
	if mark := []byte("\ufeff"); bytes.HasPrefix(data, mark) && cut[0] {
		kept = mark
	}
	for i, line := range lines {
		if !cut[i] {
			kept = append(kept, line...)
		}
	}
	return kept
}

// cutAbove takes the comment that stands right above a header along, unless the file starts with it.
func cutAbove(lines [][]byte, cut []bool, header int) {
	i := header
	for i > 0 {
		text := bytes.TrimSpace(lines[i-1])
		if len(text) == 0 || text[0] != '#' && text[0] != ';' {
			break
		}
		i--
	}
	if i == 0 {
		return
	}
	for ; i < header; i++ {
		cut[i] = true
	}
}

// sameBut reports whether two documents agree but for a section, or for some of its keys, which are gone.
func sameBut(before, after *edit.Value, section string, keys []string) bool {
	list := func(v *edit.Value) []string {
		var all []string
		for _, s := range v.Members {
			for _, k := range s.Value.Members {
				if s.Name == section && (keys == nil || slices.Contains(keys, k.Name)) {
					continue
				}
				all = append(all, s.Name, k.Name, k.Value.Text)
			}
		}
		return all
	}
	left := after.Get(section)
	for _, key := range keys {
		if left.Get(key) != nil {
			return false
		}
	}
	gone := keys != nil || left == nil || len(left.Members) == 0
	return gone && slices.Equal(list(before), list(after))
}

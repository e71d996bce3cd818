package creds

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// reading is one file of a target while it is read.
type reading struct {
	*Catalogue
	target   Target
	file     *File
	root     *edit.Value
	known    func(host string) bool // a host that something else here names as a workspace
	profiles []Profile              // of ~/.databrickscfg
}

// read fills in a file: what the file system knows of it, and its secrets.
func (r *reading) read() {
	if ok := r.inspect(r.file); !ok || r.target.Format == SQLite {
		return
	}
	data, ok := r.content(r.file)
	if !ok {
		return
	}
	if r.target.Format == Log {
		r.file.Secrets = r.traces(data)
		return
	}
	var err error
	r.root, err = readFormat(r.target.Format, data)
	switch {
	case err == nil:
		r.tellAndHold()
	case r.target.CopyOf != "":
		// Nobody reads an old copy, so that only the secrets in it matter.
		r.file.Secrets = r.traces(data)
	default:
		r.file.Problem = parseProblem(r.file.Path, r.target.broken, err)
	}
}

// readFormat gives a document as one tree.
func readFormat(f Format, data []byte) (*edit.Value, error) {
	if f == NetrcFormat {
		return readNetrc(data)
	}
	return edit.Read(f.syntax(), data)
}

func (r *reading) tellAndHold() {
	if r.target.tell == nil || r.target.tell(r) {
		r.hold()
		number(r.file.Secrets)
	}
}

// number tells apart what has one name: the second of two providers is "claude-code-router:name#2".
func number(held []Held) {
	seen := map[string]int{}
	for i := range held {
		key := held[i].Target + "\x00" + string(held[i].Kind)
		if seen[key]++; seen[key] > 1 {
			held[i].Target += "#" + strconv.Itoa(seen[key])
		}
	}
}

// traces are the tokens in a text that is not read for what it says.
func (r *reading) traces(data []byte) []Held {
	held := scan(data)
	for i := range held {
		held[i].Target = r.file.ID + ":" + held[i].Where
		held[i].Expires = jwtExpiry(held[i].Value)
	}
	return held
}

// hold lists the secrets: all of one section, provider or machine together, in the order of the file.
func (r *reading) hold() {
	type found struct {
		match
		held Held
	}
	var all []found
	for _, p := range r.target.Places {
		start := match{format: r.target.Format, value: r.root}
		start.along(p.Path, func(m match) {
			if held, ok := r.held(p, m); ok {
				all = append(all, found{m, held})
			}
		})
	}
	slices.SortStableFunc(all, func(a, b found) int { return slices.Compare(a.order, b.order) })
	for _, f := range all {
		r.file.Secrets = append(r.file.Secrets, f.held)
	}
}

// held is the secret at a place. It is not ok when nothing stands there.
func (r *reading) held(p Place, m match) (Held, bool) {
	text := strings.TrimSpace(m.value.Text)
	if r.target.Format == INI && m.path[0] == settingsSection {
		return Held{}, false
	}
	if m.value.Kind != edit.String || text == "" {
		return Held{}, false
	}
	h := Held{Where: m.where, Kind: p.Kind, ClientID: shown(r.text(m.fill(p.Client)))}
	if r.target.Format.editable() {
		h.at = place(m.path...)
	}
	switch {
	case r.target.Format == INI:
		h.Profile = shown(m.path[0])
	case p.Title != nil:
		if h.Provider = shown(r.text(m.fill(p.Title))); h.Provider != "" {
			h.Where += " (" + h.Provider + ")"
		}
	case len(m.names) > 0 && r.target.Format != NetrcFormat:
		h.Provider = shown(m.names[len(m.names)-1])
	}
	h.Host = r.host(p, m)
	r.fill(&h, p, m, text)
	if p.Session {
		r.session(&h, m.stars[0])
	}
	h.Databricks = p.Owner == Databricks || p.Owner != NotDatabricks && (r.workspace(h.Host) || h.Value.IsPAT())
	if h.Databricks && h.Kind == HeldAPIKey && len(p.Host) > 0 || h.Value.IsPAT() && r.target.Format == NetrcFormat {
		h.Kind = HeldPAT
	}
	if ends, err := time.Parse(time.RFC3339, r.text(m.fill(p.Expires))); err == nil {
		h.Expires = ends
	} else if h.Databricks {
		h.Expires = jwtExpiry(h.Value)
	}
	h.Refreshed = r.text(m.fill(p.Refresh)) != ""
	h.Target = r.file.ID + ":" + cmp.Or(h.Profile, h.Provider, h.Where)
	if r.target.Format == NetrcFormat {
		h.Target = r.file.ID + ":" + shown(m.stars[0])
	}
	return h, h.Databricks || p.Owner != OnlyDatabricks
}

// host is the address beside a secret. One that is none is left empty: the login says what is wrong with it
// when it is asked for.
func (r *reading) host(p Place, m match) string {
	for _, path := range p.Host {
		text := ""
		if len(path) == 1 && path[0] == "*" {
			text = m.names[0]
		} else {
			text = r.text(m.fill(path))
		}
		if host, err := NormalizeHost(r.interpolate(r.target.Names, text)); err == nil && host != "" {
			return host
		}
	}
	return ""
}

// workspace reports whether a normalised host is Databricks'.
func (r *reading) workspace(host string) bool {
	return databricksHost(host) || host != "" && r.known != nil && r.known(host)
}

// fill puts in the secret itself, or what the file names in its place.
func (r *reading) fill(h *Held, p Place, m match, text string) {
	command, pulls := strings.CutPrefix(text, "!")
	switch {
	case p.Class == Pull:
		if args := r.root.At(m.fill(p.Args)); len(p.Args) > 0 && args != nil {
			for _, arg := range args.Items {
				text += " " + arg.Text
			}
		}
		h.Pull = shown(text)
		return
	case pulls && r.target.Names == Bang:
		h.Pull = shown(strings.TrimSpace(command))
		return
	case p.Class == Named:
		h.Indirect, h.Unset = "$"+shown(text), r.env(text) == ""
		return
	}
	if rest, ok := strings.CutPrefix(text, p.Prefix); ok {
		h.Prefix, text = p.Prefix, rest
	}
	if name, ok := r.target.Names.whole(text); ok {
		h.Indirect = shown(text)
		h.Unset = name != "" && r.env(name) == ""
		return
	}
	// With a variable in the middle of it, or a $ of its own, the rest is a secret like any other.
	h.Value = secret.New(strings.TrimSpace(r.interpolate(r.target.Names, text)))
}

// text is the text at a path, cut of white space; empty when there is none.
func (r *reading) text(path edit.Path) string { return textAt(r.root, path...) }

func textAt(v *edit.Value, path ...string) string {
	if v = v.At(path); len(path) == 0 || v == nil || v.Kind != edit.String {
		return ""
	}
	return strings.TrimSpace(v.Text)
}

// match is a value on the way of a pattern.
type match struct {
	format Format
	value  *edit.Value
	path   edit.Path
	where  string   // the path, as people write it
	stars  []string // what each * stands for
	names  []string // those of them that are names and no indices
	order  []int    // their places among the names around them
}

// along visits every value that a pattern leads to.
func (m match) along(pattern edit.Path, visit func(match)) {
	switch {
	case len(pattern) == 0:
		visit(m)
	case pattern[0] != "*":
		if next := m.value.At(pattern[:1]); next != nil {
			m.step(pattern[0], pattern[0], next).along(pattern[1:], visit)
		}
	case m.value.Kind == edit.Array:
		for i, item := range m.value.Items {
			m.star(strconv.Itoa(i), i, item).along(pattern[1:], visit)
		}
	default:
		for i, member := range m.value.Members {
			next := m.star(member.Name, i, member.Value)
			next.names = append(next.names, member.Name)
			next.along(pattern[1:], visit)
		}
	}
}

func (m match) star(name string, i int, value *edit.Value) match {
	next := m.step(name, shown(name), value)
	next.stars, next.order = append(slices.Clip(m.stars), name), append(slices.Clip(m.order), i)
	next.names = slices.Clip(m.names)
	return next
}

// step goes to a value under a name, which people may see as it is called.
func (m match) step(name, called string, value *edit.Value) match {
	switch {
	case m.format == INI && len(m.path) == 0:
		m.where = "[" + called + "]"
	case m.format == NetrcFormat && len(m.path) == 0:
		m.where = "machine " + called
	case m.format == INI || m.format == NetrcFormat:
		m.where += " " + called
	case m.value.Kind == edit.Array:
		m.where += "[" + called + "]"
	case m.where == "":
		m.where = called
	default:
		m.where += "." + called
	}
	m.path, m.value = append(slices.Clip(m.path), name), value
	return m
}

// fill is a pattern with the same names in it.
func (m match) fill(pattern edit.Path) edit.Path {
	path, n := slices.Clone(pattern), 0
	for i, step := range path {
		if step == "*" {
			path[i] = m.stars[n]
			n++
		}
	}
	return path
}
